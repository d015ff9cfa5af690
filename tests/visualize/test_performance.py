"""Rates below their limits, and parts of a time."""

import numpy as np

from tests.visualize.drawn import words
from textbook_cnn.visualize import plot_parts, plot_roofline


def test_roofline_has_a_slope_up_to_the_rate_and_a_mark_for_each_program():
    ax = plot_roofline({"a": (0.5, 2e9), "b": (90.0, 4e10)}, product_rate=5e10, bandwidth=1e10)
    limit, *marks = ax.lines
    x, y = limit.get_data()
    np.testing.assert_allclose(y, [min(50, 10 * place) for place in x])
    assert x.min() < 0.5 < 5 < 90 < x.max()
    places = [(mark.get_label(), *mark.get_xdata(), *mark.get_ydata()) for mark in marks]
    assert places == [("a", 0.5, 2), ("b", 90, 40)]
    assert len({mark.get_marker() for mark in marks}) == 2  # told apart without colours, too
    assert words(ax) == ["matrix product: 50", "memory: 10 GB/s"]


def test_parts_lie_end_to_end_and_differ_in_hatching():
    ax = plot_parts({"a": np.array([1.0, 2.0]), "b": np.array([0.5, 4.0])}, ["x", "y"], x_label="time (ms)")
    first, second = ax.containers
    assert [(bar.get_x(), bar.get_width()) for bar in (*first, *second)] == [(0, 1), (0, 2), (1, 0.5), (2, 4)]
    assert first[0].get_hatch() != second[0].get_hatch()
    assert words(ax) == ["1.5", "6"]
