"""Every theorem of the catalogue."""

import pytest

import textbook_cnn
from textbook_cnn import fast
from textbook_cnn.formulas.code_for_all_sizes import convolution_layer as layer
from textbook_cnn.formulas.code_for_all_sizes.catalogue import KERNELS, LARGE_KERNELS, THEOREMS, of_layer
from textbook_cnn.formulas.code_for_all_sizes.running import BRANCHES
from textbook_cnn.formulas.code_for_all_sizes.setting import Setting

ALL = [(function, theorem) for function, theorems in THEOREMS.items() for theorem in theorems]
WHERE_A_WINDOW_FITS = {
    Setting((3, 4)): ["H - 3", "W - 4"],
    Setting((3, 4), dilation=(2, 1)): ["H - 5", "W - 4"],
    Setting((3, 4), stride=2): ["H - 3", "W - 4"],
    Setting((3, 4), padding=((1, 0), (1, 1))): ["H - 2", "W - 2"],
    Setting((3, 4), padding=(1, 2)): [],
    Setting((3, 4), padding="full"): [],
    Setting((3, 4), padding="same"): [],
    Setting((1, 1)): [],
}


@pytest.mark.parametrize(("function", "theorem"), ALL, ids=[f"{function}: {theorem}" for function, theorem in ALL])
def test_theorem(function, theorem):
    asked = theorem.prove()
    if "stride any" in theorem.words or "same" in theorem.words or "full" in theorem.words:
        assert not asked  # it holds for all sizes of its setting


@pytest.mark.parametrize("setting", WHERE_A_WINDOW_FITS, ids=str)
@pytest.mark.parametrize("claims", [layer.forward, layer.columns, layer.backward_kernel, layer.backward_input])
def test_a_window_must_fit_and_nothing_else(claims, setting):
    for theorem in of_layer(claims, lambda _: iter([setting])):
        assert list(map(repr, theorem.prove())) == WHERE_A_WINDOW_FITS[setting]


@pytest.mark.parametrize("function", ["conv2d", "im2col", "conv2d_backward_kernel", "conv2d_backward_input"])
@pytest.mark.parametrize("kernel", KERNELS, ids=str)
def test_on_the_slides_a_window_must_fit(function, kernel):
    """For the layer of the slides, stride 1 without padding, in the very theorems that the formulas carry."""
    rows, columns = (f"{letter} - {size}" for letter, size in zip("HW", kernel, strict=True))
    theorems = [theorem for theorem in THEOREMS[function] if theorem.words == f"kernel {kernel[0]}×{kernel[1]}"]
    assert [theorem.branch for theorem in theorems] == list(BRANCHES)
    for theorem in theorems:
        assert list(map(repr, theorem.prove())) == ([] if kernel == (1, 1) else [rows, columns])


def test_no_linear_function_is_forgotten():
    """All functions of the package that multiply and add, but for those that make a choice or draw a number.

    Those of the chapter on fast convolution are proved in their formulas, for sizes that are named there.
    """
    named = {name for names in THEOREMS for name in names.replace(", one per pixel", "").split(", ")}
    begin = ("conv", "corr", "dense", "flatten", "unflatten", "im2col", "avg_pool2d", "rot180", "pad2d", "output_size")
    linear = {name for name in textbook_cnn.__all__ if name.startswith(begin)} - set(fast.__all__)
    assert linear <= named | {"convolve1d", "correlate1d"}  # these call their namesakes in two dimensions
    assert named <= set(dir(textbook_cnn))


@pytest.mark.parametrize("function", ["conv2d", "im2col", "conv2d_backward_kernel", "conv2d_backward_input"])
def test_every_kernel_in_every_branch(function):
    words = {
        (theorem.branch, kernel)
        for theorem in THEOREMS[function]
        for kernel in KERNELS
        if theorem.words.startswith(f"kernel {kernel[0]}×{kernel[1]}, stride any")
    }
    assert words == {(branch, kernel) for branch in BRANCHES for kernel in KERNELS}
    large = {f"kernel {h}×{w}, stride any, padding any, dilation any, groups any" for h, w in LARGE_KERNELS}
    assert large <= {theorem.words for theorem in THEOREMS[function] if theorem.branch == "strided windows"}
