"""The registry is proved before the pages are read, so that every process that reads pages has the results."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.display import status_iterator

from textbook_cnn.formulas import REGISTRY, Formula, ProofResult, Proofs

OF_THIS_BUILD: dict[str, tuple[ProofResult, ...]] = {}


def prove_before_reading(app: Sphinx) -> None:
    """Prove the whole registry, or find the results of an earlier build from the same sources."""
    proofs = Proofs(Path(app.confdir) / app.config.formula_proofs)
    proved = proofs.prove_all(REGISTRY.values(), app.config.formula_processes)
    for formula in status_iterator(
        proved,
        "proving formulas... ",
        "darkgreen",
        len(REGISTRY),
        app.verbosity,
        stringify_func=lambda formula: formula.id,
    ):
        OF_THIS_BUILD[formula.id] = proofs.results(formula)


def results(formula: Formula) -> tuple[ProofResult, ...]:
    """Return what came of the formula's proofs."""
    return OF_THIS_BUILD[formula.id]
