"""Theorems as proofs of formulas."""

import pytest

from textbook_cnn.formulas.code_for_all_sizes import THEOREMS, catalogue, code_for_all_sizes, prove
from textbook_cnn.formulas.code_for_all_sizes.claims import NotProved
from textbook_cnn.formulas.code_for_all_sizes.polynomials import unknown
from textbook_cnn.formulas.code_for_all_sizes.proof import COVERS
from textbook_cnn.formulas.code_for_all_sizes.terms import Summand, entry, guard, in_words, scaled, times


@pytest.mark.parametrize("function", ["output_size", "rot180", "dense_backward_input", "flatten, unflatten"])
def test_result_of_a_proof(function):
    result = prove(function)
    assert result.passed
    assert (result.kind, result.cases) == ("code, all sizes", len(THEOREMS[function]))
    assert result.covers == COVERS[function] == code_for_all_sizes(function).covers
    assert result.seconds >= 0
    assert not result.counterexample


@pytest.mark.parametrize("error", [NotProved("it does not hold"), TypeError("not known"), ValueError("refused")])
def test_first_failure_is_told(error, monkeypatch):
    def fails(theorem):
        if theorem is THEOREMS["rot180"][1]:
            raise error

    monkeypatch.setattr(catalogue.Theorem, "prove", fails)
    result = prove("rot180")
    assert not result.passed
    assert result.cases == 1
    assert result.counterexample == f"rot180: rot180, every shape (stacked slices): {error}"


def test_every_function_says_what_is_covered():
    assert set(COVERS) == set(THEOREMS)
    with pytest.raises(KeyError):
        code_for_all_sizes("relu")


def test_terms_in_words():
    v, n = unknown("_17"), unknown("n")
    body = times(guard(equal=[v - n], at_least=[v]), times(entry("X", v, n), entry("K", v)))
    summand = body[0]._replace(bound=frozenset({"_17"}))
    assert str(summand) == "Σ(t1) [t1 - n = 0, t1 ≥ 0] X[t1, n]·K[t1]"
    assert in_words((*scaled(entry("X", n), 2), Summand())) == "2·X[n] + 1"
    assert in_words(()) == "0"
