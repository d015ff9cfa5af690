"""Pictures of sizes: bars with names, and distributions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle

import numpy as np
from matplotlib.axes import Axes

from .._options import flag
from ._canvas import BLUE, LINE_STYLES, finish, single_axes
from ._given import CLOSEST, bins_of, label_of, mapping_of, names_of, numbers_of

__all__ = ["plot_bars", "plot_histograms"]


def _short(value: float) -> str:
    """Write a number with three digits, or all those before the point."""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def plot_histograms(
    groups: Mapping[str, np.ndarray],
    *,
    x_label: str = "weight",
    title: str = "",
    bins: int = 60,
    log: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw the distributions of several arrays as densities over common bins, with their standard deviations.

    Parameters
    ----------
    groups : mapping of str to array of any shape
        Name and numbers of each group.
    x_label : str
        What the numbers are, with units.
    title : str
        Text above the drawing.
    bins : int
        Number of bins between the smallest and the largest number.
    log : bool
        Logarithmic density.
    ax : Axes, optional
        Where to draw; by default in a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    TypeError
        If a group is not an array of real numbers.
    ValueError
        If there is no group, or `bins` is less than 1.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_histograms
    >>> ax = plot_histograms({"before": np.array([-1.0, 1.0]), "after": np.array([-2.0, 2.0])})
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['before (standard deviation 1)', 'after (standard deviation 2)']
    """
    bins, log, x_label, title = bins_of(bins), flag("log", log), label_of("x_label", x_label), label_of("title", title)
    arrays = {
        name: numbers_of(f"groups[{name!r}]", values, *range(9)).ravel()
        for name, values in mapping_of("groups", groups, in_legend=True).items()
    }
    edges = _edges(np.concatenate(list(arrays.values())), bins)
    ax = single_axes(ax, 4.8, 2.9)
    for (name, values), (colour, dashes) in zip(arrays.items(), cycle(LINE_STYLES)):
        density, _ = np.histogram(values, edges, density=True)
        label = f"{name} (standard deviation {values.std():.2g})"
        ax.stairs(density, edges, color=colour, linestyle=dashes, linewidth=1.4, label=label)
    if log:
        ax.set_yscale("log")
    ax.legend(frameon=False, fontsize=8.5, loc="lower center", bbox_to_anchor=(0.5, 1.0))
    return finish(ax, x_label, "density", title)


def _edges(values: np.ndarray, bins: int) -> np.ndarray:
    """The ends of the bins, where floating-point numbers can tell them apart."""
    low, high = float(values.min()), float(values.max())
    low, high = (low, high) if high > low else (low - 0.5, high + 0.5)
    edges = np.linspace(low, high, bins + 1)
    if not (np.diff(edges) > CLOSEST).all():
        raise ValueError(
            f"groups: expected numbers between which {bins} bins fit, got {values.min()} to {values.max()}"
        )
    return edges


def plot_bars(
    values: np.ndarray,
    names: Sequence[str],
    *,
    x_label: str,
    title: str = "",
    percent: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw one horizontal bar for each name, from top to bottom, its value written at its end.

    Parameters
    ----------
    values : array, shape (m,)
        Lengths of the bars, none negative.
    names : sequence of m str
        Names of the bars.
    x_label : str
        What is measured, with units.
    title : str
        Text above the drawing.
    percent : bool
        `values` are fractions of 1 and are written as percentages.
    ax : Axes, optional
        Where to draw; by default in a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    TypeError
        If `values` is not an array of real numbers.
    ValueError
        If a value is negative, or the number of names differs.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_bars
    >>> ax = plot_bars(np.array([0.85, 0.97]), ["shirt", "bag"], x_label="accuracy", percent=True)
    >>> [text.get_text() for text in ax.texts]
    ['85.0%', '97.0%']
    """
    values, percent = numbers_of("values", values, 1), flag("percent", percent)
    x_label, title = label_of("x_label", x_label), label_of("title", title)
    if (values < 0).any():
        raise ValueError(f"values: expected none below 0, got {values.min()}")
    names = names_of("names", names, len(values))
    ax = single_axes(ax, 4.8, 0.27 * len(values) + 0.9)
    values = 100.0 * values if percent else values
    bars = ax.barh(names, values, color=BLUE, height=0.7)
    written = [f"{value:.1f}%" if percent else _short(value) for value in values]
    ax.bar_label(bars, written, padding=3, fontsize=9)
    ax.invert_yaxis()
    ax.margins(x=0.16)
    return finish(ax, x_label, "", title)
