"""The style of the bibliography: entries by author and year, without labels of their own."""

from __future__ import annotations

from typing import Any

from pybtex.plugin import register_plugin
from pybtex.style.formatting.plain import Style
from sphinx.application import Sphinx


class BookStyle(Style):
    """Names in full, sorted by the first author and the year."""

    default_sorting_style = "author_year_title"
    default_label_style = "number"


def setup(app: Sphinx) -> dict[str, Any]:
    """Make the style known under the name that conf.py uses."""
    register_plugin("pybtex.style.formatting", "book", BookStyle)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
