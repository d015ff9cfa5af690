"""What cells of tables hold: links to sections, exercises, errata, formulas and their proofs."""

from __future__ import annotations

from functools import cache

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from textbook_cnn.formulas import REGISTRY

from ..formulas.places import number as equation_number
from ..formulas.places import to_equation, to_row
from ..formulas.sources import source_link
from .exercises import number
from .places import Listed, Section

logger = logging.getLogger(__name__)


class Links:
    """Makes the links of one page."""

    def __init__(self, app: Sphinx, docname: str) -> None:
        self.app, self.env, self.docname = app, app.env, docname
        self.tree = cache(lambda page: app.env.get_doctree(page))  # each is read from its file once

    def link(self, docname: str, anchor: str, words: str) -> nodes.reference:
        """Return a link to a place of the book."""
        return make_refnode(self.app.builder, self.docname, docname, anchor, nodes.Text(words))

    def hole(self, words: str) -> None:
        """Warn of what is missing; a draft lacks the other pages."""
        if not self.app.config.draft:
            logger.warning(words, location=self.docname, type="slides", subtype="hole")

    def in_book(self, place: Section) -> tuple[int, ...]:
        """The number of a section, by which sections stand in the order of the book."""
        numbers = self.env.toc_secnumbers.get(place.docname, {})
        return tuple(numbers.get(f"#{place.anchor}", numbers.get("", ())))

    def section(self, place: Section) -> nodes.Node:
        """Return a link to a section by its number and title; warn if there is none."""
        read = place.docname in self.env.found_docs
        sections = self.tree(place.docname).findall(nodes.section) if read else ()
        found = next((node for node in sections if place.anchor in node["ids"]), None)
        if found is None:
            self.hole(f"there is no section {place.docname}#{place.anchor}")
            return nodes.Text(place.anchor)
        number = ".".join(map(str, self.in_book(place)))
        title = found.next_node(nodes.title)
        return self.link(place.docname, place.anchor, f"{number} {title.astext()}".strip())

    def exercise(self, each: Listed) -> nodes.reference:
        """Return a link to an exercise by its number, which says its title where a mouse rests."""
        link = self.link(each.docname, each.anchor, number(self.env, each.docname, each.anchor))
        link["reftitle"] = each.title.astext()
        return link

    def erratum(self, name: str) -> addnodes.pending_xref:
        """Return a link to an erratum such as E7."""
        target = f"erratum-{name.removeprefix('E')}"
        about = {"refdomain": "std", "reftype": "ref", "reftarget": target, "refexplicit": True, "refwarn": True}
        return addnodes.pending_xref("", nodes.inline("", name), refdoc=self.docname, **about)

    def formula(self, name: str) -> list[nodes.Node]:
        """Return the number of a formula that a page shows, its title, and on screens links to its proofs and test."""
        if equation_number(self.env, name) == name:
            return []
        line = self.named(name)
        if REGISTRY[name].proofs and self.app.builder.format != "latex":  # on paper they lead nowhere
            line += [nodes.Text(", "), to_row(name, "proofs"), nodes.Text(", "), source_link(REGISTRY[name], "test")]
        return line

    def named(self, name: str) -> list[nodes.Node]:
        """Return the number of a formula, where a page shows it, and its title."""
        shown = equation_number(self.env, name) != name
        return [*([to_equation(name), nodes.Text(" ")] if shown else []), nodes.Text(REGISTRY[name].title)]
