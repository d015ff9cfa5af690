"""Windows lie where they should."""

import pytest

from tests.visualize.drawn import GRAY
from textbook_cnn.visualize import plot_windows


def test_windows_lie_where_they_should():
    ax = plot_windows(GRAY, {"small": (0, 1, 1, 3), "beyond": (-2, 4, -1, 6)})
    boxes = [(p.get_x(), p.get_y(), p.get_width(), p.get_height()) for p in ax.patches]
    assert boxes[::2] == boxes[1::2] == [(0.5, -0.5, 2, 1), (-1.5, -2.5, 7, 6)]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["small: 1 × 2", "beyond: 6 × 7"]
    left, right = ax.get_xlim()
    bottom, top = ax.get_ylim()
    assert left <= -1.5 < 5.5 <= right
    assert top <= -2.5 < 3.5 <= bottom
    with pytest.raises(ValueError, match="with pixels, got"):
        plot_windows(GRAY, {"none": (1, 1, 0, 2)})
