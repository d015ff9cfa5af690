"""Counterexamples that a reader can take in: both sides, around the place where they begin to differ."""

from dataclasses import replace

import pytest

from textbook_cnn.formulas import REGISTRY, prove
from textbook_cnn.formulas.example import clipped, differing
from textbook_cnn.formulas.notation.as_text import in_words
from textbook_cnn.formulas.notation.letters import d, i, j, n
from textbook_cnn.formulas.notation.operators import Star
from textbook_cnn.formulas.notation.sums import Sum
from textbook_cnn.formulas.notation.tensors import Tensor


@pytest.mark.parametrize(
    ("text", "around", "shown"),
    [
        ("0123456789", 0, "0123456789"),
        ("0123456789a", 0, "0123456789…"),
        ("0123456789abcdefghij", 10, "…56789abcde…"),
        ("0123456789abcdefghij", 19, "…abcdefghij"),
    ],
)
def test_a_long_text_is_clipped_around_a_place(text, around, shown):
    assert clipped(text, 10, around=around) == shown


def test_short_sides_are_shown_whole():
    assert differing("x + 1", "x + 2") == "the left side is x + 1, the right side x + 2"


def test_long_sides_are_shown_where_they_begin_to_differ():
    left, right = (" + ".join(f"x_{place}" for place in places) for places in (range(99), [*range(60), *range(61, 99)]))
    shown = differing(left, right)
    assert len(shown) < 200
    assert all(word in shown for word in ("x_58 + x_59 + x_60 + x_61", "x_58 + x_59 + x_61 + x_62"))


@pytest.mark.parametrize("name", ["conv2d.general", "im2col.backward_input", "fourier.layer", "conv2d.forward_matrix"])
def test_a_counterexample_is_short_and_says_where(name):
    """Formulas whose LaTeX, and whose sides, are long."""
    formula = REGISTRY[name]
    (row, *_) = formula.equations()
    twice = replace(formula, rows=((row.left, row.right + row.right),), ranges=(), proofs=formula.proofs[:1])
    (result,) = prove(twice)
    assert result.counterexample.startswith(f"{name}: ")
    assert " at " in result.counterexample
    assert "the left side is" in result.counterexample
    assert "element" in result.counterexample or "= " in result.counterexample
    assert len(result.counterexample) <= 290 + len(in_words(twice.equations()[0].latex()))


def test_a_counterexample_for_all_sizes_is_short():
    formula = REGISTRY["conv2d.backward_kernel"]
    wrong = Sum(Star(Tensor("X", j), formula.rows[0][1].args[1]), j, 1, n)
    proof = next(proof for proof in formula.proofs if proof.kind == "all sizes")
    (result,) = prove(replace(formula, rows=((formula.rows[0][0], wrong),), ranges=((i, d),), proofs=(proof,)))
    assert "the left side is" in result.counterexample
    assert "only one side has" in result.counterexample
    assert len(result.counterexample) <= 420
