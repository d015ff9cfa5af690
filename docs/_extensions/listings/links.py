"""What a listing becomes on the written page: code with links, its docstring folded, its tests and its formulas."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from textbook_cnn.formulas import REGISTRY

from ..formulas.places import number, to_equation
from ..formulas.places import places as formula_places
from ..formulas.table import with_commas
from .code import columns, docstrings, html_of, shown_lines, span, words
from .places import Place, listing, place_of_parts, places, program_of, suite_of
from .program import Definition
from .sources import line_address

DIGITS = re.compile(r"\d+")


class Writer:
    """Writes the listings of one page."""

    def __init__(self, app: Sphinx, docname: str) -> None:
        self.app, self.docname, self.program = app, docname, program_of(app)
        self.places = places(app.env)
        self.public = {name: public for public, name in self.program.public.items()}
        self.suite = suite_of(app)

    def place(self, name: str) -> Place | None:
        """Where a definition is listed, as a whole or in parts."""
        return self.places.get(name) or place_of_parts(self.places, name)

    def path(self, definition: Definition) -> str:
        """The file of a definition, from the repository."""
        return definition.path.relative_to(self.program.root).as_posix()

    def to_place(self, place: Place) -> str:
        """Address of a listing."""
        page = "" if place.page == self.docname else self.app.builder.get_relative_uri(self.docname, place.page)
        return f"{page}#{place.id}"

    def to_line(self, definition: Definition) -> str | None:
        """Address of the first line of a definition on the page of its file."""
        first, _ = span(definition, self.program.text(definition).splitlines())
        return line_address(self.app, self.docname, self.path(definition), first)

    def to_reference(self, definition: Definition) -> str | None:
        """Address of the entry of a public name in the reference."""
        entry = self.app.env.domains.python_domain.objects.get(f"textbook_cnn.{self.public.get(definition.name)}")
        if entry is None:
            return None
        try:
            return f"{self.app.builder.get_relative_uri(self.docname, entry.docname)}#{entry.node_id}"
        except NoUri:  # the printed book has no reference
            return None

    def to_code(self, name: str) -> str | None:
        """Address of the code of a definition: its listing, else its line among the sources."""
        return self.to_place(self.places[name]) if name in self.places else self.to_line(self.program.definitions[name])

    def replace(self, node: listing) -> list[nodes.Node]:
        """Return what stands in place of the node."""
        definition = self.program.definitions[node["name"]]
        begin, end = self._frame(definition, node)
        html = begin + self._code(definition, node) + self._docstrings(definition)
        return [nodes.raw("", html, format="html"), *self._links(definition), nodes.raw("", end, format="html")]

    def _frame(self, definition: Definition, node: listing) -> tuple[str, str]:
        """The beginning and the end of the block: its name, a link to its file, and one to its entry."""
        own_name, path = escape(definition.own_name or self.path(definition)), escape(self.path(definition))
        text = self.program.text(definition)
        first, last = span(definition, text.splitlines())
        lines = f"{'line' if first == last else 'lines'} {first}" + (f"–{last}" if last > first else "")
        name = f"<code>{own_name}</code>" if definition.own_name else ""
        place = f'<a href="{escape(to)}">{path}</a>' if (to := self.to_line(definition)) else path
        links = [f'<span class="listing-path">{place}, {lines}</span>']
        if entry := self.to_reference(definition):
            links.append(f'<a href="{escape(entry)}">what it takes and returns</a>')
        ids = "".join(f' id="{mark}"' for name, mark in node["marks"] if name == definition.name)
        head = f'<p class="listing-head">{"" if node["folded"] else name} {" · ".join(links)}</p>'
        label = f'role="group" aria-label="Code of {own_name}"'
        if not node["folded"]:
            return f'<div class="listing"{ids} {label}>{head}', "</div>"
        where = (
            f' <span class="listing-path">{path.removeprefix("textbook_cnn/")}</span>' if definition.own_name else ""
        )
        summary = f"<summary><code>{own_name}</code>{where}</summary>"
        return f'<details class="listing">{summary}<div{ids} {label}>{head}', "</div></details>"

    def _code(self, definition: Definition, node: listing) -> str:
        text = self.program.text(definition)
        names = columns(self.program, definition, text)
        lines = text.splitlines()
        marks: dict[int, list[str]] = {}
        for name, mark in node["marks"]:
            if name != definition.name:
                marks.setdefault(span(self.program.definitions[name], lines)[0], []).append(mark)

        def address(line: int, column: int) -> str | None:
            name = names.get((line, column))
            return name and self.to_code(name)

        return html_of(text, shown_lines(definition, text), marks, address)

    def _docstrings(self, definition: Definition) -> str:
        """The docstrings that were left out, folded; those of public functions stand in the reference."""
        left_out = [
            (name, words(docstring))
            for name, docstring in docstrings(definition)
            if not (self.to_reference(definition) and name == definition.own_name)
        ]
        if not left_out:
            return ""
        one = len(left_out) == 1 and left_out[0][0] == definition.own_name
        text = "\n\n".join(said if one else f"{name or 'The file'}:\n{said}" for name, said in left_out)
        summary = "What its docstring says" if one else "What the docstrings say"
        return f'<details class="listing-docstring"><summary>{summary}</summary><pre>{escape(text)}</pre></details>'

    def _links(self, definition: Definition) -> list[nodes.Node]:
        """A line with the tests that name it, and the formulas that speak of it."""
        line: list[nodes.Node] = []
        cases, user = self.suite.of(definition) if definition.own_name else ([], "")
        if cases:
            whose = f"Tests, of {self.program.definitions[user].own_name}: " if user else "Tests: "
            links = (
                to(line_address(self.app, self.docname, case.path, case.line), nodes.literal("", case.shown))
                for case in cases
            )
            classes = ["listing-tests", *(["of-its-user"] if user else [])]
            line += [nodes.Text(whose), nodes.inline("", "", *with_commas(links), classes=classes)]
        speaking = self.formulas(definition)
        if speaking:
            line += [nodes.Text(" · Formulas " if line else "Formulas "), *with_commas(map(to_equation, speaking))]
        return [nodes.paragraph("", "", *line, classes=["listing-links"], translatable=False)] if line else []

    def formulas(self, definition: Definition) -> list[str]:
        """Ids of the formulas that speak of a public function, of those that a page shows."""
        public, shown = self.public.get(definition.name), formula_places(self.app.env)
        names = [name for name, formula in REGISTRY.items() if public in formula.functions and name in shown]
        return sorted(names, key=lambda name: [int(part) for part in DIGITS.findall(number(self.app.env, name))])


def to(address: str | None, word: nodes.Node) -> nodes.Node:
    """Return a link, or the word alone where there is nothing to link to."""
    return nodes.reference("", "", word, internal=True, refuri=address) if address else word


def resolve_listings(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put code in place of the nodes, and addresses into the sentences that say where code stands."""
    found = list(doctree.findall(listing))
    sentences = [node for node in doctree.findall(nodes.paragraph) if "listed" in node]
    if not found and not sentences:
        return
    writer = Writer(app, docname)
    for node in found:
        node.parent.replace(node, writer.replace(node))
    for node in sentences:
        definition = writer.program.definitions[node["listed"]]
        path = nodes.literal("", writer.path(definition))
        node += [nodes.Text("Source: "), to(writer.to_line(definition), path)]
        if place := writer.place(definition.name):
            node += [nodes.Text(", listed in "), to(writer.to_place(place), nodes.Text(f"“{place.section}”"))]


class Listed(SphinxDirective):
    """Say where the code of a public function stands: the page of its file, and the section that lists it."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return a line that is filled in when all pages are read."""
        name = program_of(self.env.app).public.get(self.arguments[0])
        return [nodes.paragraph(classes=["formula-links"], translatable=False, listed=name)] if name else []


class CodeLinks(SphinxPostTransform):
    """Links from an equation to a function lead to its listing, where a page has one."""

    default_priority = 5  # before Sphinx looks for the entry in the reference

    def run(self, **kwargs: Any) -> None:
        """Replace the links."""
        links = [node for node in self.document.findall(addnodes.pending_xref) if "listing" in node]
        if not links or self.app.builder.format != "html":
            return
        writer = Writer(self.app, self.env.docname)
        for node in links:
            place = writer.places.get(writer.program.public.get(node["listing"], ""))
            if place:
                node.replace_self(to(writer.to_place(place), node[0]))
