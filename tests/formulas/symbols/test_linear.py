"""Which strict inequalities follow from others, held against a linear programme."""

import random

import numpy as np
import pytest
import sympy as sp
from scipy.optimize import linprog

from textbook_cnn.formulas.symbols.linear import Positive, assumed, follows, infeasible, positive
from textbook_cnn.formulas.symbols.rings import generators

X, Y, Z = sp.symbols("x y z", real=True)
A, B = sp.symbols("a b", positive=True)


def possible(system, atoms):
    """Whether some numbers satisfy all: the largest t for which every p ≥ t, with t ≤ 1, is above zero."""
    rows = [[-condition.terms.get(atom, 0) for atom in range(1, atoms + 1)] + [1] for condition in system]
    numbers = [condition.terms.get(0, 0) for condition in system]
    found = linprog([0] * atoms + [-1], A_ub=np.array(rows), b_ub=numbers, bounds=[(None, None)] * atoms + [(-9, 1)])
    return found.status != 2 and -found.fun > 1e-7


def drawn(rng, atoms):
    terms = {atom: rng.randint(-2, 2) for atom in range(atoms + 1)}
    return Positive({atom: c for atom, c in terms.items() if c} or {0: 1})


def test_what_is_impossible_agrees_with_a_linear_programme():
    rng, answers = random.Random(0), []
    for _ in range(600):
        atoms = rng.randint(1, 4)
        system = [drawn(rng, atoms) for _ in range(rng.randint(1, 7))]
        answers.append(infeasible(system))
        assert answers[-1] != possible(system, atoms), [each.terms for each in system]
    assert 100 < sum(answers) < 500


def test_what_follows_agrees_with_a_linear_programme():
    rng, answers = random.Random(1), []
    while len(answers) < 400:
        atoms = rng.randint(1, 4)
        facts, goal = [drawn(rng, atoms) for _ in range(rng.randint(1, 6))], drawn(rng, atoms)
        if possible(facts, atoms):
            answers.append(follows(facts, goal))
            assert answers[-1] != possible([*facts, -goal], atoms)
    assert 40 < sum(answers) < 360


def test_a_long_chain_through_a_common_atom():
    order = [positive(sp.Symbol(f"v{k + 1}") - sp.Symbol(f"v{k}")) for k in range(40)]
    signs = [positive(sp.Symbol(f"v{k}") + X) for k in range(40)]
    assert follows(order + signs, positive(sp.Symbol("v40") - sp.Symbol("v0")))
    assert follows(order + signs, positive(sp.Symbol("v33") + X))
    assert not follows(order[:20] + order[21:] + signs, positive(sp.Symbol("v40") - sp.Symbol("v0")))


@pytest.mark.parametrize(
    ("facts", "goal", "expected"),
    [
        ([X], X, True),
        ([X], 2 * X, True),
        ([X - 3], X, True),
        ([X], X - 3, False),
        ([X - Y, Y - Z], X - Z, True),
        ([X - Y], Y - X, False),
        ([X * Y - 1], X * Y, True),
        ([X, Y], X * Y, False),  # what makes up an atom is forgotten
        ([], A * B, True),
        ([], A + sp.exp(X) - B, False),
        ([], sp.sqrt(X**2 + 1) + A, True),
        ([1 - A], 2 - A, True),
        ([], sp.Integer(1), True),
        ([X], sp.Integer(-1), False),
    ],
)
def test_what_follows(facts, goal, expected):
    facts = [positive(fact) for fact in facts]
    assert follows([*facts, *assumed([*facts, positive(goal)])], positive(goal)) == expected


def test_an_inequality_is_one_whatever_it_is_multiplied_by():
    x, y = generators(["x", "y"], domain=sp.QQ)
    assert positive(2 * x - y / 3) == positive(y - 6 * x, -1) == positive(18 * x - 3 * y)
    assert positive(x - y) != positive(y - x)
    assert len({positive(x - y), positive(3 * x - 3 * y), -positive(y - x)}) == 1


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (6 - X, "x < 6"),
        (2 * X - 1, "x > 1/2"),
        (X - Y, "x > y"),
        (Y - X - sp.Rational(1, 2), "y > x + 1/2"),
        (X, "x > 0"),
        (-X, "x < 0"),
        (3 * X * Y - Z, "x*y > 1/3*z"),
    ],
)
def test_words(expression, words):
    said = str(positive(expression))
    assert said == words or sorted(said) == sorted(words)


def test_words_of_a_ring():
    x, y = generators(["x_11", "k_12"], domain=sp.QQ)
    assert str(positive(6 - x * x * y)) == "k_12*x_11**2 < 6"
