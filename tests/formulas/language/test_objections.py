"""The shipped functions are written in the language, and what leaves it is named: the file, the function, the line."""

import re
from importlib import import_module
from inspect import getsource
from types import FunctionType

import pytest

from tests.formulas.language import patches
from tests.formulas.language.patches import AROUND, CODE, NAMES, conv2d
from tests.support.changed_code import changed
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.language import objections
from textbook_cnn.formulas.proofs import run


def test_shipped_functions_are_written_in_the_language():
    assert objections() == []


@pytest.mark.parametrize("what", CODE)
def test_changed_code_is_refused(what, monkeypatch):
    function, old, new, expected = CODE[what]
    monkeypatch.setattr(function, "__code__", changed(function, (old, new)).__code__)
    said = objections()
    assert any(f": {expected} stands on no list" in f"{each} " for each in said), said
    assert all(f" {function.__qualname__}, line" in each for each in said), said


@pytest.mark.parametrize("what", NAMES)
def test_a_name_for_something_new_is_refused(what, monkeypatch):
    name, value, function, old, new, expected = NAMES[what]
    monkeypatch.setattr(conv2d, name, value, raising=False)
    monkeypatch.setattr(function, "__code__", changed(function, (old, new)).__code__)
    assert any(f": {expected}" in each for each in objections()), objections()


@pytest.mark.parametrize("what", AROUND)
def test_what_is_exchanged_around_the_code_is_refused(what, monkeypatch):
    owner, name, value, expected = AROUND[what]
    monkeypatch.setattr(owner, name, value, raising=False)
    assert any(expected in each for each in objections()), objections()


def test_a_default_that_is_exchanged_in_its_place_is_refused(monkeypatch):
    assert objections() == []
    monkeypatch.setitem(conv2d.conv2d.__kwdefaults__, "stride", 1000)
    assert any("defaults (stride=1000, " in each for each in objections())


def test_builtins_of_its_own_are_refused(monkeypatch):
    softmax = import_module("textbook_cnn.layers.softmax_cross_entropy")
    with monkeypatch.context() as change:
        change.setitem(vars(softmax), "__builtins__", {"len": lambda array: 1})
        function = FunctionType(softmax._softmax.__code__, vars(softmax), "_softmax")
    monkeypatch.setattr(softmax, "_softmax", function)
    assert any("builtins of its own" in each for each in objections())


def test_all_is_well_again_after_the_changes(monkeypatch):
    function, old, new, _ = CODE["a size"]
    with monkeypatch.context() as change:
        change.setattr(function, "__code__", changed(function, (old, new)).__code__)
        assert objections()
    assert objections() == []


def test_an_objection_says_where_and_what_to_do(monkeypatch):
    function, old, new, _ = CODE["a size"]
    monkeypatch.setattr(function, "__code__", changed(function, (old, new)).__code__)
    assert objections()[0].startswith("layers/conv2d.py, conv2d, line ")
    assert objections()[0].endswith(
        ": number 1000 stands on no list; "
        'write it without, or give the reason under "layers.conv2d.conv2d" in formulas/language/listed/layers.py'
    )


@pytest.mark.parametrize(
    ("lines", "what", "shift"),
    [
        (["Y = Y + Y", "Y = Y + sum(Y[: d * d])"], "number of cuts (slice 1)", [1]),
        (["Y = Y + sum(Y[: d * d])", "Y = Y + Y", "Y = Y + sum(Y[: d * d])"], "number of cuts (slice 2)", [0, 2]),
        (["Y = Y + Y", "Y = Y + Y * (N > d)"], "number of decisions (", [..., 1]),
        (["Y = Y + Y", "Y = Y * 1000"], "number 1000", [1]),
    ],
)
def test_every_line_that_counts_is_named(what, lines, shift, monkeypatch):
    function = conv2d.conv2d
    old = patches.BEFORE_BIAS
    wrong = changed(function, (old, "".join(f"    {line}\n" for line in lines) + old))
    source = getsource(function)
    first = source[source.index("def ") : source.index(old)].count("\n") + 1
    monkeypatch.setattr(function, "__code__", wrong.__code__)
    (said,) = (each for each in objections() if f": {what}" in each)
    named = [int(line) for line in re.search(r", lines? ([\d, ]+): ", said)[1].split(", ")]
    expected = [first + each for each in shift if each is not ...]
    assert set(expected) <= set(named) if ... in shift else named == expected
    assert (", lines " in said) == (len(named) > 1)


def test_a_proof_fails_where_the_code_leaves_the_language(monkeypatch):
    formula = REGISTRY["relu.forward"]
    function, old, new, _ = CODE["a size"]
    assert run(formula, formula.proofs[0]).counterexample == ""
    monkeypatch.setattr(function, "__code__", changed(function, (old, new)).__code__)
    result = run(formula, formula.proofs[0])
    assert not result.passed
    assert result.counterexample.startswith("relu.forward: layers/conv2d.py, conv2d, line ")
