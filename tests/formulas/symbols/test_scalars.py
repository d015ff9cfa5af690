"""The scalar with a witness: arithmetic, branches, derivatives, and the traps it must not fall into."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from textbook_cnn.formulas.example import Disagreement
from textbook_cnn.formulas.symbols.expressions import exact, vanishes
from textbook_cnn.formulas.symbols.scalars import Scalar, ring_scalars, scalars

X, Y, Z = sp.symbols("x y z", real=True)


def test_arithmetic_keeps_expression_and_witness_together():
    a, b = scalars("a", [3, Fraction(1, 2)])
    result = (2 * a - b / 4) ** 2 + 1 - a
    assert result.witness == result.expression.subs({a.expression: 3, b.expression: sp.Rational(1, 2)})
    assert sp.expand(result.expression - ((2 * a.expression - b.expression / 4) ** 2 + 1 - a.expression)) == 0


def test_elements_of_a_ring_have_powers():
    (a,) = ring_scalars(a=np.array([3]))
    assert (a**2)[0].expression == (a * a)[0].expression
    assert (a**2)[0].witness == 9


def test_numpy_functions_reach_it():
    values = scalars("x", [1, 4])
    for function, symbolic in ((np.exp, sp.exp), (np.log, sp.log), (np.sqrt, sp.sqrt)):
        assert [value.expression for value in function(values)] == [symbolic(value.expression) for value in values]


def test_comparisons_follow_the_witness():
    small, large = scalars("x", [-1, 2])
    assert small < large
    assert large >= small
    assert np.maximum(np.array([small]), np.array([large]))[0] == large
    assert abs(small) == -small
    assert not small > 0


def test_a_tie_is_refused():
    first, second = scalars("x", [2, 2])
    with pytest.raises(Disagreement, match="the witness lies on the border between regions: x_1 - x_2 = 0"):
        _ = first > second
    with pytest.raises(Disagreement, match="border"):
        _ = scalars("x", [0])[0] > 0


def test_the_same_expression_is_no_tie():
    (x,) = scalars("x", [2])
    assert x >= x + 0
    assert not x > 1 * x


def test_equal_numbers_are_not_equal_functions():
    first, second = scalars("x", [2, 2])
    assert first != second
    assert first * second == second * first
    assert first != first + Fraction(1, 10**30)


def test_derivatives():
    x, y = scalars("x", [2, 3])
    assert (x * x * y).by(x) == 2 * x * y
    assert np.log(np.array([x + y]))[0].by(y) == 1 / (x + y)


def test_floats_are_taken_exactly():
    assert exact(0.5) == sp.Rational(1, 2)
    assert exact(0.1) == sp.Rational(*(0.1).as_integer_ratio()) != sp.Rational(1, 10)
    assert exact(np.float32(0.25)) == sp.Rational(1, 4)
    assert exact(np.True_) == 1


@pytest.mark.parametrize(
    "expression",
    [
        (X + Y) ** 2 - X**2 - 2 * X * Y - Y**2,
        1 / (X + 1) + 1 / (1 - X) - 2 / (1 - X**2),
        sp.exp(X - Y) / (sp.exp(X - Y) + 1) - sp.exp(X) / (sp.exp(X) + sp.exp(Y)),
        sp.log(sp.exp(X - Z) + sp.exp(Y - Z)) + Z - sp.log(sp.exp(X) + sp.exp(Y)),
    ],
)
def test_zero_in_disguise_is_found(expression):
    assert vanishes(expression)


@pytest.mark.parametrize(
    "expression",
    [
        X - Y,
        sp.exp(X - Y) - sp.exp(X) + sp.exp(Y),
        sp.log(sp.exp(X) + sp.exp(Y)) - X,
        sp.log(sp.exp(X)) - X - sp.Rational(1, 10**12),  # every derivative is zero
        sp.log(2) - sp.log(3),
        X * sp.exp(Y) - X * sp.exp(Y + sp.Rational(1, 10**12)),
    ],
)
def test_what_is_not_zero_is_not_taken_for_it(expression):
    assert not vanishes(expression)


def test_ring_elements_serve_as_expressions():
    (x,), (y,) = ring_scalars(x=[2], y=[-3])
    assert (x * y / 4 - 1 + Fraction(1, 2) * y).by(y) == x / 4 + Fraction(1, 2)
    assert (x - y) * (x + y) == x * x - y * y
    assert x * y != x
    assert np.maximum(np.array([x]), np.array([y]))[0] == x
    assert str(2 * x + 1) == "2*x_1 + 1"
    with pytest.raises(Disagreement, match="border"):
        _ = x > 2


def test_other_kinds_of_operand_are_refused():
    (x,) = scalars("x", [1])
    with pytest.raises(TypeError):
        x + "1"
    assert Scalar(1, 1) + 1 == 2
