"""Pictures of numbers along a line: functions, the course of training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from .._options import flag
from ._canvas import BLUE, LINE_STYLES, VERMILION, finish, new_figure, single_axes
from ._given import label_of, mapping_of, numbers_of, sequence_of_numbers

__all__ = ["plot_curves", "plot_learning_curves"]


def plot_curves(
    x: np.ndarray,
    curves: Mapping[str, np.ndarray],
    *,
    x_label: str,
    y_label: str,
    title: str = "",
    log: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw functions of one variable; each curve has its own colour and its own dashes.

    Parameters
    ----------
    x : array, shape (m,)
        Abscissae common to all curves.
    curves : mapping of str to array, shape (m,)
        Name and ordinates of each curve.
    x_label, y_label : str
        What the axes show, with units.
    title : str
        Text above the drawing.
    log : bool
        Logarithmic vertical axis.
    ax : Axes, optional
        Where to draw; by default in a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    TypeError
        If `x` or a curve is not an array of real numbers.
    ValueError
        If a curve has not the length of `x`.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_curves
    >>> x = np.linspace(-1, 1, 5)
    >>> ax = plot_curves(x, {"square": x**2}, x_label="x", y_label="y")
    >>> [line.get_label() for line in ax.lines]
    ['square']
    """
    x, log = numbers_of("x", x, 1), flag("log", log)
    x_label, y_label, title = label_of("x_label", x_label), label_of("y_label", y_label), label_of("title", title)
    lines = {
        name: numbers_of(f"curves[{name!r}]", y, 1) for name, y in mapping_of("curves", curves, in_legend=True).items()
    }
    for name, y in lines.items():
        if len(y) != len(x):
            raise ValueError(f"curves[{name!r}]: expected {len(x)} values, as many as in x, got {len(y)}")
    ax = single_axes(ax, 4.8, 2.9)
    for (name, y), (colour, dashes) in zip(lines.items(), cycle(LINE_STYLES)):
        ax.plot(x, y, color=colour, linestyle=dashes, label=name)
    if log:
        ax.set_yscale("log")
    if x.dtype.kind in "ui":
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.legend(frameon=False, fontsize=9)
    return finish(ax, x_label, y_label, title)


def plot_learning_curves(history: Mapping[str, Sequence[float]]) -> Figure:
    """Draw loss and accuracy over the epochs, for the images trained on and for those held out.

    Parameters
    ----------
    history : mapping
        Sequences ``loss``, ``accuracy``, ``validation_loss``, ``validation_accuracy``, one number an epoch;
        other entries are left alone. Accuracies are fractions of 1.

    Returns
    -------
    Figure
        Two panels.

    Raises
    ------
    TypeError
        If `history` is not a mapping.
    ValueError
        If one of the four is missing, or their lengths differ.

    Examples
    --------
    >>> from textbook_cnn.visualize import plot_learning_curves
    >>> figure = plot_learning_curves(
    ...     {
    ...         "loss": [0.7, 0.4],
    ...         "accuracy": [0.75, 0.86],
    ...         "validation_loss": [0.5, 0.4],
    ...         "validation_accuracy": [0.82, 0.86],
    ...     }
    ... )
    >>> [ax.get_ylabel() for ax in figure.axes]
    ['loss (nats)', 'accuracy (%)']
    """
    keys = ("loss", "validation_loss", "accuracy", "validation_accuracy")
    missing = [key for key in keys if key not in mapping_of("history", history)]
    if missing:
        raise ValueError(f"history: expected the entries {', '.join(keys)}; missing {', '.join(missing)}")
    values = {key: sequence_of_numbers(f"history[{key!r}]", history[key]) for key in keys}
    if len({len(value) for value in values.values()}) != 1:
        raise ValueError(f"history: expected sequences of one length, got {list(map(len, values.values()))}")
    figure = new_figure(4.8, 4.8)
    epochs = np.arange(1, len(values["loss"]) + 1)
    rows = figure.subplots(2, 1, sharex=True)
    contents = (("loss", 1, "loss (nats)"), ("accuracy", 100, "accuracy (%)"))
    for ax, (what, factor, label) in zip(rows, contents, strict=True):
        ax.plot(epochs, values[what] * factor, "o-", color=BLUE, label="training")
        ax.plot(epochs, values[f"validation_{what}"] * factor, "s--", color=VERMILION, label="validation")
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.legend(frameon=False, fontsize=9)
        finish(ax, "", label, "")
    rows[-1].set_xlabel("epoch")
    return figure
