"""The directives `erratum` and `catalogue-table`: what the slides print, what refutes it, where the registry has it.

A statement that is not refuted is a warning, which fails a build with -W.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from textbook_cnn.formulas import ERRATA, REGISTRY
from textbook_cnn.formulas.formula import EDITORIAL
from textbook_cnn.formulas.slides.errata import refute
from textbook_cnn.formulas.slides.statements import ROWS, Row

from ..tables import make_table
from .places import to_equation
from .proofs import note_sources
from .wrong_formula import WrongFormulaDirective, counterexample

HEADINGS = ("no.", "slide and statement", "formulas", "errata")
WIDTHS = (5, 40, 45, 10)
NUMBERS = {erratum.number: erratum for erratum in ERRATA}


class ErratumDirective(WrongFormulaDirective):
    """Show an erratum: its words, then what it claims with what refutes that, and below it the right formula."""

    option_spec = {}  # noqa: RUF012

    def run(self) -> list[nodes.Node]:
        """Return the words and a box with two halves."""
        note_sources(self.env)
        erratum = NUMBERS.get(self.arguments[0])
        if erratum is None:
            self._warn(f"there is no erratum {self.arguments[0]!r}", "unknown")
            return []
        words = f"Printed\n: {erratum.printed}\n\nCorrect\n: {erratum.correct}\n\nWhy\n: {erratum.why}\n"
        shown = self.parse_text_to_nodes(words)
        if erratum.claim is None:
            reason = nodes.paragraph("", f"Nothing to compute: {EDITORIAL[erratum.number]}.", classes=["formula-links"])
            return [*shown, reason]
        refutation = refute(erratum, REGISTRY)
        if refutation.objection:
            self._warn(refutation.objection, "unrefuted")
        halves = (
            self._half("Claim", self._statement(refutation.wrong), counterexample(refutation)),
            self._half("Right", *self._right(refutation.wrong)),
        )
        return [*shown, nodes.container("", *halves, classes=["wrong-formula", "stacked"])]


class CatalogueTable(SphinxDirective):
    """Show all statements of the slides, with links to their formulas and errata."""

    def run(self) -> list[nodes.Node]:
        """Return the table; the links to formulas are resolved when all pages are read."""
        note_sources(self.env)
        rows = [self._row(number, row) for number, row in enumerate(ROWS, 1)]
        return [make_table(HEADINGS, WIDTHS, rows, "catalogue-table")]

    def _row(self, number: int, row: Row) -> nodes.row:
        statement = [nodes.paragraph("", row.statement), nodes.paragraph("", f"slide “{row.slide}”")]
        formulas = [
            nodes.paragraph("", "", to_equation(name, shows="id"), nodes.Text(f" {REGISTRY[name].status}"))
            for name in row.formulas
        ]
        errata = self.parse_text_to_nodes(", ".join(f"{{ref}}`{name} <erratum-{name[1:]}>`" for name in row.errata))
        cells = [[nodes.paragraph("", str(number))], statement, formulas, errata]
        return nodes.row("", *(nodes.entry("", *cell) for cell in cells))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives."""
    app.setup_extension("_extensions.formulas.wrong_formula")
    app.add_directive("erratum", ErratumDirective)
    app.add_directive("catalogue-table", CatalogueTable)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
