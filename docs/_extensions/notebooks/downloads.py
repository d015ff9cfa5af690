"""Every chapter can be taken home: its files are written beside the book, linked below its title, and packed together.

The directive `downloads` lists them all.
"""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

import textbook_cnn

from ..teaching.chapter_numbers import chapter_number
from .archive import ARCHIVE, PYTHON, WHEEL, pack
from .files import FOLDERS, write
from .page import keep_listings, notebook_of, number
from .runs_alone import lacking

logger = logging.getLogger(__name__)

PLACE = "_downloads"  # in the book's folder
WORDS = {"with_outputs": "Notebook with outputs", "without_outputs": "without outputs", "python": "Python file"}
NOTE = (
    "*{book}*, {chapter}version {version}. Text and figures: CC BY 4.0. Code: MIT.\n\n"
    "These cells run in any folder, with Python {python} or newer, once the package is installed: "
    '`pip install "{wheel}[book]"`, where that file lies. It comes with the book, in `{archive}`.'
)


class downloads(nodes.General, nodes.Element):  # noqa: N801 (docutils finds visitors by the class's name)
    """The place of the list of all files."""


class Downloads(SphinxDirective):
    """List the files of all chapters, the archive of them all and the wheel."""

    def run(self) -> list[nodes.Node]:
        """Return a place that is filled in when all pages are read; their titles stand there."""
        for page in pages_of(self.env):
            self.env.note_dependency(self.env.doc2path(page))
        return [downloads()]


def pages_of(env: BuildEnvironment) -> list[str]:
    """The pages that can be taken home, in their order."""
    return sorted(page for page in env.found_docs if fnmatch(page, env.config.notebook_pages))


def to_files(app: Sphinx, docname: str, page: str) -> list[nodes.Node]:
    """Return links to a chapter's files, seen from a page."""
    links: list[nodes.Node] = []
    for kind, suffix in FOLDERS.items():
        name = page.rpartition("/")[2]
        links += [nodes.Text(" · ")] * bool(links)
        links.append(link(f"{up(docname)}{PLACE}/{kind}/{name}.{suffix}", WORDS[kind]))
    return links


def link(address: str, words: str) -> nodes.reference:
    """Return a link to a file to be saved."""
    return nodes.reference("", "", nodes.Text(words), internal=True, refuri=address, classes=["download"])


def name_of(env: BuildEnvironment, page: str) -> str:
    """A chapter's number and title, as the contents of the book have them."""
    return f"{chapter_number(env, page)} {env.titles[page].astext()}".strip()


def up(docname: str) -> str:
    """The way from a page to the book's folder."""
    return "../" * docname.count("/")


def take_home(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write a chapter's files, and put the links below its title."""
    if docname not in pages_of(app.env) or app.builder.format != "html":
        return
    notebook = notebook_of(app, doctree, docname, pages_of(app.env), note(app, docname, doctree))
    for cell, names in lacking(notebook):
        message = f"a cell needs {', '.join(names)}, which no cell before it that is shown defines: {cell}"
        logger.warning(message, location=docname, type="notebooks", subtype="names")
    write(Path(app.outdir) / PLACE, docname.rpartition("/")[2], notebook)
    title = next(doctree.findall(nodes.title))
    line = nodes.paragraph("", "", *to_files(app, docname, docname), classes=["downloads"], translatable=False)
    title.parent.insert(title.parent.index(title) + 1, line)


def note(app: Sphinx, docname: str, doctree: nodes.document) -> str:
    """What stands below a notebook's title."""
    chapter = number(app, docname, next(doctree.findall(nodes.section)))
    words = {"book": app.config.html_title, "version": textbook_cnn.__version__, "python": PYTHON}
    words |= {"wheel": WHEEL, "archive": ARCHIVE}
    return NOTE.format(chapter=f"chapter {chapter}, " if chapter else "", **words)


def list_files(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the list in its place."""
    for node in list(doctree.findall(downloads)):
        whole = [
            link(f"{up(docname)}{PLACE}/{ARCHIVE}", ARCHIVE),
            nodes.Text(" (everything below, and the package) · "),
            link(f"{up(docname)}{PLACE}/{WHEEL}", WHEEL),
            nodes.Text(" (the package alone)"),
        ]
        items = [nodes.list_item("", nodes.paragraph("", "", *whole))]
        for page in pages_of(app.env):
            words = [nodes.Text(f"{name_of(app.env, page)} · "), *to_files(app, docname, page)]
            items.append(nodes.list_item("", nodes.paragraph("", "", *words)))
        node.replace_self(nodes.bullet_list("", *items))


def pack_all(app: Sphinx, exception: Exception | None) -> None:
    """Make the wheel and the archive, once all pages are written."""
    pages = pages_of(app.env) if exception is None and app.builder.format == "html" else []
    if not pages or app.config.draft:
        return
    chapters = {page.rpartition("/")[2]: app.env.titles[page].astext() for page in pages}
    if objection := pack(Path(app.confdir), Path(app.outdir) / PLACE, chapters):
        logger.warning(f"no wheel for those who take the book home: {objection}", type="notebooks")


def setup(app: Sphinx) -> dict[str, Any]:
    """Keep the listings before they become HTML; write when all links have their addresses."""
    app.setup_extension("_extensions.execution.draft")
    app.setup_extension("_extensions.formulas.directive")
    app.add_config_value("notebook_pages", "chapters/*", "env", types=frozenset({str}))
    app.add_node(downloads)
    app.add_css_file("notebooks.css")
    app.add_directive("downloads", Downloads)
    app.connect("doctree-resolved", keep_listings, priority=300)
    app.connect("doctree-resolved", list_files)
    app.connect("doctree-resolved", take_home, priority=900)
    app.connect("build-finished", pack_all)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
