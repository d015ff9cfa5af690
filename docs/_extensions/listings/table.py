"""The directive `listing-table`: the whole program, where each part of it is listed, and which formulas speak of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from docutils import nodes
from sphinx.application import Sphinx

from ..formulas.places import to_equation
from ..formulas.table import with_commas
from ..tables import make_table, row_of_lines, row_of_words
from .links import Writer, to
from .places import Place, listing_table
from .program import Definition

HEADINGS = ("definition", "listed in", "formulas")
WIDTHS = (34, 34, 32)
KIND = "listing-table"
CHAPTER = re.compile(r"chapters/0*(\d+)_")


def resolve_tables(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the table in its place."""
    for node in list(doctree.findall(listing_table)):
        node.replace_self(table(Writer(app, docname)))


def table(writer: Writer) -> nodes.table:
    """Return a row for each function and class, below a row for its file."""
    rows: list[nodes.row] = []
    for definitions in by_file(writer, writer.program.required):
        rows += [file_row(writer, definitions[0]), *(row(writer, definition) for definition in definitions)]
    return make_table(HEADINGS, WIDTHS, [*rows, sums(writer)], KIND)


def by_file(writer: Writer, names: Iterable[str]) -> list[list[Definition]]:
    """The definitions of each file."""
    found = [writer.program.definitions[name] for name in names]
    found.sort(key=lambda each: each.module.startswith("_"))  # rooms without a public name come last
    return [list(inside) for _, inside in groupby(found, lambda each: each.module)]


def file_row(writer: Writer, first: Definition) -> nodes.row:
    """The row of a file, with a link to its source."""
    path = writer.path(first)
    link = to(writer.to_line(writer.program.definitions[first.module]), nodes.literal("", path))
    return nodes.row("", nodes.entry("", nodes.paragraph("", "", link), morecols=2), classes=["listing-file"])


def row(writer: Writer, definition: Definition) -> nodes.row:
    """What it is called, where it is listed, and the formulas."""
    place = writer.place(definition.name)
    name = to(writer.to_reference(definition), nodes.literal("", definition.own_name))
    where = to(writer.to_place(place), nodes.Text(words(writer, place, definition))) if place else nodes.Text("nowhere")
    return row_of_lines([[name], [where], with_commas(map(to_equation, writer.formulas(definition)))])


def words(writer: Writer, place: Place, definition: Definition) -> str:
    """The section of a listing, with the number of its chapter; a class may be listed method by method."""
    chapter = CHAPTER.match(place.page)
    here = "here: " if place.page == writer.docname else ""
    parts = ", in parts" if place.name.startswith(f"{definition.name}.") else ""
    return f"{f'{chapter[1]} · ' if chapter else here}{place.section}{parts}"


def sums(writer: Writer) -> nodes.row:
    """How many there are, and how many of them in chapters."""
    required = writer.program.required
    found = [place for name in required if (place := writer.place(name))]
    in_chapters = sum(bool(CHAPTER.match(place.page)) for place in found)
    return row_of_words((count(writer, required), f"{in_chapters} in chapters, {len(found)} in all", ""))


def count(writer: Writer, names: Sequence[str]) -> str:
    """How many names there are, and how many of them are public."""
    return f"{len(names)}, {len(writer.public.keys() & set(names))} of them public"
