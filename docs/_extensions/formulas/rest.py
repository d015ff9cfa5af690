"""The directive `formula-rest`: the formulas that no other page shows, so that every entry has a place and a number."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from textbook_cnn.formulas import REGISTRY

from .directive import FormulaDirective

SHOWN = re.compile(r"^(?:`{3,}|:{3,})\{formula\} +(\S+) *$(?!\n:again:)", re.MULTILINE)


class nothing_left(nodes.Element):  # noqa: N801, as docutils has them
    """Stands where a directive had nothing to show."""


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
        return found or [nothing_left()]


class LeaveOut(SphinxTransform):
    """Take away a section that has nothing to show."""

    default_priority = 400  # before the contents are collected

    def apply(self, **kwargs: Any) -> None:
        """Look for what the directive left."""
        for left in list(self.document.findall(nothing_left)):
            around = left.parent
            around.remove(left)
            kept = [node for node in around if isinstance(node, nodes.target)]  # names of what follows
            if isinstance(around, nodes.section) and len(around) == len(kept) + 1:  # besides them only its title
                place = around.parent.index(around)
                around.parent[place : place + 1] = kept


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.setup_extension("_extensions.formulas.directive")
    app.add_directive("formula-rest", RestOfFormulas)
    app.add_transform(LeaveOut)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
