"""What pages lack for readers with a screen reader, mended in the HTML that furo is given."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

CAPTION = '<p class="caption" role="heading">'
# The wrapper of an equation and the equation itself carry the same id.
EQUATION_ID_TWICE = re.compile(r'(id="(equation-[^"]+)">\s*<div class="(?:[\w.-]+ )*math [^"]*") id="\2"')
# docutils names each source with a role that is no longer one of ARIA's; what a list holds are its items.
SOURCE = ('role="doc-biblioentry"', 'role="listitem"')


def mend(html: str) -> str:
    """Give captions of a table of contents their level, an equation its id once, and a list of sources its items."""
    html = html.replace(CAPTION, CAPTION[:-1] + ' aria-level="2">').replace(*SOURCE)
    return EQUATION_ID_TWICE.sub(r"\1", html)


def mend_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Mend the page's body and its navigation."""
    for part in ("body", "furo_navigation_tree"):
        if isinstance(context.get(part), str):
            context[part] = mend(context[part])


def setup(app: Sphinx) -> dict[str, Any]:
    """Come after furo, which makes the navigation in the same event."""
    app.connect("html-page-context", mend_page, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
