"""What makes the book one to teach from: exercises, a card at the head of each chapter, key terms, numbers, sources."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

PARTS = ("chapter_numbers", "exercises", "gathering", "handout", "chapter_card", "key_terms", "tables", "bibliography")


def setup(app: Sphinx) -> dict[str, Any]:
    """Load the parts."""
    for part in PARTS:
        app.setup_extension(f"_extensions.teaching.{part}")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
