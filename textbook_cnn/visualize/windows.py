"""Pictures of windows on an image, such as receptive fields."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .. import _checks as check
from .. import _options as options
from ._canvas import BLUE, GREEN, VERMILION, single_axes
from ._given import images_of, label_of, mapping_of
from .images import plot_image

__all__ = ["plot_windows"]


FRAMES = ((BLUE, "-"), (VERMILION, "--"), (GREEN, "-."), ("black", ":"), ("#CC79A7", "-"))


def plot_windows(
    image: np.ndarray,
    windows: Mapping[str, tuple[int, int, int, int]],
    *,
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw windows on an image, such as the receptive fields of outputs of several layers.

    Parameters
    ----------
    image : array, shape (h, w) or (h, w, 3)
        The image.
    windows : mapping of str to (top, bottom, left, right)
        Name, and rows and columns, of each window; it may reach beyond the edges.
    title : str
        Text above the drawing.
    ax : Axes, optional
        Where to draw; by default in a new figure.

    Returns
    -------
    Axes
        The names, with the sizes of the windows, stand in a legend.

    Raises
    ------
    TypeError
        If `image` is no array of real numbers.
    ValueError
        If there is no window, or one has no pixels.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_windows
    >>> ax = plot_windows(np.zeros((28, 28)), {"conv2d_1": (3, 6, 3, 6)})
    >>> ax.get_legend().get_texts()[0].get_text()
    'conv2d_1: 3 × 3'
    """
    picture, title = images_of("image", image), label_of("title", title)
    places = {name: _edges_of(name, window) for name, window in mapping_of("windows", windows, in_legend=True).items()}
    ax = single_axes(ax, 4.2, 4.9)
    plot_image(picture, ax=ax, title=title)
    edges = [0, picture.shape[0], 0, picture.shape[1]]
    for (name, window), (colour, dashes) in zip(places.items(), cycle(FRAMES)):
        top, bottom, left, right = window
        label = f"{name}: {bottom - top} × {right - left}"
        for ink, width, text in (("white", 3.6, None), (colour, 2.0, label)):  # seen on light and on dark
            ax.add_patch(
                Rectangle(
                    (left - 0.5, top - 0.5),
                    right - left,
                    bottom - top,
                    fill=False,
                    edgecolor=ink,
                    linewidth=width,
                    linestyle="-" if text is None else dashes,
                    label=text,
                )
            )
        edges = [choose(a, b) for choose, a, b in zip((min, max, min, max), edges, window, strict=True)]
    ax.set(xlim=(edges[2] - 1.5, edges[3] + 0.5), ylim=(edges[1] + 0.5, edges[0] - 1.5))
    ax.legend(frameon=False, fontsize=10, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=2)
    return ax


def _edges_of(name: str, window: object) -> list[int]:
    """(top, bottom, left, right) of a window with pixels."""
    edges = options.sequence(f"windows[{name!r}]", window, 4)
    top, bottom, left, right = found = [check.integer(f"windows[{name!r}]", edge, -(1 << 31)) for edge in edges]
    if bottom <= top or right <= left or max(map(abs, found)) > 1 << 31:
        raise ValueError(f"windows[{name!r}]: expected (top, bottom, left, right) with pixels, got {found}")
    return found
