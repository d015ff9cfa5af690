"""Small changes to a formula, each of which a careless hand could make: a proof or a test must notice each of them.

The rules know the kinds of nodes and nothing of single formulas, so a new formula is mutated without any further edit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import sympy as sp

from textbook_cnn.formulas import Equation, Formula
from textbook_cnn.formulas.notation import letters
from textbook_cnn.formulas.notation.largest import Below
from textbook_cnn.formulas.notation.matrices import Column, Table
from textbook_cnn.formulas.notation.printing import latex
from textbook_cnn.formulas.notation.sums import Dotted, Sum, SumOver, SumWhere

from .formula_rules import confused, here

# Arguments that name an index.
BOUND = {
    Sum: (1,),
    Dotted: (1,),
    Column: (1,),
    Table: (1, 3),
}


@dataclass(frozen=True)
class Mutant:
    """A changed formula and, in LaTeX, what was changed into what."""

    formula: Formula
    change: str


def mutants(formula: Formula) -> Iterator[Mutant]:
    """Return every formula that differs from this one by one change, each once."""
    equations = formula.equations()
    seen, known = {(equations, formula.ranges)}, symbols_of(formula) | {letters.d, letters.n}
    for mutant in all_mutants(formula, equations):
        key = mutant.formula.rows, mutant.formula.ranges
        if key not in seen and symbols_of(mutant.formula) <= known:
            seen.add(key)
            yield mutant


def symbols_of(formula: Formula) -> set[sp.Symbol]:
    """All symbols that the formula prints."""
    sides = [side for row in formula.equations() for side in (row.left, row.right, row.index, row.last)]
    printed = [*sides, *(symbol for pair in formula.ranges for symbol in pair)]
    return set().union(*(side.atoms(sp.Symbol) for side in printed if side is not None))


def all_mutants(formula: Formula, equations: tuple[Equation, ...]) -> Iterator[Mutant]:
    """Change each side of each row, the number of printed rows, and the range of the index."""
    for place, row in enumerate(equations):
        where = f"row {place + 1}: " if len(equations) > 1 else ""
        for name in ("left", "right"):
            for new, change in changes(getattr(row, name)):
                yield Mutant(with_row(formula, equations, place, replace(row, **{name: new})), where + change)
        if row.last is not None:
            for new in confused(row.last):
                change = f"{where}rows to {latex(row.last)} → rows to {latex(new)}"
                yield Mutant(with_row(formula, equations, place, replace(row, last=new)), change)
    for index, last in formula.ranges:
        for new in confused(last):
            ranges = tuple((a, new if a == index else b) for a, b in formula.ranges)
            yield Mutant(
                replace(formula, rows=equations, ranges=ranges, errata=()),
                f"range to {latex(last)} → range to {latex(new)}",
            )


def with_row(formula: Formula, equations: tuple[Equation, ...], place: int, row: Equation) -> Formula:
    """Return the formula with another row."""
    return replace(formula, rows=(*equations[:place], row, *equations[place + 1 :]), errata=())


def changes(node: sp.Basic) -> Iterator[tuple[sp.Basic, str]]:
    """Return every change of a node or of a part of it, and what was changed into what."""
    for new in here(node):
        if new != node:
            yield new, f"{latex(node)} → {latex(new)}"
    for place, part in enumerate(node.args):
        if names_an_index(node, place):
            continue
        for new, change in changes(part):
            whole = node.func(*node.args[:place], new, *node.args[place + 1 :])
            yield whole, f"{latex(node)} → {latex(whole)}" if part.is_Atom else change


def names_an_index(node: sp.Basic, place: int) -> bool:
    """Whether an argument only says which index is summed over; another name there would mean the same."""
    if isinstance(node, SumWhere):
        return place == 2
    if isinstance(node, SumOver | Below):
        return node.args[place] in node.indices
    return place in BOUND.get(type(node), ())
