"""Proofs: both sides of a formula, as printed, evaluated in every instance and compared."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .examples.conv2d import Instance
from .notation.nodes import Disagreement, value
from .symbols.rings import unequal

if TYPE_CHECKING:
    from .registry import Equation, Formula

FAILURES = ArithmeticError, AttributeError, LookupError, TypeError, ValueError  # of code that is wrong
KINDS = ("code", "code, all sizes", "all sizes", "regions")


@dataclass(frozen=True)
class Proof:
    """How a formula is proved: the kind, what it covers in words, and a function that yields once a case.

    The function takes the formula and raises `Disagreement` at the first case that fails.  A proof that speaks of
    functions, and does not read what the formula prints, has a name in `about`: it is run once for all formulas.
    """

    kind: str
    covers: str
    cases: Callable[[Formula], Iterable[Any]]
    about: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind: expected one of {KINDS}, got {self.kind!r}")


@dataclass(frozen=True)
class ProofResult:
    """What came of a proof, in seconds of one processor; `counterexample` is empty if it passed.

    `about` is that of the proof: results that share a name are those of one run.
    """

    passed: bool
    kind: str
    covers: str
    cases: int
    seconds: float
    counterexample: str = ""
    about: str = ""


def runs(results: Iterable[ProofResult]) -> list[ProofResult]:
    """Return the results, each run once: what is to be counted or added up."""
    return list({result.about or place: result for place, result in enumerate(results)}.values())


def as_printed(instances: Callable[[], Iterable[Instance]], covers: str, kind: str = "code") -> Proof:
    """Proof that evaluates both sides of every printed row in every instance and for all values of the free indices."""

    def cases(formula: Formula) -> Iterator[Any]:
        for instance in instances():
            for row in formula.equations():
                limits = dict(formula.ranges) | ({row.index: row.last} if row.index else {})
                ranges = {index: range(1, instance.number(last) + 1) for index, last in limits.items()}
                for indices in instance.assignments(row.free_symbols, ranges):
                    yield compare(row, instance, indices)

    return Proof(kind, covers, cases)


def compare(row: Equation, instance: Instance, indices: dict[Any, int]) -> None:
    """Raise `Disagreement` unless the two sides are equal."""
    at = instance.bind(indices)
    place = ", ".join([instance.words, *(f"{symbol} = {m}" for symbol, m in indices.items())])
    try:
        difference = unequal(value(row.left, at), value(row.right, at))
    except Disagreement as error:
        raise Disagreement(f"{row.latex()} at {place}: {error}") from None
    except FAILURES as error:
        raise Disagreement(f"{row.latex()} at {place}: {type(error).__name__}: {error}") from error
    if difference:
        raise Disagreement(f"{row.latex()} at {place}: {difference}")


def run(formula: Formula, proof: Proof) -> ProofResult:
    """Run one proof to its end or to the first counterexample."""
    start, count, counterexample = time.process_time(), 0, ""
    try:
        for _ in proof.cases(formula):
            count += 1
    except Disagreement as error:
        counterexample = f"{formula.id}: {error}"
    except FAILURES as error:
        counterexample = f"{formula.id}: {type(error).__name__}: {error}"
    if not count and not counterexample:
        counterexample = f"{formula.id}: the proof has no case"
    seconds = time.process_time() - start
    return ProofResult(not counterexample, proof.kind, proof.covers, count, seconds, counterexample, proof.about)


def prove(formula: Formula) -> tuple[ProofResult, ...]:
    """Run every proof of a formula, none for those that are definitions or words."""
    return tuple(run(formula, proof) for proof in formula.proofs)
