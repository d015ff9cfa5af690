"""The directive `wrong-formula`: a statement that does not hold, its counterexample, and the right formula beside it.

A statement that is not refuted is a warning, which fails a build with -W.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.slides.mistakes import WRONG
from textbook_cnn.formulas.slides.wrong_formula import Refutation, WrongFormula

from .chip import COUNTEREXAMPLE, NO_VALUE, chip, fold, foot
from .directive import FormulaDirective
from .finished_pages import MARK
from .proofs import note_sources

logger = logging.getLogger(__name__)

REFUTED = "the two sides were evaluated with the same code as the proofs, and differ"
MISSING = "the statement was evaluated with the same code as the proofs, and asks for what does not exist"
SIDES = re.compile(r"the left side is (.+), the right side (.+)", re.DOTALL)


class WrongFormulaDirective(SphinxDirective):
    """Show a wrong formula with what refutes it, and the right one beside it; with `stacked`, below it."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"stacked": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Return a box with two halves."""
        wrong = WRONG.get(self.arguments[0])
        if wrong is None:
            self._warn(f"there is no wrong formula {self.arguments[0]!r}", "unknown")
            return []
        refutation = wrong.refute(REGISTRY)
        if refutation.objection:
            self._warn(refutation.objection, "unrefuted")
        note_sources(self.env)
        halves = (
            self._half("Wrong", self._statement(wrong), counterexample(refutation)),
            self._half("Right", *self._right(wrong)),
        )
        return [nodes.container("", *halves, classes=["wrong-formula", *self.options])]

    def _warn(self, message: str, subtype: str) -> None:
        logger.warning(message, location=self.get_location(), type="formula", subtype=subtype)

    def _half(self, heading: str, *content: nodes.Node) -> nodes.container:
        title = nodes.paragraph("", heading, classes=["wrong-formula-heading"])
        return nodes.container("", title, *content, classes=[f"{heading.lower()}-half"])

    def _statement(self, wrong: WrongFormula) -> nodes.math_block:
        text = wrong.latex()
        math = nodes.math_block(text, text, docname=self.env.docname, number=None, label=None)
        math["classes"] = ["formula", MARK + wrong.id]
        math["no-wrap"] = False
        math["translatable"] = False
        math["formula"] = wrong.id
        self.set_source_info(math)
        return math

    def _right(self, wrong: WrongFormula) -> list[nodes.Node]:
        directive = FormulaDirective(
            "formula",
            [wrong.right],
            {"again": None},
            self.content,
            self.lineno,
            self.content_offset,
            self.block_text,
            self.state,
            self.state_machine,
        )
        return directive.run()


def counterexample(refutation: Refutation) -> fold:
    """Where the two sides differ, both values set as code: it stands open, since it is what the page is about."""
    line = nodes.paragraph(classes=["formula-links"], translatable=False)
    badge, meaning = ("no value", MISSING) if refutation.wrong.without_value else ("refuted", REFUTED)
    line += nodes.abbreviation("", badge, explanation=meaning, classes=["formula-badge", "formula-refuted"])
    text = refutation.counterexample
    sides = SIDES.search(text)
    line += nodes.Text(f": {text[: sides.start()] if sides else text}")
    if sides:
        left, right = sides.groups()
        line += [
            nodes.Text("the left side is "),
            nodes.literal(left, left),
            nodes.Text(", the right side "),
            nodes.literal(right, right),
        ]
    if refutation.wrong.forgets:
        line += nodes.Text(f" · forgotten: {refutation.wrong.forgets}")
    words = NO_VALUE if refutation.wrong.without_value else COUNTEREXAMPLE
    return foot([chip(words, "refuted")], line, shut=False)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and its style."""
    app.setup_extension("_extensions.formulas.directive")
    app.add_directive("wrong-formula", WrongFormulaDirective)
    app.add_css_file("wrong_formula.css")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
