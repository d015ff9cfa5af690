"""Indices that a sum, a maximum or a matrix binds: what is put in from outside neither reaches nor becomes them."""

import numpy as np
import pytest
import sympy as sp

from textbook_cnn.formulas.example import Disagreement, Example
from textbook_cnn.formulas.notation.cases import Less
from textbook_cnn.formulas.notation.elementary import Absolute, Exp, Log, Root
from textbook_cnn.formulas.notation.largest import Below, Largest, UpTo
from textbook_cnn.formulas.notation.letters import d, i, in_symbols, j, n, p, q
from textbook_cnn.formulas.notation.matrices import Column, Table
from textbook_cnn.formulas.notation.names import LONGER
from textbook_cnn.formulas.notation.nodes import Node, Over, value
from textbook_cnn.formulas.notation.numbers import Decimal
from textbook_cnn.formulas.notation.printing import latex
from textbook_cnn.formulas.notation.sums import Dotted, Sum, SumApart, SumOver, SumWhere
from textbook_cnn.formulas.notation.tensors import Element, Tensor

X, X_j = Tensor("X"), Tensor("X", i, j)
BINDING = {
    "sum": Sum(X_j, j, 1, n),
    "dotted sum": Dotted(X_j, j, 1, n),
    "sum over all": SumOver(X_j + n, j),
    "sum with a condition": SumWhere(X_j, [Less(j, n)], [j]),
    "sum over pairs": SumApart(X_j * n, j, p),
    "largest": Largest(X_j, UpTo(j, n)),
    "largest with another range": Largest(X_j, Below(j, q, n)),
    "column": Column(X_j, j, n),
    "table": Table(X_j, q, n, j, n),
}


@pytest.mark.parametrize("node", BINDING.values(), ids=BINDING)
def test_only_free_symbols_are_replaced(node):
    assert node.free_symbols == {i, n}
    assert node.xreplace({j: d}) == node
    assert node.xreplace({i: d}).free_symbols == {d, n}
    assert node.xreplace({i: d}).xreplace({d: i}) == node
    assert node.xreplace({n: 7}).free_symbols == {i}
    assert node.xreplace({node: i}) == i


@pytest.mark.parametrize("node", BINDING.values(), ids=BINDING)
def test_what_would_be_captured_is_refused(node):
    with pytest.raises(ValueError, match=r"i: expected something without \{j\}"):
        node.xreplace({i: j})
    with pytest.raises(ValueError, match=r"i: expected something without \{j\}"):
        node.subs(i, j)


def test_a_bound_of_the_same_name_is_replaced():
    total = Sum(X_j, j, 1, j)  # the j above the Σ is another one
    assert total.free_symbols == {i, j}
    assert total.xreplace({j: n}) == Sum(X_j, j, 1, n)


def test_sympys_symbols_go_into_indices_too():
    assert in_symbols(Sum(X_j, j, 1, n)) == Sum(
        Tensor("X", sp.Symbol("i"), sp.Symbol("j")), sp.Symbol("j"), 1, sp.Symbol("n")
    )


def test_an_index_of_a_sum_is_not_the_one_outside():
    at = Example("two numbers", {"X": np.array([3, 4])}, numbers={p: 1}, ranges={p: range(2)})
    assert value(SumOver(Element(X, p), p), at) == 7
    assert value(SumOver(SumOver(Element(X, p), p) * (p + 1), p), at) == 7 + 14


def test_a_node_says_how_tightly_it_binds():
    with pytest.raises(TypeError, match="Loose: expected a tightness beside _latex"):

        class Loose(Node):
            def _latex(self, printer):
                return "a + b"


def test_a_product_of_arrays_is_one_of_matrices():
    at = Example("a matrix", {"X": np.array([[1, 2], [3, 4]])})
    with pytest.raises(Disagreement, match=r"a product of arrays of shapes .* is no product of matrices"):
        value(X * X, at)


@pytest.mark.parametrize("node", [X**2, Over(1, X), Exp(X), Log(X), Root(X), Absolute(X)])
def test_a_matrix_has_powers_of_its_own(node):
    for shape in ((2, 2), (2, 2, 2)):
        with pytest.raises(Disagreement, match="which would be read as a matrix"):
            value(node, Example("a matrix", {"X": np.ones(shape)}))


@pytest.mark.parametrize("text", ["1e5", "1_000", "nan", "-inf", ".5", "1.", "0.5 ", "+1", "¼"])
def test_a_decimal_is_digits(text):
    with pytest.raises(ValueError, match="text: expected digits with a point between them"):
        Decimal(text)


@pytest.mark.parametrize("node", [Dotted(n, j, 1, n), Dotted(Tensor("X", i), j, 1, n)])
def test_dots_say_what_changes_and_how_many_there_are(node):
    with pytest.raises(ValueError, match="body: expected something with j, or dots do not say how many"):
        latex(node)


@pytest.mark.parametrize("node", [Column(X_j, j, 2), Table(X_j, i, 1, j, n), Table(X_j, i, n, j, 3)])
def test_dots_stand_for_as_many_as_a_letter_says(node):
    with pytest.raises(ValueError, match="last: expected a letter, or a matrix with every entry printed"):
        latex(node)


def test_words_that_are_no_name_stand_in_parentheses():
    for name in LONGER:
        assert latex(Tensor(name) ** n) == f"({name})^{{n}}"
    assert latex(2 * Tensor("P^*")) == "2 P^*"
    assert latex(2 * Tensor(r"\text{parameters}")) == r"2 \, \text{parameters}"
    assert latex(Tensor("G_X", i)) == "(G_X)_{i}"


@pytest.mark.parametrize("name", ["e", r"\pi"])
def test_a_letter_is_no_constant(name):
    with pytest.raises(ValueError, match="name: expected a letter that stands for nothing else"):
        latex(Tensor(name) ** n)


def test_nothing_is_divided_by_zero():
    for zero in (0, sp.Rational(1, 2) - sp.Rational(1, 2), Log(1)):
        with pytest.raises(ZeroDivisionError, match="1 / 0"):
            value(Over(1, zero), Example("", {}))
