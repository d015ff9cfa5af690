"""Exponentials, logarithms, roots and reciprocals as generators of a ring: derivatives, equality, what is refused."""

import numpy as np
import pytest
import sympy as sp

from textbook_cnn.formulas.example import Disagreement
from textbook_cnn.formulas.symbols.rings import generators
from textbook_cnn.formulas.symbols.rings_with_functions import RingWithFunctions
from textbook_cnn.formulas.symbols.scalars import ring_scalars

A, B = sp.symbols("a b", positive=True)


def pair(room=12):
    return generators(["a", "b"], domain=sp.QQ, room=room, kind=RingWithFunctions)


def expression(f):
    """The element as SymPy's expression, functions written out."""
    if not f.ring.functions:
        return f.as_expr(A, B, *f.ring.symbols[2:])
    written = {f.ring.symbols[0]: A, f.ring.symbols[1]: B}
    for place, (kind, inner) in f.ring.functions.items():
        function = {"exp": sp.exp, "log": sp.log, "reciprocal": lambda x: 1 / x, "sqrt": sp.sqrt}[kind]
        written[f.ring.symbols[place]] = function(inner.as_expr().subs(written))
    return f.as_expr().subs(written)


FUNCTIONS = {
    "exp": lambda a, b: (a * a * b).exp() * b + a,
    "reciprocal": lambda a, b: b / (a * a + b + 1),
    "log": lambda a, b: (a * b + 1).log() * a,
    "mean of scores": lambda a, b: ((a - b).exp() + 1).log() - a * b,
    "softmax": lambda a, b: a.exp() / (a.exp() + b.exp()),
    "sqrt": lambda a, b: (a * a + b).sqrt() * b,
    "divided by a root": lambda a, b: a / (a * a + b * b).sqrt(),
    "nested": lambda a, b: ((a * b).exp() / (b + 2)).exp(),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_derivatives_are_those_of_sympy(name):
    a, b = pair()
    f = FUNCTIONS[name](a, b)
    for generator, symbol in ((a, A), (b, B)):
        ours, theirs = expression(f.by(generator)), expression(f).diff(symbol)
        for values in ({A: sp.Rational(1, 3), B: 2}, {A: 5, B: sp.Rational(3, 7)}):
            assert abs(sp.N((ours - theirs).subs(values), 40)) < 1e-30


def test_the_same_function_is_the_same_generator():
    a, b = pair()
    assert (a + b).exp() == (b + a).exp()
    assert a.exp() != b.exp()
    assert (a - a).exp() == 1
    assert len(a.ring.functions) == 3


def test_reciprocals_are_cleared():
    a, b = pair()
    total = a.exp() + b.exp()
    assert (a.exp() / total + b.exp() / total - 1).vanishes()
    assert not (a.exp() / total - b.exp() / total).vanishes()
    assert a.exp() / total + b.exp() / total - 1 != 0  # as polynomials they differ
    assert (a / (b + 1) / (b + 1) * (b * b + 2 * b + 1) - a).vanishes()
    inner = 1 / (b + 1)
    assert (inner / (inner + a) * (1 + a * (b + 1)) - 1).vanishes()  # a reciprocal inside another


def test_equal_functions_may_be_missed_but_unequal_ones_never_taken_for_equal():
    a, b = pair()
    assert not (a.exp() * b.exp() - (a + b).exp()).vanishes()  # equal, but not as polynomials in generators
    assert not (a.exp() - a - 1).vanishes()


def test_division_by_numbers_needs_no_function():
    a, _ = pair()
    assert a / 2 * 2 == a
    assert a / (a - a + 4) * 4 == a
    assert not a.ring.functions


def test_room_is_limited():
    a, b = generators(["a", "b"], domain=sp.QQ, room=1, kind=RingWithFunctions)
    free = len(a.ring.symbols) - 2
    for m in range(free):
        (a + m).exp()
    with pytest.raises(ValueError, match="no room for another function"):
        b.exp()


def test_rings_do_not_share_their_functions():
    a, _ = pair()
    a.exp()
    c, _ = pair()
    assert not c.ring.functions


def test_scalars_use_them_and_refuse_to_compare_them():
    (x,), (y,) = ring_scalars(functions=8, x=[2], y=[-3])
    assert np.exp(np.array([x * y]))[0].by(y) == x * np.exp(np.array([x * y]))[0]
    assert np.log(np.array([x + 4]))[0].by(x) == 1 / (x + 4)
    assert x / (x + y) + y / (x + y) == 1 + 0 * x
    assert x / (x + y) != y / (x + y)
    assert x > y
    with pytest.raises(Disagreement, match="has no exact witness"):
        _ = np.exp(np.array([x]))[0] > 1
