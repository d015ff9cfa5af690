"""Pictures of sequences of numbers, as stems."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from .. import _checks as check
from ._canvas import BLUE, finish, new_figure, text_of
from ._given import few_numbers_of, label_of, mapping_of, pair_of

__all__ = ["plot_sequences"]


def plot_sequences(sequences: Mapping[str, tuple[int, np.ndarray]], *, x_label: str = "index") -> Figure:
    """Draw sequences of numbers as stems, one below the other over a common axis.

    Parameters
    ----------
    sequences : mapping of str to (int, array of shape (m,))
        Title of each sequence, the index of its first number, and the numbers.
    x_label : str
        Label of the common axis.

    Returns
    -------
    Figure
        One panel a sequence; each number is written above its stem.

    Raises
    ------
    TypeError
        If `sequences` is not a mapping or holds something else than arrays of real numbers.
    ValueError
        If there is no sequence.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_sequences
    >>> figure = plot_sequences({"f": (0, np.array([1, 2, 3])), "g": (-1, np.array([1, 0]))})
    >>> [ax.get_title(loc="left") for ax in figure.axes]
    ['f', 'g']
    """
    pairs = {name: pair_of(f"sequences[{name!r}]", pair) for name, pair in mapping_of("sequences", sequences).items()}
    items = {
        name: (
            check.integer(f"sequences[{name!r}][0]", start, -(1 << 31)),
            few_numbers_of(f"sequences[{name!r}][1]", values, 1),
        )
        for name, (start, values) in pairs.items()
    }
    x_label = label_of("x_label", x_label)
    figure = new_figure(4.8, 1.15 * len(items) + 0.4)
    rows = figure.subplots(len(items), 1, sharex=True, squeeze=False)[:, 0]
    for ax, (name, (start, values)) in zip(rows, items.items(), strict=True):
        places = np.arange(start, start + len(values))
        ax.stem(places, values, linefmt=BLUE, basefmt=" ")
        for place, value in zip(places, values, strict=True):
            ax.annotate(
                text_of(value),
                (place, value),
                (0, -5 if value < 0 else 5),
                textcoords="offset points",
                ha="center",
                va="top" if value < 0 else "bottom",
            )
        ax.axhline(0, color="black", linewidth=0.8)
        room = 0.75 * (max(values.max(), 0) - min(values.min(), 0) or 1)  # for the numbers
        ax.set_ylim(min(values.min(), 0) - room, max(values.max(), 0) + room)
        ax.yaxis.set_major_locator(MaxNLocator(3, integer=values.dtype.kind in "ui"))
        finish(ax, "", "", "")
        ax.set_title(name, loc="left", fontsize=10)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    rows[-1].set_xlabel(x_label)
    return figure
