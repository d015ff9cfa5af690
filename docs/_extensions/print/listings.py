"""Listings of the printed book: code after a line that says where it stands; of folded ones the line alone."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from ..formulas.places import to_equation
from ..formulas.table import with_commas
from ..listings.code import shown_lines, span
from ..listings.links import Writer
from ..listings.places import listing
from .code import command, label, latex, page_around
from .index import entry
from .program import print_program


def code_of(writer: Writer, node: listing) -> str:
    """The lines of a listing."""
    definition = writer.program.definitions[node["name"]]
    text = writer.program.text(definition)
    lines = text.splitlines()
    return "\n".join(lines[number - 1] for number in shown_lines(definition, text)).rstrip()


def head_of(writer: Writer, node: listing) -> nodes.inline:
    """Name, file and lines, and the formulas that speak of it; of a folded one no more is printed."""
    definition = writer.program.definitions[node["name"]]
    first, last = span(definition, writer.program.text(definition).splitlines())
    lines = f"line {first}" if first == last else f"lines {first}–{last}"
    marks = "".join(rf"\phantomsection\label{{{label(writer.docname, mark)}}}" for _, mark in node["marks"])
    name, *place = [definition.own_name, writer.path(definition)] if definition.own_name else [writer.path(definition)]
    named: list[nodes.Node] = [latex(marks), nodes.literal("", name)]
    if definition.name in writer.public:
        named.insert(1, entry(writer.public[definition.name], code=True))
    kind = "bookunprinted" if node["folded"] else "booklistinghead"
    formulas = with_commas(map(to_equation, writer.formulas(definition)))
    return command(kind, named, [nodes.Text(", ".join([*place, lines]))], [*formulas])


def runs(found: list[listing]) -> list[list[listing]]:
    """The listings, folded ones together that follow one another."""
    whole: list[list[listing]] = []
    for node in found:
        place = node.parent.index(node)
        before = node.parent[place - 1] if place else None
        if isinstance(before, listing) and before["folded"] and node["folded"]:
            whole[-1].append(node)
        else:
            whole.append([node])
    return whole


def print_listings(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put code in place of the nodes."""
    if app.builder.format != "latex":
        return
    for first, *others in runs(list(doctree.findall(listing))):
        writer = Writer(app, page_around(first))
        if first["folded"]:
            lines = [head_of(writer, node) for node in (first, *others)]
            parted = [part for line in lines for part in (latex(r"\unskip; "), line)]
            first.replace_self(command("bookfolded", parted[1:]))
        else:
            code = code_of(writer, first)
            first.replace_self([head_of(writer, first), nodes.literal_block(code, code, language="python")])
        for node in others:
            node.parent.remove(node)


def setup(app: Sphinx) -> dict[str, Any]:
    """Come before what writes listings, and their table, as HTML."""
    app.connect("doctree-resolved", print_listings, priority=300)
    app.connect("doctree-resolved", print_program, priority=300)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
