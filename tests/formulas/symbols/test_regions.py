"""Conditions of the code follow from the formula's, or are met in another case; regions that are all visited."""

import types
from dataclasses import replace
from functools import partial
from itertools import islice

import numpy as np
import pytest

from textbook_cnn import relu, softmax
from textbook_cnn.formulas.example import Disagreement, Example
from textbook_cnn.formulas.examples import adam, attribution, pooling, softmax_cross_entropy
from textbook_cnn.formulas.examples.relu import relu_regions
from textbook_cnn.formulas.notation.letters import t
from textbook_cnn.formulas.proofs import Proof, as_run, compare, run
from textbook_cnn.formulas.registry import REGISTRY
from textbook_cnn.formulas.symbols import supposed
from textbook_cnn.formulas.symbols.asked import Asked
from textbook_cnn.formulas.symbols.linear import assumed, positive
from textbook_cnn.formulas.symbols.regions import Case, Regions, must_cover
from textbook_cnn.formulas.symbols.scalars import scalars

FORMULA = REGISTRY["relu.forward"]


def counterexample(examples):
    """What becomes of a proof by these examples, which compare nothing themselves."""
    return run(FORMULA, as_run(examples, "a test", "regions")).counterexample


def rectified(*witnesses, suppose=lambda X: None, together=""):
    """Cases that run the ReLU on one number each."""
    for witness in witnesses:
        X = scalars("x", [witness])
        suppose(X)
        relu(X)
        yield Example(f"witness {witness}", {"X": X}, together=together)


def test_what_the_formula_supposes_the_code_may_ask():
    assert counterexample(partial(rectified, 3, -2, suppose=supposed.signs)) == ""


def test_what_nobody_supposes_is_refused():
    said = "relu.forward: witness 3: the code goes this way only where x_1 > 0 (_positive_part in layers.relu)"
    assert counterexample(partial(rectified, 3)) == said


def test_cases_that_stand_together_cover_what_the_code_chooses():
    assert counterexample(partial(rectified, 3, -2, together="both signs")) == ""
    assert "only where x_1 > 0" in counterexample(partial(rectified, 3, 4, together="both signs"))
    assert "only where x_1 < 0" in counterexample(partial(rectified, -3, together="both signs"))


def test_other_cases_do_not_count():
    def two_kinds():
        yield from rectified(3, together="first")
        yield from rectified(-2, together="second")

    assert "only where x_1 > 0" in counterexample(two_kinds)


def three_scores(*rows):
    for row in rows:
        Z = scalars("z", [row])
        softmax(Z)
        yield Example(f"scores {row}", {"Z": Z}, together="scores")


ORDERS = ((0, 1, 5), (0, 3, 2), (1, 0, 2), (3, 1, 2))


def test_the_softmax_needs_every_way_to_find_the_largest():
    assert counterexample(partial(three_scores, *ORDERS)) == ""
    for missing in ORDERS:
        said = counterexample(partial(three_scores, *(row for row in ORDERS if row != missing)))
        assert "the code goes this way only where z_" in said


@pytest.mark.parametrize("other", [{"numbers": {t: 2}}, {"ranges": {t: (1, 2)}}, {"arrays": {"X": np.array([1])}}])
def test_cases_that_stand_together_differ_in_witnesses_alone(other):
    def cases():
        (plus,), (minus,) = rectified(3, together="both signs"), rectified(-3, together="both signs")
        yield replace(plus, numbers={t: 1}, ranges={t: (1,)}, arrays={"X": np.array([0])})
        yield replace(minus, **{"numbers": {t: 1}, "ranges": {t: (1,)}, "arrays": {"X": np.array([0])}, **other})

    assert "more differs than the witnesses of the cases 'both signs'" in counterexample(cases)


def test_what_is_asked_beside_all_cases_fails():
    (x,) = scalars("x", [3])
    said = run(FORMULA, Proof("regions", "a test", lambda formula: [relu(np.array([x], dtype=object))])).counterexample
    assert "compares symbols outside of all cases: x_1" in said


def test_what_is_asked_after_the_last_case_counts_too():
    def late():
        yield Example("nothing", {})
        relu(scalars("x", [3]))

    assert "only where x_1 > 0" in counterexample(late)


def test_a_swallowed_refusal_fails_the_proof():
    def careless():
        (x,) = scalars("x", [3])
        code = types.ModuleType("textbook_cnn.layers.somewhere")
        exec("def ask(x):\n    try:\n        return float(x)\n    except Exception:\n        return x", vars(code))
        code.ask(x)
        yield Example("one number", {})

    assert "ask in layers.somewhere asks for the number of a symbol" in counterexample(careless)


def region(asked):
    return {positive(*question): place for question, place in asked.by_formula.items()}


def regions_of(formula, examples):
    """Regions of a formula's cases: what its first row and the examples ask."""
    proof_cases = []
    for example, asked in Regions().each(examples):
        with asked.listening():
            for row in formula.equations():
                for indices in example.assignments(row.free_symbols, {}):
                    compare(row, example, indices)
        proof_cases.append(Case(example.words, region(asked)))
    return proof_cases


ALL_VISITED = {
    "four signs": ("relu.forward", relu_regions),
    "24 orders of one window": ("max_pool2d.forward", lambda: islice(pooling.max_pool_regions(), 24)),
    "720 orders under two windows": ("max_pool2d.general", lambda: islice(pooling.largest_in_windows(), 720)),
}


@pytest.mark.parametrize("what", ALL_VISITED)
def test_all_regions_are_visited(what):
    name, examples = ALL_VISITED[what]
    cases = regions_of(REGISTRY[name], examples())
    must_cover(cases, [])
    with pytest.raises(Disagreement, match="only where"):
        must_cover([case for case in cases if case.conditions.keys() != cases[-1].conditions.keys()], [])


def test_numbers_that_are_supposed_below_a_bound_are():
    asked = Asked()
    with asked.listening():
        supposed.below(adam.NUMBERS[adam.beta_1], 1)
    assert [str(positive(*question)) for question in asked.by_formula] == ["beta_1 < 1"]
    with pytest.raises(ValueError, match="expected one below 1"):
        supposed.below(adam.NUMBERS[adam.eta] + 1, 1)


def test_positive_symbols_are_known_to_be():
    asked = Asked()
    with asked.listening():
        _ = adam.NUMBERS[adam.eta] > 0
    (condition,) = [positive(*question) for question in asked.by_code]
    assert assumed([condition]) == [condition]


@pytest.mark.parametrize("examples", [attribution.class_scores, softmax_cross_entropy.scores])
def test_cases_ask(examples):
    """The counts of questions are no decoration: without any, nothing would be compared."""
    _, asked = next(Regions().each(examples()))
    assert len(asked.by_code) > 3
