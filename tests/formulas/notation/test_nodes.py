"""The parts of formulas: what they print, what they mean, and what they refuse."""

import numpy as np
import pytest
import sympy as sp

from textbook_cnn.formulas.example import Disagreement, Example
from textbook_cnn.formulas.notation.letters import Letter, d, i, j, n, p, q
from textbook_cnn.formulas.notation.nodes import Negative, Over, Plus, Times, value
from textbook_cnn.formulas.notation.operators import Star
from textbook_cnn.formulas.notation.printing import latex
from textbook_cnn.formulas.notation.sums import Dotted, Sum, SumOver
from textbook_cnn.formulas.notation.tensors import CentredElement, Element, PaddedElement, Tensor
from textbook_cnn.formulas.symbols.rings import generators, ring_arrays, unequal

X = np.arange(1, 7).reshape(2, 3)
AT = Example("a 2×3 array", {"X": X}, numbers={n: 3, d: 2, i: 1, j: 2}, ranges={p: range(2), q: range(3)})


@pytest.mark.parametrize(
    ("node", "printed", "means"),
    [
        (Tensor("X", i, j), "X_{ij}", 2),
        (Element(Tensor("X"), 1, 2), "X[1, 2]", 6),
        (PaddedElement(Tensor("X"), 2, 0), "X[2, 0]", 0),
        (PaddedElement(Tensor("X"), -1, 0), "X[-1, 0]", 0),
        (Plus(Tensor("X", 1, 1), Negative(Times(2, Tensor("X", 1, 2)))), "X_{11} - 2 X_{12}", -3),
        (Times(Plus(1, i), 3), r"(1 + i) \cdot 3", 6),
        (Plus(1, Negative(Plus(2, 3))), "1 - (2 + 3)", -4),
        (Over(1, n), r"\frac{1}{n}", sp.Rational(1, 3)),
        (Sum(Tensor("X", 2, j), j, 1, n), r"\sum_{j=1}^{n} X_{2j}", 15),
        (Sum(Tensor("X", 2, j), j, 2, 1), r"\sum_{j=2}^{1} X_{2j}", 0),
        (Dotted(Tensor("X", i, j), j, 1, n), r"X_{i1} + \dots + X_{in}", 6),
        (SumOver(Element(Tensor("X"), p, q), p, q), r"\sum_{p, q} X[p, q]", 21),
        (Times(Sum(j, j, 1, n), 2), r"(\sum_{j=1}^{n} j) \cdot 2", 12),
    ],
)
def test_prints_and_means(node, printed, means):
    assert latex(node).replace(r"\left(", "(").replace(r"\right)", ")") == printed
    assert value(node, AT) == means


@pytest.mark.parametrize(
    ("node", "message"),
    [
        (Tensor("X", 3, 1), r"there is no X at \[3, 1\]: the sizes are \[2, 3\]"),
        (Tensor("X", 0, 1), r"there is no X at \[0, 1\]"),  # not the last row
        (Element(Tensor("X"), -1, 0), r"there is no element \[-1, 0\] of X, of shape \(2, 3\)"),
        (CentredElement(Tensor("X"), 2, 0), "there is no element"),
        (Tensor("Q"), "the letter Q stands for nothing"),
        (Plus(1, Letter("z")), "the symbol z has no value"),
    ],
)
def test_places_and_letters_that_do_not_exist_are_refused(node, message):
    with pytest.raises(Disagreement, match=message):
        value(node, AT)


def test_a_bound_index_does_not_leak():
    total = Sum(Star(Tensor("X", j), Tensor("K", i, j)), j, 1, n)
    assert total.free_symbols == {i, n}
    assert value(Plus(Sum(j, j, 1, n), j), AT) == 8  # the second j is the example's


def test_indices_without_a_range_are_refused():
    with pytest.raises(Disagreement, match=r"the symbols \[z\] have neither value nor range"):
        AT.assignments([sp.Symbol("z")], {})


def test_ring_elements_leave_arrays_to_numpy():
    a, b = generators(["a", "b"])
    assert (a * np.array([b, 2], dtype=object)).tolist() == [a * b, 2 * a]
    assert (a + np.array([b, 2], dtype=object)).tolist() == [a + b, a + 2]
    assert (a * a * b + 3 * a).by(a) == 2 * a * b + 3


def test_arrays_of_one_call_share_a_ring_and_have_names_of_their_own():
    arrays = ring_arrays({"x": (2, 2), "k": (1, 2, 1, 1)}, {"k": 1})
    assert [str(element) for array in arrays.values() for element in array.ravel()] == [
        "x_11",
        "x_12",
        "x_21",
        "x_22",
        "k_1_11",
        "k_2_11",
    ]
    assert not arrays["x"].flags.writeable


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        ([1, 2], [1, 3], "element [1]: the left side is 2, the right side 3"),
        ([1, 2], [[1, 2]], "the left side has shape (2,), the right side (1, 2)"),
        (1, 2, "the left side is 1, the right side 2"),
        ([1, 2], [1, 2], ""),
    ],
)
def test_differences_are_named(left, right, message):
    assert unequal(left, right) == message


def test_the_text_of_a_node_is_its_print():
    assert str(Sum(Tensor("X", j), j, 1, n)) == repr(Sum(Tensor("X", j), j, 1, n)) == r"\sum_{j=1}^{n} X_{j}"
