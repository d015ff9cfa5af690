"""Sleeping bugs in functions that compare: no proof by regions passes with one of them.

The code of the function itself is exchanged, so that every module that calls it runs the wrong one.
"""

import __future__

import inspect
import textwrap

import pytest

from tests.formulas.region_bugs import BUGS
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.proofs import run


def wrong_code(function, old, new):
    """The code of the function with one piece changed."""
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(old) == 1, f"{old!r} occurs {source.count(old)} times"
    flags, scope = __future__.annotations.compiler_flag, {}
    exec(compile(source.replace(old, new), f"<{function.__name__}, wrong>", "exec", flags, dont_inherit=True), scope)
    return scope[function.__name__].__code__


@pytest.mark.parametrize("what", BUGS)
def test_sleeping_bug_is_refused(what, monkeypatch):
    function, name, old, new, reads = BUGS[what]
    monkeypatch.setattr(function, "__code__", wrong_code(function, old, new))
    formula = REGISTRY[name]
    result = run(formula, formula.proofs[0])
    assert not result.passed, "the bug was not noticed"
    assert reads in result.counterexample
