"""Drawn numbers and their moments, and which variances are taken for that of a rounded deviation."""

from fractions import Fraction
from math import inf, nextafter

import pytest
import sympy as sp

from textbook_cnn.formulas.symbols.draws import Drawn, RoundedVariance, StandardNormal


def test_an_exact_variance_is_that_of_its_rounded_root():
    assert RoundedVariance(2**0.5) == Fraction(2)
    assert RoundedVariance(2**0.5) == sp.Integer(2)
    assert RoundedVariance((2 / 27) ** 0.5) == sp.Rational(2, 27)
    assert RoundedVariance(0.5) == Fraction(1, 4)


@pytest.mark.parametrize("beyond", [0.0, inf])
def test_the_square_of_a_neighbour_is_another_variance(beyond):
    deviation = 0.3
    neighbour = Fraction(nextafter(deviation, beyond)) ** 2
    inside = (neighbour + Fraction(deviation) ** 2) / 2
    assert RoundedVariance(deviation) == inside
    assert RoundedVariance(deviation) != neighbour
    assert RoundedVariance(deviation) != 2 * neighbour


def test_nothing_else_is_a_variance():
    assert RoundedVariance(0.5) != "0.25"
    with pytest.raises(TypeError, match="unhashable"):
        hash(RoundedVariance(0.5))
    assert repr(RoundedVariance(0.5)) == "0.5²"


def test_moments_are_those_of_the_normal_distribution():
    x = sp.Symbol("x", real=True)
    density = sp.exp(-(x**2) / 2) / sp.sqrt(2 * sp.pi)
    (z,) = StandardNormal().standard_normal(1)
    for m in range(1, 9):
        assert (z**m).mean() == Fraction(int(sp.integrate(x**m * density, (x, -sp.oo, sp.oo))))


def test_draws_are_independent_of_each_other():
    a, b = StandardNormal().standard_normal(2)
    assert (a * b).mean() == 0
    assert (a**2 * b**2).mean() == 1
    assert (2 * a - b / 2 + 3).mean() == 3
    assert (2 * a - b / 2 + 3).variance() == Fraction(17, 4)
    assert (a**3).variance() == 15
    assert repr(2 * a) == "2·z_0^1"


def test_a_generator_goes_on_with_new_letters_and_keeps_them_exact():
    generator = StandardNormal()
    first, second = generator.standard_normal((2, 3)), generator.standard_normal(2)
    assert len({repr(z) for z in (*first.ravel(), *second)}) == 8
    kept = (first * 0.1).astype("float64")
    assert kept.dtype == object
    assert kept[0, 0].terms == {((0, 1),): Fraction(0.1)}


@pytest.mark.parametrize("operation", [abs, float, lambda z: z < 0], ids=["abs", "float", "less"])
def test_what_has_no_exact_moments_is_refused(operation):
    with pytest.raises(TypeError):
        operation(Drawn({((0, 1),): Fraction(1)}))
