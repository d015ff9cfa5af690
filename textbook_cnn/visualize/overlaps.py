"""A picture of windows that overlap, each below the pixels that it was taken from, and of their sum."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .. import _checks as check
from ._canvas import BLUE, draw_table, faces_of, single_axes
from ._given import few_numbers_of
from .tables import RESULT, UNIT, WINDOW

__all__ = ["plot_overlaps"]


def plot_overlaps(
    windows: np.ndarray, total: np.ndarray, *, stride: int = 1, pixel: int | None = None, ax: Axes | None = None
) -> Axes:
    """Draw one row of numbers for each window, moved to its place, and their sum below: a long addition.

    Parameters
    ----------
    windows : array, shape (m, k)
        What comes back for each of the k pixels of the m windows.
    total : array, shape (w,)
        What each pixel of the row gets.
    stride : int
        Pixels from one window to the next.
    pixel : int, optional
        Number of the pixel to frame, counted from 0.
    ax : Axes, optional
        Where to draw; by default in a new figure.

    Returns
    -------
    Axes
        The windows from top to bottom, a line, and the sum.

    Raises
    ------
    TypeError
        If `windows` or `total` is no array of real numbers.
    ValueError
        If the windows do not fit into the row, or the pixel lies outside it.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_overlaps
    >>> ax = plot_overlaps(np.array([[1, 2], [3, 4]]), np.array([1, 5, 4]))
    >>> [text.get_text() for text in ax.texts if text.get_text().isdigit()]
    ['1', '2', '3', '4', '1', '5', '4']
    """
    windows, total = few_numbers_of("windows", windows, 2), few_numbers_of("total", total, 1)
    (m, k), width = windows.shape, len(total)
    stride = check.integer("stride", stride, 1)
    if stride * (m - 1) + k > width:
        raise ValueError(f"windows, stride: expected {m} of {k} pixels, {stride} apart, within {width} pixels")
    if pixel is not None and not 0 <= check.integer("pixel", pixel, -width) < width:
        raise ValueError(f"pixel: expected one of 0 … {width - 1}, got {pixel}")
    ax = single_axes(ax, (width + 4) * UNIT * 1.15, (m + 2) * UNIT * 1.15)
    for row, numbers in enumerate(windows):
        draw_table(ax, numbers[None], (stride * row, row), faces_of((1, k), WINDOW))
        ax.text(-0.3, row + 0.5, f"window {row + 1}", ha="right", va="center", fontsize=11)
    ax.plot([-0.1, width + 0.1], [m + 0.2, m + 0.2], color="black", linewidth=1.4)
    draw_table(ax, total[None], (0, m + 0.4), faces_of((1, width), RESULT))
    ax.text(-0.3, m + 0.9, "sum", ha="right", va="center", fontsize=11)
    if pixel is not None:
        ax.add_patch(Rectangle((pixel, -0.1), 1, m + 1.6, fill=False, edgecolor=BLUE, linewidth=2.4))
    ax.set(xlim=(-3.6, width + 0.2), ylim=(m + 1.7, -0.2), aspect="equal")
    ax.set_axis_off()
    return ax
