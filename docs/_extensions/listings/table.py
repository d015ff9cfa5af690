"""The directive `listing-table`: the whole program, where each part of it is listed, and which formulas speak of it."""

from __future__ import annotations

import re
from itertools import groupby

from docutils import nodes
from sphinx.application import Sphinx

from ..formulas.places import to_equation
from ..formulas.table import with_commas
from .links import Writer, to
from .places import Place, listing_table
from .program import Definition

HEADINGS = ("definition", "listed in", "formulas")
WIDTHS = (34, 34, 32)
CHAPTER = re.compile(r"chapters/0*(\d+)_")


def resolve_tables(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the table in its place."""
    for node in list(doctree.findall(listing_table)):
        node.replace_self(table(Writer(app, docname)))


def table(writer: Writer) -> nodes.table:
    """Return a row for each function and class, below a row for its file."""
    program = writer.program
    group = nodes.tgroup("", *(nodes.colspec("", colwidth=width) for width in WIDTHS), cols=len(WIDTHS))
    head = nodes.row("", *(nodes.entry("", nodes.paragraph("", heading)) for heading in HEADINGS))
    body = nodes.tbody()
    found = [program.definitions[name] for name in program.required]
    found.sort(key=lambda each: each.module.startswith("_"))  # rooms without a public name come last
    for _, inside in groupby(found, lambda each: each.module):
        definitions = list(inside)
        body += file_row(writer, definitions[0])
        body += [row(writer, definition) for definition in definitions]
    body += sums(writer)
    group += [nodes.thead("", head), body]
    return nodes.table("", group, classes=["listing-table", "colwidths-given"])


def file_row(writer: Writer, first: Definition) -> nodes.row:
    """The row of a file, with a link to its source."""
    path = writer.path(first)
    link = to(writer.to_line(writer.program.definitions[first.module]), nodes.literal("", path))
    return nodes.row("", nodes.entry("", nodes.paragraph("", "", link), morecols=2), classes=["listing-file"])


def row(writer: Writer, definition: Definition) -> nodes.row:
    """What it is called, where it is listed, and the formulas."""
    place = writer.places.get(definition.name)
    name = to(writer.to_reference(definition), nodes.literal("", definition.own_name))
    where = to(writer.to_place(place), nodes.Text(words(writer, place))) if place else nodes.Text("nowhere")
    formulas = with_commas(map(to_equation, writer.formulas(definition)))
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in ([name], [where], formulas)))


def words(writer: Writer, place: Place) -> str:
    """The section of a listing, with the number of its chapter."""
    chapter = CHAPTER.match(place.page)
    here = "here: " if place.page == writer.docname else ""
    return f"{f'{chapter[1]} · ' if chapter else here}{place.section}"


def sums(writer: Writer) -> nodes.row:
    """How many there are, and how many of them in chapters."""
    required = writer.program.required
    found = [writer.places[name] for name in required if name in writer.places]
    in_chapters = sum(bool(CHAPTER.match(place.page)) for place in found)
    public = set(writer.program.public.values()) & set(required)
    cells = f"{len(required)}, {len(public)} of them public", f"{in_chapters} in chapters, {len(found)} in all", ""
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", cell)) for cell in cells))
