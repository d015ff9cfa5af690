"""Tables as nodes: a head of words, and rows of cells that hold paragraphs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docutils import nodes

Cell = Iterable[Iterable[nodes.Node]]  # its paragraphs
Widths = tuple[int, ...]


def make_table(
    headings: Iterable[str], widths: Widths, rows: Iterable[nodes.row], *kinds: str, on_paper: Widths | None = None
) -> nodes.table:
    """Return a table whose columns have these widths, others on paper if they are given; `kinds` are its classes."""
    group = nodes.tgroup("", *(nodes.colspec("", colwidth=width) for width in widths), cols=len(widths))
    group += [nodes.thead("", row_of_words(headings)), nodes.tbody("", *rows)]
    table = nodes.table("", group, classes=[*kinds, "colwidths-given"])
    if on_paper is not None:
        table["on_paper"] = on_paper
    return table


def row_of(cells: Iterable[Cell], **about: Any) -> nodes.row:
    """Return a row."""
    return nodes.row(
        "", *(nodes.entry("", *(nodes.paragraph("", "", *line) for line in cell)) for cell in cells), **about
    )


def row_of_lines(cells: Iterable[Iterable[nodes.Node]]) -> nodes.row:
    """Return a row whose cells have one paragraph each."""
    return row_of([line] for line in cells)


def row_of_words(cells: Iterable[str]) -> nodes.row:
    """Return a row whose cells have one paragraph each, of plain words."""
    return row_of_lines([nodes.Text(words)] for words in cells)
