"""The formulas of the registry are read from their LaTeX by a reader of its own, and worth what they mean."""

from contextlib import suppress
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
import sympy as sp

from tests.formulas.notation.test_read_back import equal, told
from tests.support.latex.grammar import read
from tests.support.latex.signs import Unreadable
from tests.support.latex.values import worth
from textbook_cnn.formulas import REGISTRY, proofs
from textbook_cnn.formulas.example import Disagreement, Example
from textbook_cnn.formulas.examples.fourier import fourier, inverse, root
from textbook_cnn.formulas.notation.derivatives import LossAt
from textbook_cnn.formulas.notation.letters import m, m_2, nu, s, sigma, x
from textbook_cnn.formulas.notation.nodes import value
from textbook_cnn.formulas.notation.printing import latex
from textbook_cnn.formulas.slides.mistakes import WRONG
from textbook_cnn.formulas.symbols import asked

CASES = 8  # of each proof
UNREAD = {
    "convolution.integral": "an integral has no value",
    "correlation.integral": "an integral has no value",
    "convolution.integral2d": "an integral has no value",
    "seeing.tsne": "a sum over pairs that the proofs do not evaluate",
}
NOT_ON_THEIR_OWN = {
    r"\text{cross-entropy}(Z, T)": "the proof has no room for other logarithms than those of the function",
    r"\text{backward}\!\left(\frac{\partial E}{\partial Z}\right)": "it needs a network",
    r"\operatorname{Var}(K)": "the example gives its value",
}


class Enough(Exception):  # noqa: N818 - says that a proof has been read far enough
    """Raised to leave a proof."""


class Reading:
    """Stands in for the comparison of two sides: compares each with what is read."""

    def __init__(self, monkeypatch):
        self.count, self.monkeypatch = 0, monkeypatch

    def __call__(self, row, example, indices):
        at = example.bind(indices)
        for side in (row.left, row.right):
            if latex(side) not in NOT_ON_THEIR_OWN:
                meant = value(side, at)
                with self.monkeypatch.context() as unheard:  # what the reader asks is not asked by the code
                    unheard.setattr(asked, "_listeners", [])
                    same = alike(meant, read_value(side, at))
                assert same, f"{latex(side)} is read otherwise: {example.words}"
        self.count += 1
        if self.count % CASES == 0:
            raise Enough


def read_value(side, at):
    """What the reader makes of the LaTeX of one side."""
    nodes = list(sp.preorder_traversal(side))
    letters, meaning = told(nodes, at)
    sizes = at.numbers.get(m), at.numbers.get(m_2)
    functions = {
        "F": lambda A: fourier(A, sizes),
        "F^-1": lambda A: inverse(A, sizes),
        "root of one": lambda length, power: root(length, -power),
    }
    losses = {"E"} if any(isinstance(node, LossAt) for node in nodes) else set()
    return worth(read(latex(side), letters, losses), replace(meaning, functions=functions))


def alike(meant, given):
    """Whether two values are the same; of symbols, after simplification."""
    if isinstance(meant, sp.Set):
        return meant == (given if isinstance(given, sp.Set) else sp.Interval.open(*given))
    meant, given = (np.asarray(side, dtype=object) for side in (meant, given))
    return meant.shape == given.shape and all(map(same, meant.flat, given.flat))


def same(meant, given):
    if isinstance(meant, float) or isinstance(given, float):
        return equal(meant, given)
    return meant == given or sp.simplify(sp.sympify(meant) - sp.sympify(given)) == 0


@pytest.mark.parametrize(
    "formula", [*REGISTRY.values(), *(wrong.statement() for wrong in WRONG.values())], ids=lambda f: f.id
)
def test_a_formula_is_read_as_it_is_meant(formula, monkeypatch):
    reading = Reading(monkeypatch)
    monkeypatch.setattr(proofs, "compare", reading)
    for proof in formula.proofs:
        if not proof.about:
            with suppress(Enough, Disagreement if formula.id in WRONG else Enough):
                list(proof.cases(formula))
    assert bool(reading.count) == (formula.id not in UNREAD)


@pytest.mark.parametrize("formula", [each for each in REGISTRY.values() if each.id not in UNREAD], ids=lambda f: f.id)
def test_a_printed_row_is_one_equation(formula):
    """A side with a relation of its own would make a chain of it: a > 0 = b > 0 says that 0 = b."""
    sides = [side for row in formula.equations() for side in (row.left, row.right)]
    nodes = [node for side in sides for node in sp.preorder_traversal(side)]
    letters, functions = told(nodes, Example("", {}))[0], {"E"} if any(isinstance(n, LossAt) for n in nodes) else ()
    for left, right in (sides for row in formula.equations() for sides in row.printed() if sides[0]):
        for side in (left, right):
            alone = read(side, letters, functions)
            if side == left or alone[0] != "cases":  # cases end with the line
                assert read(f"{side} = 0", letters, functions) == ("relation", "=", alone, ("number", 0))


@pytest.mark.parametrize("name", ["images.laplace_density", "images.gaussian_density", "images.laplace_kurtosis"])
def test_a_density_is_read_as_it_is_meant(name):
    (row,) = REGISTRY[name].equations()
    for place, size, exponent in product((0.25, 1.5), (0.5, 2.0), (0.75, 2.0)):
        at = Example("numbers", {}, numbers={x: place, s: size, nu: exponent, sigma: size})
        assert equal(float(value(row.right, at)), float(read_value(row.right, at)))


@pytest.mark.parametrize(
    "text",
    [
        "-2^{2}^{2}",
        "a + -1",
        r"\frac{a}{b}^{2}",
        r"a \star b c",
        "a / b c",
        r"\sum_{i=1}^{n} a / b",
        r"\log a b",
        r"a + \begin{cases} 1 & a > b \\ 0 & \text{otherwise} \end{cases}",
        r"2 \frac{1}{2}",
        "X_{a}_{b}",
        r"\Gamma^{2} (a)",
        r"\text{share}_{i} (a)",
        r"a (b, c)",
        r"(a \star b) (c)",
        r"\cos(a)^{2}",
        r"\left|a \left|b\right| c\right|",
        r"\frac{d}{d a} b",
        r"\frac{d^{2} a}{d b^{2}}",
        r"\frac{-2 \delta a}{\delta b}",
        r"2 \underbrace{5}_{m}",
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(text):
    with pytest.raises(Unreadable):
        read(text)


def test_the_reader_knows_the_order_of_operations():
    numbers = {"a": 2, "b": 3}
    for text, meant in {
        "-a^{2}": -4,
        r"\left(-a\right)^{2}": 4,
        "a - b a": -4,
        r"\sum_{i=1}^{2} i b + 1": 10,
        r"\sum_{i=1}^{2} i (b + 1)": 12,
        r"a^{b} a": 16,
        r"\frac{a + b}{a}": sp.Rational(5, 2),
        r"\max_{0 \le i < b} i a": 4,
        "2 3": 23,
        r"1 a + \dots + b a": 12,
    }.items():
        meaning = told([], Example("", {}))[1]
        assert worth(read(text), replace(meaning, numbers=numbers)) == meant
