"""Tables of words on a telephone: each row becomes a card there, since columns of words would be a syllable wide."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

COLUMNS = range(3, 7)  # fewer have room, more are tables of marks and numbers, which scroll
WORDY = 24  # letters of the longest cell


def mark(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mark the tables; style sheet and program of a narrow page do the rest."""
    if app.builder.format == "html":
        for table in filter(is_wordy, doctree.findall(nodes.table)):
            table["classes"].append("cards")


def is_wordy(table: nodes.table) -> bool:
    """Whether a table has a few columns, a head that names them, and words in its rows."""
    groups = list(table.findall(nodes.tgroup))
    if len(groups) != 1 or groups[0]["cols"] not in COLUMNS or next(table.findall(nodes.thead), None) is None:
        return False
    return max((len(entry.astext()) for entry in groups[0][-1].findall(nodes.entry)), default=0) >= WORDY


def setup(app: Sphinx) -> dict[str, Any]:
    """Come last: some tables are filled in when all pages have been read."""
    app.connect("doctree-resolved", mark, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
