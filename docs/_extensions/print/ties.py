"""What stays together on paper: no line begins with ×, a picture without a number stands in the middle."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

TIMES = re.compile(r" (?=× )")
WORDS = (nodes.paragraph, nodes.emphasis, nodes.caption, nodes.title)


class Ties(SphinxPostTransform):
    """Change words and pictures of the printed book."""

    default_priority = 4
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Go through words and pictures."""
        for text in list(self.document.findall(nodes.Text)):
            if " × " in text and isinstance(text.parent, WORDS):
                text.parent.replace(text, nodes.Text(TIMES.sub("\N{NO-BREAK SPACE}", text)))
        for image in self.document.findall(nodes.image):
            if not isinstance(image.parent, nodes.figure | nodes.TextElement):
                image["align"] = "center"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_post_transform(Ties)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
