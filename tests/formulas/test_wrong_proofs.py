"""Proofs that pass over what is wrong: with a wrong formula for each way, and the reason for which it is refused."""

import re
from dataclasses import replace
from fractions import Fraction
from functools import partial

import numpy as np
import pytest
import sympy as sp

from textbook_cnn.formulas import REGISTRY, Equation, Formula, Proof, Registry, prove, visits
from textbook_cnn.formulas.example import Disagreement, Example
from textbook_cnn.formulas.examples.dense import dense_layers
from textbook_cnn.formulas.examples.dropout import every_draw
from textbook_cnn.formulas.examples.relu import relu_regions
from textbook_cnn.formulas.notation.arrays import B_i, M, S, U, X, X_j, X_pq, Y, Y_i, Y_pq, dX_pq, dY_pq
from textbook_cnn.formulas.notation.cases import Both, Cases, Greater, Larger, Less, Same
from textbook_cnn.formulas.notation.chance import Mean
from textbook_cnn.formulas.notation.derivatives import PartGradient
from textbook_cnn.formulas.notation.elementary import Absolute
from textbook_cnn.formulas.notation.largest import Below, Largest
from textbook_cnn.formulas.notation.letters import Letter, N, a, b, d, i, j, k, l, n, p, q, rho, t, u, v
from textbook_cnn.formulas.notation.letters import S as PARTS
from textbook_cnn.formulas.notation.names import LONGER
from textbook_cnn.formulas.notation.nodes import value
from textbook_cnn.formulas.notation.numbers import Decimal
from textbook_cnn.formulas.notation.sets import In
from textbook_cnn.formulas.notation.sums import Indicator, Sum, SumWhere
from textbook_cnn.formulas.notation.tensors import Element, Entry, OfPart, Step, Tensor
from textbook_cnn.formulas.proofs import as_printed, as_run

PARTS_OF_THREE = {"E of the parts": [4, 5, 6], "batches": [{1}, {2}, {3}]}
RELU, X_uv = Larger(X_pq, 0), Element(X, u, v)
DENSE = B_i + Sum(Tensor("W", i, j) * X_j, j, 1, n)
ALL_ANSWERS = "expected a case for each of its answers"
EVERY_ELEMENT = "expected a case for every element of Y, got none for that at"
TWO_OF_TWO = {p: range(2), q: range(2)}


class Near(float):
    """A number that takes others for itself."""

    def __eq__(self, other):
        return abs(float(self) - float(other)) < 0.1

    __ne__ = object.__ne__
    __hash__ = float.__hash__


def changed(examples, **ranges_or_numbers):
    """The examples with other ranges or numbers."""
    for each in examples():
        parts = {name: {**getattr(each, name), **change(each)} for name, change in ranges_or_numbers.items()}
        yield replace(each, **parts)


def relu(**ranges):
    return partial(changed, relu_regions, ranges=lambda _: {globals()[name]: given for name, given in ranges.items()})


def relu_gone_through_once():
    return changed(relu_regions, ranges=lambda _: {index: iter(values) for index, values in TWO_OF_TWO.items()})


def one_output():
    return changed(dense_layers, numbers=lambda each: {i: each.number(d)})


def first_and_last_output():
    return changed(dense_layers, ranges=lambda each: {i: (1, each.number(d))})


def draws(share, also=()):
    """The draws of a mask, each with its probability changed."""
    for each in every_draw():
        changed_draws = [(share(given), letters) for given, letters in each.array("draws")]
        yield replace(each, arrays={**each.arrays, "draws": [*changed_draws, *also]})


def letters(**numbers):
    """One example in which the letters of this page are numbers."""
    arrays = {"n": np.array(3, dtype=object), "S": np.array(Near(0.3), dtype=object)}
    known = {globals()[name]: number for name, number in numbers.items()}
    return lambda: [Example("numbers", arrays, numbers={sp.Symbol("n"): 3, n: 2, **known})]


