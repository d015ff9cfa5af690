"""Pictures of windows that are written as the columns of matrices."""

from __future__ import annotations

from itertools import cycle

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ._canvas import draw_table, faces_of, new_figure
from ._given import few_numbers_of
from .tables import KERNEL, RESULT, UNIT
from .windows import FRAMES

__all__ = ["plot_columns"]

GAP = 1.1  # boxes between two tables, for the sign


def plot_columns(X: np.ndarray, K: np.ndarray, V: np.ndarray, Y: np.ndarray) -> Figure:
    """Draw how the windows of an image become columns, and the kernel times them a row of the output.

    Parameters
    ----------
    X : array, shape (h, w)
        Input.
    K : array, shape (kh, kw)
        Kernel.
    V : array, shape (h', kh · kw, w')
        For each row of outputs, the matrix whose columns are its windows.
    Y : array, shape (h', w')
        Output.

    Returns
    -------
    Figure
        One row for each row of outputs: the input with its windows framed, the kernel written as a row, the matrix with
        its columns framed likewise, and the outputs.

    Raises
    ------
    TypeError
        If an argument is no array of real numbers.
    ValueError
        If the shapes do not fit together.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_columns
    >>> X, K = np.array([[1, 6, 2]]), np.array([[1, 2]])
    >>> figure = plot_columns(X, K, np.array([[[1, 6], [6, 2]]]), np.array([[13, 10]]))
    >>> figure.axes[0].get_title(loc="left")
    'output row 0'
    """
    X, K, V, Y = (
        few_numbers_of(name, A, ranks) for name, A, ranks in zip("XKVY", (X, K, V, Y), (2, 2, 3, 2), strict=True)
    )
    expected = (X.shape[0] - K.shape[0] + 1, K.size, X.shape[1] - K.shape[1] + 1)
    if V.shape != expected:
        raise ValueError(f"V: expected the shape {expected} for X {X.shape} and K {K.shape}, got {V.shape}")
    if Y.shape != (expected[0], expected[2]):
        raise ValueError(f"Y: expected the shape {(expected[0], expected[2])}, got {Y.shape}")
    across, down = X.shape[1] + K.size + 2 * Y.shape[1] + 3 * GAP, max(X.shape[0], K.size)
    figure = new_figure((across + 0.2) * UNIT, len(V) * (down + 2.2) * UNIT)
    for p, ax in enumerate(figure.subplots(len(V), 1, squeeze=False)[:, 0]):
        _draw_output_row(ax, p, X, K, V[p], Y[p], down / 2)
        ax.set(xlim=(-0.1, across + 0.1), ylim=(down + 0.1, -1), aspect="equal")
        ax.set_title(f"output row {p}", loc="left", fontsize=11)
        ax.set_axis_off()
    return figure


def _draw_output_row(
    ax: Axes, p: int, X: np.ndarray, K: np.ndarray, V: np.ndarray, Y: np.ndarray, middle: float
) -> None:
    """Draw the input, the kernel in one row, the matrix of windows and a row of outputs, all centred on `middle`."""
    left, lefts = 0.0, []
    tables = (
        ("$X$", X, "white", ""),
        (r"$\hat{K}$", K.reshape(1, -1), KERNEL, "·"),
        (f"$V_{{{p}}}$", V, "white", "="),
        (rf"$\hat{{Y}}_{{{p}}}$", Y[None], RESULT, ""),
    )
    for name, table, colour, sign in tables:
        draw_table(ax, table, (left, middle - table.shape[0] / 2), faces_of(table.shape, colour))
        ax.text(left + table.shape[1] / 2, middle - table.shape[0] / 2 - 0.2, name, fontsize=11, ha="center")
        lefts.append(left)
        left += table.shape[1] + GAP
        ax.text(left - GAP / 2, middle, sign, fontsize=17, ha="center", va="center")
    top = middle - X.shape[0] / 2 + p
    for q, (colour, dashes) in zip(range(V.shape[1]), cycle(FRAMES)):
        window, column = (q, top, K.shape[1], K.shape[0]), (lefts[2] + q, middle - len(V) / 2, 1, len(V))
        for x, y, width, height in (window, column):
            inset = 0.05 + 0.06 * (q % 2)  # so that frames side by side are both seen
            box = Rectangle((x + inset, y + inset), width - 2 * inset, height - 2 * inset, fill=False, edgecolor=colour)
            box.set(linewidth=2.2, linestyle=dashes, zorder=3)
            ax.add_patch(box)
