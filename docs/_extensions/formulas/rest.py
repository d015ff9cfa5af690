"""The directive `formula-rest`: the formulas that no other page shows, so that every entry has a place and a number."""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from textbook_cnn.formulas import REGISTRY

from .directive import FormulaDirective

SHOWN = re.compile(r"^(?:`{3,}|:{3,})\{formula\} +(\S+) *$(?!\n:again:)", re.MULTILINE)
ALL_SHOWN = "There are none in this copy."


def shown(env: BuildEnvironment) -> set[str]:
    """Ids that pages show with a number, found in their text: not all pages are read yet."""
    pages = Path(env.srcdir).rglob("*.md")  # a draft knows but one of them
    return {name for page in pages for name in SHOWN.findall(page.read_text(encoding="utf-8"))}


class RestOfFormulas(SphinxDirective):
    """Show the formulas that no page shows."""

    def run(self) -> list[nodes.Node]:
        """Return the equations, each after its title."""
        self.env.note_reread()  # any page may have changed
        elsewhere = shown(self.env)
        found: list[nodes.Node] = []
        for name, formula in REGISTRY.items():
            if name not in elsewhere:
                directive = FormulaDirective(
                    "formula",
                    [name],
                    {},
                    self.content,
                    self.lineno,
                    self.content_offset,
                    self.block_text,
                    self.state,
                    self.state_machine,
                )
                found += [nodes.paragraph("", f"{formula.title}:"), *directive.run()]
        return found or [nodes.paragraph("", ALL_SHOWN)]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.setup_extension("_extensions.formulas.directive")
    app.add_directive("formula-rest", RestOfFormulas)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