# What is wrong: the rows, the examples of the proof, and the reason.
WRONG_ROWS = {
    "clipped at 6": ([(Y_pq, Cases([RELU, Less(RELU, 6)], [6]))], relu_regions, ALL_ANSWERS),
    "a leak below −1000": ([(Y_pq, RELU + Cases([X_pq, Less(X_pq, -1000)], [0]))], relu_regions, ALL_ANSWERS),
    "7 where X < −2": (
        [(dX_pq, Cases([dY_pq, Greater(X_pq, 0)], [7, Less(X_pq, -2)], [0]))],
        relu_regions,
        ALL_ANSWERS,
    ),
    "0 from 6 on": ([(Y_pq, RELU * Indicator(Less(X_pq, 6)))], relu_regions, ALL_ANSWERS),
    "0 beside an interval": (
        [(Y_pq, Cases([X_pq, Both(Greater(X_pq, 0), Less(X_pq, 6))], [0]))],
        relu_regions,
        ALL_ANSWERS,
    ),
    "a sum of what is below 6": (
        [(Y_pq, SumWhere(Larger(X_uv, 0), [Same(u, p), Same(v, q), Less(X_uv, 6)], [u, v]))],
        relu(u=range(2), v=range(2)),
        ALL_ANSWERS,
    ),
    "2 X − 6 from 6 on": ([(Y_pq, Larger(Largest(X_pq + k * (X_pq - 6), Below(k, 2)), 0))], relu_regions, ALL_ANSWERS),
    "12 − X from 6 on": ([(Y_pq, Larger(6 - Absolute(X_pq - 6), 0))], relu_regions, ALL_ANSWERS),
    "a row without a case": (
        [(Y_pq, RELU), (Element(Y, k, k), Element(X, k, k) + 1)],
        relu(k=range(0)),
        "expected a case for every row, got none",
    ),
    "a row after a range that is used up": (
        [(Y_pq, RELU), (Y_pq, 7 * X_pq)],
        relu_gone_through_once,
        "the left side is",
    ),
    "one value of a printed range": ([(Y_i, DENSE)], one_output, "expected every value in the printed ranges of"),
    "only the ends": ([(Y_i, DENSE + (i - 1) * (d - i))], first_and_last_output, EVERY_ELEMENT),
    "only the ends, on the right": ([(DENSE + (i - 1) * (d - i), Y_i)], first_and_last_output, EVERY_ELEMENT),
    "one row of an array": ([(Y_pq, RELU)], relu(p=(1,)), EVERY_ELEMENT),
    "draws that count twice": (
        [(Mean(Indicator(Less(Element(U, p, q), rho))), 2 * rho)],
        partial(draws, lambda share: 2 * share),
        "the probabilities of the draws add up to 2",
    ),
    "draws that count less than nothing": (
        [(Mean(Element(M, p, q)), 1 - rho)],
        partial(draws, lambda share: -share, [(Fraction(2), {})]),
        "a draw has the probability -",
    ),
    "nearly equal": (
        [(S, Decimal("0.305"))],
        letters(),
        "expected a number or a symbol of a kind that is known, got Near 0.3",
    ),
    "another n": ([(n + 1, sp.Symbol("n"))], letters(), "a formula cannot hold Symbol"),
    "the part before the first": (
        [(Sum(OfPart("E", l), l, 0, PARTS - 1), sp.S(15))],
        lambda: [Example("three parts", PARTS_OF_THREE, numbers={PARTS: 3})],
        "there is no E_{l} at 0: the first is 1",
    ),
}


@pytest.mark.parametrize(("rows", "examples", "reason"), WRONG_ROWS.values(), ids=WRONG_ROWS)
def test_a_proof_refuses(rows, examples, reason):
    ranges = ((i, d),) if examples is one_output else ()
    (result,) = prove(Formula("wrong", "", "", tuple(rows), ranges=ranges, proofs=(as_printed(examples, "x"),)))
    assert not result.passed
    assert reason in result.counterexample


@pytest.mark.parametrize("kind", ["all sizes", "code, all sizes"])
def test_numbers_are_not_all_sizes(kind):
    of_numbers = as_printed(dense_layers, "every d and n")
    for proof in (as_printed(dense_layers, "every d and n", kind), replace(of_numbers, kind=kind)):
        (result,) = prove(replace(REGISTRY["dense.forward"], proofs=(proof,)))
        assert "expected a symbol for d in a proof for all sizes, got 3" in result.counterexample
    with pytest.raises(ValueError, match=f"kind: expected one that speaks of the examples, got '{kind}'"):
        as_run(dense_layers, "every d and n", kind)


class Lying(Formula):
    """Prints something else."""

    def latex(self):
        return "Y = 7 X"


class OtherRow(Equation):
    """Prints something else."""

    def printed(self):
        yield "Y", "7 X"


def new(formula="dense.forward", kind=Formula, **parts):
    """A shipped formula under a new id, with other parts."""
    given = REGISTRY[formula]
    return kind(**{**{name: getattr(given, name) for name in given.__dataclass_fields__}, "id": "wrong", **parts})


