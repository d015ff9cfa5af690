"""Pictures of a convolution at work: the worked example, window by window."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from .. import _checks as check
from .. import _options as options
from ._canvas import BLUE, faces_of, panels, sum_of_products
from ._given import columns_of, few_numbers_of, label_of, pair_of
from .tables import KERNEL, RESULT, UNIT, WINDOW, draw_row

__all__ = ["plot_worked_example"]


def _check_sizes(X: np.ndarray, K: np.ndarray, Y: np.ndarray) -> None:
    expected = tuple(x - k + 1 for x, k in zip(X.shape, K.shape, strict=True))
    if Y.shape != expected:
        raise ValueError(f"Y: expected the shape {expected} for X {X.shape} and K {K.shape}, got {Y.shape}")


def _checked_positions(positions: object, shape: tuple[int, ...]) -> list[tuple[int, int]]:
    found = []
    for i, position in enumerate(options.sequence("positions", positions)):
        p, q = (check.integer(f"positions[{i}]", place, 0) for place in pair_of(f"positions[{i}]", position))
        if p >= shape[0] or q >= shape[1]:
            raise ValueError(f"positions: expected (p, q) inside the output {shape}, got {(p, q)}")
        found.append((p, q))
    return found


def plot_worked_example(
    X: np.ndarray,
    K: np.ndarray,
    Y: np.ndarray,
    *,
    positions: Sequence[tuple[int, int]] | None = None,
    columns: int = 1,
    sign: str = "⋆",
) -> Figure:
    """Draw input ⋆ kernel = output once for every position of the window, the arithmetic written below.

    Parameters
    ----------
    X : array, shape (h, w)
        Input, padded already where a padding is meant.
    K : array, shape (kh, kw)
        Kernel.
    Y : array, shape (h - kh + 1, w - kw + 1)
        Output.
    positions : sequence of (p, q), optional
        Output positions to draw, by default all of them in reading order.
    columns : int
        Pictures in a row.
    sign : str
        Sign between input and kernel.

    Returns
    -------
    Figure
        In each panel the window and the output it gives are coloured; outputs still to come are pale.

    Raises
    ------
    TypeError
        If X, K or Y is not an array of real numbers.
    ValueError
        If the shapes do not fit, or a position lies outside the output.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_worked_example
    >>> X = np.array([[1, 6, 2], [5, 3, 1], [7, 0, 4]])
    >>> figure = plot_worked_example(X, np.array([[1, 2], [-1, 0]]), np.array([[8, 7], [4, 5]]))
    >>> figure.axes[0].texts[-1].get_text()
    '1·1 + 2·6 + (−1)·5 + 0·3 = 8'
    """
    X, K, Y = (few_numbers_of(name, value, 2) for name, value in (("X", X), ("K", K), ("Y", Y)))
    _check_sizes(X, K, Y)
    columns, sign = columns_of(columns), label_of("sign", sign)
    positions = list(np.ndindex(Y.shape)) if positions is None else _checked_positions(positions, Y.shape)
    if not positions:
        raise ValueError("positions: expected at least one (p, q), got none")
    across = (X.shape[1] + K.shape[1] + Y.shape[1] + 3) * UNIT
    figure, axes = panels(len(positions), columns, (across, (X.shape[0] + 1.6) * UNIT))
    for ax, (p, q) in zip(axes, positions, strict=True):
        _draw_position(ax, (X, K, Y), (p, q), sign)
    return figure


def _draw_position(ax: Axes, arrays: tuple[np.ndarray, ...], position: tuple[int, int], sign: str) -> None:
    """Draw one panel of the worked example."""
    X, K, Y = arrays
    p, q = position
    window = (slice(p, p + K.shape[0]), slice(q, q + K.shape[1]))
    faces_x, faces_y = faces_of(X.shape, "white"), faces_of(Y.shape, "none")
    faces_x[window] = WINDOW
    faces_y.ravel()[: p * Y.shape[1] + q] = "white"
    faces_y[p, q] = RESULT
    draw_row(ax, (X, K, Y), (faces_x, faces_of(K.shape, KERNEL), faces_y), sign, below=1.0)
    ax.add_patch(Rectangle((q, p), K.shape[1], K.shape[0], fill=False, edgecolor=BLUE, linewidth=2.4))
    total = X.shape[1] + K.shape[1] + Y.shape[1] + 2.4
    tallest = max(X.shape[0], K.shape[0], Y.shape[0])
    sentence = sum_of_products(K, X[window], Y[p, q])
    ax.text(total / 2, tallest + 0.55, sentence, fontsize=12, ha="center", va="center")
