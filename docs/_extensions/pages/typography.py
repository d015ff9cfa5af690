"""A formula within a sentence stays on one line with the marks around it; a page says so if no program sets it."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

OPENING, CLOSING = re.compile(r"[(\[“‘]+$"), re.compile(r"^[.,;:!?)\]’”]+")
MATHEMATICS = re.compile(r'class="(?:[^"]* )?math ')
AS_WRITTEN = (
    '<noscript><p class="formulas-as-written">JavaScript is switched off here, so the formulas of this page stand as '
    "they are written, in TeX. The text is complete.</p></noscript>"
)


class KeepMarks(SphinxPostTransform):
    """Put a formula and the marks beside it into one element: a browser breaks lines there whatever the marks are."""

    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Change the page that is written."""
        for formula in list(self.document.findall(nodes.math)):
            parent = formula.parent
            place = parent.index(formula)
            opening = taken(parent, place - 1, OPENING) if place else ""
            closing = taken(parent, place + 1, CLOSING)
            if opening or closing:
                together = nodes.inline("", opening, classes=["with-marks"])
                parent.replace(formula, together)
                together += [formula, nodes.Text(closing)]


def taken(parent: nodes.Element, place: int, marks: re.Pattern[str]) -> str:
    """Take the marks out of the text at a place, if there is text."""
    text = parent[place] if place < len(parent) else None
    found = marks.search(text) if isinstance(text, nodes.Text) else None
    if found is None:
        return ""
    parent.replace(text, nodes.Text(marks.sub("", text)))
    return found[0]


def say_how_formulas_stand(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put a line below the title of a page with formulas, which browsers without JavaScript show."""
    body = context.get("body")
    if isinstance(body, str) and MATHEMATICS.search(body):
        context["body"] = body.replace("</h1>", f"</h1>\n{AS_WRITTEN}", 1)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform and the line."""
    app.add_post_transform(KeepMarks)
    app.connect("html-page-context", say_how_formulas_stand)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
