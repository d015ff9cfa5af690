"""Sizes in their own right: what a formula prints for a number takes several values, and no two of them go together.

Where the height and the width of a kernel are 2 in all examples, no proof sees which of them is printed.
"""

import inspect
import numbers
from dataclasses import replace
from functools import cache
from itertools import combinations, count

import pytest
import sympy as sp

from textbook_cnn.formulas import REGISTRY, Formula, prove
from textbook_cnn.formulas.example import Example
from textbook_cnn.formulas.formulas_for_all_sizes import proving
from textbook_cnn.formulas.notation.arrays import X_j
from textbook_cnn.formulas.notation.derivatives import Slope
from textbook_cnn.formulas.notation.letters import N, c, d, eta, h, k, letters, m, n, p, q, t, w
from textbook_cnn.formulas.notation.nodes import Negative, Over, Plus
from textbook_cnn.formulas.notation.tensors import Element
from textbook_cnn.formulas.proofs import as_printed
from textbook_cnn.formulas.symbols.scalars import Scalar

AS_PRINTED, FOR_ALL_SIZES = "as_printed.<locals>.cases", "formula_for_all_sizes.<locals>.cases"
OTHER_PROOFS = {  # what they do with the numbers that a formula prints
    "area": "letters stand for them",
    "every_deviation": "letters stand for them",
    "fitted": "letters stand for them",
    "as_computed": "eight combinations of two values each",
    "printed_maps": "matrices of plain numbers",
    "as_run.<locals>.<lambda>": "nothing, it speaks of functions",
    "runs.<locals>.<lambda>": "nothing, it speaks of functions",
    "for_every.<locals>.cases": "nothing, it speaks of functions",
    "code_for_all_sizes.<locals>.cases": "nothing, it speaks of functions",
}
PROVED = {name: formula for name, formula in REGISTRY.items() if formula.status == "proved"}


def is_number(value):
    """Whether it is one number, and no letter for any."""
    return isinstance(value, numbers.Number | sp.Number) and not isinstance(value, Scalar)


@cache
def noted(examples):
    """What was noted of the examples that were made, and those that are still to be made."""
    return [], iter(examples())


def values_in(examples):
    """What each symbol stands for, example by example; each is made once for all formulas, and only if one asks."""
    known, more = noted(examples)
    for place in count():
        if place == len(known):
            example = next(more, None)
            if example is None:
                return
            values = {index: [*places] for index, places in example.ranges.items()}
            known.append(values | {symbol: [number] for symbol, number in example.numbers.items()})
        yield known[place]


def examples_of(formula):
    """What the symbols stand for in all examples of the proofs that evaluate both sides."""
    limits = dict(formula.ranges) | {row.index: row.last for row in formula.equations() if row.index}
    for proof in formula.proofs:
        if proof.cases.__qualname__ == AS_PRINTED:
            for values in values_in(inspect.getclosurevars(proof.cases).nonlocals["examples"]):
                yield {**values, **{index: range(1, values[last][0] + 1) for index, last in limits.items()}}


def symbols(formula, rows):
    """What rows print beside their arrays, the ends of printed ranges among it."""
    parts = [part for row in rows for part in (row.left, row.right, row.index, row.last) if part is not None]
    return sorted(set().union(*(part.atoms(sp.Symbol) for part in parts), *formula.ranges), key=str)


def never_told_apart(formula, rows):
    """Words for each symbol with one value, and for each pair that agrees, in all examples."""
    values = {symbol: set() for symbol in symbols(formula, rows)}
    alike = set(combinations(values, 2))
    for found in examples_of(formula):
        for symbol in set(values) & set(found):
            values[symbol] |= set(found[symbol]) if all(map(is_number, found[symbol])) else {"any", "number"}
        alike = {pair for pair in alike if same(*(found.get(symbol, []) for symbol in pair))}
        if not alike and all(len(some) != 1 for some in values.values()):
            return set()
    single = {f"{symbol} = {next(iter(some))}" for symbol, some in values.items() if len(some) == 1}
    return single | {f"{a} = {b}" for a, b in alike if values[a] and values[b]}


def same(first, second):
    """Whether two symbols have the same value and no other; nothing is known of those without one."""
    if not first or not second:
        return True
    return len(first) == len(second) == 1 and is_number(first[0]) and is_number(second[0]) and first[0] == second[0]


def open_rows(formula, monkeypatch):
    """The rows that are not proved with letters for all their sizes."""
    monkeypatch.setattr(proving, "compare", lambda row, at: None)
    proofs = [proof for proof in formula.proofs if proof.cases.__qualname__ == FOR_ALL_SIZES]
    settled = {row for proof in proofs for row in proof.cases(formula)}
    return [row for row in formula.equations() if row not in settled]


@pytest.mark.parametrize("name", PROVED)
def test_sizes_are_told_apart(name, monkeypatch):
    formula = PROVED[name]
    rows = open_rows(formula, monkeypatch)
    assert not rows or never_told_apart(formula, rows) == set()


