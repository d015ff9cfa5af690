"""A convolution layer with its channels, and its reverse, drawn from their arrays."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

from .._options import flag
from ._canvas import GRAY, draw_picture, new_figure
from ._given import numbers_of

__all__ = ["plot_channels"]

Line = tuple[tuple[float, float], tuple[float, float]]  # from (x, y) to (x, y)


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
    (d, n), most, backward = K.shape[:2], 4, flag("backward", backward)
    if len(X) != n or len(Y) != d:
        raise ValueError(f"K: expected {len(Y)} × {len(X)} kernels for Y and X, got {d} × {n}")
    if max(d, n) > most:
        raise ValueError(f"K: expected at most {most} channels and maps, as more cannot be drawn, got {d} × {n}")
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
        draw_picture(ax, X[j], x, y, 1.5)
        ax.text(x - 0.15, y + 0.75, f"${_tex(names[0])}_{{{j + 1}}}$", ha="right", va="center", fontsize=11)
    for i, (x, y) in enumerate(rights):
        draw_picture(ax, Y[i], x, y, 1.5)
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
    counts = [f"{n} channels", f"{d} × {n} kernels", f"{d} feature maps"]
    title = f"backward: {counts[2]}, {counts[1]} turned, {counts[0]}" if backward else f"forward: {', '.join(counts)}"
    ax.set_title(title, fontsize=11)
    return figure


def _tex(name: str) -> str:
    return rf"\partial E/\partial {name[-1]}" if name.startswith("∂") else name


def _kernel(ax: Axes, ends: Line, middle: float, kernel: np.ndarray, scale: float, backward: bool) -> None:
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
    draw_picture(ax, kernel, x, middle - size / 2, size, limits=(-scale, scale), cmap="RdBu_r")
