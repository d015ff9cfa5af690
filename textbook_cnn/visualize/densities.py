"""Pictures of distributions on a logarithmic scale, with fitted curves."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle

import numpy as np
from matplotlib.axes import Axes

from .. import _checks as check
from ._canvas import BLUE, GREEN, VERMILION, finish, single_axes
from ._given import CLOSEST, LARGEST, bins_of, label_of, mapping_of, numbers_of, pair_of

__all__ = ["plot_log_densities"]

MARKS = (("o", BLUE), ("s", VERMILION), ("^", GREEN), ("x", "black"))
LINES = (("black", "-"), ("#5a5a5a", "--"), ("#5a5a5a", ":"))


def plot_log_densities(
    samples: Mapping[str, np.ndarray],
    curves: Mapping[str, tuple[np.ndarray, np.ndarray]] | None = None,
    *,
    x_label: str,
    reach: float,
    bins: int = 61,
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw how often numbers occur, on a logarithmic scale, as marks, and densities fitted to them as lines.

    Parameters
    ----------
    samples : mapping of str to array of any shape
        Name and numbers of each distribution, at most four.
    curves : mapping of str to (array, array), optional
        Name, places and densities of each curve.
    x_label : str
        What the numbers are, with units.
    reach : float
        Numbers from -`reach` to `reach` are drawn.
    bins : int
        Number of bins between them; an empty bin has no mark.
    title : str
        Text above the drawing.
    ax : Axes, optional
        Where to draw; by default in a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    TypeError
        If a distribution or a curve is no array of real numbers.
    ValueError
        If there is none or more than four, `reach` is not above 0, or `bins` below 1.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_log_densities
    >>> ax = plot_log_densities({"noise": np.linspace(-1, 1, 99)}, x_label="x", reach=2.0)
    >>> ax.get_yscale()
    'log'
    """
    reach, bins = check.number("reach", reach, CLOSEST, LARGEST, closed=False), bins_of(bins)
    x_label, title = label_of("x_label", x_label), label_of("title", title)
    groups = {
        name: numbers_of(f"samples[{name!r}]", A, *range(9))
        for name, A in mapping_of("samples", samples, len(MARKS), in_legend=True).items()
    }
    lines = _checked_curves(curves)
    edges = np.linspace(-reach, reach, bins + 1)
    ax, lowest, highest = single_axes(ax, 5.6, 3.6), np.inf, 0.0
    for (name, values), (mark, colour) in zip(groups.items(), MARKS):
        density = np.histogram(values, edges)[0] / (values.size * np.diff(edges))
        seen = density > 0
        if seen.any():
            lowest, highest = min(lowest, density[seen].min()), max(highest, density.max())
        middles = (edges[1:] + edges[:-1]) / 2
        ax.plot(middles[seen], density[seen], mark, color=colour, markersize=3.6, fillstyle="none", label=name)
    for (name, (places, heights)), (colour, dashes) in zip(lines.items(), cycle(LINES)):
        ax.plot(places, np.maximum(heights, 1e-300), color=colour, linestyle=dashes, label=name)
        highest = max(highest, float(heights.max()))
    ax.set_yscale("log")
    ax.set(xlim=(-reach, reach))
    if highest > 0:
        ax.set_ylim(min(lowest, highest) / 3, highest * 3)
    ax.legend(frameon=False, fontsize=9)
    return finish(ax, x_label, "density", title)


def _checked_curves(curves: object) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    found = {}
    for name, curve in mapping_of("curves", {} if curves is None else curves, least=0, in_legend=True).items():
        places, heights = (numbers_of(f"curves[{name!r}]", A, 1) for A in pair_of(f"curves[{name!r}]", curve))
        if len(places) != len(heights):
            raise ValueError(
                f"curves[{name!r}]: expected a density for each of {len(places)} places, got {len(heights)}"
            )
        found[name] = places, heights
    return found
