"""The path of one image through a network, from its pixels to the probabilities of the classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ._canvas import BLUE, GRAY, draw_picture, new_figure
from ._given import mapping_of, names_of, numbers_of

__all__ = ["plot_path"]

SIDE, GAP, MAP = 16.0, 6.0, 7.6  # of a picture, between two of them, of a feature map: ten units are an inch
SHOWN = 4  # feature maps of a stage
MOST_STAGES = 4  # more have no room
LABELS, BARS = 9.0, 10.0  # widths of names and of the longest bar
BELOW = 5.5


def plot_path(
    image: np.ndarray,
    stages: Mapping[str, np.ndarray],
    probabilities: np.ndarray,
    class_names: Sequence[str],
    *,
    notes: Sequence[str] = (),
) -> Figure:
    """Draw an image, the first four maps of each stage that it goes through, and a bar for each class.

    Parameters
    ----------
    image : array, shape (h, w)
        Grey image.
    stages : mapping of str to array, shape (maps, h', w')
        Feature maps by what is said above them, at most four stages.
    probabilities : array, shape (classes,)
        The share of each class, from 0 to 1.
    class_names : sequence of str
        A name for each class.
    notes : sequence of str
        What is written below the image, each stage and the bars, in this order; none by default.

    Returns
    -------
    Figure
        The figure.

    Raises
    ------
    TypeError
        If an array is no array of real numbers, or `stages` no mapping.
    ValueError
        If shapes or counts do not fit, numbers are not finite, or a probability is not in 0..1.

    Examples
    --------
    >>> from textbook_cnn.visualize import plot_path
    >>> maps = {"two maps": np.ones((2, 4, 4))}
    >>> figure = plot_path(np.eye(6), maps, np.array([0.25, 0.75]), ["shirt", "coat"])
    >>> [text.get_text() for text in figure.axes[0].texts][-2:]
    ['coat', '75%']
    """
    image, shares = numbers_of("image", image, 2), numbers_of("probabilities", probabilities, 1)
    if shares.min() < 0 or shares.max() > 1:
        raise ValueError(f"probabilities: expected numbers from 0 to 1, got {shares.min():g} to {shares.max():g}")
    names = names_of("class_names", class_names, len(shares))
    given = mapping_of("stages", stages, MOST_STAGES)
    maps = {words: numbers_of(f"stages[{words!r}]", array, 3) for words, array in given.items()}
    written = names_of("notes", notes)
    below = names_of("notes", written, len(maps) + 2) if written else [""] * (len(maps) + 2)
    left = (SIDE + GAP) * (len(maps) + 1)
    width, height = left + LABELS + BARS + 4, SIDE + 3 + BELOW * any(below)
    figure = new_figure(width / 10, height / 10)
    ax = figure.subplots()
    draw_picture(ax, image, 0, 0, SIDE)
    _words(ax, 0, SIDE, "an image", below[0])
    for place, (words, array) in enumerate(maps.items(), 1):
        _stage(ax, array, (SIDE + GAP) * place)
        _words(ax, (SIDE + GAP) * place, SIDE, words, below[place])
    _bars(ax, shares, names, left)
    _words(ax, left, LABELS + BARS, "the answer", below[-1])
    for place in range(1, len(maps) + 2):
        _arrow(ax, (SIDE + GAP) * place - GAP)
    ax.set(xlim=(-0.5, width - 0.5), ylim=(-BELOW * any(below), SIDE + 3))
    ax.set_axis_off()
    return figure


def _words(ax: Axes, left: float, width: float, above: str, below: str) -> None:
    """Write what stands above and below a part of the path."""
    ax.text(left + width / 2, SIDE + 0.8, above, fontsize=9, ha="center", va="bottom")
    if below:
        ax.text(left + width / 2, -BELOW / 2, below, fontsize=9.5, ha="center", va="center")


def _stage(ax: Axes, maps: np.ndarray, left: float) -> None:
    """Draw the first maps of a stage, two in a row, on one scale."""
    shown = maps[:SHOWN]
    limits = float(shown.min()), float(shown.max())
    for number, each in enumerate(shown):
        row, column = divmod(number, 2)
        corner = left + column * (SIDE - MAP), (1 - row) * (SIDE - MAP)
        draw_picture(ax, each, *corner, MAP, limits=limits, cmap="viridis")


def _arrow(ax: Axes, left: float) -> None:
    """Draw an arrow across a gap."""
    style = {"arrowstyle": "-|>", "color": GRAY, "linewidth": 1.4, "mutation_scale": 11}
    ax.annotate("", (left + GAP - 0.9, SIDE / 2), (left + 0.9, SIDE / 2), arrowprops=style)


def _bars(ax: Axes, shares: np.ndarray, names: Sequence[str], left: float) -> None:
    """Draw a bar for each class, the longest in blue with its share."""
    step, best = SIDE / len(names), int(shares.argmax())
    for place, (share, name) in enumerate(zip(shares, names, strict=True)):
        middle, colour = SIDE - (place + 0.5) * step, BLUE if place == best else GRAY
        weight = "bold" if place == best else "normal"
        ax.text(left + LABELS - 0.6, middle, name, fontsize=7.5, ha="right", va="center", weight=weight)
        ax.barh(middle, share * BARS, min(step * 0.66, 3), left + LABELS, color=colour)
    text = left + LABELS + float(shares[best]) * BARS + 0.4, SIDE - (best + 0.5) * step
    ax.text(*text, f"{shares[best]:.0%}", fontsize=7.5, va="center")
