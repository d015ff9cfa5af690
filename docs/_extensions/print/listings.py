"""Listings of the printed book: code as it stands in its file, after a line that says where; tables of the graph too."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from ..formulas.graph import graph_node
from ..formulas.places import to_equation
from ..formulas.table import with_commas
from ..listings.code import shown_lines, span
from ..listings.links import Writer
from ..listings.places import listing
from .book import latex
from .equations import label

CUT = "…"  # stands for the lines that are left out


def code_of(writer: Writer, node: listing) -> str:
    """The lines of a listing, with a mark where some are left out."""
    definition = writer.program.definitions[node["name"]]
    text = writer.program.text(definition)
    lines, shown, before = text.splitlines(), [], 0
    for number in shown_lines(definition, text):
        shown.append(lines[number - 1])
        before = number
    return "\n".join(shown).rstrip() if before else ""


def head_of(writer: Writer, node: listing) -> nodes.paragraph:
    """Name, file and lines, and the formulas that speak of it."""
    definition = writer.program.definitions[node["name"]]
    first, last = span(definition, writer.program.text(definition).splitlines())
    lines = f"line {first}" if first == last else f"lines {first}–{last}"
    marks = "".join(rf"\phantomsection\label{{{label(writer.docname, mark)}}}" for _, mark in node["marks"])
    line = nodes.paragraph("", "", latex(rf"\booklistinghead{{{marks}"))
    path = f"{writer.path(definition)}, {lines}"
    if definition.own_name:
        line += [nodes.strong("", "", nodes.literal("", definition.own_name)), latex(r"}{")]
    else:
        line += latex("}{")
    line += nodes.Text(path)
    if speaking := writer.formulas(definition):
        line += [nodes.Text(" · "), *with_commas(map(to_equation, speaking))]
    line += latex("}")
    return line


def print_listings(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put code in place of the nodes; the graph has a list that says the same."""
    if app.builder.format != "latex":
        return
    for place in list(doctree.findall(graph_node)):
        place.parent.remove(place)
    for node in list(doctree.findall(listing)):
        writer = Writer(app, page_around(node, docname))
        code = code_of(writer, node)
        block = nodes.literal_block(code, code, language="python")
        classes = ["booklisting", *(["bookfolded"] if node["folded"] else [])]
        node.replace_self(nodes.container("", head_of(writer, node), block, classes=classes))


def page_around(node: nodes.Node, otherwise: str) -> str:
    """The page in which a node stood before all pages became one document."""
    while node is not None and node.tagname != "start_of_file":
        node = node.parent
    return otherwise if node is None else node["docname"]


def setup(app: Sphinx) -> dict[str, Any]:
    """Come before what writes listings as HTML."""
    app.connect("doctree-resolved", print_listings, priority=300)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
