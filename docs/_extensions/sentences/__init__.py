"""Sentences are held: what a page says in numbers, and of what its cells show, is tested where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

from .check import DOCS, EXCEPTIONS, exceptions, faults, is_checked

logger = logging.getLogger(__name__)


def check_sentences(app: Sphinx, docname: str, content: list[str]) -> None:
    """Warn of what is not held in a page that is read."""
    in_this_book = DOCS in Path(app.env.doc2path(docname)).resolve().parents
    if in_this_book and is_checked(docname, content[0]):
        app.env.note_dependency(str(EXCEPTIONS), docname=docname)
        for line, message in faults(content[0], exceptions().get(docname, {})):
            logger.warning(message, location=(docname, line), type="sentences", subtype="held")


def setup(app: Sphinx) -> dict[str, Any]:
    """Check each page as it is read."""
    app.connect("source-read", check_sentences)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
