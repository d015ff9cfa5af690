"""A formula names the functions that it speaks of: break one of them, and a proof of it shows the difference."""

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
FUNCTIONS = {name for _, name in PAIRS if isfunction(getattr(textbook_cnn, name))}
METHODS = {  # what a formula speaks of in a class, if not the shapes of the parameters
    ("he_initialisation", "Network"): ("init",),
    ("first_weights.independent", "Network"): ("init",),
    ("network.gradients", "Network"): ("forward", "backward"),
}
COUNTED = "only how many elements there are is counted"
OF_SIZES = {  # the elements may be any; one too few must be noticed
    ("output_size", "conv2d"): COUNTED,
    ("conv2d.kernels", "conv2d"): COUNTED,
    ("conv2d.parameters_per_pixel", "conv2d"): COUNTED,
}
BOTH_SIDES = "stands on both sides, which change alike"
IN_SOME_WAYS = {  # some ways to break the function leave the statement true, or stop at an error; others are shown
    ("first_weights.independent", "Network"): "weights twice as large are as independent",
    ("softmax_cross_entropy.log_softmax", "softmax"): "there is no logarithm of nothing",
    ("softmax.shift", "softmax_cross_entropy"): BOTH_SIDES,
    ("convolution.associative", "convolve2d"): BOTH_SIDES,
    ("correlation.twice", "correlate2d"): BOTH_SIDES,
    ("winograd.maps", "correlate1d_winograd"): "a linear form has no constant to be shifted by",
}
UNNOTICED = {
    ("softmax.shift", "softmax"): BOTH_SIDES,
    ("seeing.tsne", "tsne"): "says which number is small; scikit-learn looks for the smallest",
}
SEVERAL = {  # functions whose results have several parts, and how many
    "fit_laplace": 2,
    "descent_step": 2,  # as many as there are parameters
    "adam_init": 3,
    "adam_step": 4,
    "dropout": 2,
    "layer_activity": 5,
    "invert_features": 2,
    "maximise_activation": 2,
    "receptive_field": 6,
    "pca": 3,
    "pool_first": 3,  # of the gradients that its network returns
}
UNNOTICED_PARTS = {
    **{("layer_activity", part): "the shape of one image's maps, said beside what is measured" for part in range(3)},
}
NETWORK_RUN = "runs a network, of whose passes `network.gradients` speaks"
MADE = "draws, reads or makes what others compute with"
PICTURE = "prepares or shows pictures"
WITHOUT_FORMULA = {
    "image_gradients": "is one subtraction, which the chapter says in words",
    "gradient_statistics": "gives moments by their textbook definition, which tests compute apart",
    "check_gradients": "compares what `network.gradients` speaks of with differences of the loss",
    "one_cycle": "is a choice of learning rates, not a claim",
    "rank_correlation": "is Spearman's, which tests compute apart",
    "strongest_windows": "looks for the largest elements",
    "evaluate": NETWORK_RUN,
    "predict": NETWORK_RUN,
    "feature_maps": NETWORK_RUN,
    "features": NETWORK_RUN,
    "load_params": MADE,
    "save_params": MADE,
    "randomise_from": MADE,
    "fashion_mnist": MADE,
    "vgg16_network": MADE,
    "vgg16_weights": MADE,
    "crop": PICTURE,
    "signed_colours": PICTURE,
    "square_photograph": PICTURE,
    "vgg16_preprocess": PICTURE,
    "vgg16_restore": PICTURE,
}
QUICK_FIRST = ("symbols", "numbers", "code", "regions", "code, all sizes", "all sizes")
RUNS_CODE = {"code", "regions", "code, all sizes", "numbers"}
NO_DIFFERENCE = "the witness lies on the border", "would be compared"  # symbols whose witness has become another


