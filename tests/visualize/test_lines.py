"""Curves and the course of training."""

import numpy as np

from tests.visualize.drawn import HISTORY
from textbook_cnn.visualize import plot_curves, plot_learning_curves


def test_curves_are_the_numbers_given_and_look_different():
    x = np.arange(4.0)
    ax = plot_curves(x, {"a": x, "b": x**2}, x_label="time (s)", y_label="value", log=True)
    np.testing.assert_array_equal(ax.lines[1].get_xydata(), np.stack([x, x**2], axis=1))
    assert len({(line.get_color(), line.get_linestyle()) for line in ax.lines}) == 2
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_yscale()) == ("time (s)", "value", "log")


def test_learning_curves_show_all_four_sequences():
    loss, accuracy = plot_learning_curves(HISTORY).axes
    assert [list(line.get_ydata()) for line in loss.lines] == [[0.7, 0.4], [0.5, 0.45]]
    assert [list(line.get_ydata()) for line in accuracy.lines] == [[75, 87.5], [80, 85]]
    assert [list(line.get_xdata()) for line in loss.lines] == [[1, 2], [1, 2]]
    assert (loss.get_ylabel(), accuracy.get_ylabel()) == ("loss (nats)", "accuracy (%)")
    assert [text.get_text() for text in loss.get_legend().get_texts()] == ["training", "validation"]
