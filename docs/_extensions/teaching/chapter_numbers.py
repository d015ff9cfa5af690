"""A link to a chapter by its name alone reads “Chapter 5”; its title is what the pointer shows."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join
from sphinx.util.nodes import make_refnode


def chapter_number(env: BuildEnvironment, docname: str) -> str:
    """Return the number of a chapter; "" for other pages."""
    numbers = env.toc_secnumbers.get(docname, {}).get("", ())
    return ".".join(map(str, numbers))


def link_to(app: Sphinx, here: str, page: str) -> nodes.reference:
    """Return a link to a chapter that reads “Chapter 5”."""
    words = nodes.inline("", f"Chapter {chapter_number(app.env, page)}", classes=["chapter-link"])
    return make_refnode(app.builder, here, page, "", words, app.env.titles[page].astext())


class ChapterLinks(SphinxPostTransform):
    """Write the number of the chapter into links that have no words of their own."""

    default_priority = 5  # before the links are resolved

    def run(self, **kwargs: Any) -> None:
        """Go through the links of the page that is written."""
        for link in list(self.document.findall(addnodes.pending_xref)):
            if link.get("reftype") != "doc" or link.get("refexplicit"):
                continue
            page = docname_join(link.get("refdoc", self.env.docname), link["reftarget"])
            if chapter_number(self.env, page):
                link.replace_self(link_to(self.app, self.env.docname, page))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_post_transform(ChapterLinks)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
