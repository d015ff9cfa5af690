"""Wrong formulas: each is refuted by two sides that differ, on an example where the right one holds."""

from dataclasses import replace

import pytest

from textbook_cnn.formulas import REGISTRY, Equation
from textbook_cnn.formulas.examples.conv2d import slide_layer
from textbook_cnn.formulas.notation.nodes import Plus
from textbook_cnn.formulas.notation.operators import Star, StarFull
from textbook_cnn.formulas.notation.tensors import Tensor
from textbook_cnn.formulas.proofs import as_printed
from textbook_cnn.formulas.slides.mistakes import WRONG
from textbook_cnn.formulas.slides.wrong_formula import WrongFormula, by_id

X, Y, B, K = map(Tensor, "XYBK")
SLIDE = as_printed(slide_layer, "an example")


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_every_wrong_formula_is_refuted(wrong):
    refutation = wrong.refute(REGISTRY)
    assert refutation.objection == ""
    assert len(refutation.counterexample) < 250  # so that a reader can take it in


def test_each_says_something_else_than_the_right_formula():
    for wrong in WRONG.values():
        assert wrong.latex() not in REGISTRY[wrong.right].latex() or wrong.forgets, wrong.id


def test_ids_stand_once_and_begin_with_wrong():
    (one, *_) = WRONG.values()
    with pytest.raises(ValueError, match=r"^id: expected .*got 'wrong"):
        by_id([one, one])
    with pytest.raises(ValueError, match=r"^id: expected .*got 'right'"):
        by_id([replace(one, id="right")])


def refute(row, example=SLIDE, forgets=""):
    return WrongFormula("wrong.x", "", "conv2d.forward_matrix", (row,), example, forgets).refute(
        {"conv2d.forward_matrix": replace(REGISTRY["conv2d.simplified"], rows=(Equation(Y, Plus(B, Star(X, K))),))}
    )


def test_a_counterexample_names_place_and_both_sides():
    refutation = refute((Y, Star(X, K)))
    assert refutation.objection == ""
    products = {f"x_{place}*k_{place}" for place in ("11", "12", "21", "22")}
    place, left, right = refutation.counterexample.partition("left side is")[0], *sides(refutation.counterexample)
    assert place == "input 3×3, kernel 2×2: element [0, 0]: the "
    assert (set(left), set(right)) == (products | {"b_11"}, products)


def sides(counterexample):
    """The terms of both sides."""
    left, right = counterexample.split("left side is ")[1].split(", the right side ")
    return left.split(" + "), right.split(" + ")


def test_two_shapes_are_a_counterexample():
    refutation = refute((Y, Plus(StarFull(X, K))))
    assert refutation.objection == ""
    assert refutation.counterexample.endswith("the left side has shape (2, 2), the right side (4, 4)")


def test_a_true_statement_is_no_wrong_formula():
    assert "wrong.x is not refuted: its two sides agree in all 1 cases" in refute((Y, Plus(B, Star(X, K)))).objection


def test_what_cannot_be_evaluated_is_not_refuted():
    assert "not evaluated" in refute((Y, Tensor("Q"))).objection
    assert "not evaluated" in refute((Y, Star(K, X))).objection  # the kernel is larger than the image


def test_the_right_formula_must_hold_on_the_example():
    worse = {"worse": replace(REGISTRY["conv2d.simplified"], rows=(Equation(Y, Star(X, K)),))}
    wrong = WrongFormula("wrong.x", "", "worse", ((Y, B),), SLIDE)
    assert "refutes the right formula too" in wrong.refute(worse).objection


def test_a_forgotten_condition_must_make_a_difference():
    assert "nothing is forgotten" in refute((Y, Star(X, K)), forgets="a condition").objection
