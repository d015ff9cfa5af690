"""Whether the proofs find every small change of every formula.

A change can leave a statement true: a factor 1 left away, a term that is 0 anyhow.  No proof refutes a true statement,
and a definition has none; but it is not what the book wants to show, so the tests of what is printed must find it.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tqdm import tqdm

from textbook_cnn._arrays import symbols_taken
from textbook_cnn.formulas import REGISTRY, Equation, Formula, Proof
from textbook_cnn.formulas.cache.workers import in_processes
from textbook_cnn.formulas.example import Disagreement
from textbook_cnn.formulas.notation.tensors import Tensor
from textbook_cnn.formulas.proofs import FAILURES, run

from .formula_mutators import mutants

NONSENSE = Equation(Tensor(r"\text{nothing}"), Tensor(r"\text{something}"))  # letters to which no proof gives a value
TESTS = Path(__file__).parents[1] / "tests" / "formulas"
PRINTED = [
    str(TESTS / name)
    for name in (
        "slides/test_printed_on_slides.py",
        "statements/test_printed.py",
        "statements/test_printed_derivations.py",
    )
]


@dataclass(frozen=True)
class Outcome:
    """What came of one change: "proof" or "print" by what it was caught, "" if by nothing; and the counterexample."""

    formula: str
    change: str
    caught: str
    counterexample: str

    def __str__(self) -> str:
        return f"{self.formula}: {self.change}"


def reads_rows(formula: Formula, proof: Proof) -> bool:
    """Whether a proof evaluates what is printed; the others speak of the functions alone."""
    nonsense = replace(formula, rows=(NONSENSE,), ranges=(), layout="lines", errata=())
    try:
        with symbols_taken():
            next(iter(proof.cases(nonsense)), None)
    except (Disagreement, *FAILURES):
        return True
    return False


def caught_in_print(formula: Formula) -> bool:
    """Whether a test of what is printed fails for this formula."""
    right, REGISTRY[formula.id] = REGISTRY[formula.id], formula
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            status = pytest.main([*PRINTED, "-q", "-x", "-p", "no:cacheprovider", "-k", formula.id])
    finally:
        REGISTRY[formula.id] = right
    return status == pytest.ExitCode.TESTS_FAILED


def outcomes_of(formula_id: str) -> list[Outcome]:
    """Prove each changed formula, up to the first counterexample."""
    formula = REGISTRY[formula_id]
    proofs = [proof for proof in formula.proofs if reads_rows(formula, proof)]
    found = []
    for mutant in mutants(formula):
        results = (run(mutant.formula, proof) for proof in proofs)
        counterexample = next((result.counterexample for result in results if not result.passed), "")
        caught = "proof" if counterexample else "print" if caught_in_print(mutant.formula) else ""
        found.append(Outcome(formula_id, mutant.change, caught, counterexample))
    return found


def mutate_formulas(ids: list[str], processes: int) -> Iterator[Outcome]:
    """Mutate formulas in several processes, with a bar that counts formulas."""
    chosen = [name for name in REGISTRY if not ids or name in ids]
    results = in_processes(processes, outcomes_of, [(name,) for name in chosen])
    for _, outcomes in tqdm(results, total=len(chosen), unit="formula", file=sys.stderr):
        yield from outcomes
