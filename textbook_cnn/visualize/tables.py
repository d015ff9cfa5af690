"""Pictures of small arrays: tables of numbers, side by side, and input, kernel and output in a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ._canvas import draw_table, faces_of, new_figure
from ._given import few_numbers_of, mapping_of, numbers_of

__all__ = ["plot_tables"]

WINDOW, KERNEL, RESULT = "#cfe5f5", "#fbe3b3", "#bfe6d8"
UNIT = 0.34  # inches: the side of one box


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
    arrays = {name: few_numbers_of(f"tables[{name!r}]", T, 2) for name, T in mapping_of("tables", tables).items()}
    boxes = _checked_boxes(highlighted, arrays)
    widths = [max(T.shape[1], 3) + 1 for T in arrays.values()]
    tallest = max(T.shape[0] for T in arrays.values())
    figure = new_figure(sum(widths) * UNIT, (tallest + 1) * UNIT)
    panels = figure.subplots(1, len(arrays), squeeze=False, width_ratios=widths)[0]
    for ax, (name, table), width in zip(panels, arrays.items(), widths, strict=True):
        faces = faces_of(table.shape, "white")
        if name in boxes:
            faces[boxes[name]] = WINDOW
        draw_table(ax, table, ((width - table.shape[1]) / 2, (tallest - table.shape[0]) / 2), faces)
        ax.set(xlim=(0, width), ylim=(tallest + 0.1, -0.1), aspect="equal")
        ax.set_title(name, fontsize=10)
        ax.set_axis_off()
    return figure


def _checked_boxes(highlighted: object, tables: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    found = {}
    for name, given in mapping_of("highlighted", {} if highlighted is None else highlighted, least=0).items():
        if name not in tables:
            raise ValueError(f"highlighted: expected titles among {', '.join(tables)}, got {name!r}")
        boxes = numbers_of(f"highlighted[{name!r}]", given, 2)
        if not str(given.dtype).endswith("bool"):  # of any library
            raise TypeError(f"highlighted[{name!r}]: expected an array of bool, got dtype {given.dtype}")
        if boxes.shape != tables[name].shape:
            raise ValueError(f"highlighted[{name!r}]: expected shape {tables[name].shape}, got {boxes.shape}")
        found[name] = boxes > 0
    return found


def draw_row(
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
