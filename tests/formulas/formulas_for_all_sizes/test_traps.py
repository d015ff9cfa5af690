"""Traps: statements about sums that are false, which SymPy or a careless step would accept, and which are refused."""

import numpy as np
import pytest
import sympy as sp

from tests.formulas.code_for_all_sizes.numbers import number as term_in_numbers
from tests.formulas.formulas_for_all_sizes.evaluation import evaluate, letter
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.code_for_all_sizes import normal_forms
from textbook_cnn.formulas.code_for_all_sizes.normal_forms import Facts, difference, normal
from textbook_cnn.formulas.code_for_all_sizes.polynomials import unknown
from textbook_cnn.formulas.example import Disagreement
from textbook_cnn.formulas.formula import Equation
from textbook_cnn.formulas.formulas_for_all_sizes import (
    Captured,
    NotUnderstood,
    derivative,
    loss_of,
    proving,
    read,
    settings,
)
from textbook_cnn.formulas.formulas_for_all_sizes.maps import AtLeastZero
from textbook_cnn.formulas.formulas_for_all_sizes.proving import compare
from textbook_cnn.formulas.notation.operators import Star
from textbook_cnn.formulas.notation.sums import Sum as PrintedSum
from textbook_cnn.formulas.notation.tensors import Tensor

a, d, i, j, m, n, p, q, N = sp.symbols("a d i j m n p q N")
X, K, D = sp.IndexedBase("X"), sp.IndexedBase("K"), sp.IndexedBase("dY")
NUMBERS = {name: letter(np.arange(1, 30), (0,), outside=0) for name in ("X", "K", "dY")}


def value(expression, **numbers):
    return evaluate(expression, {sp.Symbol(name): number for name, number in numbers.items()}, NUMBERS)


def proved(left, right, *facts):
    """Whether two sums are shown to be equal."""
    return not difference(read(left), read(right), Facts(tuple(facts)))


def solved_for_any_factor(s):
    """Elimination that takes c·p + rest = 0 for p + rest = 0."""
    while solvable := [(e, name) for e in s.equal for name in e.names & s.bound if e.slope(name)]:
        e, name = solvable[0]
        rest = e - unknown(name) * e.slope(name)
        s = s._replace(equal=tuple(x for x in s.equal if x is not e), bound=s.bound - {name})
        s = s.replace({name: -rest if e.slope(name) > 0 else rest})
    return s


# E = Σ_p dY[p] X[2p], a layer of stride 2 with a kernel of one element: ∂E/∂X[m] is dY[m/2] for an even m, else 0.
STRIDE_2 = sp.Sum(D[p] * X[2 * p], (p, 0, N))


def test_divisibility_is_not_forgotten():
    gradient = derivative(STRIDE_2, X[m])
    claimed = D[m / 2] * AtLeastZero(m) * AtLeastZero(2 * N - m)  # without "m is even"
    with_doit = gradient.doit().args[0]  # SymPy: dY[m/2] where m ≥ 0 and m/2 ≤ N
    assert with_doit[0] == D[m / 2]
    assert with_doit[1].subs({m: 3, N: 4}) == True  # noqa: E712 - the trap: SymPy's doit agrees with the claim at m = 3
    assert value(gradient, m=3, N=4) == 0  # the truth
    with pytest.raises(NotUnderstood, match="expected an index made of sums and products"):
        proved(gradient, claimed)


def test_the_condition_that_keeps_it_is_needed():
    gradient = derivative(STRIDE_2, X[m])
    right = sp.Sum(D[p] * sp.KroneckerDelta(2 * p, m), (p, 0, N))
    assert proved(gradient, right)
    shifted = sp.Sum(D[p] * sp.KroneckerDelta(2 * p, m + 1), (p, 0, N))
    assert not proved(gradient, shifted)
    assert not proved(gradient, sp.Sum(D[p] * sp.KroneckerDelta(p, m), (p, 0, N)))


def test_only_steps_of_1_are_eliminated(monkeypatch):
    even, all_places = (sp.Sum(D[p] * sp.KroneckerDelta(factor * p, m), (p, 0, N)) for factor in (2, 1))
    assert [value(expression, m=4, N=5) for expression in (even, all_places)] == [3, 5]
    assert normal(read(even)[0]).equal  # the equation stays
    assert not normal(read(all_places)[0]).equal
    assert not proved(even, all_places)
    monkeypatch.setattr(normal_forms, "_eliminated", solved_for_any_factor)
    assert proved(even, all_places)  # the trap


def test_the_order_of_limits_matters():
    """Σ_j Σ_{i ≤ j}: the first limits are the inner ones, and may use the index of the outer sum, not the reverse."""
    triangle = sp.Sum(X[i] * K[j], (i, 0, j), (j, 0, N))
    reversed_limits = sp.Sum(X[i] * K[j], (j, 0, N), (i, 0, j))
    assert j in reversed_limits.free_symbols  # SymPy accepts it, as a sum with a free j
    assert value(triangle, N=2) == 1 * 1 + (1 + 2) * 2 + (1 + 2 + 3) * 3
    assert value(reversed_limits, N=2, j=0) == 1 + 2 + 3
    careless = [sp.Mul(sp.Sum(X[i] * K[j] * AtLeastZero(j - i), (i, 0, N), (j, 0, N))) for _ in range(2)]
    assert proved(*careless)  # the trap: all limits as conditions, in any order, make the two the same
    with pytest.raises(NotUnderstood, match=r"the limits of i use \[j\], summed over further inside"):
        read(reversed_limits)
    assert proved(triangle, sp.Sum(sp.Sum(X[i] * K[j], (i, 0, j)), (j, 0, N)), unknown("N"))


