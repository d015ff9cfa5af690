"""Windows that overlap: each stands below the pixels that it was taken from."""

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from tests.visualize.drawn import numbers, words
from textbook_cnn.visualize import plot_overlaps

WINDOWS = np.array([[1, 2, 3], [4, 5, 6]])


def boxes(ax):
    return [patch for patch in ax.patches if isinstance(patch, Rectangle)]


@pytest.mark.parametrize(("stride", "total"), [(1, [1, 6, 8, 6]), (2, [1, 2, 7, 5, 6])])
def test_windows_stand_below_their_pixels(stride, total):
    ax = plot_overlaps(WINDOWS, np.array(total), stride=stride)
    assert numbers(ax) == [1, 2, 3, 4, 5, 6, *total]
    assert [text for text in words(ax) if not text.isdigit()] == ["window 1", "window 2", "sum"]
    places = [(box.get_x(), box.get_y()) for box in boxes(ax)[:6]]
    assert places == [(0, 0), (1, 0), (2, 0), (stride, 1), (stride + 1, 1), (stride + 2, 1)]
    assert [box.get_x() for box in boxes(ax)[6:]] == list(range(len(total)))


def test_a_pixel_is_framed():
    frame = boxes(plot_overlaps(WINDOWS, np.arange(4), pixel=2))[-1]
    assert (frame.get_x(), frame.get_width()) == (2, 1)
    assert frame.get_y() < 0 < 3 < frame.get_y() + frame.get_height()


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="windows, stride: expected 2 of 3 pixels, 2 apart, within 4 pixels"):
        plot_overlaps(WINDOWS, np.arange(4), stride=2)
    with pytest.raises(ValueError, match="stride"):
        plot_overlaps(WINDOWS, np.arange(4), stride=0)
    for pixel in (-1, 4):
        with pytest.raises(ValueError, match="pixel: expected one of 0 … 3"):
            plot_overlaps(WINDOWS, np.arange(4), pixel=pixel)
