"""What rests on what: read from the formulas, compared with what their evaluation really calls."""

from collections import Counter
from dataclasses import replace
from types import SimpleNamespace

import pytest
import sympy as sp

import textbook_cnn
from textbook_cnn.formulas import REGISTRY, shipped
from textbook_cnn.formulas.graph import equations_of, functions_behind, meaning, rests_on
from textbook_cnn.formulas.notation.nodes import value
from textbook_cnn.formulas.notation.operators import Operation

NAMED = {name: equations_of(getattr(textbook_cnn, name).__doc__) for name in textbook_cnn.__all__}
BELOW = {name: rests_on(formula, REGISTRY) for name, formula in REGISTRY.items()}


@pytest.mark.parametrize("function", NAMED)
def test_a_docstring_names_equations_of_its_function(function):
    known = [name for name in NAMED[function] if name in REGISTRY]
    assert NAMED[function] == known, "ids that the registry does not have"
    assert [name for name in known if function not in REGISTRY[name].functions] == []
    spoken_of = [name for name, formula in REGISTRY.items() if function in formula.functions]
    assert bool(known) == bool(spoken_of), f"the docstring of {function} should name an equation: one of {spoken_of}"


def test_edges_that_anyone_can_see():
    assert BELOW["correlate2d.definition"] == ()
    assert BELOW["worked.full"] == BELOW["conv2d.forward"] == ("correlate2d.definition",)
    assert set(BELOW["convolve2d.rot180"]) == {"correlate2d.definition", "rot180"}
    assert set(BELOW["conv2d.backward_input"]) == {"conv2d.forward", "convolve2d.rot180"}
    assert set(BELOW["conv2d.backward_input_rot180"]) == {"conv2d.forward", "correlate2d.definition", "rot180"}
    assert BELOW["conv2d.backward_kernel_chain"] == ("conv2d.forward",)
    assert set(BELOW["softmax_cross_entropy.backward"]) == {"softmax", "softmax_cross_entropy.forward"}
    assert BELOW["adam.step"] == ()


def test_nothing_rests_on_itself():
    def walk(name, above):
        assert name not in above, f"a circle: {[*above, name]}"
        for below in BELOW[name]:
            walk(below, [*above, name])

    for name in REGISTRY:
        walk(name, [])


@pytest.mark.parametrize("name", REGISTRY)
def test_what_is_below_has_the_sign_or_is_the_forward_function(name):
    for function in functions_behind(REGISTRY[name]):
        home = meaning(function, REGISTRY)
        assert home is None or function in REGISTRY[home].functions


class Recorder:
    """Stands in for the package: remembers which public functions are asked for, while it is told to."""

    def __init__(self):
        self.called, self.listening = set(), False

    def __getattr__(self, name):
        if self.listening:
            self.called.add(name)
        return getattr(textbook_cnn, name)


@pytest.mark.parametrize("name", REGISTRY)
def test_evaluation_calls_the_functions_that_the_graph_reads(name, monkeypatch):
    formula, package = REGISTRY[name], Recorder()
    proofs = [proof for proof in formula.proofs if "as_printed" in proof.cases.__qualname__]
    if not proofs:
        assert functions_behind(formula) == [] or formula.status == "definition"
        return
    monkeypatch.setattr(shipped, "importlib", SimpleNamespace(import_module=lambda _: package))

    seen = Counter()

    def evaluate(row, at, indices):
        seen[row] += 1
        if seen[row] > 3:
            return
        package.listening = True
        for side in (row.left, row.right):
            value(side, at.bind(indices))
        package.listening = False

    monkeypatch.setattr("textbook_cnn.formulas.proofs.compare", evaluate)
    # Few of the formula's questions are asked here, so those of the code need not follow from them.
    monkeypatch.setattr("textbook_cnn.formulas.proofs.Regions.add", lambda *_: None)
    for _, _ in zip(range(30 * len(formula.equations())), proofs[0].cases(formula), strict=False):
        pass
    signs = {
        node.function
        for row in formula.equations()
        for side in (row.left, row.right)
        for node in sp.preorder_traversal(side)
        if isinstance(node, Operation)
    }
    # A gradient is made when it is asked for, and compared with what the backward function returns.
    assert {function for function in package.called if "_backward" not in function} == signs
    assert signs <= set(functions_behind(formula))


def test_a_sign_that_is_taken_out_takes_its_edge_along():
    formula = REGISTRY["conv2d.backward_input_simplified"]
    premise, (left, right) = formula.rows
    without = replace(formula, rows=(premise, (left, right.args[0])))
    assert "convolve2d.rot180" in rests_on(formula, REGISTRY)
    assert "convolve2d.rot180" not in rests_on(without, REGISTRY)
