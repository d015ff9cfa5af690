"""Chapters, which run longest, are dealt to the processes that read pages: by name one would get nearly all of them."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..folders import CHAPTERS


def dealt(pages: list[str]) -> list[str]:
    """Every second chapter first, the others after half of the rest: Sphinx gives each process pages in a row."""
    chapters = [page for page in pages if page.startswith(CHAPTERS)]
    rest = [page for page in pages if not page.startswith(CHAPTERS)]
    half = len(rest) // 2
    return [*chapters[::2], *rest[:half], *chapters[1::2], *rest[half:]]


def reorder(app: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
    """Put the pages that will be read into that order."""
    pages[:] = dealt(pages)


def setup(app: Sphinx) -> dict[str, Any]:
    """Reorder before pages are read."""
    app.connect("env-before-read-docs", reorder)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
