"""Marks are the density of the numbers."""

import numpy as np
import pytest

from textbook_cnn.visualize import plot_log_densities


def test_marks_are_the_density_of_the_numbers():
    ax = plot_log_densities(
        {"a": np.array([-0.5, 0.5, 0.6, 7.0])},
        {"f": (np.arange(3.0), np.array([1.0, 0.5, 0.0]))},
        x_label="x",
        reach=1.0,
        bins=2,
    )
    marks, line = ax.lines
    np.testing.assert_allclose(marks.get_xydata(), [(-0.5, 0.25), (0.5, 0.5)])
    np.testing.assert_allclose(line.get_ydata(), [1.0, 0.5, 0.0], atol=1e-9)
    assert ax.get_yscale() == "log"


def test_empty_bins_have_no_mark():
    ax = plot_log_densities({"a": np.array([-0.9, 0.9])}, x_label="x", reach=1.0, bins=10)
    assert len(ax.lines[0].get_xdata()) == 2


def test_densities_refuse():
    sample = {"a": np.zeros(3)}
    with pytest.raises(ValueError, match="reach: expected"):
        plot_log_densities(sample, x_label="x", reach=0)
    with pytest.raises(ValueError, match="bins: expected"):
        plot_log_densities(sample, x_label="x", reach=1, bins=0)
    with pytest.raises(ValueError, match="samples: expected at most 4"):
        plot_log_densities({name: np.zeros(3) for name in "abcde"}, x_label="x", reach=1)
