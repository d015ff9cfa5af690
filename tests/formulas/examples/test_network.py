"""He's spread in 64-bit numbers: which variances are taken for that of a rounded deviation."""

from fractions import Fraction
from math import inf, nextafter

import pytest
import sympy as sp

import textbook_cnn
from textbook_cnn.formulas import REGISTRY, prove
from textbook_cnn.formulas.examples.network import KnownNormal, VarianceOf


def test_an_exact_variance_is_that_of_its_rounded_root():
    assert VarianceOf(2**0.5) == Fraction(2)
    assert VarianceOf(2**0.5) == sp.Integer(2)
    assert VarianceOf((2 / 27) ** 0.5) == sp.Rational(2, 27)
    assert VarianceOf(0.5) == Fraction(1, 4)


@pytest.mark.parametrize("beyond", [0.0, inf])
def test_the_square_of_a_neighbour_is_another_variance(beyond):
    deviation = 0.3
    neighbour = Fraction(nextafter(deviation, beyond)) ** 2
    inside = (neighbour + Fraction(deviation) ** 2) / 2
    assert VarianceOf(deviation) == inside
    assert VarianceOf(deviation) != neighbour
    assert VarianceOf(deviation) != 2 * neighbour


def test_nothing_else_is_a_variance():
    assert VarianceOf(0.5) != "0.25"
    with pytest.raises(TypeError, match="unhashable"):
        hash(VarianceOf(0.5))
    assert repr(VarianceOf(0.5)) == "0.5²"


@pytest.mark.parametrize(
    ("wrong", "shows"),
    [
        (lambda normal: normal**3, "is not a multiple of the numbers drawn"),
        (abs, "is not a multiple of the numbers drawn"),
        (lambda normal: normal / 2, "the right side 2"),
    ],
    ids=["cubed", "without signs", "halved"],
)
def test_other_numbers_than_the_drawn_ones_are_noticed(wrong, shows, monkeypatch):
    """Where the numbers that the weights are made of are changed on the way, the proof of He's start fails."""

    class Wrong(KnownNormal):
        def standard_normal(self, size=None, dtype=float, out=None):
            return wrong(super().standard_normal(size, dtype))

    class WrongStart(textbook_cnn.Network):
        def init(self, rng, **keywords):
            return super().init(Wrong(rng.bit_generator), **keywords)

    monkeypatch.setattr(textbook_cnn, "Network", WrongStart)
    (result,) = prove(REGISTRY["he_initialisation"])
    assert not result.passed
    assert shows in result.counterexample