def test_a_captured_name_is_refused():
    everything = sp.Sum(K[a], (a, 0, N))
    trap = sp.diff(everything, K[a]).doit()
    assert trap == N + 1  # SymPy takes the two a for one
    right = derivative(everything, K[m])
    assert value(right, m=2, N=4) == 1
    with pytest.raises(Captured, match=r"\[a\] are summed over, and are indices of K\[a\]"):
        derivative(everything, K[a])
    with pytest.raises(TypeError, match="expected an indexed letter"):
        derivative(everything, a)


def test_the_same_name_in_two_sums_is_no_capture():
    square = sp.Sum(K[a], (a, 0, N)) * sp.Sum(X[a], (a, 0, N))
    assert proved(square, sp.Sum(K[p] * X[q], (p, 0, N), (q, 0, N)))
    assert not proved(square, sp.Sum(K[p] * X[p], (p, 0, N)))
    nested = sp.Sum(sp.Sum(K[a], (a, 0, N)) * X[a], (a, 0, m))
    assert proved(nested, sp.Sum(K[p] * X[q], (p, 0, N), (q, 0, m)))


def test_an_empty_sum_is_0():
    ones = sp.Sum(1, (a, 0, N - 1))
    assert ones.doit().subs(N, -3) == -3  # SymPy counts a sum backwards
    assert term_in_numbers(read(ones), {"N": -3}, None, range(-9, 9)) == 0
    assert not proved(ones, N)


def test_reading_outside_is_refused(monkeypatch):
    """One output too many: both sides would read the same elements that X does not have."""
    forward = Equation(Tensor("Y", i), PrintedSum(Star(Tensor("X", j), Tensor("K", i, j)), j, 1, n))
    letters = settings.layer(loss_of(forward))
    wrong = {**letters.ranges, j: (1, n + 1)}
    statement = Equation(Tensor("X", j), Tensor("X", j))
    compare(statement, letters)
    beyond = proving.replace(letters, ranges=wrong)
    with pytest.raises(Disagreement, match="X may be read outside: j is not known to lie in 1 … n"):
        compare(statement, beyond)
    monkeypatch.setattr(proving, "check_inside", lambda *_: None)
    compare(statement, beyond)  # the trap


def test_a_sum_over_the_images_is_not_added():
    """The gradient of a kernel that all images share is no gradient of one image."""
    batch = settings.layer(loss_of(REGISTRY["conv2d.forward"].equations()[0]))
    alone = settings.layer(loss_of(REGISTRY["conv2d.forward"].equations()[0]), images="one")
    (row,) = REGISTRY["conv2d.backward_kernel"].equations()
    compare(row, alone)
    with pytest.raises(Disagreement, match="the left side is "):
        compare(row, batch)


def test_outputs_must_have_the_size_of_their_gradients():
    forward = Equation(Tensor("Y", i), PrintedSum(Star(Tensor("X", j), Tensor("K", i, j)), j, 1, n))
    letters = settings.layer(loss_of(forward), valid=False)  # any number of outputs
    with pytest.raises(NotUnderstood, match="the output has sizes"):
        letters.loss(letters)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        (sp.Sum(sp.sin(X[p]), (p, 0, N)), "sin cannot be read"),
        (X[m] ** 2, "Pow cannot be read"),
        (sp.Product(X[p], (p, 0, N)), "Product cannot be read"),
        (X[p**2], "expected an index made of sums"),
        (1 / sp.Sum(sp.KroneckerDelta(p, m) * X[p], (p, 0, N)), "Pow cannot be read"),
        (sp.exp(X[a] + sp.Sum(X[a], (a, 0, N))), "free and summed over"),
    ],
)
def test_what_cannot_be_read_is_refused(expression, message):
    with pytest.raises(NotUnderstood, match=message):
        read(expression)


def test_functions_are_the_same_only_of_the_same():
    whole = [1 / sp.Sum(sp.exp(X[m + p]), (p, 1, size)) for size in (N, N + 1)]
    assert proved(whole[0], 1 / sp.Sum(sp.exp(X[m + q]), (q, 1, N)))
    assert not proved(*whole)
    assert not proved(sp.exp(X[m]), sp.exp(K[m]))
    assert not proved(sp.exp(X[m]), sp.exp(X[d]))
    assert proved(
        sp.Sum(sp.exp(X[p]) * sp.KroneckerDelta(p, m), (p, 0, N)),
        sp.exp(X[m]),
        unknown("m"),
        unknown("N") - unknown("m"),
    )
