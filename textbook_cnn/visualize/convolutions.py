"""Pictures of a convolution at work: the worked example and the paddings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ._canvas import BLUE, draw_table, faces_of, mapping_of, new_figure, numbers_of, panels, text_of

__all__ = ["plot_paddings", "plot_tables", "plot_worked_example"]

WINDOW, KERNEL, RESULT, ZERO = "#cfe5f5", "#fbe3b3", "#bfe6d8", "#e4e4e4"
UNIT = 0.34  # inches: the side of one box


def _draw_row(
    ax: Axes, tables: Sequence[np.ndarray], faces: Sequence[np.ndarray], sign: str, below: float = 0.2
) -> None:
    """Draw input `sign` kernel = output, each a table of boxes, with `below` boxes of room for a sentence."""
    tallest = max(table.shape[0] for table in tables)
    left = 0.0
    for table, face, before in zip(tables, faces, ("", sign, "="), strict=True):
        if before:
            ax.text(
                left + 0.6,
                tallest / 2,
                before,
                fontsize=24 if before == "⋆" else 17,
                ha="center",
                va="center",
            )
            left += 1.2
        draw_table(ax, table, (left, (tallest - table.shape[0]) / 2), face)
        left += table.shape[1]
    ax.set(xlim=(-0.1, left + 0.1), ylim=(tallest + below, -0.2), aspect="equal")
    ax.set_axis_off()


def _arithmetic(window: np.ndarray, kernel: np.ndarray, result: float) -> str:
    """Write the sum behind one output as a reader does: 1·1 + 2·6 + (−1)·5 + 0·3 = 8."""
    weights, pixels = (
        [f"({text_of(value)})" if value < 0 else text_of(value) for value in array.ravel()]
        for array in (kernel, window)
    )
    terms = [f"{weight}·{pixel}" for weight, pixel in zip(weights, pixels, strict=True)]
    return f"{' + '.join(terms)} = {text_of(result)}"


def _check_sizes(X: np.ndarray, K: np.ndarray, Y: np.ndarray) -> None:
    expected = tuple(x - k + 1 for x, k in zip(X.shape, K.shape, strict=True))
    if Y.shape != expected:
        raise ValueError(f"Y: expected the shape {expected} for X {X.shape} and K {K.shape}, got {Y.shape}")


def plot_tables(tables: Mapping[str, np.ndarray], highlighted: Mapping[str, np.ndarray] | None = None) -> Figure:
    """Draw small arrays of numbers side by side, some of their boxes coloured.

    Parameters
    ----------
    tables : mapping of str to array, shape (h, w)
        Title and numbers of each table.
    highlighted : mapping of str to array of bool, shape (h, w), optional
        For the titles it names: the boxes to colour.

    Returns
    -------
    Figure
        One panel a table, boxes of the same size in all.

    Raises
    ------
    TypeError
        If a table is not an array of real numbers.
    ValueError
        If there is no table, or the boxes to colour do not fit their table.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn.visualize import plot_tables
    >>> figure = plot_tables({"before": np.array([[1, 2], [3, 4]]), "after": np.array([[4]])})
    >>> [ax.get_title() for ax in figure.axes]
    ['before', 'after']
    """
    arrays = {name: numbers_of(f"tables[{name!r}]", T, 2) for name, T in mapping_of("tables", tables).items()}
    widths = [max(T.shape[1], 3) + 1 for T in arrays.values()]
    tallest = max(T.shape[0] for T in arrays.values())
    figure = new_figure(sum(widths) * UNIT, (tallest + 1) * UNIT)
    panels = figure.subplots(1, len(arrays), squeeze=False, width_ratios=widths)[0]
    for ax, (name, table), width in zip(panels, arrays.items(), widths, strict=True):
        faces = faces_of(table.shape, "white")
        if highlighted and name in highlighted:
            boxes = np.asarray(highlighted[name], dtype=bool)
            if boxes.shape != table.shape:
                raise ValueError(f"highlighted[{name!r}]: expected shape {table.shape}, got {boxes.shape}")
            faces[boxes] = WINDOW
        draw_table(ax, table, ((width - table.shape[1]) / 2, (tallest - table.shape[0]) / 2), faces)
        ax.set(xlim=(0, width), ylim=(tallest + 0.1, -0.1), aspect="equal")
        ax.set_title(name, fontsize=10)
        ax.set_axis_off()
    return figure


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
    X, K, Y = (numbers_of(name, value, 2) for name, value in (("X", X), ("K", K), ("Y", Y)))
    _check_sizes(X, K, Y)
    positions = list(np.ndindex(Y.shape)) if positions is None else list(positions)
    if not positions:
        raise ValueError("positions: expected at least one (p, q), got none")
    across = (X.shape[1] + K.shape[1] + Y.shape[1] + 3) * UNIT
    figure, axes = panels(len(positions), columns, (across, (X.shape[0] + 1.6) * UNIT))
    for ax, (p, q) in zip(axes, positions, strict=True):
        if not (0 <= p < Y.shape[0] and 0 <= q < Y.shape[1]):
            raise ValueError(f"positions: expected (p, q) inside the output {Y.shape}, got {(p, q)}")
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
    _draw_row(ax, (X, K, Y), (faces_x, faces_of(K.shape, KERNEL), faces_y), sign, below=1.0)
    ax.add_patch(Rectangle((q, p), K.shape[1], K.shape[0], fill=False, edgecolor=BLUE, linewidth=2.4))
    total = X.shape[1] + K.shape[1] + Y.shape[1] + 2.4
    tallest = max(X.shape[0], K.shape[0], Y.shape[0])
    sentence = _arithmetic(X[window], K, Y[p, q])
    ax.text(total / 2, tallest + 0.55, sentence, fontsize=12, ha="center", va="center")


def plot_paddings(X: np.ndarray, K: np.ndarray, outputs: Mapping[str, np.ndarray]) -> Figure:
    """Draw one input and kernel under several paddings, the added zeros gray, the valid outputs outlined.

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
    X, K = numbers_of("X", X, 2), numbers_of("K", K, 2)
    arrays = {name: numbers_of(f"outputs[{name!r}]", Y, 2) for name, Y in mapping_of("outputs", outputs).items()}
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
    _draw_row(ax, (padded, K, Y), (faces, faces_of(K.shape, KERNEL), faces_of(Y.shape, "white")), "⋆")
    valid = [x - k + 1 for x, k in zip(X.shape, K.shape, strict=True)]
    left = padded.shape[1] + K.shape[1] + 2.4 + zeros[1][0]
    top = (padded.shape[0] - Y.shape[0]) / 2 + zeros[0][0]
    ax.add_patch(Rectangle((left, top), valid[1], valid[0], fill=False, edgecolor=BLUE, linewidth=2.4))
    sizes = [" × ".join(map(str, array.shape)) for array in arrays]
    ax.set_title(f"{name}: {sizes[0]} ⋆ {sizes[1]} → {sizes[2]}", loc="left", fontsize=11)
    ax.set_anchor("W")