def test_proofs_that_read_the_rows_in_another_way_are_listed():
    found = {proof.cases.__qualname__ for formula in REGISTRY.values() for proof in formula.proofs}
    assert found - {AS_PRINTED, FOR_ALL_SIZES} == set(OTHER_PROOFS)


EXAMPLES = {  # numbers of a and b in each example, and what must be found
    "both always": ([(2, 2), (2, 2)], {"a = 2", "b = 2", "a = b"}),
    "together": ([(2, 2), (3, 3)], {"a = b"}),
    "one alone": ([(2, 2), (2, 3)], {"a = 2"}),
    "apart once": ([(2, 2), (3, 3), (3, 2)], set()),
    "letters": ([(sp.Symbol("s"), 2), (sp.Symbol("s"), 3)], set()),
    "the same letter": ([(sp.Symbol("s"), sp.Symbol("s"))], set()),
}


@pytest.mark.parametrize("what", EXAMPLES)
def test_what_is_never_told_apart_is_found(what):
    pairs, expected = EXAMPLES[what]
    a, b = letters("a b")
    proof = as_printed(lambda: [Example("", {}, numbers=dict(zip((a, b), pair, strict=True))) for pair in pairs], "")
    formula = Formula(id="new", title="", slide="", rows=((a + b, b + a),), proofs=(proof,))
    assert never_told_apart(formula, formula.equations()) == expected


MEAN, SLOPE, SWAPPED = 1 / N, Slope(Element(X_j, p, q)), {h: w, w: h}
FORMULAS = {  # id: place of a row, and what stands in it for what
    "conv2d.general": [(0, {n: h}), (0, {h: n})],
    "conv2d.general_adjoint": [(0, {d: 3}), (0, {n: 2}), (1, {d: n + 1})],
    "conv2d.stride_apart": [(0, {n: 2})],
    "im2col.columns": [(0, {N: w, w: N}), (0, {N: 2}), (0, {w: 2})],
    "im2col.backward_input": [(0, {N: w, w: N})],
    "fast.loops": [(0, {h: 2}), (0, {h: Plus(w, Negative(1))})],
    "descent.share": [(0, {N: 4})],
    "max_pool2d.forward": [(0, {k: 2})],
    "softmax": [(0, {c: 3})],
    "softmax_cross_entropy.forward": [(0, {MEAN: 1 / (c - 1)}), (0, {MEAN: Over(1, 2)}), (0, {N: 2})],
    "softmax_cross_entropy.one_image": [(0, {MEAN: 1 / (c - 1)})],
    "softmax_cross_entropy.labels": [(0, {MEAN: 1 / (c - 1)}), (1, {MEAN: 1 / (c - 1)}), (0, {c: N + 1})],
    "softmax_cross_entropy.any_targets": [(0, {MEAN: 1 / (c - 1)}), (1, {MEAN: 1 / (c - 1)})],
    "confusion_matrix": [(0, {N: c})],
    "accuracy": [(0, {MEAN: 1 / c}), (1, {MEAN: 1 / c}), (0, {N: c}), (1, {c: N})],
    "seeing.activity": [(0, {N: n, n: m, m: N}), (1, {N: m, m: N}), (0, {m: n, n: m})],
    "seeing.inversion": [(1, SWAPPED)],
    "seeing.objective": [(1, SWAPPED), (1, {h: 3, w: 3})],
    "seeing.inversion_step": [(1, {m: t}), (1, {eta: Over(1, 2)})],
    "seeing.objective_step": [(0, {eta: Over(1, 2)})],
    "seeing.score": [(0, {m: 2}), (1, {SLOPE: SLOPE + 5 * p * (p - 1)})],
    "seeing.saliency": [(0, {n: 2})],
    "seeing.grad_cam": [(0, {m: n}), (1, {n: m}), (0, {m: 2}), (1, {n: 2})],
    "seeing.pca": [(0, {N: 4}), (1, {MEAN: Over(1, 4)})],
}
WRONG = [(name, place, old) for name, rows in FORMULAS.items() for place, old in rows]


@pytest.mark.parametrize(
    ("name", "place", "changes"), WRONG, ids=[f"{name}: row {place + 1}: {changes}" for name, place, changes in WRONG]
)
def test_a_wrong_size_is_refused(name, place, changes):
    formula = REGISTRY[name]
    rows = [*formula.equations()]
    row = rows[place]
    changes = {old: sp.sympify(new) for old, new in changes.items()}
    rows[place] = replace(row, left=row.left.xreplace(changes), right=row.right.xreplace(changes))
    assert rows[place] != row
    proofs = [proof for proof in formula.proofs if proof.cases.__qualname__ == AS_PRINTED]
    results = prove(replace(formula, rows=tuple(rows), proofs=tuple(proofs)))
    found = [result.counterexample for result in results if not result.passed]
    assert any("the left side is" in each or "there is no" in each for each in found)
