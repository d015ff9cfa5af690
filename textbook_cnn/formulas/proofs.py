"""Proofs: both sides of a formula, as printed, evaluated in every example and compared."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from numbers import Rational
from typing import Any

from .._arrays import symbols_taken
from .example import Disagreement, Example
from .formula import Equation, Formula, Proof, ProofResult
from .language import objections
from .notation.as_text import in_words
from .notation.nodes import value
from .symbols.asked import Asked
from .symbols.regions import Regions
from .symbols.rings import unequal
from .visits import Visits

FAILURES = ArithmeticError, AttributeError, LookupError, TypeError, ValueError  # of code that is wrong


ALL_SIZES = "all sizes", "code, all sizes"


def runs(results: Iterable[ProofResult]) -> list[ProofResult]:
    """Return the results, each run once: what is to be counted or added up."""
    return list({result.about or place: result for place, result in enumerate(results)}.values())


def as_printed(examples: Callable[[], Iterable[Example]], covers: str, kind: str = "code") -> Proof:
    """Proof that evaluates both sides of every printed row in every example and for all values of the free indices."""

    def cases(formula: Formula) -> Iterator[Any]:
        open_sizes = any(proof.kind in ALL_SIZES for proof in formula.proofs if proof.cases is cases)
        yield from compared(formula, map(with_open_sizes, examples()) if open_sizes else examples())

    return Proof(kind, covers, cases)


def as_run(examples: Callable[[], Iterable[Any]], covers: str, kind: str = "code", about: str = "") -> Proof:
    """Proof by examples that compare what they run themselves, whatever the formula prints: for some sizes."""
    if kind in ALL_SIZES:
        raise ValueError(f"kind: expected one that speaks of the examples, got {kind!r}")
    return Proof(kind, covers, lambda formula: (example for example, _ in Regions().each(examples())), about)


def compared(formula: Formula, examples: Iterable[Example], *, whole: bool = True) -> Iterator[dict[Any, int]]:
    """Compare both sides of every row in every example; yield what was chosen for the free indices.

    Not `whole`: an example of a mistake need not have a case for each answer to what the formula asks.
    """
    visits = Visits(formula)
    for example, asked in Regions().each(examples):
        visits.begin()
        for row in formula.equations():
            limits = dict(formula.ranges) | ({row.index: row.last} if row.index else {})
            ranges = {index: range(1, example.number(last) + 1) for index, last in limits.items()}
            for indices in example.assignments(row.free_symbols, ranges):
                with asked.listening(), visits.answers:
                    compare(row, example, indices)
                    visits.note(row, example, indices)
                yield indices
        visits.end(example)
    if whole:
        visits.must_be_all()


def with_open_sizes(example: Example) -> Example:
    """Return the example; raise `Disagreement` if a letter is a number: what is proved then speaks of no other."""
    for letter, given in example.numbers.items():
        if isinstance(given, Rational | float):
            words = f"expected a symbol for {letter} in a proof for all sizes, got {given}"
            raise Disagreement(f"{example.words}: {words}")
    return example


def compare(row: Equation, example: Example, indices: dict[Any, int]) -> None:
    """Raise `Disagreement` unless the two sides are equal."""
    at = example.bind(indices)
    place = ", ".join([example.words, *(f"{symbol} = {m}" for symbol, m in indices.items())])
    where = f"{in_words(row.latex())} at {place}"
    try:
        difference = unequal(value(row.left, at), value(row.right, at))
    except Disagreement as error:
        raise Disagreement(f"{where}: {error}") from None
    except FAILURES as error:
        raise Disagreement(f"{where}: {type(error).__name__}: {error}") from error
    if difference:
        raise Disagreement(f"{where}: {difference}")


def run(formula: Formula, proof: Proof) -> ProofResult:
    """Run one proof to its end or to the first counterexample."""
    start, count, counterexample, beside = time.process_time(), 0, "", Asked()
    try:
        with symbols_taken(), beside.listening():
            for _ in proof.cases(formula):
                count += 1
        beside.must_be_empty()
    except Disagreement as error:
        counterexample = f"{formula.id}: {error}"
    except FAILURES as error:
        counterexample = f"{formula.id}: {type(error).__name__}: {error}"
    if not count and not counterexample:
        counterexample = f"{formula.id}: the proof has no case"
    seconds = time.process_time() - start
    if not counterexample:  # what is proved of code holds where the code cannot tell the proof from its other uses
        counterexample = next((f"{formula.id}: {said}" for said in objections()), "")
    return ProofResult(not counterexample, proof.kind, proof.covers, count, seconds, counterexample, proof.about)


def prove(formula: Formula) -> tuple[ProofResult, ...]:
    """Run every proof of a formula, none for those that are definitions or words."""
    return tuple(run(formula, proof) for proof in formula.proofs)
