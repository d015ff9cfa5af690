"""A perceptron and a convolutional network, drawn from the arrays that they speak of."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from .. import _checks as check
from ._canvas import BLUE, GRAY, VERMILION, draw_picture, new_figure
from ._given import numbers_of

__all__ = ["plot_perceptron_and_cnn"]


LONG, MIDDLE, SHORT = 12, 8, 6  # circles that stand for rows of numbers


def plot_perceptron_and_cnn(image: np.ndarray, maps: np.ndarray, classes: int = 10) -> Figure:
    """Draw what a perceptron and what a convolutional network do with an image, one above the other.

    Parameters
    ----------
    image : array, shape (h, w)
        The image.
    maps : array, shape (d, h', w')
        Some feature maps of it, at most four of which are drawn.
    classes : int
        Number of outputs.

    Returns
    -------
    Figure
        Above, every pixel is joined to every unit; below, one small window to one pixel of each map.

    Raises
    ------
    TypeError
        If `image` or `maps` is no array of real numbers.
    ValueError
        If their axes are not two and three, or there is no class.

    Examples
    --------
    >>> from textbook_cnn.visualize import plot_perceptron_and_cnn
    >>> figure = plot_perceptron_and_cnn(np.eye(28), np.ones((4, 26, 26)))
    >>> [ax.get_title() for ax in figure.axes if ax.get_title()]
    ['perceptron', 'convolutional network']
    """
    image, maps = numbers_of("image", image, 2), numbers_of("maps", maps, 3)
    classes = check.integer("classes", classes, 1)
    figure = new_figure(4.6, 6.6)
    above, below = figure.subplots(2, 1)
    for ax, title in ((above, "perceptron"), (below, "convolutional network")):
        ax.set(xlim=(0, 10), ylim=(0, 8), aspect="equal")
        ax.set_axis_off()
        ax.set_title(title, fontsize=11)
    draw_picture(above, image, 0.2, 3.2, 2.6)
    _arrow(above, (2.95, 4.5), (3.9, 4.5))
    _dense(above, (4.2, 6.8), (LONG, MIDDLE), f"{image.size:,} numbers\nin one row", "hidden\nunits")
    _dense(above, (6.8, 9.2), (MIDDLE, SHORT), "", f"{classes}\nclasses")
    draw_picture(below, image, 0.2, 3.2, 2.6)
    below.add_patch(Rectangle((1.1, 4.6), 0.45, 0.45, fill=False, edgecolor=VERMILION, linewidth=1.8, zorder=6))
    shown = maps[:4]
    for number, part in enumerate(shown):
        x, y = 4.0 + 0.25 * number, 5.9 - 1.45 * number
        draw_picture(below, part, x, y, 1.3)
        _line(below, (1.55, 4.85), (x + 0.65, y + 0.65), VERMILION, 1.0)
    below.text(4.9, 0.2, f"{len(maps)} feature maps\n{maps.shape[1]} × {maps.shape[2]}", ha="center", fontsize=10)
    below.text(1.5, 1.7, "one small window\nat a time", ha="center", fontsize=10)
    _arrow(below, (6.35, 4.5), (7.1, 4.5))
    _dense(below, (7.4, 9.2), (MIDDLE, SHORT), "units", f"{classes}\nclasses")
    return figure


def _dense(ax: Axes, places: tuple[float, float], counts: tuple[int, int], before: str, after: str) -> None:
    """Draw two columns of units, each of the first joined to each of the second."""
    first, second = (np.linspace(-1, 1, count) * 0.24 * count + 4.5 for count in counts)
    for y in first:
        for end in second:
            _line(ax, (places[0], y), (places[1], end), BLUE, 0.3)
    for x, column, words in zip(places, (first, second), (before, after)):
        ax.plot([x] * len(column), column, "o", color="black", markersize=3)
        ax.text(x, 0.2, words, ha="center", fontsize=10)


def _arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    ax.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=11, color=GRAY, linewidth=1.2))


def _line(ax: Axes, start: tuple[float, float], end: tuple[float, float], colour: str, width: float) -> None:
    ax.plot(*zip(start, end), color=colour, linewidth=width, zorder=2 if width < 1 else 5)
