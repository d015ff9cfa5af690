"""What every drawing shares: figures without pyplot, colours, tables of numbers."""

from __future__ import annotations

import io

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from .. import _checks as check

# Okabe and Ito's palette: told apart by readers with any kind of colour vision
BLUE, ORANGE, GREEN, VERMILION, GRAY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#767676"
LINE_STYLES = ((BLUE, "-"), (VERMILION, "--"), (GREEN, "-."), (GRAY, ":"))


class NotebookFigure(Figure):
    """A matplotlib Figure that a notebook shows as SVG even where pyplot was never imported."""

    def _repr_svg_(self) -> str:
        buffer = io.StringIO()
        with mpl.rc_context({"svg.hashsalt": "textbook_cnn"}):  # the same figure gives the same file
            self.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None})
        return buffer.getvalue()


def new_figure(width: float, height: float) -> NotebookFigure:
    """Make a figure of `width` by `height` inches that makes room for its labels."""
    return NotebookFigure(figsize=(width, height), layout="constrained")


def single_axes(ax: Axes | None, width: float, height: float) -> Axes:
    """Return `ax` itself, or the axes of a new figure of `width` by `height` inches."""
    if ax is None:
        return new_figure(width, height).subplots()
    if not isinstance(ax, Axes):
        raise TypeError(f"ax: expected a matplotlib Axes or None, got {check.shown(ax)}")
    return ax


def panels(count: int, columns: int, cell: tuple[float, float]) -> tuple[NotebookFigure, list[Axes]]:
    """Make a figure with `count` empty panels, `columns` a row, each `cell` inches wide and high."""
    columns = min(columns, count)
    rows = -(-count // columns)
    figure = new_figure(columns * cell[0], rows * cell[1])
    grid = figure.subplots(rows, columns, squeeze=False).ravel()
    for ax in grid:
        ax.set_axis_off()
    return figure, list(grid[:count])


def text_of(value: float) -> str:
    """Write a number as a reader does: no trailing zeros, a true minus sign."""
    text = f"{value:.0f}" if value == round(value) else f"{value:.2g}"
    return text.replace("-", "\N{MINUS SIGN}")


def sum_of_products(first: np.ndarray, second: np.ndarray, result: float) -> str:
    """Write a sum of products as a reader does: 1·1 + 2·6 + (−1)·5 + 0·3 = 8."""
    pairs = zip(first.ravel(), second.ravel(), strict=True)
    terms = ["·".join(f"({text_of(a)})" if a < 0 else text_of(a) for a in pair) for pair in pairs]
    return f"{' + '.join(terms)} = {text_of(result)}"


def write_numbers(ax: Axes, values: np.ndarray, colours: Colormap, limits: Normalize, size: float) -> None:
    """Write each number of `values` (h, w) at its pixel, white on dark pixels and black on light ones."""
    red, green, blue, _ = np.moveaxis(colours(limits(values)), -1, 0)
    dark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.5
    for (row, column), value in np.ndenumerate(values):
        ink = "white" if dark[row, column] else "black"
        ax.text(column, row, text_of(value), color=ink, fontsize=size, ha="center", va="center")


def draw_table(ax: Axes, values: np.ndarray, corner: tuple[float, float], faces: np.ndarray) -> None:
    """Draw a box for each number of `values` (h, w), upper left at `corner`, coloured by `faces` (h, w).

    A box whose colour is "none" is drawn pale, its number too: it is there, but not what is looked at.
    """
    left, top = corner
    for (row, column), value in np.ndenumerate(values):
        pale = faces[row, column] == "none"
        edge, ink = ("#c8c8c8", "#9a9a9a") if pale else ("black", "black")
        x, y = left + column, top + row
        ax.add_patch(Rectangle((x, y), 1, 1, facecolor=faces[row, column], edgecolor=edge, linewidth=0.9))
        ax.text(x + 0.5, y + 0.52, text_of(value), color=ink, fontsize=13, ha="center", va="center")


def faces_of(shape: tuple[int, int], colour: str) -> np.ndarray:
    """Return an array of `shape` whose every entry is the string `colour`."""
    return np.full(shape, colour, dtype=object)


def finish(ax: Axes, x_label: str, y_label: str, title: str) -> Axes:
    """Give `ax` its labels, a faint grid behind the drawing, no box around it."""
    ax.set(xlabel=x_label, ylabel=y_label)
    ax.set_title(title, fontsize=10)
    ax.grid(color="#e2e2e2", linewidth=0.7)
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def draw_picture(
    ax: Axes,
    values: np.ndarray,
    x: float,
    y: float,
    size: float,
    *,
    limits: tuple[float, float] | None = None,
    cmap: str = "gray",
) -> None:
    """Draw a small image with its lower left corner at (x, y), in the units of `ax`."""
    low, high = limits or (float(values.min()), float(values.max()))
    ax.imshow(
        values,
        cmap=cmap,
        vmin=low,
        vmax=high if high > low else low + 1,
        interpolation="nearest",
        zorder=3,
        extent=(x, x + size, y, y + size),
    )
    ax.add_patch(Rectangle((x, y), size, size, fill=False, edgecolor=GRAY, linewidth=0.8, zorder=4))
    ax.autoscale(False)
