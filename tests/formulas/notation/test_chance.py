"""Means and variances over draws, derivatives of expressions, and matrices of gradients that are transposed."""

from fractions import Fraction

import numpy as np
import pytest

from textbook_cnn.formulas.example import Disagreement, Example
from textbook_cnn.formulas.notation.arrays import X, Y, Z, dX, dY
from textbook_cnn.formulas.notation.as_text import plain
from textbook_cnn.formulas.notation.chance import Mean, VarianceOfDraws
from textbook_cnn.formulas.notation.derivatives import DerivativeOf, Partial
from textbook_cnn.formulas.notation.elementary import Log
from textbook_cnn.formulas.notation.letters import n
from textbook_cnn.formulas.notation.matrix_operations import MatrixProduct, Transposed
from textbook_cnn.formulas.notation.nodes import value
from textbook_cnn.formulas.notation.printing import latex
from textbook_cnn.formulas.symbols.rings import generators

LOADED = [(Fraction(1, 4), {"X": 6}), (Fraction(3, 4), {"X": 2})]  # the mean is 3, the mean square 12


def at(**letters):
    return Example("", {name: np.array(letter, dtype=object) for name, letter in letters.items()})


@pytest.mark.parametrize(
    ("node", "printed", "means"),
    [
        (Mean(X), "Mean(X)", 3),
        (Mean(X**2), "Mean(X^2)", 12),
        (Mean(X) ** 2, "Mean(X)^2", 9),
        (Mean(X * Y), "Mean(X Y)", 30),  # a letter that is not drawn keeps its value
        (VarianceOfDraws(X), "Var(X)", 3),
        (VarianceOfDraws(X) / n, "(Var(X))/n", Fraction(3, 2)),
    ],
)
def test_over_all_draws(node, printed, means):
    draws = [(share, {name: np.array(worth, dtype=object) for name, worth in drawn.items()}) for share, drawn in LOADED]
    example = Example("", {"Y": np.array(10, dtype=object), "draws": draws}, numbers={n: 2})
    assert plain(latex(node)) == printed
    assert value(node, example) == means


def test_without_draws_there_is_no_mean():
    with pytest.raises(Disagreement, match="the letter draws stands for nothing"):
        value(Mean(X), at(X=1))


def test_the_derivative_of_an_expression():
    x, z = generators(["x", "z"])
    node = DerivativeOf(X * X * Z - X, X)
    assert plain(latex(node)) == "∂/∂X (X X Z − X)"
    assert value(node, at(X=x, Z=z)) == 2 * x * z - 1
    assert plain(latex(DerivativeOf(Log(X), X) * 2)) == "(∂/∂X log X) · 2"


def test_a_number_depends_on_nothing():
    (x,) = generators(["x"])
    assert value(Partial(Y, X), at(X=x, Y=0)) == 0


def test_a_transposed_gradient_stands_in_parentheses():
    assert plain(latex(MatrixProduct(Transposed(dY), X))) == r"(∂E/∂Y)^⊤ X"
    assert latex(Transposed(X)) == r"X^{\top}"
    assert plain(latex(dX**2)) == "(∂E/∂X)^2"
