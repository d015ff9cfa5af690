"""A formula within a sentence stays on one line with the punctuation mark that follows it."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

WORD_JOINER = "\u2060"  # forbids a line break, is not seen


class KeepPunctuation(SphinxPostTransform):
    """Join a punctuation mark to the formula before it."""

    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Insert the joiner in the page that is written."""
        for formula in self.document.findall(nodes.math):
            after = formula.next_node(descend=False, siblings=True)
            if isinstance(after, nodes.Text) and after[:1] in ".,;:!?)’”":
                after.parent.replace(after, nodes.Text(WORD_JOINER + after))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_post_transform(KeepPunctuation)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
