"""Pictures of one convolution under several paddings."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ._canvas import BLUE, faces_of, new_figure
from ._given import few_numbers_of, mapping_of
from .tables import KERNEL, UNIT, draw_row

__all__ = ["plot_paddings"]

ZERO = "#e4e4e4"


def plot_paddings(X: np.ndarray, K: np.ndarray, outputs: Mapping[str, np.ndarray]) -> Figure:
    """Draw one input and kernel under several paddings, the added zeros grey, the valid outputs outlined.

    Parameters
    ----------
    X : array, shape (h, w)
        Input without its padding.
    K : array, shape (kh, kw)
        Kernel.
    outputs : mapping of str to array
        Name of each padding and the output it gives. The zeros drawn follow from the output's size; where
        their number is odd, the odd one lies below and to the right.

    Returns
    -------
    Figure
        One row for each padding.

    Raises
    ------
    TypeError
        If an argument is not an array of real numbers, or `outputs` not a mapping.
    ValueError
        If an output is smaller than the valid one or larger than the full one.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_paddings
    >>> X, K = np.array([[1, 6, 2], [5, 3, 1], [7, 0, 4]]), np.array([[1, 2], [-1, 0]])
    >>> figure = plot_paddings(X, K, {"valid": np.array([[8, 7], [4, 5]])})
    >>> figure.axes[0].get_title(loc="left")
    'valid: 3 × 3 ⋆ 2 × 2 → 2 × 2'
    """
    X, K = few_numbers_of("X", X, 2), few_numbers_of("K", K, 2)
    arrays = {name: few_numbers_of(f"outputs[{name!r}]", Y, 2) for name, Y in mapping_of("outputs", outputs).items()}
    zeros = {name: _zeros_around(name, X.shape, K.shape, Y.shape) for name, Y in arrays.items()}
    heights = [X.shape[0] + sum(zeros[name][0]) + 1.5 for name in arrays]
    widths = [X.shape[1] + sum(zeros[name][1]) + K.shape[1] + Y.shape[1] + 2.6 for name, Y in arrays.items()]
    figure = new_figure(max(widths) * UNIT, sum(heights) * UNIT)
    rows = figure.subplots(len(arrays), 1, squeeze=False, height_ratios=heights)[:, 0]
    for ax, (name, Y) in zip(rows, arrays.items(), strict=True):
        _draw_padding(ax, name, (X, K, Y), zeros[name])
        ax.set_xlim(-0.1, max(widths))
    return figure


def _zeros_around(name: str, *shapes: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """Count the zeros (before, after) on each axis that lead from the input to the output."""
    around = []
    for size, kernel, out in zip(*shapes, strict=True):
        total = out + kernel - 1 - size
        if not 0 <= total <= 2 * (kernel - 1):
            raise ValueError(
                f"outputs[{name!r}]: expected a size between {size - kernel + 1} (valid) and "
                f"{size + kernel - 1} (full) for an input of {size} and a kernel of {kernel}, got {out}"
            )
        around.append((total // 2, total - total // 2))
    return tuple(around)


def _draw_padding(ax: Axes, name: str, arrays: tuple[np.ndarray, ...], zeros: tuple[tuple[int, int], ...]) -> None:
    """Draw one row of `plot_paddings`."""
    X, K, Y = arrays
    padded = np.pad(X, zeros)
    faces = np.pad(faces_of(X.shape, "white"), zeros, constant_values=ZERO)
    draw_row(ax, (padded, K, Y), (faces, faces_of(K.shape, KERNEL), faces_of(Y.shape, "white")), "⋆")
    valid = [x - k + 1 for x, k in zip(X.shape, K.shape, strict=True)]
    left = padded.shape[1] + K.shape[1] + 2.4 + zeros[1][0]
    top = (padded.shape[0] - Y.shape[0]) / 2 + zeros[0][0]
    ax.add_patch(Rectangle((left, top), valid[1], valid[0], fill=False, edgecolor=BLUE, linewidth=2.4))
    sizes = [" × ".join(map(str, array.shape)) for array in arrays]
    ax.set_title(f"{name}: {sizes[0]} ⋆ {sizes[1]} → {sizes[2]}", loc="left", fontsize=11)
    ax.set_anchor("W")
