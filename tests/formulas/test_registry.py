"""Every formula of the registry is proved, and the registry refuses what it should."""

from dataclasses import replace

import pytest

import textbook_cnn
from textbook_cnn.formulas import REGISTRY, Formula, Registry, prove
from textbook_cnn.formulas.code_for_all_sizes import THEOREMS
from textbook_cnn.formulas.formula import UNPROVED
from textbook_cnn.formulas.proofs import run

ABOUT_FUNCTIONS = {
    proof.about: (formula, proof) for formula in REGISTRY.values() for proof in formula.proofs if proof.about
}
BY_THEOREMS = {f"all sizes: {function}" for function in THEOREMS}  # which test_theorems.py proves one by one
ON_MANY = [about for about in ABOUT_FUNCTIONS if about not in BY_THEOREMS]
CODE_FOR_ALL_SIZES = {
    "rot180": "rot180",
    "correlate2d.definition": "correlate2d",
    "convolve2d.rot180": "convolve2d",
    "output_size": "output_size",
    "conv2d.forward": "conv2d",
    "conv2d.general": "conv2d",
    "conv2d.backward_kernel": "conv2d_backward_kernel",
    "conv2d.general_backward_kernel": "conv2d_backward_kernel",
    "conv2d.backward_input": "conv2d_backward_input",
    "conv2d.general_backward_input": "conv2d_backward_input",
    "conv2d_transpose.forward": "conv2d_transpose",
    "conv2d_transpose.general": "conv2d_transpose",
    "pad2d.constant": "pad2d",
    "conv2d.backward_bias": "conv2d_backward_bias",
    "conv2d.backward_bias_per_pixel": "conv2d_backward_bias, one per pixel",
    "flatten": "flatten, unflatten",
    "avg_pool2d.general": "avg_pool2d",
    "avg_pool2d.general_backward": "avg_pool2d_backward",
    "avg_pool2d.forward": "avg_pool2d",
    "avg_pool2d.backward": "avg_pool2d_backward",
    "dense.forward": "dense",
    "dense.backward_weight": "dense_backward_weight",
    "dense.backward_bias": "dense_backward_bias",
    "dense.backward_input": "dense_backward_input",
}
READ_IN_NUMBERS = {"output_size"}  # what is printed rounds down, which letters cannot


def check(formula, proof):
    """Run one proof, say what it covers, and return how many cases it has."""
    result = run(formula, proof)
    print(f"{formula.id}: {result.kind}: {result.cases:,} cases in {result.seconds:.2f} s: {result.covers}")
    assert result.passed, result.counterexample
    return result.cases


@pytest.mark.parametrize("formula", REGISTRY.values(), ids=REGISTRY)
def test_formula(formula):
    """The proofs that read what the formula prints; below are those that speak of functions alone."""
    for proof in formula.proofs:
        if not proof.about:
            assert check(formula, proof) > 0
    assert formula.proofs or formula.status != "proved"


@pytest.mark.parametrize("about", ON_MANY)
def test_functions_on_many_layers_and_numbers(about):
    assert check(*ABOUT_FUNCTIONS[about]) > 0


def test_what_is_proved_for_all_sizes_is_among_the_theorems():
    all_sizes = {about for about, (_, proof) in ABOUT_FUNCTIONS.items() if proof.kind == "code, all sizes"}
    assert all_sizes <= BY_THEOREMS


@pytest.mark.parametrize(("formula_id", "function"), CODE_FOR_ALL_SIZES.items())
def test_formulas_of_the_layers_say_that_the_code_is_proved_for_all_sizes(formula_id, function):
    (proof,) = (proof for proof in REGISTRY[formula_id].proofs if proof.kind == "code, all sizes")
    assert proof.about == f"all sizes: {function}"
    assert set(function.split(", ")[:1]) <= set(REGISTRY[formula_id].functions)
    read = {other.kind for other in REGISTRY[formula_id].proofs if not other.about}  # by these the printed rows
    assert ("numbers" if formula_id in READ_IN_NUMBERS else "code") in read


@pytest.mark.parametrize("formula", REGISTRY.values(), ids=REGISTRY)
def test_functions_are_public(formula):
    assert set(formula.functions) <= set(textbook_cnn.__all__)


def test_closed_lists_name_formulas_and_give_reasons():
    assert set(UNPROVED["definition"]) | set(UNPROVED["data"]) <= set(REGISTRY)
    for ids in UNPROVED.values():
        assert all(reason.strip() for reason in ids.values())


def test_only_the_closed_lists_lack_proofs():
    without = {formula.id for formula in REGISTRY.values() if not formula.proofs}
    assert without <= set().union(*UNPROVED.values())
    with pytest.raises(ValueError, match=r"conv2d\.new: expected a proof by more than numbers, or its id on a closed"):
        Formula(id="conv2d.new", title="New", slide="", rows=())


def test_numbers_alone_prove_nothing():
    numbers = REGISTRY["seeing.pca"].proofs
    assert {proof.kind for proof in numbers} == {"numbers"}
    with pytest.raises(ValueError, match=r"pca\.new: expected a proof by more than numbers"):
        replace(REGISTRY["seeing.pca"], id="pca.new")
    for formula in REGISTRY.values():
        if formula.status == "proved":
            assert {proof.kind for proof in formula.proofs} - {"numbers"}, formula.id


def test_an_id_enters_once():
    registry = Registry()
    registry.add([REGISTRY["relu.forward"]])
    with pytest.raises(ValueError, match=r"'relu\.forward' is already registered"):
        registry.add([REGISTRY["relu.forward"]])


def test_unknown_names_are_refused():
    with pytest.raises(KeyError, match=r"there is no formula 'conv2d\.nothing'"):
        REGISTRY["conv2d.nothing"]
    with pytest.raises(ValueError, match="layout: expected one of"):
        replace(REGISTRY["relu.forward"], layout="diagonal")


def test_a_proof_without_cases_fails():
    formula = REGISTRY["relu.forward"]
    empty = replace(formula, proofs=(replace(formula.proofs[0], cases=lambda formula: iter(())),))
    (result,) = prove(empty)
    assert not result.passed
    assert result.counterexample == "relu.forward: the proof has no case"
