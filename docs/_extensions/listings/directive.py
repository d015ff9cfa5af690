"""The directive `listing`: the body of a function of the package, taken from its source when the book is built."""

from __future__ import annotations

import inspect
import pkgutil
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class Listing(SphinxDirective):
    """Show functions of the package; `folded` keeps them shut until a reader opens them."""

    required_arguments = 1
    optional_arguments = 100
    option_spec: ClassVar[dict[str, Any]] = {"folded": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Return a block of code for each function."""
        found = [pkgutil.resolve_name(f"textbook_cnn.{name}") for name in self.arguments]
        return [nodes.literal_block(text := inspect.getsource(one), text, language="python") for one in found]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("listing", Listing)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
