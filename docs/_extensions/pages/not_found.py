"""The page 404.html, which a server shows in place of one that is not there.

It is shown at any address, so it has its style inside and finds the book from the address by itself.
"""

from __future__ import annotations

import json
from base64 import b64encode
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

ICON = Path(__file__).parents[2] / "_static" / "favicon.svg"
# Folders with no page of their own, which a link may lead into.
BESIDES = {"sources", "figures", "_static", "_images", "_downloads"}

PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="description" content="There is no such page in this book.">
<link rel="icon" href="data:image/svg+xml;base64,{icon}">
<title>No such page - {title}</title>
<style>
:root {{ color-scheme: light dark; color: #111; background: #fff; }}
a {{ color: #0a4bff; }}
@media (prefers-color-scheme: dark) {{
  :root {{ color: #ddd; background: #131416; }}
  a {{ color: #5ca5ff; }}
}}
body {{ max-width: 34rem; margin: 12vh auto; padding: 0 1.2rem; font: 1.05rem/1.6 system-ui, sans-serif; }}
h1 {{ font-size: 1.8rem; line-height: 1.2; }}
</style>
</head>
<body>
<main>
<h1>There is no such page</h1>
<p>Perhaps it has moved to another chapter, or the address has a slip in it.</p>
<p><a data-page="" href="{base}{first}">The first page of the book</a> has the contents, and
<a data-page="search.html" href="{base}search.html">the search</a> looks through all of it.</p>
</main>
<script>
// A page that is missing lies somewhere below the book: all before the first of its folders leads to the book.
const folders = {folders};
const parts = location.pathname.split("/");
const place = parts.findIndex((part, k) => k && folders.includes(part));
const book = parts.slice(0, place < 0 ? -1 : place).join("/") + "/";
const lead = (book) => {{
  for (const link of document.querySelectorAll("[data-page]")) link.href = book + (link.dataset.page || "{first}");
}};
// Such a folder may be misspelt, or lie in another one: the book is the first folder above that has the search in it.
const ask = async () => {{
  for (let length = parts.length - 1; length > 0; length--) {{
    const above = parts.slice(0, length).join("/") + "/";
    if ((await fetch(above + "search.html", {{ method: "HEAD" }})).ok) return lead(above);
  }}
}};
if (!{fixed}) {{
  lead(book);
  if (location.protocol !== "file:") ask().catch(() => {{}});
}}
</script>
</body>
</html>
"""


def page(app: Sphinx) -> str:
    """The page as HTML; with `html_baseurl` its links are whole addresses and the program changes nothing."""
    folders = sorted({name.partition("/")[0] for name in app.env.all_docs if "/" in name} | BESIDES)
    return PAGE.format(
        language=app.config.language,
        title=escape(app.config.html_title),
        base=escape(app.config.html_baseurl),
        first=app.builder.get_target_uri(app.config.root_doc) or "index.html",
        folders=json.dumps(folders),
        icon=b64encode(ICON.read_bytes()).decode(),
        fixed=json.dumps(bool(app.config.html_baseurl)),
    )


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write it beside the first page."""
    if exception is None and app.builder.name == "html" and not app.config.draft:
        Path(app.outdir, "404.html").write_text(page(app), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the page when all others are written."""
    app.setup_extension("_extensions.execution.draft")  # whether this is one
    app.connect("build-finished", write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
