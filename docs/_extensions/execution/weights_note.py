"""Pages with the weights of VGG16: whether these are at hand, and a note on the page where they are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from textbook_cnn.vgg16.sources import NOTOP, WHEEL, cached

WITHOUT = (
    "The weights of VGG16 could not be fetched when this copy of the book was built. The network of this page has "
    "random weights: its figures show what an untrained network makes of a photograph, and the text does not fit them. "
    "Connect to the network and build the book again."
)


def weights_at_hand() -> Path:
    """Return the file with the weights in the user's cache, or where one would lie."""
    files = [cached(file) for file in (NOTOP, WHEEL)]
    return next((file for file in files if file.is_file()), files[-1])


class WeightsNote(SphinxDirective):
    """A warning on the page, only where its cells have run without the weights."""

    def run(self) -> list[nodes.Node]:
        """Return the warning or nothing."""
        if weights_at_hand().is_file():
            return []
        return [nodes.warning("", nodes.paragraph("", WITHOUT), classes=["sample-note"])]


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive."""
    app.add_directive("weights-note", WeightsNote)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
