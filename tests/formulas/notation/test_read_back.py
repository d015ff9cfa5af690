"""What is printed is what is meant: formulas are read from their LaTeX by a reader of its own, and worth the same."""

import warnings
from collections import Counter

import numpy as np
import pytest
import sympy as sp

from tests.formulas.notation.random_formulas import FUNCTIONS, Grower, example
from tests.support.latex.grammar import read
from tests.support.latex.signs import Unreadable
from tests.support.latex.values import Meaning, worth
from textbook_cnn.formulas.example import Disagreement
from textbook_cnn.formulas.notation.nodes import Node, value
from textbook_cnn.formulas.notation.printing import latex
from textbook_cnn.formulas.notation.tensors import CentredElement, OfPart, PaddedElement, Step, Tensor
from textbook_cnn.formulas.proofs import FAILURES

SEEDS, FORMULAS_A_SEED = range(8), 1_200
KINDS = "number", "number", "number", "image", "sequence", "condition", "polynomial"
ELSEWHERE = {
    "Apply": "it has no value",
    "Integral": "it has no value",
    "SumApart": "it has no value",
    "Nearness": "it has no value",
    "Node": "it prints nothing itself",
    "Binding": "it prints nothing itself",
    "NamedNode": "it prints nothing itself",
    "Question": "it prints nothing itself",
    "Condition": "it prints nothing itself",
    "Operation": "it prints nothing itself",
    "Named": "it prints nothing itself",
    "OfMaps": "it prints nothing itself",
    "Variance": "the example gives its value; `VarianceOfDraws` prints alike",
    "Twice": "read in the formulas of the registry, whose letters have derivatives",
    "CrossEntropy": "read in the formulas of the registry, where its value is a number",
    "Bytes": "read in the formulas of the registry; it stands alone",
    "Where": "read in the formulas of the registry; it stands alone",
    "OpenInterval": "read in the formulas of the registry; it stands alone",
    "Backward": "it needs a network",
    "Fourier": "read in the formulas of the registry, on exact roots of unity",
    "Inverse": "read in the formulas of the registry, on exact roots of unity",
    "UnitRoot": "read in the formulas of the registry, on exact roots of unity",
    "Gamma": "its formulas are read below, at a few numbers",
    "Falling": "its formulas are read below, at a few numbers",
    "Bell": "its formulas are read below, at a few numbers",
    "RootOfTwoPi": "its formulas are read below, at a few numbers",
}


def told(nodes, at):
    """What the text beside a formula tells its reader: the letters, what they stand for, which of them are steps."""
    symbols = {node for node in nodes if isinstance(node, sp.Symbol)}
    letters = {str(node.args[0]) for node in nodes if isinstance(node, Tensor | Step | OfPart)}
    padded = {latex(node.args[0]) for node in nodes if isinstance(node, PaddedElement)}
    return letters, Meaning(
        {sp.latex(symbol): number for symbol, number in at.numbers.items() if symbol in symbols},
        at.arrays,
        at.gradients,
        {sp.latex(symbol): places for symbol, places in at.ranges.items() if symbol in symbols},
        steps=frozenset(str(node.args[0]) for node in nodes if isinstance(node, Step)),
        centred=frozenset(latex(node.args[0]) for node in nodes if isinstance(node, CentredElement)),
        zero_outside=frozenset(read(text, letters) for text in padded),
    )


def grown(grower):
    """A random formula, or None where none came of it."""
    try:
        return sp.sympify(getattr(grower, grower.choice(KINDS))(grower.choice((1, 2, 3, 4, 5))))
    except FAILURES:
        return None


def equal(left, right):
    """Whether two values are the same, floats but for their rounding."""
    left, right = (np.asarray(side, dtype=object) for side in (left, right))
    if left.shape != right.shape:
        return False
    return all(a == b or abs(complex(a) - complex(b)) <= 1e-6 * abs(complex(a)) for a, b in zip(left.flat, right.flat))


def worth_of(tree, at):
    """What a formula is worth; None where it has no value, or one that is no finite number."""
    try:
        found = value(tree, at)
        numbers = np.asarray(found, dtype=object).ravel()
    except (Disagreement, *FAILURES):
        return None
    return found if all(map(finite, numbers)) else None


def finite(number):
    """Whether it is a finite real number, or true or false."""
    if isinstance(number, sp.Basic):
        return number.is_finite is not False
    return not isinstance(number, complex | float) or (isinstance(number, float) and np.isfinite(number))


def difference(tree, at):
    """What the reader makes of a formula if that is something else than what is meant; None if it has no value."""
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        meant = worth_of(tree, at)
        if meant is None:
            return None
        letters, meaning = told(list(sp.preorder_traversal(tree)), at)
        try:
            given = worth(read(latex(tree), letters, FUNCTIONS), meaning)
        except Unreadable as error:
            return str(error)
    return "" if equal(meant, given) else f"{latex(tree)}: meant {meant}, read {given}"


@pytest.fixture(scope="module")
def compared():
    """What the reader found: formulas that it reads otherwise, and how often each node was in one that it read."""
    wrong, seen, count = [], Counter(), 0
    for seed in SEEDS:
        grower, at = Grower(seed), example(seed)
        for _ in range(FORMULAS_A_SEED):
            tree = grown(grower)
            found = None if tree is None else difference(tree, at)
            if found is not None:
                count += 1
                seen.update({type(node).__name__ for node in sp.preorder_traversal(tree)})
                wrong += [found] if found else []
    print(f"{count:,} formulas read")
    return wrong, seen, count


def test_random_formulas_are_read_as_they_are_meant(compared):
    wrong, _, count = compared
    assert wrong == []
    assert count >= 5_000


def test_all_nodes_are_among_them(compared):
    _, seen, _ = compared
    assert {kind.__name__ for kind in kinds(Node) if seen[kind.__name__] < 20} == set(ELSEWHERE)


def kinds(kind):
    """The class and all that are derived from it in the package."""
    yield kind
    for derived in kind.__subclasses__():
        if derived.__module__.startswith("textbook_cnn"):
            yield from kinds(derived)
