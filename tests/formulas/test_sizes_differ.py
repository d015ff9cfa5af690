"""Sizes in their own right: what a formula prints for a number takes several values, and no two of them go together.

Where the height and the width of a kernel are 2 in all examples, no proof sees which of them is printed.
"""

import inspect
import numbers
from functools import cache
from itertools import combinations

import pytest
import sympy as sp

from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.formulas_for_all_sizes import proving
from textbook_cnn.formulas.symbols.scalars import Scalar

AS_PRINTED = "as_printed.<locals>.cases"
FOR_ALL_SIZES = "formula_for_all_sizes.<locals>.cases"
OTHERWISE = {  # proofs that do neither: whether they read what is printed, for which they have numbers of their own
    "area": "the density with letters for its numbers",
    "every_deviation": "the density with letters for its numbers",
    "fitted": "the density with letters for its numbers",
    "as_computed": "numbers that differ, and go through all combinations",
    "printed_maps": "three matrices of numbers",
    "as_run.<locals>.<lambda>": "nothing: it speaks of functions",
    "runs.<locals>.<lambda>": "nothing: it speaks of functions",
    "for_every.<locals>.cases": "nothing: it speaks of functions",
    "code_for_all_sizes.<locals>.cases": "nothing: it speaks of functions",
}
EXCEPTIONS: dict[tuple[str, str], str] = {}
PROVED = {name: formula for name, formula in REGISTRY.items() if formula.status == "proved"}


@cache
def noted(examples):
    """The sizes and ranges of examples as far as they were made, and the examples that are still to be made."""
    return [], iter(examples())


def sizes_of(examples):
    """The numbers and ranges of one example after the other; each is made once, and only if someone asks."""
    known, more = noted(examples)
    place = 0
    while True:
        if place == len(known):
            example = next(more, None)
            if example is None:
                return
            ranges = {index: [*values] for index, values in example.ranges.items()}
            known.append({**ranges, **{symbol: [number] for symbol, number in example.numbers.items()}})
        yield known[place]
        place += 1


def symbols(formula, row):
    """What a row prints beside its arrays, the ends of the printed ranges among it."""
    sides = [row.left, row.right, *(part for part in (row.index, row.last) if part is not None)]
    return set().union(*(side.atoms(sp.Symbol) for side in sides), *formula.ranges)


def is_number(value):
    return isinstance(value, numbers.Number | sp.Number) and not isinstance(value, Scalar)


def settled_for_all_sizes(formula, monkeypatch):
    """The rows that are proved with letters for all sizes."""
    monkeypatch.setattr(proving, "compare", lambda row, at: None)
    proofs = [proof for proof in formula.proofs if proof.cases.__qualname__ == FOR_ALL_SIZES]
    return {row for proof in proofs for row in proof.cases(formula)}


def examples_of(formula):
    """The sizes in all examples of the proofs that evaluate what is printed, one example after the other."""
    for proof in formula.proofs:
        if proof.cases.__qualname__ == AS_PRINTED:
            yield from sizes_of(inspect.getclosurevars(proof.cases).nonlocals["examples"])


def not_told_apart(formula, rows):
    """Symbols that have one value, and pairs that agree, in all examples: each as text."""
    limits = dict(formula.ranges) | {row.index: row.last for row in rows if row.index}
    printed = set().union(*(symbols(formula, row) for row in rows))
    values = {symbol: set() for symbol in printed}
    together = {pair for row in rows for pair in combinations(sorted(symbols(formula, row), key=str), 2)}
    alone = set()
    for sizes in examples_of(formula):
        taken = {**sizes, **{i: range(1, sizes[n][0] + 1) for i, n in limits.items() if is_number(sizes[n][0])}}
        for symbol in printed & set(taken):
            alone |= set() if all(map(is_number, taken[symbol])) else {symbol}  # a letter stands for all values
            values[symbol] |= {value for value in taken[symbol] if is_number(value)}
        together = {pair for pair in together if agree(*(taken.get(symbol, ()) for symbol in pair))}
        if not together and all(len(found) != 1 for found in values.values()):
            return set()
    one = {
        f"{symbol} is {found.copy().pop()}"
        for symbol, found in values.items()
        if len(found) == 1 and symbol not in alone
    }
    never = {symbol for symbol in printed if not values[symbol] and symbol not in alone}
    return one | {f"{a} = {b}" for a, b in together if not {a, b} & never}


def agree(first, second):
    """Whether two symbols have one and the same value in an example; what has none is no number."""
    if len(first) != 1 or len(second) != 1:
        return not first or not second
    return is_number(first[0]) and is_number(second[0]) and first[0] == second[0]


@pytest.mark.parametrize("name", PROVED)
def test_sizes_are_told_apart(name, monkeypatch):
    formula = PROVED[name]
    settled = settled_for_all_sizes(formula, monkeypatch)
    rows = [row for row in formula.equations() if row not in settled]
    found = not_told_apart(formula, rows) if rows else set()
    print(name, sorted(found))
    assert not found
