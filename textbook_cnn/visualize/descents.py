"""Pictures of gradient descent: steps on a curve, paths in a bowl."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ._canvas import GRAY, LINE_STYLES, VERMILION, finish, panels, single_axes
from ._given import CLOSEST, columns_of, label_of, mapping_of, numbers_of

__all__ = ["plot_bowl", "plot_descents"]

MARKS = "os^D"
LABELS = "x_label", "y_label", "title"


def plot_descents(
    x: np.ndarray, losses: np.ndarray, paths: Mapping[str, np.ndarray], *, columns: int = 2, title: str = ""
) -> Figure:
    """Draw the loss of one parameter as a curve, once for each path, and on it the steps of the path.

    Parameters
    ----------
    x : array, shape (m,)
        Values of the parameter.
    losses : array, shape (m,)
        The loss at each.
    paths : mapping of str to array, shape (steps + 1, 2)
        Name of each panel, and where its path comes by: rows (parameter, loss), the start first.
    columns : int
        Panels a row.
    title : str
        Text above the drawing.

    Returns
    -------
    Figure

    Raises
    ------
    TypeError
        If an argument is not of the kinds above.
    ValueError
        If a shape is not as above.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_descents
    >>> x = np.linspace(-2, 2, 9)
    >>> figure = plot_descents(x, x**2, {"rate 0.25": np.array([[2.0, 4.0], [1.0, 1.0], [0.5, 0.25]])})
    >>> [ax.get_title() for ax in figure.axes]
    ['rate 0.25']
    """
    x, losses = numbers_of("x", x, 1), numbers_of("losses", losses, 1)
    columns, title = columns_of(columns), label_of("title", title)
    if len(losses) != len(x):
        raise ValueError(f"losses: expected {len(x)} values, as many as in x, got {len(losses)}")
    places = {name: _path_of(name, path) for name, path in mapping_of("paths", paths).items()}
    figure, grid = panels(len(places), columns, (2.7, 2.2))
    for place, (ax, (name, path)) in enumerate(zip(grid, places.items(), strict=True)):
        ax.set_axis_on()
        if place:
            ax.sharex(grid[0])
            ax.sharey(grid[0])
        ax.plot(x, losses, color=GRAY, linewidth=1)
        ax.plot(*path.T, "o-", color=VERMILION, markersize=4, linewidth=1)
        ax.plot(*path[0], "o", color=VERMILION, markersize=8)
        last_row, first_column = place + columns >= len(places), place % columns == 0
        finish(ax, "parameter" if last_row else "", "loss" if first_column else "", name)
    if title:
        figure.suptitle(title)
    return figure


def plot_bowl(
    x: np.ndarray,
    y: np.ndarray,
    losses: np.ndarray,
    paths: Mapping[str, np.ndarray],
    *,
    x_label: str,
    y_label: str,
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw the loss of two parameters by lines of equal loss, and paths down to its lowest place.

    Parameters
    ----------
    x, y : array, shape (w,); array, shape (h,)
        Values of the two parameters; both axes have one scale, so that the gradient is at right angles to the lines.
    losses : array, shape (h, w)
        The loss for each pair.
    paths : mapping of str to array, shape (steps + 1, 2)
        Name of each path, at most four, and the two parameters before the first step and after each.
    x_label, y_label : str
        What the axes show.
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
        If an argument is not of the kinds above.
    ValueError
        If a shape is not as above, or no loss is above zero.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_bowl
    >>> x, y = np.linspace(-3, 3, 7), np.linspace(-1, 1, 5)
    >>> losses = (x**2 + 9 * y[:, None] ** 2) / 2
    >>> ax = plot_bowl(x, y, losses, {"down": np.array([[3.0, 1.0], [1.5, 0.0]])}, x_label="x", y_label="y")
    >>> [line.get_label() for line in ax.lines]
    ['down']
    """
    x, y, losses = numbers_of("x", x, 1), numbers_of("y", y, 1), numbers_of("losses", losses, 2)
    x_label, y_label, title = (label_of(*given) for given in zip(LABELS, (x_label, y_label, title)))
    for name, values in (("x", x), ("y", y)):
        if len(values) < 2:
            raise ValueError(f"{name}: expected at least two values, got {len(values)}")
    if losses.shape != (len(y), len(x)):
        raise ValueError(f"losses: expected shape {(len(y), len(x))}, a row for each y, got {losses.shape}")
    if losses.max() <= CLOSEST:
        raise ValueError(f"losses: expected some above 0, by {CLOSEST:g} and more, got none")
    places = {
        name: _path_of(name, path) for name, path in mapping_of("paths", paths, len(MARKS), in_legend=True).items()
    }
    ax = single_axes(ax, 5.2, 3.0)
    ax.contour(x, y, losses, levels=losses.max() * np.linspace(0.1, 1, 7) ** 2, colors="#b0b0b0", linewidths=0.8)
    for (name, path), (colour, dashes), mark in zip(places.items(), LINE_STYLES, MARKS):
        ax.plot(*path.T, color=colour, linestyle=dashes, marker=mark, markersize=4, linewidth=1, label=name)
    ax.set_aspect("equal")
    ax.legend(frameon=False, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, -0.24), ncols=2)
    return finish(ax, x_label, y_label, title)


def _path_of(name: str, path: np.ndarray) -> np.ndarray:
    """The rows of a path, checked."""
    path = numbers_of(f"paths[{name!r}]", path, 2)
    if path.shape[1] != 2:
        raise ValueError(f"paths[{name!r}]: expected rows of two numbers, got shape {path.shape}")
    return path
