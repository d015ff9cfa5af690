"""What a page is about, in a sentence: for search engines, for whoever is sent its address, and for the contents.

A page says it in its front matter, as `myst: html_meta: description`; of the others it is the first sentence.
"""

from __future__ import annotations

import ast
import re
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from docutils import nodes
from sphinx.application import Sphinx

from ..by_page import ByPage

LONGEST = 300  # letters: what is longer is cut off where it is shown
CARD, CARD_SIZE = "_static/card.png", (1200, 630)
ICON = "_static/favicon.png"
TAG = re.compile(r"<[^>]*>")
VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>\s*')  # the theme has its own
descriptions = ByPage[str]("page_descriptions")  # what each says of itself


def note(app: Sphinx, doctree: nodes.document) -> None:
    """Keep what a page says of itself; the page's head gets it below, with all others."""
    for meta in list(doctree.findall(nodes.meta)):
        if meta.get("name") == "description":
            descriptions(app.env)[app.env.docname] = meta["content"]
            meta.parent.remove(meta)


def first_paragraph(doctree: nodes.document) -> str:
    """The first paragraph that stands in a section itself, on one line."""
    paragraphs = (node for node in doctree.findall(nodes.paragraph) if isinstance(node.parent, nodes.section))
    return next((" ".join(node.astext().split()) for node in paragraphs), "")


def docstring_of(app: Sphinx, title: str) -> str:
    """Path and first line of the docstring of a source file that a page shows; empty for other pages."""
    file = Path(app.confdir) / title
    if file.suffix != ".py" or not file.is_file():
        return ""
    said = (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").partition("\n")[0]
    return f"{title}: {said}" if said else ""


def shortened(words: str) -> str:
    """The words, or as many whole ones as are shown."""
    return words if len(words) <= LONGEST else words[:LONGEST].rpartition(" ")[0] + " …"


def tags(app: Sphinx, page: str, title: str, words: str) -> list[str]:
    """The lines of the head: what search engines read, and what is shown where an address is sent to somebody."""
    base, here = app.config.html_baseurl, app.builder.get_target_uri(page)
    near = "../" * page.count("/")
    facts = {
        "og:type": "book" if page == app.config.root_doc else "article",
        "og:site_name": app.config.html_title,
        "og:title": title,
        "og:description": words,
        "og:image": urljoin(base, CARD) if base else near + CARD,
        "og:image:width": str(CARD_SIZE[0]),
        "og:image:height": str(CARD_SIZE[1]),
        **({"og:url": urljoin(base, here)} if base else {}),
    }
    return [
        f'<meta name="description" content="{escape(words)}">',
        *(f'<meta property="{name}" content="{escape(value)}">' for name, value in facts.items()),
        f'<link rel="icon" type="image/png" href="{near}{ICON}">',
    ]


def add(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Put the lines into the head of a page."""
    title = " ".join(unescape(TAG.sub("", context.get("title") or app.config.html_title)).split())
    words = descriptions(app.env).get(page) or (first_paragraph(doctree) if doctree else docstring_of(app, title))
    lines = tags(app, page, title, shortened(words or f"{title}: {app.config.html_title}"))
    before = VIEWPORT.sub("", context.get("metatags", "")).strip()
    context["metatags"] = "\n    ".join(["", *filter(None, [before]), *lines, ""])


def setup(app: Sphinx) -> dict[str, Any]:
    """Take the descriptions from the pages, and give them back in the head."""
    app.connect("doctree-read", note)
    descriptions.connect(app)
    app.connect("html-page-context", add)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
