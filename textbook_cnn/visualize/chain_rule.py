"""A picture of the chain rule: one number, the outputs that it reaches, and the loss."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from .. import _checks as check
from .. import _options as options
from ._canvas import VERMILION, single_axes, sum_of_products, text_of
from ._given import few_numbers_of, label_of
from .tables import KERNEL, RESULT, WINDOW

__all__ = ["plot_chain_rule"]

PALE = "#c8c8c8"
SOURCE, OUTPUTS, LOSS = 0.0, 4.0, 8.0  # where the three columns of circles stand


def plot_chain_rule(
    factors: np.ndarray, gradients: np.ndarray, derivative: float, *, name: str = "k_{11}", ax: Axes | None = None
) -> Axes:
    """Draw the ways from one number through all outputs to the loss, with a factor on each arrow.

    Parameters
    ----------
    factors : array, shape (h, w)
        ∂y/∂k: what each output changes by when the number grows by 1.
    gradients : array, shape (h, w)
        ∂E/∂y: what the loss changes by when each output grows by 1.
    derivative : float
        ∂E/∂k, to stand at the end of the sum below the picture.
    name : str
        The number, as TeX.
    ax : Axes, optional
        Where to draw; by default in a new figure.

    Returns
    -------
    Axes
        The number on the left, the outputs in the middle, the loss on the right; ways with the factor 0 are pale.

    Raises
    ------
    TypeError
        If `factors` or `gradients` is no array of real numbers.
    ValueError
        If their shapes differ.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_chain_rule
    >>> ax = plot_chain_rule(np.array([[1, 6]]), np.array([[2, -1]]), -4)
    >>> ax.texts[-1].get_text()
    '2·1 + (−1)·6 = −4'
    """
    factors, gradients = few_numbers_of("factors", factors, 2), few_numbers_of("gradients", gradients, 2)
    if factors.shape != gradients.shape:
        raise ValueError(f"gradients: expected the shape of factors, {factors.shape}, got {gradients.shape}")
    derivative = check.number("derivative", derivative, -math.inf)
    label_of("name", f"${options.text('name', name)}$")  # as it is written into the picture
    ax = single_axes(ax, 4.4, 0.6 * factors.size + 0.9)
    middle = (factors.size - 1) / 2
    ways = zip(np.ndindex(factors.shape), factors.ravel(), gradients.ravel(), strict=True)
    for row, ((p, q), factor, gradient) in enumerate(ways):
        colour = VERMILION if factor else PALE
        _way(ax, (SOURCE, middle), (OUTPUTS, row), text_of(factor), colour)
        _way(ax, (OUTPUTS, row), (LOSS, middle), text_of(gradient), colour)
        _circle(ax, (OUTPUTS, row), f"$y_{{{p + 1}{q + 1}}}$", WINDOW)
    _circle(ax, (SOURCE, middle), f"${name}$", KERNEL)
    _circle(ax, (LOSS, middle), "$E$", RESULT)
    for x, above in ((2.0, rf"$\partial y_{{pq}} / \partial {name}$"), (6.0, r"$\partial E / \partial y_{pq}$")):
        ax.text(x, -1.05, above, ha="center", va="center", fontsize=12)
    below = sum_of_products(gradients, factors, derivative)
    ax.text(OUTPUTS, factors.size - 0.1, below, ha="center", va="center", fontsize=12)
    ax.set(xlim=(-0.7, LOSS + 0.7), ylim=(factors.size + 0.2, -1.3))
    ax.set_axis_off()
    return ax


def _way(ax: Axes, start: tuple[float, float], end: tuple[float, float], factor: str, colour: str) -> None:
    """Draw an arrow with its factor on a white ground, nearer to the output, where the ways lie apart."""
    arrow = FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=12, color=colour, shrinkA=17, shrinkB=17)
    ax.add_patch(arrow)
    share = 0.55 if end[0] == OUTPUTS else 0.45
    x, y = (a + share * (b - a) for a, b in zip(start, end))
    ax.text(x, y, factor, fontsize=12, ha="center", va="center", bbox={"facecolor": "white", "edgecolor": "none"})


def _circle(ax: Axes, centre: tuple[float, float], name: str, colour: str) -> None:
    circle = {"boxstyle": "circle", "facecolor": colour, "edgecolor": "black", "linewidth": 0.9}
    ax.text(*centre, name, fontsize=13, ha="center", va="center", bbox=circle, zorder=5)
