"""Sequences stand at their indices."""

import numpy as np

from tests.visualize.drawn import numbers
from textbook_cnn.visualize import plot_sequences


def test_sequences_stand_at_their_indices():
    figure = plot_sequences({"x": (0, np.array([1, 2])), "k": (-2, np.array([3, -4, 5]))}, x_label="p")
    stems = figure.axes[1].containers[0].markerline
    np.testing.assert_array_equal(stems.get_xdata(), [-2, -1, 0])
    np.testing.assert_array_equal(stems.get_ydata(), [3, -4, 5])
    assert numbers(figure.axes[1]) == [3, -4, 5]
    assert figure.axes[-1].get_xlabel() == "p"
