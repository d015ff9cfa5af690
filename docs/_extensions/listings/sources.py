"""Pages with the whole source of the package and of its tests, inside the book, and a page that lists them."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from .code import html_of

FOLDERS = ("textbook_cnn", "tests")
INDEX = "sources/index"

Page = tuple[str, dict[str, Any], str]


def page_of(path: str) -> str:
    """Name of the page that shows a source file, given from the repository."""
    return "sources/" + path.removesuffix(".py")


def address_of_index(app: Sphinx, docname: str) -> str | None:
    """Address of the page that lists the sources, seen from a page; None in a draft, which has no such pages."""
    if app.config.draft or app.builder.format != "html":
        return None
    return app.builder.get_relative_uri(docname, INDEX)


def line_address(app: Sphinx, docname: str, path: str, line: int) -> str | None:
    """Address of a line of a source file, seen from a page; None in a draft."""
    if address_of_index(app, docname) is None:
        return None
    return app.builder.get_relative_uri(docname, page_of(path)) + f"#line-{line}"


def source_pages(app: Sphinx) -> Iterator[Page]:
    """Return a page for each source file, every line with an id, and their index; none for a draft."""
    root = Path(app.confdir)
    files = [] if app.config.draft else [path for folder in FOLDERS for path in sorted((root / folder).rglob("*.py"))]
    shown = [path for path in files if path.read_text(encoding="utf-8").strip()]
    for path in shown:
        name, text = path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
        numbers = range(1, len(text.splitlines()) + 1)
        code = html_of(text, numbers, {number: [f"line-{number}"] for number in numbers})
        up = escape(app.builder.get_relative_uri(page_of(name), INDEX))
        body = f'<h1>{escape(name)}</h1>\n<p class="listing-links"><a href="{up}">All sources</a></p>\n{code}'
        yield page_of(name), {"title": name, "body": body, "parents": []}, "page.html"
    if shown:
        yield INDEX, {"title": "Sources", "body": index(app, shown), "parents": []}, "page.html"


def index(app: Sphinx, files: list[Path]) -> str:
    """The files by folder."""
    parts = [
        "<h1>Sources</h1>",
        "<p>All files of the package and of its tests, as this copy of the book was built.</p>",
    ]
    for folder, inside in groupby(files, lambda path: path.parent):
        parts.append(f"<h2><code>{folder.relative_to(app.confdir).as_posix()}/</code></h2>\n<ul>")
        for path in inside:
            page = page_of(path.relative_to(app.confdir).as_posix())
            address = escape(app.builder.get_relative_uri(INDEX, page))
            parts.append(f'<li><a href="{address}"><code>{escape(path.name)}</code></a></li>')
        parts.append("</ul>")
    return "\n".join(parts)
