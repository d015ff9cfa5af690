"""Sleeping bugs in functions that compare: no proof by regions passes with one of them.

The code of the function itself is exchanged, so that every module that calls it runs the wrong one.
"""

import pytest

from tests.formulas.region_bugs import BUGS
from tests.support.changed_code import changed
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.proofs import run


@pytest.mark.parametrize("what", BUGS)
def test_sleeping_bug_is_refused(what, monkeypatch):
    function, name, old, new, reads = BUGS[what]
    monkeypatch.setattr(function, "__code__", changed(function, (old, new)).__code__)
    formula = REGISTRY[name]
    result = run(formula, formula.proofs[0])
    assert not result.passed, "the bug was not noticed"
    assert reads in result.counterexample
