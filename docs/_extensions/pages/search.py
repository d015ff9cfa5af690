"""The search: its page, and a script with what it finds, which a browser may load from a file.

Sphinx's own search fetches the pages that it has found, to show excerpts, and no browser does that for a file.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sphinx.search
from docutils import nodes
from sphinx.application import Sphinx

from textbook_cnn.formulas import REGISTRY

from ..listings.sources import FOLDERS, page_of
from .search_entries import entries_of
from .search_entry import Entry

PAGE, TEMPLATE = "search", "search_page.html"
INDEX = "search_entries.js"
CHAPTER = re.compile(r"chapters/(\d+)_")
STEMMERS = Path(sphinx.search.__file__).parent / "minified-js"
STEMMER = ("base-stemmer.js", "english-stemmer.js")
SCRIPTS = (*STEMMER, "search_words.js", "search_ranking.js", "search_page.js", INDEX)


def without_own_search(app: Sphinx) -> None:
    """Keep Sphinx from making its own page and index."""
    if app.builder.format == "html":
        app.builder.search = False


def search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Return the page that the theme's search box leads to."""
    yield PAGE, {"title": "Search", "parents": []}, TEMPLATE


def add_scripts(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Have this page alone load the scripts and their style sheet."""
    if pagename == PAGE:
        app.add_css_file("search.css")
        for name in SCRIPTS:
            app.add_js_file(name, loading_method="defer")


def write_index(app: Sphinx, exception: Exception | None) -> None:
    """Write what can be found, and put the stemmer that comes with Sphinx beside it."""
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for name in STEMMER:
        (static / name).write_bytes((STEMMERS / name).read_bytes())
    pages = [*pages_of_the_book(app), *pages_of_sources(app)]
    words = json.dumps(pages, ensure_ascii=False, separators=(",", ":"))
    (static / INDEX).write_text(f"window.bookPages = {words};\n", encoding="utf-8")


def pages_of_the_book(app: Sphinx) -> Iterator[dict[str, Any]]:
    """Return address, title, number of the chapter and entries of each page, in the order of the book."""
    for docname in ordered(app):
        written = Path(app.builder.get_outfilename(docname))
        if written.is_file() and (found := entries_of(written.read_text(encoding="utf-8"))):
            chapter = CHAPTER.match(docname)
            yield as_record(app, docname, int(chapter[1]) if chapter else 0, found)


def ordered(app: Sphinx) -> list[str]:
    """The pages as the tables of contents list them, and after them any other."""
    listed = [docname for _, inside in sorted(app.env.toctree_includes.items()) for docname in inside]
    return sorted(app.env.found_docs, key=lambda docname: listed.index(docname) if docname in listed else len(listed))


def as_record(app: Sphinx, docname: str, chapter: int, entries: list[Entry]) -> dict[str, Any]:
    """Return a page as the script holds it; the first of its entries is the page itself."""
    return {
        "address": app.builder.get_target_uri(docname),
        "title": entries[0].title,
        "chapter": chapter,
        "entries": [as_list(entry) for entry in entries],
    }


def as_list(entry: Entry) -> list[Any]:
    """Return an entry as the script holds it; the last item is left out where there are no equations."""
    return [entry.anchor, entry.title, entry.text, said_of(entry), *filter(None, [entry.equations])]


def said_of(entry: Entry) -> str:
    """Return the titles and ids of the formulas, and the names of the functions, that an entry shows."""
    titles = (REGISTRY[name].title for name in entry.subjects if name in REGISTRY)
    return ", ".join(dict.fromkeys((*titles, *entry.subjects)))


def pages_of_sources(app: Sphinx) -> Iterator[dict[str, Any]]:
    """Return the pages with sources, of each its name and the first line of its docstring."""
    root = Path(app.confdir)
    for path in (path for folder in FOLDERS for path in sorted((root / folder).rglob("*.py"))):
        name = path.relative_to(root).as_posix()
        if Path(app.builder.get_outfilename(page_of(name))).is_file():
            said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            yield as_record(app, page_of(name), 0, [Entry("", name, [said.partition("\n")[0]])])


def setup(app: Sphinx) -> dict[str, Any]:
    """Put this search in place of Sphinx's."""
    app.config.templates_path.append(str(Path(__file__).parent))
    app.connect("builder-inited", without_own_search)
    app.connect("html-collect-pages", search_page)
    app.connect("html-page-context", add_scripts)
    app.connect("build-finished", write_index)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
