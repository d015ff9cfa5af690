"""Bugs planted in the shipped functions: each must make a theorem fail, and for the reason that it is.

The code of the function itself is exchanged, so that every module that calls it runs the wrong one.
"""

from functools import partial

import pytest

from tests.formulas.code_for_all_sizes.planted_bugs import MUTANTS, PLANTED
from tests.support.changed_code import changed
from textbook_cnn.formulas.code_for_all_sizes import convolution_layer as layer
from textbook_cnn.formulas.code_for_all_sizes import one_image
from textbook_cnn.formulas.code_for_all_sizes.catalogue import REFUSALS, THEOREMS, at_stride_1, of_layer, with_settings
from textbook_cnn.formulas.code_for_all_sizes.other_layers import average_pooling as pooling_claims
from textbook_cnn.formulas.code_for_all_sizes.setting import ANY, Setting


def settings(branch):
    """Few and quick: everything unknown, or padding by name, or what only loops over slices see."""
    if branch == "strided windows":
        yield Setting((2, 3), ANY, ANY, ANY, ANY)
        yield Setting((2, 3), ANY, "valid", ANY, ANY)
        yield Setting((3, 3), 2, "same", 1, 1)
        yield Setting((2, 3), 1, "full", 1, 2)
    else:
        yield Setting((2, 3), (3, 2), ((1, 0), (2, 3)), (2, 1), ANY)


JUDGES = THEOREMS | {
    "forward": of_layer(layer.forward, settings),
    "columns": of_layer(layer.columns_given, settings),
    "kernel": of_layer(layer.backward_kernel, settings) + of_layer(layer.inferred_kernel_size, at_stride_1),
    "input": of_layer(layer.backward_input, settings) + of_layer(layer.inferred_input_size, at_stride_1),
    "image": with_settings(one_image.correlation, Setting((2, 3), padding="same"), Setting((2, 3))),
    "turned": with_settings(one_image.convolution, Setting((2, 3), padding="same"), Setting((2, 3))),
    "pool": with_settings(partial(pooling_claims, backward=False), Setting((2, 3), (2, 3))),
    "pool, padded": with_settings(partial(pooling_claims, backward=False), Setting((3, 3), 2, ((1, 0), (2, 1)))),
    "unpool, padded": with_settings(partial(pooling_claims, backward=True), Setting((3, 3), 2, ((1, 0), (2, 1)))),
    "unpool": with_settings(partial(pooling_claims, backward=True), Setting((2, 2), 2), Setting((3, 1), 2)),
    "square": of_layer(layer.forward, lambda _: iter([Setting((2, 2))])),
    "square kernel": of_layer(layer.backward_kernel, lambda _: iter([Setting((2, 2))])),
    "square input": of_layer(layer.backward_input, lambda _: iter([Setting((2, 2))])),
    "refused": REFUSALS,
    "conv2d but for NumPy": [
        theorem
        for theorem in THEOREMS["conv2d"]
        if theorem.branch != "strided windows" and theorem.setting and theorem.setting.stride == ANY
    ],
}


def first_failure(theorems):
    """How the first theorem fails that does."""
    for theorem in theorems:
        try:
            theorem.prove()
        except Exception as error:  # a refusal of the model, an error of the code, or a claim that was not proved
            return f"{type(error).__name__}: {error}"
    return None


@pytest.mark.parametrize("what", PLANTED)
def test_planted_bug_is_found(what, monkeypatch):
    function, judge, old, new, reads = PLANTED[what]
    monkeypatch.setattr(function, "__code__", changed(function, (old, new)).__code__)
    assert reads in str(first_failure(JUDGES[judge]))


def test_every_bug_has_a_name_of_its_own():
    assert len(PLANTED) == sum(map(len, MUTANTS.values()))


@pytest.mark.parametrize("judge", [name for name in JUDGES if name not in THEOREMS])
def test_judges_accept_the_code_as_it_is(judge):
    assert first_failure(JUDGES[judge]) is None
