"""The handout, `-D handout=1`: the book without solutions, and without links to what stands in them."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..by_page import ByPage
from .exercises import is_solution
from .key_terms import page_with

LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)  # in a drawing
anchors = ByPage[set[str]]("solution_anchors")  # the anchors in the solutions of each page


def read_setting(app: Sphinx, config: Config) -> None:
    """Refuse a setting that is none; expect no links in code that is read with the page and left out."""
    if config.handout not in (False, True):
        raise SystemExit(f"Configuration error: handout: expected 0 or 1, got {config.handout!r}")
    if config.handout:
        config.suppress_warnings = [*config.suppress_warnings, "codeautolink.match_block"]


def note_anchors(app: Sphinx, doctree: nodes.document) -> None:
    """Remember what a handout cannot link to."""
    inside = (part for node in doctree.findall(is_solution) for part in node.findall(nodes.Element))
    anchors(app.env)[app.env.docname] = {name for part in inside for name in part["ids"]}


class WithoutSolutions(SphinxPostTransform):
    """Leave the solutions out of a handout."""

    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        """Take them out where the configuration says so."""
        if self.config.handout:
            for node in list(self.document.findall(is_solution)):
                node.parent.remove(node)


def unlink(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """In a handout, leave the words of links into solutions."""
    if not app.config.handout:
        return
    addresses = left_out(app, docname)
    for link in list(doctree.findall(nodes.reference)):
        own = link.get("refid") in anchors(app.env).get(page_with(link, docname), set())
        if own or link.get("refuri") in addresses:
            link.replace_self(link.children)
    for drawing in list(doctree.findall(nodes.raw)):
        if drawing.get("format") == "html" and "<a " in drawing.astext():
            text = LINK.sub(lambda found: found[2] if found[1] in addresses else found[0], drawing.astext())
            drawing.children = [nodes.Text(text)]


def left_out(app: Sphinx, docname: str) -> set[str]:
    """The addresses of all that stands in solutions, seen from a page."""
    found = {f"#{name}" for name in anchors(app.env).get(docname, ())}
    for page, names in anchors(app.env).items():
        try:
            found |= {f"{app.builder.get_relative_uri(docname, page)}#{name}" for name in names}
        except NoUri:  # a page that the printed book has not
            continue
    return found


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect; links are resolved before, and what is taken home is written afterwards."""
    app.add_config_value("handout", False, "", types=frozenset({bool, str}))  # a text: refused here, in clear words
    app.add_post_transform(WithoutSolutions)
    app.connect("config-inited", read_setting)
    app.connect("doctree-read", note_anchors)
    app.connect("doctree-resolved", unlink, priority=800)
    anchors.connect(app)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
