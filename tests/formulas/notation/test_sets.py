"""Sets, and the loss at a place: what they print, what they mean, what they refuse."""

import numpy as np
import pytest
import sympy as sp

from textbook_cnn.formulas.example import Disagreement, Example
from textbook_cnn.formulas.notation.arrays import K
from textbook_cnn.formulas.notation.cases import Less
from textbook_cnn.formulas.notation.derivatives import LossAt
from textbook_cnn.formulas.notation.elementary import Absolute
from textbook_cnn.formulas.notation.letters import a, b, x
from textbook_cnn.formulas.notation.nodes import value
from textbook_cnn.formulas.notation.printing import latex
from textbook_cnn.formulas.notation.sets import In, OpenInterval, Where

REAL = sp.Symbol("x", real=True)
AT = Example("any x", {"batches": [{1, 3}, {2}]}, numbers={x: REAL, a: 1, b: 3})


@pytest.mark.parametrize(
    ("node", "printed", "means"),
    [
        (Where(x, Less(Absolute(x), 2)), r"\left\{x : \left|x\right| < 2\right\}", sp.Interval.open(-2, 2)),
        (Where(x, Less(1, x**2)), r"\left\{x : 1 < x^{2}\right\}", sp.Reals - sp.Interval(-1, 1)),
        (OpenInterval(-1, 2), "(-1, 2)", sp.Interval.open(-1, 2)),
        (In(b, a), r"b \in a", True),
        (In(2, a), r"2 \in a", False),
    ],
)
def test_prints_and_means(node, printed, means):
    assert latex(node) == printed
    assert value(node, AT) == means


def test_a_closed_end_is_another_set():
    assert value(Where(x, Less(Absolute(x), 2)), AT) != sp.Interval(-2, 2)


@pytest.mark.parametrize("condition", [Less(0, 1), Less(x, a)])
def test_a_condition_on_other_things_is_refused(condition):
    at = Example("any x and a", {}, numbers={x: REAL, a: sp.Symbol("a", real=True)})
    with pytest.raises(Disagreement, match="no condition on x alone"):
        value(Where(x, condition), at)


def test_the_loss_is_that_of_the_place():
    known = [(np.array([1, 2], dtype=object), 5), (np.array([2, 2], dtype=object), 7)]
    for place, loss in known:
        assert value(LossAt(K), Example("two places", {"E of": known, "K": place})) == loss
    assert latex(LossAt(K)) == "E(K)"
    with pytest.raises(Disagreement, match=r"the loss is not known at \[3 3\]"):
        value(LossAt(K), Example("two places", {"E of": known, "K": np.array([3, 3])}))
