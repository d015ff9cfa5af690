"""Every figure says in words what it shows: an image without alternative text is a warning."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)


def check_alternative_texts(app: Sphinx, document: nodes.document) -> None:
    """Warn of images of a finished page that have no text, or one of fewer than two words."""
    for image in document.findall(nodes.image):
        words = image.get("alt", "").split()
        if len(words) < 2:
            logger.warning(
                "an image has no alternative text (in a cell: mystnb: image: alt:), %s",
                image["uri"].rsplit("/", 1)[-1],
                location=image if image.line else app.env.docname,
                type="figures",
                subtype="alt",
            )


def setup(app: Sphinx) -> dict[str, Any]:
    """Check each page as it is read."""
    app.connect("doctree-read", check_alternative_texts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
