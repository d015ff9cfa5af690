"""The directive `formula-table`: every formula with its proof, linked to where it is shown and back."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from textbook_cnn.formulas import REGISTRY, Formula, ProofResult
from textbook_cnn.formulas.formula import UNPROVED
from textbook_cnn.formulas.graph import rests_on
from textbook_cnn.formulas.proofs import runs

from ..tables import make_table, row_of, row_of_words
from .badges import badge, covers
from .places import TABLE, note_place, row_id, to_equation, to_function
from .proofs import note_sources, results

HEADINGS = ("formula", "proof", "cases", "seconds")
WIDTHS, ON_PAPER = (38, 44, 9, 9), (26, 55, 9, 10)


def with_commas(parts: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return the parts with commas between them."""
    return [part for each in parts for part in (nodes.Text(", "), each)][1:]


class FormulaTable(SphinxDirective):
    """Show a table of all formulas."""

    def run(self) -> list[nodes.Node]:
        """Return the table; its links are resolved when all pages are read."""
        note_place(self.env, TABLE)
        note_sources(self.env)
        rows = [self._row(formula, results(formula)) for formula in REGISTRY.values()]
        return [make_table(HEADINGS, WIDTHS, [*rows, self._sums()], "formula-table", on_paper=ON_PAPER)]

    def _row(self, formula: Formula, results: tuple[ProofResult, ...]) -> nodes.row:
        """Name, place and slide; how it is proved, by which functions, resting on what; how much that took."""
        name = [[nodes.Text(formula.title)], [to_equation(formula.id), nodes.Text(" "), to_equation(formula.id, "id")]]
        if formula.slide:
            name.append([nodes.Text(f"slide “{formula.slide}”")])
        proof = [[badge(result.kind), nodes.Text(f" {covers(result)}")] for result in results]
        if formula.status != "proved":
            proof.insert(0, [badge(formula.status), nodes.Text(f" {UNPROVED[formula.status][formula.id]}")])
        if formula.functions:
            links = (to_function(self.env.docname, name) for name in formula.functions)
            proof.append([nodes.Text("code "), *with_commas(links)])
        if below := rests_on(formula, REGISTRY):
            proof.append([nodes.Text("rests on "), *with_commas(map(to_equation, below))])
        cases, seconds = sum(result.cases for result in results), sum(result.seconds for result in results)
        numbers = [f"{cases:,}", f"{seconds:.2f}"] if results else ["", ""]
        cells = [name, proof, *([[nodes.Text(number)]] for number in numbers)]
        return row_of(cells, ids=[row_id(formula.id)])

    def _sums(self) -> nodes.row:
        """Numbers of formulas and proofs, and the sums of cases and seconds."""
        proofs = runs(result for formula in REGISTRY.values() for result in results(formula))
        cases, seconds = sum(result.cases for result in proofs), sum(result.seconds for result in proofs)
        return row_of_words((f"{len(REGISTRY)} formulas", f"{len(proofs)} proofs", f"{cases:,}", f"{seconds:.1f}"))
