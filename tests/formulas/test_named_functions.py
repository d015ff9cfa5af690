"""A formula names the functions that it speaks of: break one of them, and a proof of the formula shows the difference."""

from dataclasses import replace
from inspect import isfunction
from itertools import product

import pytest

import textbook_cnn
from tests.support.breaking import WAYS, broken, shortened
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.example import Disagreement
from textbook_cnn.formulas.proofs import FAILURES

PAIRS = [(formula, name) for formula, each in REGISTRY.items() for name in each.functions]
SIZES = "the formula counts or measures; only how many elements there are matters"
OF_SIZES = {  # here the elements may be any: what must be noticed is one too few
    ("output_size", "conv2d"): SIZES,
    ("conv2d.kernels", "conv2d"): SIZES,
    ("conv2d.parameters_per_pixel", "conv2d"): SIZES,
}
UNNOTICED = {
    ("seeing.tsne", "tsne"): "a definition: which sum is small; scikit-learn looks for the smallest",
    ("images.laplace_density", "fit_laplace"): "the fit is a search",
    ("training.parts", "train"): "",
    ("winograd.maps", "correlate1d_winograd"): "",
    ("winograd.maps", "conv2d_winograd"): "",
}
METHODS = {  # of a class, what a formula speaks of, beside the shapes of its parameters
    ("he_initialisation", "Network"): ("init",),
    ("network.gradients", "Network"): ("forward", "backward"),
}
QUICK_FIRST = ("code", "regions", "code, all sizes", "all sizes")
NO_DIFFERENCE = "the witness lies on the border", "would be compared"  # of symbols that have become others


def outcome(formula, name, way, method=""):
    """What comes of the proofs of a formula while a function is broken: "shown", or why not."""
    failed = "unnoticed"
    with broken(name, way, method) as change:
        for proof in sorted(formula.proofs, key=lambda proof: QUICK_FIRST.index(proof.kind)):
            try:
                for _ in proof.cases(formula):
                    pass
            except Disagreement as error:
                if not isinstance(error.__cause__, FAILURES) and not any(
                    words in str(error) for words in NO_DIFFERENCE
                ):
                    return "shown"
                failed = f"an error without a difference: {error}"
            except FAILURES as error:
                failed = f"an error without a difference: {type(error).__name__}: {error}"
    return failed if change.changed or not change.calls else "nothing changed"


def outcomes(formula, name):
    """What comes of each way to break a function, or each of the methods of a class that the formula speaks of."""
    function = isfunction(getattr(textbook_cnn, name))
    methods = ("",) if function else METHODS.get((formula.id, name), ("parameter_shapes",))
    return {
        f"{method} {words}".strip(): outcome(formula, name, way, method)
        for method, (words, way) in product(methods, WAYS.items())
    }


@pytest.mark.parametrize(("formula", "name"), PAIRS, ids=map("-".join, PAIRS))
def test_a_broken_function_is_noticed(formula, name):
    found = outcomes(REGISTRY[formula], name)
    if (formula, name) in {**OF_SIZES, **UNNOTICED}:
        assert "shown" not in found.values(), f"{formula} notices {name}: this pair needs no exception any more"
    else:
        assert set(found.values()) <= {"shown", "nothing changed"}, f"{formula} does not notice {name}: {found}"
        assert "shown" in found.values()
    if (formula, name) in OF_SIZES:
        assert outcome(REGISTRY[formula], name, shortened) == "shown"


def test_exceptions_are_pairs_and_have_reasons():
    exceptions = {**OF_SIZES, **UNNOTICED}
    assert set(exceptions) <= set(PAIRS)
    assert len(exceptions) == len(OF_SIZES) + len(UNNOTICED)
    assert all(reason.strip() for reason in exceptions.values())
    print(
        *(f"{formula} does not judge what {name} returns: {reason}" for (formula, name), reason in exceptions.items()),
        sep="\n",
    )


def test_a_function_that_no_proof_calls_is_found():
    formula = replace(REGISTRY["relu.forward"], functions=("dense",))
    assert set(outcomes(formula, "dense").values()) == {"unnoticed"}


@pytest.mark.parametrize("name", sorted({name for _, name in PAIRS if isfunction(getattr(textbook_cnn, name))}))
def test_a_function_is_whole_again(name):
    function = getattr(textbook_cnn, name)
    before = function.__code__, function.__defaults__, function.__kwdefaults__, set(function.__globals__)
    with broken(name, WAYS["doubled"]):
        assert function.__code__ is not before[0]
    assert (function.__code__, function.__defaults__, function.__kwdefaults__, set(function.__globals__)) == before
