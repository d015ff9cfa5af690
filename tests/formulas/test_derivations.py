"""Every result that the book derives: what it begins with, what is put in, and where it ends, all of it proved."""

import re

import pytest

from tests.support.places import ROOT
from textbook_cnn.formulas import REGISTRY

RESULTS = (
    "descent.distance",
    "descent.loss",
    "descent.directions",
    "descent.batches",
    "squared_error.backward",
    "conv2d.backward_kernel_simplified",
    "conv2d.backward_bias_simplified",
    "conv2d.backward_bias",
    "conv2d.backward_input_simplified",
    "conv2d.backward_input",
    "conv2d.general_backward_kernel",
    "conv2d.general_backward_input",
    "conv2d.stride_backward",
    "im2col.adjoint",
    "relu.backward",
    "max_pool2d.backward",
    "max_pool2d.general_backward",
    "avg_pool2d.backward",
    "avg_pool2d.general_backward",
    "dense.backward_weight",
    "dense.backward_bias",
    "dense.backward_input",
    "sigmoid.backward",
    "tanh.backward",
    "softmax_cross_entropy.backward",
    "he_initialisation",
    "dropout.mean",
    "dropout.backward",
    "adam.unbiased",
    "adam.first_step",
)
BEGINS_WITH_A_RESULT = {"descent.loss": "descent.distance"}
AT_ONCE = {  # nothing is put in between
    "descent.directions": "is the result for one parabola, in each direction",
    "conv2d.backward_bias": "adds up what the chain rule gave for the outputs",
    "im2col.adjoint": "reads the copies of the premise backwards",
}
NOT_DERIVED = {
    "global_avg_pool2d_backward": "the mean of one window, as large as the map: avg_pool2d.slope",
    "log_softmax_backward": "is stated, and proved from the chain rule at once: log_softmax.backward",
    "conv2d_backward_input_loops": "is the formula that was derived, written as loops",
    "conv2d_backward_kernel_loops": "likewise",
}
SHOWN = re.compile(r"^```\{formula\} (\S+)\n(?!:again:)", re.MULTILINE)
PAGES = {page.name: SHOWN.findall(page.read_text("utf-8")) for page in (ROOT / "docs" / "chapters").glob("*.md")}


def steps_of(result):
    """Ids of the steps that lead to a result, with what each of them is."""
    return {formula.id: formula.step for formula in REGISTRY.values() if formula.derives == result}


def test_what_is_derived_is_listed():
    assert {formula.derives for formula in REGISTRY.values() if formula.derives} == set(RESULTS)


@pytest.mark.parametrize("result", RESULTS)
def test_a_result_is_derived(result):
    steps = steps_of(result)
    assert steps[result] == "result"
    assert all(REGISTRY[name].proofs for name in steps)
    assert ("premise" in steps.values()) != (result in BEGINS_WITH_A_RESULT), f"{result}: only {steps}"
    assert ("substitution" in steps.values()) != (result in AT_ONCE), f"{result}: only {steps}"


@pytest.mark.parametrize("result", RESULTS)
def test_its_steps_are_shown_on_its_page(result):
    """From a premise, or from a result of before, to the result; what stands between may be of every kind."""
    (page,) = (page for page, shown in PAGES.items() if result in shown)
    shown, steps = PAGES[page], steps_of(result)
    assert set(steps) <= set(shown), f"{result}: show {sorted(set(steps) - set(shown))} on {page}"
    first, *_, last = sorted(steps, key=shown.index)
    assert last == result
    if result in BEGINS_WITH_A_RESULT:
        assert shown.index(BEGINS_WITH_A_RESULT[result]) < shown.index(first)
    else:
        assert steps[first] == "premise"


def test_every_gradient_is_among_the_results():
    """Each public function that goes backward has one of its formulas among the results, or says why not."""
    backward = {name for formula in REGISTRY.values() for name in formula.functions if "_backward" in name}
    reached = {name for result in RESULTS for name in REGISTRY[result].functions}
    assert backward - reached == set(NOT_DERIVED)
