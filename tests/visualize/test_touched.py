"""Pixels that windows touch are filled or dotted, no others."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from textbook_cnn.visualize import plot_touched_pixels

STEPS = np.array([[[0, 2, 4]], [[6, 8, 10]]])  # three windows of one row, each of two pixels of two rows of six


def boxes(ax):
    """Corners of the filled boxes, and the (x, y, width, height) of the frames."""
    filled = [p.get_xy() for p in ax.patches if p.get_fill() and p.get_facecolor() != to_rgba("white")]
    frames = [(p.get_x(), p.get_y(), p.get_width(), p.get_height()) for p in ax.patches if not p.get_fill()]
    return filled, frames


def test_the_first_window_is_filled_and_the_second_dotted():
    ax = plot_touched_pixels((2, 6), {"steps": STEPS}).axes[0]
    filled, frames = boxes(ax)
    (first, *outputs), right = [filled[0], *filled[2:]], 6 + 1.4
    assert [first, filled[1]] == [(0, 0), (0, 1)]
    assert outputs == [(right, 0.5)]  # one row of outputs, centred on two rows of pixels
    dots = [(float(x), float(y)) for line in ax.lines for x, y in zip(*line.get_data())]
    assert dots == [(2.5, 0.5), (2.5, 1.5), (right + 1.5, 1.0)]
    assert frames == [(0, 0, 1, 2), (2, 0, 1, 2)]


def test_a_frame_holds_what_lies_between():
    apart = np.array([[[0, 1]], [[2, 3]], [[12, 13]], [[14, 15]]])  # two apart, in rows of six
    assert boxes(plot_touched_pixels((3, 6), {"dilation": apart}).axes[0])[1] == [(0, 0, 3, 3), (1, 0, 3, 3)]


def test_a_row_for_each_setting():
    figure = plot_touched_pixels((2, 6), {"steps": STEPS, "again": STEPS[:, :, :2]})
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert titles == ["steps: 2 × 6 → 1 × 3", "again: 2 × 6 → 1 × 2"]


def test_refused():
    with pytest.raises(ValueError, match=r"touched\['a'\]: expected numbers of pixels below 10"):
        plot_touched_pixels((2, 5), {"a": STEPS})
    with pytest.raises(ValueError, match=r"touched\['a'\]: expected numbers of pixels below 12"):
        plot_touched_pixels((2, 6), {"a": STEPS - 1})
    with pytest.raises(ValueError, match="two windows or more"):
        plot_touched_pixels((2, 6), {"a": STEPS[:, :, :1]})
