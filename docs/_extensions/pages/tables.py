"""Tables of words on a telephone: each row becomes a card there, since columns of words would be a syllable wide."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

COLUMNS = range(3, 5)  # fewer have room, more are tables of marks and numbers, which scroll
WORDY = 24  # letters of the longest cell


class Cards(SphinxPostTransform):
    """Mark the tables; style sheet and program of a narrow page do the rest."""

    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Give them a class."""
        for table in self.document.findall(nodes.table):
            if is_wordy(table):
                table["classes"].append("cards")


def is_wordy(table: nodes.table) -> bool:
    """Whether a table has a few columns, a head that names them, and words in its rows."""
    groups = list(table.findall(nodes.tgroup))
    if len(groups) != 1 or groups[0]["cols"] not in COLUMNS or next(table.findall(nodes.thead), None) is None:
        return False
    return max((len(entry.astext()) for entry in groups[0][-1].findall(nodes.entry)), default=0) >= WORDY


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_post_transform(Cards)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
