"""The directive `key-terms`: the terms of the glossary that a chapter is the first to link to, with their meaning.

In the glossary each of its terms leads back to that chapter.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from ..by_page import ByPage
from .chapter_numbers import chapter_number, link_to

logger = logging.getLogger(__name__)

GLOSSARY = "glossary"
HANGUL = re.compile("[\uac00-\ud7a3]")
Entry = tuple[nodes.Element, str, str, nodes.Element]  # a term, its anchor, the Korean term and the meaning
pages = ByPage[list[str]]("terms_by_page")  # the terms that each links to, in its order


class key_terms(nodes.General, nodes.Element):  # noqa: N801 (Sphinx calls visitors by the name of the class)
    """Where the list stands."""


class KeyTerms(SphinxDirective):
    """The list; it is made when all pages have been read."""

    def run(self) -> list[nodes.Node]:
        """Return its place; a chapter has one."""
        if any(self.state.document.findall(key_terms)):
            raise self.error("key-terms: expected one list of them in a chapter, got another")
        place = key_terms()
        self.set_source_info(place)
        return [place]


def meanings(env: BuildEnvironment) -> dict[str, Entry]:
    """The entries of the glossary by the English term in small letters."""
    if not hasattr(env, "glossary_entries"):
        env.glossary_entries = {}
    return env.glossary_entries


def korean_terms(env: BuildEnvironment) -> dict[str, str]:
    """For each Korean term of the glossary the English one, in small letters."""
    if not hasattr(env, "glossary_korean"):
        env.glossary_korean = {}
    return env.glossary_korean


def terms_of(env: BuildEnvironment, docname: str) -> list[str]:
    """The English terms to which a page links, by them or by the Korean ones."""
    return list(dict.fromkeys(korean_terms(env).get(term, term) for term in pages(env).get(docname, [])))


def note_terms(app: Sphinx, doctree: nodes.document) -> None:
    """Remember the terms that a page links to, and the entries of the glossary where it stands."""
    links = (link for link in doctree.findall(addnodes.pending_xref) if link.get("reftype") == "term")
    pages(app.env)[app.env.docname] = list(dict.fromkeys(link["reftarget"].lower() for link in links))
    for glossary in doctree.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            english, *korean = item.findall(nodes.term)
            words = [term.astext() for term in korean]
            if not item.children[-1].astext():
                logger.warning(f"glossary: expected a meaning of {english.astext()!r}, got none", location=english)
            if HANGUL.search(english.astext()) or not HANGUL.search("".join(words)):
                came = ", ".join(map(repr, [english.astext(), *words]))
                wanted = "glossary: expected the English term and then the Korean one"
                logger.warning(f"{wanted}, got {came}", location=item)
            entry = detached(english), english["ids"][0], ", ".join(words), detached(item.children[-1])
            meanings(app.env)[english.astext().lower()] = entry
            korean_terms(app.env).update({word.lower(): english.astext().lower() for word in words})


def chapter_of(env: BuildEnvironment, docname: str) -> list[int]:
    """The number of a page as a list, by which pages sort; empty for pages without."""
    return [int(part) for part in chapter_number(env, docname).split(".") if part]


def new_terms(env: BuildEnvironment, docname: str) -> list[str]:
    """Return the terms of a chapter to which no earlier chapter links."""
    here = chapter_of(env, docname)
    before = [page for page in pages(env) if [] != chapter_of(env, page) < here]
    earlier = {term for page in before for term in terms_of(env, page)}
    return [term for term in terms_of(env, docname) if term not in earlier]


def entries(env: BuildEnvironment, docname: str, place: key_terms) -> list[Entry]:
    """Return the entries of the glossary that the list of a chapter shows; warn if there is none."""
    found = [meanings(env)[term] for term in new_terms(env, docname) if term in meanings(env)]
    if not found and GLOSSARY in env.found_docs:
        words = "key-terms: expected terms of the glossary that no earlier chapter links to, got none"
        logger.warning(words, location=place, type="key_terms", subtype="empty")
    return found


def detached(part: nodes.Element) -> nodes.Element:
    """A copy to be kept, which knows of no page: that would be kept with it."""
    again = part.deepcopy()
    for node in again.findall():
        node.document = None
    return again


def copies(part: nodes.Element) -> list[nodes.Node]:
    """What stands in a term or its meaning, once more; links become words, and what the index reads is left out."""
    again = part.deepcopy()
    for link in list(again.findall(addnodes.pending_xref)):
        link.replace_self(link.children)
    for entry in list(again.findall(addnodes.index)):
        entry.parent.remove(entry)
    return again.children


def lead_back(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """In the glossary, link each term to the chapter that introduces it."""
    if docname != GLOSSARY:
        return
    in_order = sorted((page for page in pages(app.env) if chapter_of(app.env, page)), key=partial(chapter_of, app.env))
    for glossary in doctree.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            term = next(item.findall(nodes.term)).astext().lower()
            page = next((page for page in in_order if term in terms_of(app.env, page)), None)
            if page:
                item.children[-1] += nodes.paragraph("", "", link_to(app, docname, page), classes=["first-chapter"])


def written_again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The glossary is written whenever a page has changed."""
    return [GLOSSARY] if GLOSSARY in env.found_docs else []


def fill_in(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Make the list."""
    glossary = GLOSSARY if GLOSSARY in app.env.found_docs else None
    for place in list(doctree.findall(key_terms)):
        found = entries(app.env, page_with(place, docname), place)
        items = [_item(app, docname, glossary, *entry) for entry in found]
        place.replace_self([nodes.definition_list("", *items, classes=["key-terms"])] if items else [])


def page_with(node: nodes.Node, docname: str) -> str:
    """Return the page from which a node comes; in print all pages are one document."""
    while node.parent is not None:
        node = node.parent
        if isinstance(node, nodes.section) and "docname" in node:
            return node["docname"]
    return docname


def _item(
    app: Sphinx,
    docname: str,
    glossary: str | None,
    term: nodes.Element,
    anchor: str,
    korean: str,
    meaning: nodes.Element,
) -> nodes.definition_list_item:
    words = nodes.strong("", "", *copies(term))
    link = make_refnode(app.builder, docname, glossary, anchor, words) if glossary else words
    other = nodes.inline("", korean, classes=["korean"])
    head = nodes.term("", "", link, nodes.Text(" "), other)
    return nodes.definition_list_item("", head, nodes.definition("", *copies(meaning)))


def merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    """Take in the glossary that another process read."""
    meanings(env).update(meanings(other))
    korean_terms(env).update(korean_terms(other))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and what fills it in."""
    app.add_node(key_terms)
    app.add_directive("key-terms", KeyTerms)
    app.connect("doctree-read", note_terms)
    app.connect("doctree-resolved", fill_in)
    app.connect("doctree-resolved", lead_back)
    app.connect("env-updated", written_again)
    pages.connect(app)
    app.connect("env-merge-info", merge)
    return {"version": "1", "env_version": 3, "parallel_read_safe": True, "parallel_write_safe": True}
