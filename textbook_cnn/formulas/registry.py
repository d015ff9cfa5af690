"""All formulas by id, in the order of the chapters, with the errata that concern them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import sympy as sp

from .formula import Equation, Erratum, Formula, Proof
from .notation.letters import Letter
from .notation.printing import latex
from .notation.tensors import Tensor
from .slides.errata import ERRATA
from .statements import STATEMENTS

READS_ROWS = "proofs.as_printed"
BY_HAND = "statements.image_statistics."  # an integral, and one density as a case of the other
MAKERS: Mapping[str, tuple[str, ...]] = {  # what makes proofs of the kinds that say "all"
    "all sizes": (READS_ROWS, "formulas_for_all_sizes.proving.formula_for_all_sizes")
    + (f"{BY_HAND}area", f"{BY_HAND}every_deviation"),
    "code, all sizes": (READS_ROWS, "code_for_all_sizes.proof.code_for_all_sizes"),
}


class Registry(dict[str, Formula]):
    """Formulas by id, in the order of the lecture; an id enters once."""

    def __init__(self) -> None:
        super().__init__()
        self._about: dict[str, Proof] = {}  # of functions alone, by name

    def add(self, formulas: Iterable[Formula]) -> None:
        """Take in the formulas of a chapter."""
        for formula in formulas:
            if formula.id in self:
                raise ValueError(f"formula {formula.id!r} is already registered")
            check_print(formula)
            check_proofs(formula)
            for proof in formula.proofs:
                if proof.about and told(proof) != told(self._about.setdefault(proof.about, proof)):
                    raise ValueError(f"{formula.id}: about: expected one proof for {proof.about!r}, got another")
            self[formula.id] = formula

    def correct(self, errata: Iterable[Erratum]) -> None:
        """Note each erratum at the formulas that it concerns."""
        for erratum in errata:
            for formula_id in erratum.formulas:
                self[formula_id] = replace(self[formula_id], errata=(*self[formula_id].errata, erratum))

    def __missing__(self, formula_id: str) -> Formula:
        raise KeyError(f"there is no formula {formula_id!r}")


def check_print(formula: Formula) -> None:
    """Raise `ValueError` if what is printed may be something else than what the proofs read."""
    for given, expected in ((formula, Formula), *((row, Equation) for row in formula.equations())):
        if type(given) is not expected:
            raise ValueError(f"{formula.id}: expected {expected.__name__} itself, got {type(given).__name__}")
    sides = [side for row in formula.equations() for side in (row.left, row.right)]
    counted = [each for row in formula.equations() for each in (row.index, row.last) if each is not None]
    nodes = {node for side in sides for node in sp.preorder_traversal(side)}.union(counted, *formula.ranges)
    letters = [node for node in nodes if isinstance(node, sp.Symbol)]
    for letter in letters:
        if not isinstance(letter, Letter):
            raise ValueError(f"{formula.id}: expected a Letter, got {letter}, which is SymPy's own symbol")
    arrays = {node.name for node in nodes if isinstance(node, Tensor)}
    if both := sorted(arrays.intersection(map(latex, letters))):
        raise ValueError(f"{formula.id}: expected different names for numbers and arrays, got both for {both}")


def check_proofs(formula: Formula) -> None:
    """Raise `ValueError` if no proof reads the rows, or if one has a kind that what made it cannot show."""
    for proof in formula.proofs:
        if proof.kind in MAKERS and made_by(proof) not in MAKERS[proof.kind]:
            expected = " or ".join(MAKERS[proof.kind])
            raise ValueError(f"{formula.id}: kind: expected {proof.kind!r} by {expected}, got it by {made_by(proof)}")
    makers = [made_by(proof) for proof in formula.proofs]
    if formula.status == "proved" and READS_ROWS not in makers:
        raise ValueError(f"{formula.id}: expected a proof by {READS_ROWS}, which reads the rows, got {makers}")


def made_by(proof: Proof) -> str:
    """The function that made a proof, with its file inside this room."""
    cases: Any = proof.cases
    name = getattr(cases, "__qualname__", type(cases).__qualname__).partition(".")[0]
    return f"{cases.__module__}.{name}".removeprefix(f"{__name__.rpartition('.')[0]}.")


def told(proof: Proof) -> tuple[Any, ...]:
    """What is told of a proof, and its instructions with what they were made for: equal where one run serves both."""
    cases: Any = proof.cases
    return proof.kind, proof.covers, cases.__code__, [cell.cell_contents for cell in cases.__closure__ or ()]


REGISTRY = Registry()
for _file in STATEMENTS:
    REGISTRY.add(_file.FORMULAS)
REGISTRY.correct(ERRATA)
