"""Pages with the whole source of the package and of its tests, inside the book, and a page that lists them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from .code import html_of

FOLDERS = ("textbook_cnn", "tests")
INDEX = "sources/index"
WRITTEN = "source_pages.json"  # what was written, beside the doctrees

Page = tuple[str, dict[str, Any], str]


def page_of(path: str) -> str:
    """Name of the page that shows a source file, given from the repository."""
    return "sources/" + path.removesuffix(".py")


def is_shown(root: Path, path: str) -> bool:
    """Whether a file, given from the repository, has a page."""
    file = root / path
    inside = path.partition("/")[0] in FOLDERS and file.suffix == ".py" and ".." not in file.parts
    return inside and file.is_file() and bool(file.read_text(encoding="utf-8").strip())


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
    """Return a page for each source file that is not written yet, every line with an id, and their index."""
    root = Path(app.confdir)
    files = [] if app.config.draft else [path for folder in FOLDERS for path in sorted((root / folder).rglob("*.py"))]
    shown = {path: text for path in files if (text := path.read_text(encoding="utf-8")).strip()}
    record = Path(app.doctreedir) / WRITTEN
    before = json.loads(record.read_text()) if record.is_file() else {}
    frame, now = frame_of(app), {}
    for path, text in shown.items():
        name = path.relative_to(root).as_posix()
        page = page_of(name)
        now[page] = sha256(f"{frame} {text}".encode()).hexdigest()
        if now[page] != before.get(page) or not Path(app.outdir, f"{page}.html").is_file():
            yield page, {"title": name, "body": body_of(app, page, name, text), "parents": []}, "page.html"
    if shown:
        yield INDEX, {"title": "Sources", "body": index(app, list(shown)), "parents": []}, "page.html"
        record.write_text(json.dumps(now))


def frame_of(app: Sphinx) -> str:
    """Digest of what stands around a source: settings of the theme, titles beside it, and the code that writes it."""
    titles = sorted((page, title.astext()) for page, title in app.env.titles.items())
    code = [path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.glob("*.py"))]
    parts = app.builder.build_info.config_hash, titles, sorted(app.env.toctree_includes.items()), code
    return sha256(repr(parts).encode()).hexdigest()


def body_of(app: Sphinx, page: str, name: str, text: str) -> str:
    """The source, with a link to all others."""
    numbers = range(1, len(text.splitlines()) + 1)
    code = html_of(text, numbers, {number: [f"line-{number}"] for number in numbers})
    up = escape(app.builder.get_relative_uri(page, INDEX))
    return f'<h1>{escape(name)}</h1>\n<p class="listing-links"><a href="{up}">All sources</a></p>\n{code}'


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