READS = as_printed(dense_layers, "x")
MANY = next(proof for proof in REGISTRY["relu.forward"].proofs if proof.about)
OF_DENSE = as_run(dense_layers, MANY.covers, MANY.kind, MANY.about)
UNREGISTERED = {
    "a formula that prints itself": (new(kind=Lying), "expected Formula itself, got Lying"),
    "a row that prints itself": (new(rows=(OtherRow(Y_i, DENSE),)), "expected Equation itself, got OtherRow"),
    "SymPy's n": (new(rows=((n, sp.Symbol("n")),)), "expected a Letter, got n"),
    "SymPy's n in a range": (new(ranges=((sp.Symbol("i"), n),)), "expected a Letter, got i"),
    "an array n": (
        new(rows=((n + 1, Tensor("n")),)),
        r"expected different names for numbers and arrays, got .*\['n'\]",
    ),
    "no proof that reads": (new(proofs=(as_run(dense_layers, "x"),)), "expected a proof by proofs.as_printed"),
    "all sizes by nothing": (
        new(proofs=(READS, Proof("all sizes", "every number", lambda _: (0,)))),
        "kind: expected 'all sizes' by proofs.as_printed or",
    ),
    "code for all sizes by nothing": (
        new(proofs=(READS, Proof("code, all sizes", "every size", lambda _: (0,)))),
        "kind: expected 'code, all sizes' by proofs.as_printed or",
    ),
    "code for all sizes by examples": (
        new(proofs=(READS, replace(as_run(dense_layers, "every size"), kind="code, all sizes"))),
        "kind: expected 'code, all sizes' by proofs.as_printed or .*, got it by proofs.as_run",
    ),
    "the words of another proof": (
        new(proofs=(READS, OF_DENSE)),
        "about: expected one proof for 'many through",
    ),
    "other words for a proof": (
        new(proofs=(READS, replace(MANY, covers="all numbers"))),
        "about: expected one proof for 'many through",
    ),
}


@pytest.mark.parametrize(("formula", "reason"), UNREGISTERED.values(), ids=UNREGISTERED)
def test_the_registry_refuses(formula, reason):
    registry = Registry()
    registry.add([REGISTRY["relu.forward"]])
    with pytest.raises(ValueError, match=f"^wrong: {reason}"):
        registry.add([formula])


@pytest.mark.parametrize("name", ["X^2", r"K^{\top}", "X^{-1}", "e", r"\pi", "A + B", "dx", "2", r"\text{2 X}", "X_i"])
def test_arrays_have_names_that_nothing_else_prints_as(name):
    for node in (Tensor, Step, OfPart, PartGradient):
        with pytest.raises(ValueError, match=r"^name: expected a letter .*, got " + re.escape(name)):
            node(name, 1)


@pytest.mark.parametrize("name", ["2", "n^2", "e", "pi", r"\pi", "d!", "d n", "nbar", "n_m"])
def test_letters_have_names_that_nothing_else_prints_as(name):
    with pytest.raises(ValueError, match=r"^name: expected a letter .*, got " + re.escape(name)):
        Letter(name)


def test_letters_that_print_alike_are_equal():
    with pytest.raises(TypeError, match="positive"):
        Letter("n", positive=True)


@pytest.mark.parametrize("text", ["0.30000000000000001", "-0.1000000000000001", "1234567890123456"])
def test_decimals_have_no_more_digits_than_are_told_apart(text):
    with pytest.raises(ValueError, match=f"text: expected 15 digits at most.*, got {text}"):
        Decimal(text)


@pytest.mark.parametrize(
    ("node", "first"),
    [(Step("M", t - 3), 0), (PartGradient("P", a - 1), 1), (Entry(X, 1, a - 1), 1), (In(b, a - 1), 1)],
)
def test_nothing_is_counted_from_the_end(node, first):
    three = {"M": [5, 6, 7], "X": np.arange(9).reshape(3, 3), "batches": [{1}, {2}, {3}]}
    at = Example("three", three, {"P of the parts": [1, 2, 3]}, numbers={t: 2, a: 1, b: 3, N: 3})
    with pytest.raises(Disagreement, match=rf"at {first - 1}: the first is {first}"):
        value(node, at)


@pytest.mark.parametrize("formula", visits.PARTLY)
def test_what_states_a_part_of_an_array_needs_its_exception(formula, monkeypatch):
    print(f"{formula}: {visits.PARTLY[formula]}")
    monkeypatch.setattr(visits, "PARTLY", {})
    results = prove(REGISTRY[formula])
    assert any("expected a case for every element of" in result.counterexample for result in results), (
        f"{formula} states all elements: it needs no exception any more"
    )


def test_longer_names_are_used():
    nodes = {node for formula in REGISTRY.values() for row in formula.equations() for node in every_node(row)}
    assert set(LONGER) <= {node.name for node in nodes if isinstance(node, Tensor)}


def every_node(row):
    return [node for side in (row.left, row.right) for node in sp.preorder_traversal(side)]
