"""Windows and columns hold the same numbers, and their frames lie on them."""

import numpy as np
import pytest

from tests.visualize.drawn import VALID, K, X, numbers
from textbook_cnn.visualize import plot_columns

V = np.array([[[1, 6], [6, 2], [5, 3], [3, 1]], [[5, 3], [3, 1], [7, 0], [0, 4]]])  # by hand


def test_each_row_shows_input_kernel_columns_and_outputs():
    for p, ax in enumerate(plot_columns(X, K, V, VALID).axes):
        assert numbers(ax) == [*X.ravel(), *K.ravel(), *V[p].ravel(), *VALID[p]]
        assert ax.get_title(loc="left") == f"output row {p}"


def within(frame, ax):
    """The texts of a drawing that stand inside of a frame."""
    box = frame.get_bbox()
    return [text.get_text() for text in ax.texts if box.contains(*text.get_position())]


def test_frames_hold_a_window_and_the_column_of_its_numbers():
    for p, ax in enumerate(plot_columns(X, K, V, VALID).axes):
        held = [within(patch, ax) for patch in ax.patches if not patch.get_fill()]
        first, second = ([str(number) for number in V[p, :, q]] for q in (0, 1))
        assert held == [first, first, second, second]


def test_refused():
    with pytest.raises(ValueError, match=r"V: expected the shape \(2, 4, 2\)"):
        plot_columns(X, K, V[:, :3], VALID)
    with pytest.raises(ValueError, match=r"Y: expected the shape \(2, 2\)"):
        plot_columns(X, K, V, VALID[:1])
