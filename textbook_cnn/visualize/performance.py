"""Pictures of speed: rates below a machine's limits, and where the time goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator

from .. import _checks as check
from ._canvas import BLUE, GRAY, GREEN, ORANGE, VERMILION, finish, single_axes
from ._given import LARGEST, label_of, mapping_of, names_of, numbers_of, pair_of

__all__ = ["plot_parts", "plot_roofline"]

MARKS = tuple(zip("os^DvPX*", (BLUE, VERMILION, GREEN, ORANGE, "black", "#CC79A7", "#56B4E9", GRAY)))
FILLS = ((BLUE, ""), (ORANGE, "////"), (GREEN, "...."), (GRAY, "xx"))


def plot_roofline(
    points: Mapping[str, tuple[float, float]],
    *,
    product_rate: float,
    bandwidth: float,
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw rates over arithmetic intensity on logarithmic scales, below the two limits of a machine.

    Parameters
    ----------
    points : mapping of str to (float, float)
        Name of each program, its operations per byte moved, and its operations per second; at most eight.
    product_rate : float
        Operations per second of a large matrix product: the level limit.
    bandwidth : float
        Bytes per second between memory and processor: the slope of the other limit.
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
        If `points` is no mapping of pairs of numbers.
    ValueError
        If there is none or more than eight, or a number is not above 0.

    Notes
    -----
    The drawing is that of [1]_.

    References
    ----------
    .. [1] S. Williams, A. Waterman and D. Patterson, "Roofline: an Insightful Visual Performance Model for Multicore
       Architectures", Communications of the ACM, 2009. doi:10.1145/1498765.1498785

    Examples
    --------
    >>> from textbook_cnn.visualize import plot_roofline
    >>> ax = plot_roofline({"sum": (0.25, 2e9)}, product_rate=1e11, bandwidth=1e10)
    >>> ax.get_xscale(), ax.get_yscale()
    ('log', 'log')
    """
    places = {
        name: [_above_zero(f"points[{name!r}]", number) for number in pair_of(f"points[{name!r}]", place)]
        for name, place in mapping_of("points", points, len(MARKS), in_legend=True).items()
    }
    product_rate, bandwidth = _above_zero("product_rate", product_rate), _above_zero("bandwidth", bandwidth)
    title = label_of("title", title)
    ax, ridge = single_axes(ax, 5.4, 4.3), product_rate / bandwidth
    reach = [x for x, _ in places.values()] + [ridge]
    _draw_limits(ax, np.geomspace(min(reach) / 3, max(reach) * 3, 200), product_rate, bandwidth)
    for (name, (intensity, rate)), (mark, colour) in zip(places.items(), MARKS):
        ax.plot(intensity, rate / 1e9, mark, color=colour, markersize=8, alpha=0.85, linestyle="none", label=name)
    ax.set(xscale="log", yscale="log")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter("{x:g}")
        axis.set_minor_formatter("")
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.legend(frameon=False, fontsize=8.5, loc="upper center", bbox_to_anchor=(0.45, -0.16), ncols=2)
    return finish(ax, "operations of the definition for each byte moved", "10⁹ operations per second", title)


def _above_zero(name: str, value: object) -> float:
    return float(check.number(name, value, 1 / LARGEST, LARGEST))


def _draw_limits(ax: Axes, x: np.ndarray, product_rate: float, bandwidth: float) -> None:
    """Draw the roof: the slope of the memory, the level of the matrix product."""
    ax.plot(x, np.minimum(product_rate, x * bandwidth) / 1e9, color="black", linewidth=1.6)
    ax.annotate(
        f"matrix product: {product_rate / 1e9:.0f}",
        (x[-1], product_rate / 1e9),
        (-2, 4),
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=9,
    )
    ax.annotate(
        f"memory: {bandwidth / 1e9:.0f} GB/s",
        (x[0], x[0] * bandwidth / 1e9),
        (26, 0),
        textcoords="offset points",
        ha="left",
        va="bottom",
        fontsize=9,
    )


def plot_parts(
    parts: Mapping[str, np.ndarray],
    names: Sequence[str],
    *,
    x_label: str,
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw a horizontal bar for each name, made of parts one after the other, its whole length written at its end.

    Parameters
    ----------
    parts : mapping of str to array, shape (m,)
        Name of each part, and its length in every bar, none negative; at most four parts.
    names : sequence of m str
        Names of the bars, from top to bottom.
    x_label : str
        What is measured, with units.
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
        If a part is not an array of real numbers.
    ValueError
        If there is no part or more than four, a length is negative, or the number of names differs.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_parts
    >>> parts = {"forward": np.array([1.0, 2.0]), "backward": np.array([0.5, 4.0])}
    >>> ax = plot_parts(parts, ["relu", "conv"], x_label="time (ms)")
    >>> [text.get_text() for text in ax.texts]
    ['1.5', '6']
    """
    lengths = {
        name: numbers_of(f"parts[{name!r}]", A, 1)
        for name, A in mapping_of("parts", parts, len(FILLS), in_legend=True).items()
    }
    whole = np.zeros(len(next(iter(lengths.values()))))
    names, x_label, title = names_of("names", names, len(whole)), label_of("x_label", x_label), label_of("title", title)
    for name, values in lengths.items():
        if len(values) != len(whole) or (values < 0).any():
            raise ValueError(f"parts[{name!r}]: expected {len(whole)} numbers of at least 0, got {values.tolist()}")
    ax = single_axes(ax, 5.4, 0.27 * len(names) + 1.1)
    for (name, values), (colour, hatch) in zip(lengths.items(), FILLS):
        bars = ax.barh(names, values, left=whole, color=colour, hatch=hatch, edgecolor="white", height=0.7, label=name)
        whole = whole + values
    ax.bar_label(bars, [f"{length:.3g}" for length in whole], padding=3, fontsize=9)
    ax.invert_yaxis()
    ax.margins(x=0.12)
    ax.legend(frameon=False, fontsize=9, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4)
    return finish(ax, x_label, "", title)
