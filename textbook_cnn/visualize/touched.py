"""Pictures of the pixels that windows touch, such as under a stride or a dilation."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from .. import _checks as check
from ._canvas import BLUE, GRAY, VERMILION, new_figure
from ._given import MOST_BOXES, mapping_of, numbers_of, pair_of
from .tables import UNIT, WINDOW

__all__ = ["plot_touched_pixels"]

GAP = 1.4  # boxes between the input and the output


def plot_touched_pixels(size: tuple[int, int], touched: Mapping[str, np.ndarray]) -> Figure:
    """Draw which pixels of an input the first two windows of a row touch, and the outputs that they give.

    Parameters
    ----------
    size : (height, width)
        Size of the input.
    touched : mapping of str to array of int, shape (taps, h', w')
        Title of each row, and the pixels that each of the h' · w' windows touches, numbered row by row from 0.

    Returns
    -------
    Figure
        One row for each entry: the input on the left, the output on the right. The first window is blue, the second has
        dots.

    Raises
    ------
    TypeError
        If `touched` is no mapping, or its values are no arrays of real numbers.
    ValueError
        If there is no entry, a window touches pixels that are not there, or there are no two windows in a row.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_touched_pixels
    >>> every_second = np.array([[[0, 2]], [[1, 3]]])  # two windows of two pixels, two apart
    >>> figure = plot_touched_pixels((1, 5), {"stride 2": every_second})
    >>> figure.axes[0].get_title(loc="left")
    'stride 2: 1 × 5 → 1 × 2'
    """
    arrays = {name: numbers_of(f"touched[{name!r}]", T, 3) for name, T in mapping_of("touched", touched).items()}
    height, width = (check.integer(f"size[{i}]", length, 1) for i, length in enumerate(pair_of("size", size)))
    if height * width > MOST_BOXES:
        raise ValueError(f"size: expected at most {MOST_BOXES} pixels, got {height * width}")
    for name, pixels in arrays.items():
        if pixels.dtype.kind not in "ui":
            raise TypeError(f"touched[{name!r}]: expected whole numbers, got dtype {pixels.dtype}")
        if pixels.min() < 0 or pixels.max() >= height * width:
            raise ValueError(
                f"touched[{name!r}]: expected numbers of pixels below {height * width}, those of size, got others"
            )
        if pixels.shape[2] < 2:
            raise ValueError(f"touched[{name!r}]: expected two windows or more in a row, got 1")
    across = width + GAP + max(pixels.shape[2] for pixels in arrays.values())
    down = max(height, *(pixels.shape[1] for pixels in arrays.values()))
    figure = new_figure((across + 0.6) * UNIT, len(arrays) * (down + 1.5) * UNIT)
    rows = figure.subplots(len(arrays), 1, squeeze=False)[:, 0]
    for ax, (name, pixels) in zip(rows, arrays.items(), strict=True):
        _draw_grid(ax, (height, width), (0, 0), pixels[:, 0, 0], pixels[:, 0, 1])
        outputs = pixels.shape[1:]
        _draw_grid(ax, outputs, (width + GAP, (height - outputs[0]) / 2), np.array([0]), np.array([1]))
        for place, colour, dashes in ((0, BLUE, "-"), (1, VERMILION, "--")):
            _frame(ax, pixels[:, 0, place], width, colour, dashes)
        ax.text(width + GAP / 2, height / 2, "→", fontsize=15, ha="center", va="center")
        ax.set(xlim=(-0.2, across + 0.2), ylim=(down + 0.1, -0.2), aspect="equal")
        ax.set_title(f"{name}: {height} × {width} → {outputs[0]} × {outputs[1]}", loc="left", fontsize=11)
        ax.set_axis_off()
        ax.set_anchor("W")
    return figure


def _draw_grid(
    ax: Axes, size: tuple[int, ...], corner: tuple[float, float], filled: np.ndarray, dotted: np.ndarray
) -> None:
    """Draw empty boxes, upper left at `corner`; fill some, and put dots into some, which go by their numbers."""
    for number, (row, column) in enumerate(np.ndindex(*size)):
        x, y = corner[0] + column, corner[1] + row
        face = WINDOW if number in filled else "white"
        ax.add_patch(Rectangle((x, y), 1, 1, facecolor=face, edgecolor=GRAY, linewidth=0.8))
        if number in dotted:
            ax.plot(x + 0.5, y + 0.5, "o", color=VERMILION, markersize=6)


def _frame(ax: Axes, pixels: np.ndarray, width: int, colour: str, dashes: str) -> None:
    """Draw the frame of a window around all that lies between its pixels."""
    rows, columns = np.divmod(pixels, width)
    top, left = rows.min(), columns.min()
    box = Rectangle((left, top), np.ptp(columns) + 1, np.ptp(rows) + 1, fill=False, edgecolor=colour)
    box.set(linewidth=2.2, linestyle=dashes, zorder=3)
    ax.add_patch(box)
