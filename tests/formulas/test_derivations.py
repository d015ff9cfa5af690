"""Every result that the book derives: what it begins with, what is put in, and where it ends, all of it proved."""

import re

import pytest

from tests.support.places import ROOT
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.statements import STATEMENTS

# A result of another chapter enters here, with the file of statements that its steps stand in.
RESULTS = (
    "relu.backward",
    "max_pool2d.backward",
    "max_pool2d.general_backward",
    "avg_pool2d.backward",
    "avg_pool2d.general_backward",
    "dense.backward_weight",
    "dense.backward_bias",
    "dense.backward_input",
    "softmax_cross_entropy.backward",
    "he_initialisation",
    "dropout.mean",
    "dropout.backward",
    "adam.unbiased",
    "adam.first_step",
)


def steps_of(result):
    """Ids of the steps that lead to a result, with what each of them is."""
    return {formula.id: formula.step for formula in REGISTRY.values() if formula.derives == result}


def shown_in_order(page):
    """Ids of the formulas that a page shows, in its order."""
    return re.findall(r"^```\{formula\} (\S+)$", page.read_text(encoding="utf-8"), re.MULTILINE)


def page_of(name):
    """The chapter that shows a formula."""
    (chapter,) = {file.CHAPTER for file in STATEMENTS if name in [formula.id for formula in file.FORMULAS]}
    (page,) = (ROOT / "docs" / "chapters").glob(f"{chapter:02}_*.md")
    return page


@pytest.mark.parametrize("result", RESULTS)
def test_a_result_is_derived(result):
    steps = steps_of(result)
    assert {"premise", "substitution"} <= set(steps.values()), f"{result}: only {steps}"
    assert [name for name, step in steps.items() if step == "result"] == [result]
    assert all(REGISTRY[name].proofs for name in steps)


@pytest.mark.parametrize("result", RESULTS)
def test_its_steps_are_shown_one_after_the_other(result):
    """On the page of the result, premises first and the result last."""
    shown, steps = shown_in_order(page_of(result)), steps_of(result)
    assert set(steps) <= set(shown), f"{result}: show {sorted(set(steps) - set(shown))} on {page_of(result).name}"
    order = [steps[name] for name in sorted(steps, key=shown.index)]
    assert order == sorted(order, key=("premise", "substitution", "result").index)


def test_what_is_derived_is_listed():
    derived = {formula.derives for formula in REGISTRY.values() if formula.derives}
    assert derived <= set(REGISTRY)
    assert {name for name in derived if page_of(name).name.startswith("06_")} <= set(RESULTS)


def test_a_gradient_of_the_layers_behind_the_convolution_is_a_result():
    """Each public gradient of the chapter has one of its formulas among the results, or says why not."""
    underived = {"unflatten": "moves numbers", "pool_first": "compares two ways back"}
    files = [file for file in STATEMENTS if file.CHAPTER == 6]
    formulas = [formula for file in files for formula in file.FORMULAS]
    backward = {name for formula in formulas for name in formula.functions if "_backward" in name}
    reached = {name for result in RESULTS for name in REGISTRY[result].functions}
    assert backward - reached - set(underived) == set()
