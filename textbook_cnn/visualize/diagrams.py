"""Diagrams drawn from the arrays they speak of: two kinds of network, a layer with its channels, and its reverse."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from ._canvas import BLUE, GRAY, VERMILION, new_figure, numbers_of

__all__ = ["plot_channels", "plot_perceptron_and_cnn"]

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
    if isinstance(classes, bool) or not isinstance(classes, int) or classes < 1:
        raise ValueError(f"classes: expected an int of 1 or more, got {classes}")
    figure = new_figure(4.6, 6.6)
    above, below = figure.subplots(2, 1)
    for ax, title in ((above, "perceptron"), (below, "convolutional network")):
        ax.set(xlim=(0, 10), ylim=(0, 8), aspect="equal")
        ax.set_axis_off()
        ax.set_title(title, fontsize=11)
    _picture(above, image, 0.2, 3.2, 2.6)
    _arrow(above, (2.95, 4.5), (3.9, 4.5))
    _dense(above, (4.2, 6.8), (LONG, MIDDLE), f"{image.size:,} numbers\nin one row", "hidden\nunits")
    _dense(above, (6.8, 9.2), (MIDDLE, SHORT), "", f"{classes}\nclasses")
    _picture(below, image, 0.2, 3.2, 2.6)
    below.add_patch(Rectangle((1.1, 4.6), 0.45, 0.45, fill=False, edgecolor=VERMILION, linewidth=1.8, zorder=6))
    shown = maps[:4]
    for number, part in enumerate(shown):
        x, y = 4.0 + 0.25 * number, 5.9 - 1.45 * number
        _picture(below, part, x, y, 1.3)
        _line(below, (1.55, 4.85), (x + 0.65, y + 0.65), VERMILION, 1.0)
    below.text(4.9, 0.2, f"{len(maps)} feature maps\n{maps.shape[1]} × {maps.shape[2]}", ha="center", fontsize=10)
    below.text(1.5, 1.7, "one small window\nat a time", ha="center", fontsize=10)
    _arrow(below, (6.35, 4.5), (7.1, 4.5))
    _dense(below, (7.4, 9.2), (MIDDLE, SHORT), "units", f"{classes}\nclasses")
    return figure


def plot_channels(X: np.ndarray, K: np.ndarray, Y: np.ndarray, *, backward: bool = False) -> Figure:
    """Draw a convolution layer with its channels: every output is joined to every input through a kernel of its own.

    Parameters
    ----------
    X : array, shape (n, h, w)
        Input channels of one image, or ∂E/∂X.
    K : array, shape (d, n, kh, kw)
        Kernels.
    Y : array, shape (d, h', w')
        Feature maps, or ∂E/∂Y.
    backward : bool
        Turn the arrows: what goes from the outputs to the inputs, through the same kernels turned by half a turn.

    Returns
    -------
    Figure
        Inputs on the left, outputs on the right, kernel K_ij on the line between input j and output i.

    Raises
    ------
    TypeError
        If an argument is no array of real numbers.
    ValueError
        If the shapes do not fit, or there are more than four channels or maps.

    Examples
    --------
    >>> from textbook_cnn.visualize import plot_channels
    >>> figure = plot_channels(np.ones((3, 5, 5)), np.ones((2, 3, 3, 3)), np.ones((2, 3, 3)))
    >>> figure.axes[0].get_title()
    'forward: 3 channels, 2 × 3 kernels, 2 feature maps'
    """
    X, K, Y = numbers_of("X", X, 3), numbers_of("K", K, 4), numbers_of("Y", Y, 3)
    (d, n), most = K.shape[:2], 4
    if len(X) != n or len(Y) != d:
        raise ValueError(f"K: expected {len(Y)} × {len(X)} kernels for Y and X, got {d} × {n}")
    if max(d, n) > most:
        raise ValueError(f"K: expected at most {most} channels and maps, which can be drawn, got {d} × {n}")
    height = max(1.9 * max(d, n), 1.1 * d * n)
    figure = new_figure(5.6, 0.475 * height + 0.4)
    ax = figure.subplots()
    ax.set(xlim=(-0.4, 11.4), ylim=(0, height), aspect="equal")
    ax.set_axis_off()
    lefts = [(0.4, height - (j + 0.5) * height / n - 0.75) for j in range(n)]
    rights = [(8.8, height - (i + 0.5) * height / d - 0.75) for i in range(d)]
    scale = float(np.abs(K).max()) or 1.0
    names = ("∂E/∂X", "∂E/∂Y") if backward else ("X", "Y")
    for j, (x, y) in enumerate(lefts):
        _picture(ax, X[j], x, y, 1.5)
        ax.text(x - 0.15, y + 0.75, f"${_tex(names[0])}_{{{j + 1}}}$", ha="right", va="center", fontsize=11)
    for i, (x, y) in enumerate(rights):
        _picture(ax, Y[i], x, y, 1.5)
        ax.text(x + 1.65, y + 0.75, f"${_tex(names[1])}_{{{i + 1}}}$", ha="left", va="center", fontsize=11)
        for j, (x_left, y_left) in enumerate(lefts):
            ends = (x_left + 1.6, y_left + 0.75), (x - 0.1, y + 0.75)
            middle = height - (i * n + j + 0.5) * height / (d * n)
            _kernel(ax, ends, middle, K[i, j, ::-1, ::-1] if backward else K[i, j], scale, backward)
            ax.text(
                6.1,
                middle,
                f"$K_{{{i + 1}{j + 1}}}$",
                ha="left",
                va="center",
                fontsize=9.5,
                zorder=6,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
            )
    way, kernels = ("backward", "kernels turned") if backward else ("forward", "kernels")
    ax.set_title(f"{way}: {n} channels, {d} × {n} {kernels}, {d} feature maps", fontsize=11)
    return figure


def _tex(name: str) -> str:
    return rf"\partial E/\partial {name[-1]}" if name.startswith("∂") else name


def _kernel(ax: Axes, ends: tuple, middle: float, kernel: np.ndarray, scale: float, backward: bool) -> None:
    """Draw a kernel in the middle column, and the arrow from input to output, or back, that leads through it."""
    x, size = 5.2, 0.8
    left, right = (ends[0], (x, middle)), ((x + size, middle), ends[1])
    for (start, end), last in ((left, backward), (right, not backward)):
        style = "-|>" if last else "-"
        tail, head = (end, start) if backward else (start, end)
        ax.add_patch(
            FancyArrowPatch(
                tail,
                head,
                arrowstyle=style,
                mutation_scale=9,
                color=GRAY,
                linewidth=0.9,
                shrinkA=0,
                shrinkB=0,
                zorder=1,
            )
        )
    _picture(ax, kernel, x, middle - size / 2, size, limits=(-scale, scale), cmap="RdBu_r")


def _picture(
    ax: Axes,
    values: np.ndarray,
    x: float,
    y: float,
    size: float,
    *,
    limits: tuple[float, float] | None = None,
    cmap: str = "gray",
) -> None:
    """Draw a small image with its lower left corner at (x, y), in the units of `ax`."""
    low, high = limits or (float(values.min()), float(values.max()))
    ax.imshow(
        values,
        cmap=cmap,
        vmin=low,
        vmax=high if high > low else low + 1,
        interpolation="nearest",
        zorder=3,
        extent=(x, x + size, y, y + size),
    )
    ax.add_patch(Rectangle((x, y), size, size, fill=False, edgecolor=GRAY, linewidth=0.8, zorder=4))
    ax.autoscale(False)


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
