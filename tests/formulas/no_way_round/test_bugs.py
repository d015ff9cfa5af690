"""No way round: bugs that sleep, or that only symbols escape, are refused by the proofs of a formula, each for its reason."""

import numpy as np
import pytest

from tests.formulas.no_way_round import of_conv2d, of_layers, of_many, of_training
from tests.formulas.no_way_round.bug import exchanged
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.proofs import run

BUGS = {bug.what: bug for module in (of_conv2d, of_layers, of_many, of_training) for bug in module.BUGS}


def refusal(formula):
    """The first counterexample, of the proofs that speak of every size before the others."""
    for proof in sorted(formula.proofs, key=lambda proof: proof.kind != "code, all sizes"):
        result = run(formula, proof)
        if not result.passed:
            return result.counterexample
    return None


def leaves(result):
    """All arrays and numbers of a result, in their order."""
    if isinstance(result, dict):
        result = [result[key] for key in sorted(result)]
    if isinstance(result, tuple | list):
        return [leaf for part in result for leaf in leaves(part)]
    return [np.asarray(result)]


def outcome(call):
    """What a call returns, or that it fails."""
    try:
        return leaves(call())
    except Exception as error:
        return [np.asarray(repr(error))]


@pytest.mark.parametrize("what", BUGS)
def test_bug_is_refused(what):
    bug = BUGS[what]
    with exchanged(bug.function, bug.edits):
        refused = refusal(REGISTRY[bug.formula])
    assert refused is not None, "the proofs passed"
    assert bug.reads in refused


@pytest.mark.parametrize("what", BUGS)
def test_bug_is_one(what):
    bug = BUGS[what]
    right = outcome(bug.call)
    with exchanged(bug.function, bug.edits):
        wrong = outcome(bug.call)
    assert len(right) != len(wrong) or not all(map(np.array_equal, right, wrong))


def test_there_are_many():
    assert len(BUGS) == sum(len(module.BUGS) for module in (of_conv2d, of_layers, of_many, of_training)) >= 60