def outcome(formula, name, way, method="", part=None):
    """What comes of a formula's proofs while a function, or a part of its result, is broken: "shown", or why not."""
    found = ""
    with broken(name, way, method, part) as change:
        for proof in sorted(formula.proofs, key=lambda proof: QUICK_FIRST.index(proof.kind)):
            try:
                for _ in proof.cases(formula):
                    pass
            except Disagreement as error:
                if not isinstance(error.__cause__, FAILURES) and not any(
                    words in str(error) for words in NO_DIFFERENCE
                ):
                    return "shown"
                found = f"no difference is shown: {error}"
            except FAILURES as error:
                found = f"no difference is shown: {type(error).__name__}: {error}"
    return found or ("unnoticed" if change.changed or not change.calls else "nothing changed")


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
        assert "shown" not in found.values(), f"{formula} notices {name}: it needs no exception any more"
    elif (formula, name) in IN_SOME_WAYS:
        assert "shown" in found.values(), f"{formula} does not notice {name}: {found}"
        assert set(found.values()) > {"shown"}, f"{formula} notices {name}: it needs no exception any more"
    else:
        assert set(found.values()) <= {"shown", "nothing changed"}, f"{formula} does not notice {name}: {found}"
        assert "shown" in found.values()
    if (formula, name) in OF_SIZES:
        assert outcome(REGISTRY[formula], name, shortened) == "shown"


def test_exceptions_are_pairs_and_have_reasons():
    exceptions = {**OF_SIZES, **UNNOTICED, **IN_SOME_WAYS}
    assert set(exceptions) | set(METHODS) <= set(PAIRS)
    assert len(exceptions) == len(OF_SIZES) + len(UNNOTICED) + len(IN_SOME_WAYS)
    for (formula, name), reason in exceptions.items():
        print(f"{formula} does not judge what {name} returns: {reason}")
        assert reason.strip()


@pytest.mark.parametrize("name", SEVERAL)
def test_every_part_of_a_result_is_noticed(name):
    """By one of the formulas that name the function; they need not all speak of all of it."""
    formulas = [REGISTRY[formula] for formula, function in PAIRS if function == name]
    way = WAYS["shifted by one"]
    for part in range(SEVERAL[name]):
        shown = any(outcome(formula, name, way, part=part) == "shown" for formula in formulas)
        assert shown != ((name, part) in UNNOTICED_PARTS), f"part {part} of what {name} returns"


@pytest.mark.parametrize("name", sorted(FUNCTIONS - {"train"}))  # whose history has as many parts as epochs
def test_results_of_several_parts_are_listed(name):
    formula = next(REGISTRY[formula] for formula, function in PAIRS if function == name)
    with broken(name, lambda number: number) as change:
        for proof in formula.proofs:
            next(iter(proof.cases(formula)), None)
    assert change.parts == SEVERAL.get(name, min(change.parts, 1))


def test_functions_without_a_formula_are_listed():
    functions = {name for name in textbook_cnn.__all__ if isfunction(getattr(textbook_cnn, name))}
    for name, reason in WITHOUT_FORMULA.items():
        print(f"no formula names {name}: it {reason}")
    assert functions - {name for _, name in PAIRS} == set(WITHOUT_FORMULA)


@pytest.mark.parametrize("formula", REGISTRY.values(), ids=REGISTRY)
def test_a_proof_that_runs_code_says_so(formula):
    """Its kind speaks of functions only where the formula names one, and the other way round."""
    kinds = {proof.kind for proof in formula.proofs}
    if (formula.id, *formula.functions) in UNNOTICED and not kinds:  # a definition without a proof
        return
    assert bool(kinds & RUNS_CODE) == bool(formula.functions)
    assert ("symbols" in kinds) <= (not formula.functions)


def test_a_function_that_no_proof_calls_is_found():
    formula = replace(REGISTRY["relu.forward"], functions=("dense",))
    assert set(outcomes(formula, "dense").values()) == {"unnoticed"}


def test_an_error_is_no_difference():
    formula = replace(REGISTRY["relu.forward"], proofs=REGISTRY["relu.forward"].proofs[:1])
    assert outcome(formula, "relu", lambda _: [None]).startswith("no difference is shown: ")


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_is_whole_again(name):
    function = getattr(textbook_cnn, name)
    before = function.__code__, function.__defaults__, function.__kwdefaults__, set(function.__globals__)
    with broken(name, WAYS["doubled"]):
        assert function.__code__ is not before[0]
    assert (function.__code__, function.__defaults__, function.__kwdefaults__, set(function.__globals__)) == before
