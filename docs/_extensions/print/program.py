"""The table of the program, as it is printed: the page of what is printed, nothing of private names that are not."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

from ..formulas.places import to_equation
from ..formulas.table import with_commas
from ..listings.links import Writer, to
from ..listings.places import Place, listing_table
from ..listings.program import Definition
from ..listings.table import KIND, by_file, count, words
from ..tables import make_table, row_of_lines
from .code import label, latex

HEADINGS = ("definition", "printed in", "page", "formulas")
WIDTHS = (28, 40, 6, 26)
ROOM = r"\rule{0pt}{1.5\baselineskip}"  # above a file, whose name stands out from those of functions, and the sums


def print_program(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the table in its place."""
    if app.builder.format == "latex":
        for place in list(doctree.findall(listing_table)):
            place.replace_self(table(Writer(app, docname)))


def table(writer: Writer) -> nodes.table:
    """Return a row for each function and class that is public or printed, below a row for its file."""
    names = [name for name in writer.program.required if name in writer.public or printed(writer, name)]
    rows: list[nodes.row] = []
    for definitions in by_file(writer, names):
        file = nodes.paragraph("", "", latex(rf"{ROOM}\bfseries{{}}"), nodes.literal("", writer.path(definitions[0])))
        rows += [
            nodes.row("", nodes.entry("", file, morecols=len(HEADINGS) - 1)),
            *(row(writer, each) for each in definitions),
        ]
    found = sum(printed(writer, name) is not None for name in names)
    counted = [latex(ROOM), nodes.Text(count(writer, names))]
    sums = row_of_lines([counted, [nodes.Text(f"{found} of them printed")], [], []])
    return make_table(HEADINGS, WIDTHS, [*rows, sums], KIND)


def printed(writer: Writer, name: str) -> Place | None:
    """Where the code of a definition is printed, if it is."""
    place = writer.place(name)
    return place if place and not place.folded else None


def row(writer: Writer, definition: Definition) -> nodes.row:
    """What it is called, where it is printed, and the formulas."""
    where, page = nodes.Text("not printed"), []
    if place := printed(writer, definition.name):
        where = to(writer.to_place(place), nodes.Text(words(writer, place, definition)))
        page = [latex(rf"\pageref{{{label(place.page, place.id)}}}")]
    formulas = with_commas(map(to_equation, writer.formulas(definition)))
    return row_of_lines([[nodes.literal("", definition.own_name)], [where], page, formulas])
