"""The directive `contents-of-book`: the pages of a folder with their numbers, their titles and what they are about.

All three are the pages' own; one that does not say what it is about is a warning, which fails a build with -W.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from ..by_page import ByPage
from ..teaching.chapter_numbers import chapter_number
from .descriptions import descriptions

logger = logging.getLogger(__name__)

SILENT = "a page of the contents does not say what it is about: give it `myst: html_meta: description` in its head"
NUMBER = re.compile(r"/0*(\d+)_")  # of a chapter, in its name
_folders = ByPage[list[str]]("folders_of_contents")  # the folders that each shows


class contents_of_book(nodes.General, nodes.Element):  # noqa: N801 (docutils finds visitors by the class's name)
    """Stands where the contents will be, until all pages are read."""


class ContentsOfBook(SphinxDirective):
    """Show what stands in a folder, in the order of the contents at the side."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        return [contents_of_book(folder=self.arguments[0])]


def pages_of(env: BuildEnvironment, folder: str) -> list[str]:
    """The pages of a folder, in the order in which the first page names them."""
    return [page for page in env.toctree_includes.get(env.config.root_doc, []) if page.startswith(f"{folder}/")]


def number_of(env: BuildEnvironment, page: str) -> str:
    """The number of a page in the contents, or that in its name; empty if it has none."""
    found = NUMBER.search(page)
    return chapter_number(env, page) or (found[1] if found else "")


def item(app: Sphinx, here: str, page: str) -> nodes.list_item:
    """Number and title of a page as a link, and the line that says what it is about."""
    title, number = app.env.titles[page].astext(), number_of(app.env, page)
    link = nodes.reference("", title, internal=True, refuri=app.builder.get_relative_uri(here, page))
    if number:
        link.insert(0, nodes.inline("", number, classes=["contents-number"]))
        link.insert(1, nodes.Text(" "))
    line = nodes.paragraph("", descriptions(app.env).get(page, ""))
    return nodes.list_item("", nodes.paragraph("", "", link), line)


def show(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the list in its place; a draft knows no other pages."""
    for place in list(doctree.findall(contents_of_book)):
        items = [item(app, docname, page) for page in pages_of(app.env, place["folder"])]
        found = nodes.bullet_list("", *items, bullet="-", classes=["contents-of-book"])
        place.replace_self([found] if items else [])


def complain(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of pages of the contents that say nothing of themselves."""
    shown = {folder for folders in _folders(env).values() for folder in folders}
    for page in (page for folder in sorted(shown) for page in pages_of(env, folder)):
        if page not in descriptions(env):
            logger.warning(SILENT, location=page, type="contents", subtype="silent")


def note(app: Sphinx, doctree: nodes.document) -> None:
    """Remember which folders a page shows."""
    if found := [place["folder"] for place in doctree.findall(contents_of_book)]:
        _folders(app.env)[app.env.docname] = found


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive, and what collects the lines."""
    app.setup_extension("_extensions.pages.descriptions")
    app.add_node(contents_of_book)
    app.add_directive("contents-of-book", ContentsOfBook)
    app.add_css_file("contents.css")
    app.connect("doctree-read", note)
    _folders.connect(app)
    app.connect("env-check-consistency", complain)
    app.connect("doctree-resolved", show)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
