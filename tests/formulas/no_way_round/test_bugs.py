"""No way round: bugs that sleep, or that symbols escape, are refused by the proofs of a formula, each for a reason."""

import numpy as np
import pytest

from tests.formulas.no_way_round import (
    of_borders,
    of_conv2d,
    of_cuts,
    of_epochs,
    of_layers,
    of_many,
    of_questions,
    of_runs,
    of_training,
    of_what_is_seen,
)
from tests.formulas.no_way_round.bug import exchanged
from textbook_cnn.formulas import REGISTRY, proofs
from textbook_cnn.formulas.proofs import run

TABLES = (
    of_conv2d,
    of_layers,
    of_training,
    of_cuts,
    of_many,
    of_epochs,
    of_what_is_seen,
    of_borders,
    of_questions,
    of_runs,
)
BUGS = {bug.what: bug for table in TABLES for bug in table.BUGS}
QUICK = REGISTRY["images.digit"]  # the check of the language is part of every proof


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


@pytest.mark.parametrize("what", [bug.what for bug in BUGS.values() if bug.check])
def test_bug_leaves_the_language(what):
    bug = BUGS[what]
    with exchanged(bug.function, bug.edits):
        objection = run(QUICK, QUICK.proofs[0]).counterexample
    assert f": {bug.check} " in objection


@pytest.mark.parametrize("what", [bug.what for bug in BUGS.values() if bug.proof])
def test_bug_is_refused_by_the_proof_itself(what, monkeypatch):
    bug = BUGS[what]
    monkeypatch.setattr(proofs, "objections", list)
    with exchanged(bug.function, bug.edits):
        refused = refusal(REGISTRY[bug.formula])
    assert refused, "the proofs passed"
    assert bug.proof in refused


def test_every_bug_is_refused():
    assert [bug.what for bug in BUGS.values() if not bug.check + bug.proof] == []


@pytest.mark.parametrize("what", BUGS)
def test_bug_is_one(what):
    bug = BUGS[what]
    right = outcome(bug.call)
    with exchanged(bug.function, bug.edits):
        wrong = outcome(bug.call)
    assert len(right) != len(wrong) or not all(map(np.array_equal, right, wrong))


def test_there_are_many():
    assert len(BUGS) == sum(len(table.BUGS) for table in TABLES) >= 60
