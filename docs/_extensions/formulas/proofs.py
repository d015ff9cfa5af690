"""The registry is proved before the pages are read, so that every process that reads pages has the results."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.display import status_iterator

from textbook_cnn.formulas import REGISTRY, Formula, ProofResult, Proofs
from textbook_cnn.formulas.cache import PACKAGE, library, sources

from ..execution.draft import page_of

OF_THIS_BUILD: dict[str, tuple[ProofResult, ...]] = {}
NAMED = re.compile(r"\{formula\} +(\S+)|^\.\. formula:: +(\S+)", re.MULTILINE)

_proofs = Proofs()  # of this build


def prove_before_reading(app: Sphinx) -> None:
    """Prove the whole registry, or find the results of an earlier build from the same sources."""
    global _proofs
    _proofs = Proofs(Path(app.confdir) / app.config.formula_proofs)
    formulas = list(REGISTRY.values())
    if app.config.draft:
        named = {name for names in NAMED.findall(page_of(app).read_text(encoding="utf-8")) for name in names}
        formulas = [formula for formula in formulas if formula.id in named]
    proved = _proofs.prove_all(formulas, app.config.formula_processes)
    for formula in status_iterator(
        proved,
        "proving formulas... ",
        "darkgreen",
        len(formulas),
        app.verbosity,
        stringify_func=lambda formula: formula.id,
    ):
        OF_THIS_BUILD[formula.id] = _proofs.results(formula)


def results(formula: Formula) -> tuple[ProofResult, ...]:
    """Return what came of the formula's proofs; a draft, which did not prove all, proves it now."""
    if formula.id not in OF_THIS_BUILD:
        OF_THIS_BUILD[formula.id] = _proofs.results(formula)
    return OF_THIS_BUILD[formula.id]


def note_sources(env: BuildEnvironment, *formulas: Formula) -> None:
    """Have the page that is read depend on the files of these formulas; without any, on those of all."""
    files = sources(*formulas) | {*(PACKAGE / "formulas" / "slides").rglob("*.py")}
    for path in files if formulas else library().closure(*(PACKAGE / "formulas").rglob("*.py")):
        env.note_dependency(str(path))
