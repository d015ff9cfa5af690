"""Bars and histograms have the lengths given."""

import numpy as np

from tests.visualize.drawn import words
from textbook_cnn.visualize import plot_bars, plot_histograms


def test_histograms_are_densities_over_common_bins():
    groups = {"a": np.array([0.0, 0.1, 0.9, 1.0]), "b": np.array([[0.5], [2.0]])}
    ax = plot_histograms(groups, bins=4, x_label="weight")
    values, edges = zip(*[(patch.get_data().values, patch.get_data().edges) for patch in ax.patches], strict=True)
    np.testing.assert_allclose(edges, [[0, 0.5, 1, 1.5, 2]] * 2)
    np.testing.assert_allclose(values, [[1, 0.5, 0.5, 0], [0, 1, 0, 1]])
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("weight", "density")
    assert plot_histograms(groups, log=True).get_yscale() == "log"


def test_bars_have_the_lengths_given_from_top_to_bottom():
    ax = plot_bars(np.array([3.0, 1.0]), ["a", "b"], x_label="weights")
    assert [bar.get_width() for bar in ax.patches] == [3, 1]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b"]
    assert ax.yaxis_inverted()
    assert words(ax) == ["3", "1"]
    assert words(plot_bars(np.array([1440, 0.69007]), ["a", "b"], x_label="weights")) == ["1,440", "0.69"]
