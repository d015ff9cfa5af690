"""Statements that are wrong, printed and evaluated like the formulas; the evaluation must find a counterexample."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from ..example import Example
from ..formula import Formula, Proof, ProofResult
from ..proofs import compared, run

# How two unequal sides read in a counterexample; anything else, such as a letter without a value, refutes nothing.
DIFFERENCE = re.compile(r"the left side (is|has shape) .+, the right side ", re.DOTALL)
MISSING = re.compile(r": there is no [a-z]+ .+")  # an index that does not exist


@dataclass(frozen=True)
class WrongFormula:
    """One mistake: a statement that does not hold, an example that refutes it, and the formula that is right.

    Parameters
    ----------
    id : str
        Name by which the page calls it, such as "wrong.kernel_not_turned".
    title : str
        A few words.
    right : str
        Id of the formula that is right.
    rows : tuple of Equation or of pairs (left, right)
        Both sides as nodes, as in a `Formula`.
    example : Proof
        Evaluates the statement; it must fail with two sides that differ.
    forgets : str
        A condition of the right formula, in words, if the mistake is to use it where that condition is not met. Then
        the right formula must fail on the example too; else it must pass there.
    without_value : bool
        Whether the statement fails because it asks for an element that does not exist.
    layout, ranges
        As in a `Formula`.

    """

    id: str
    title: str
    right: str
    rows: tuple[Any, ...]
    example: Proof
    forgets: str = ""
    without_value: bool = False
    layout: str = "lines"
    ranges: tuple[tuple[sp.Symbol, sp.Symbol], ...] = ()

    def statement(self) -> Formula:
        """Return the wrong statement as a formula that claims to be proved by the example."""
        return Formula(self.id, self.title, "", self.rows, (), (self.example,), self.layout, self.ranges)

    def latex(self) -> str:
        """LaTeX of the wrong statement, without delimiters."""
        return self.statement().latex()

    def refute(self, formulas: Mapping[str, Formula]) -> Refutation:
        """Evaluate the statement, and the right formula from `formulas`, on the example."""
        right = replace(formulas[self.right], proofs=(self.example,))
        return Refutation(self, run(self.statement(), self.example), run(right, self.example))


@dataclass(frozen=True)
class Refutation:
    """What came of evaluating a wrong formula, and the right one, on the same example."""

    wrong: WrongFormula
    result: ProofResult
    right: ProofResult

    @property
    def counterexample(self) -> str:
        """Where the two sides of the wrong statement differ, and in what."""
        return self.result.counterexample.removeprefix(f"{self.wrong.id}: ").split(" at ", 1)[-1]

    @property
    def objection(self) -> str:
        """Why the wrong formula is not refuted; empty if it is."""
        if self.result.passed:
            return f"{self.wrong.id} is not refuted: its two sides agree in all {self.result.cases} cases"
        if not (MISSING if self.wrong.without_value else DIFFERENCE).search(self.result.counterexample):
            return f"{self.wrong.id} is not refuted, only not evaluated: {self.result.counterexample}"
        if self.right.passed and self.wrong.forgets:
            return f"{self.wrong.id}: {self.wrong.right} holds on the example too, so nothing is forgotten"
        if not self.right.passed and not self.wrong.forgets:
            return f"{self.wrong.id}: the example refutes the right formula too: {self.right.counterexample}"
        return ""


def on(examples: Callable[[], Iterable[Example]]) -> Proof:
    """Evaluate on an example, which need not have a case for each answer to what a formula asks."""
    return Proof("code", "an example", lambda formula: compared(formula, examples(), whole=False))


def wrong(
    name: str, title: str, right: str, row: Any, example: Callable[[], Iterable[Example]], **options: Any
) -> WrongFormula:
    """Return a mistake of one row."""
    return WrongFormula(f"wrong.{name}", title, right, (row,), on(example), **options)


def by_id(wrong_formulas: Iterable[WrongFormula]) -> dict[str, WrongFormula]:
    """Wrong formulas by id; an id stands once."""
    found: dict[str, WrongFormula] = {}
    for wrong in wrong_formulas:
        if wrong.id in found or not wrong.id.startswith("wrong."):
            raise ValueError(f"id: expected a new one that begins with 'wrong.', got {wrong.id!r}")
        found[wrong.id] = wrong
    return found
