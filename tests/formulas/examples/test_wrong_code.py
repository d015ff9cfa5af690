"""Wrong code in place of the shipped functions: the proofs must fail and show the difference."""

from dataclasses import replace
from importlib import import_module

import pytest

import textbook_cnn
from textbook_cnn import _windows
from textbook_cnn.formulas import REGISTRY, prove
from textbook_cnn.formulas.examples.layer_shapes import for_every, stratified

LAYER = import_module("textbook_cnn.layers.conv2d")  # the name in the package is the function's
MIXED = for_every(lambda: stratified(draws=1), "one shape of every sort")
FORWARD, KERNEL, BIAS, INPUT = "conv2d", "conv2d_backward_kernel", "conv2d_backward_bias", "conv2d_backward_input"


def counterexample(name):
    """First counterexample to a formula, or to the functions on a shape of every sort."""
    formula = REGISTRY[name]
    proofs = (MIXED,) if name == "conv2d.general" else formula.proofs[:1]
    (result,) = prove(replace(formula, proofs=proofs))
    assert not result.passed, "the wrong code was not noticed"
    return result.counterexample


def forward(change):
    """conv2d whose arguments are changed first."""
    right = textbook_cnn.conv2d
    return lambda X, K, B, **keywords: right(*change(X, K, B), **keywords)


def backward(function, change):
    """A backward function whose result is changed."""
    right = getattr(textbook_cnn, function)
    return lambda *arrays, **keywords: change(right(*arrays, **keywords))


# function, wrong code, a formula whose proof must fail, what the message must show
MUTANTS = {
    "kernel turned": (
        FORWARD,
        forward(lambda X, K, B: (X, K[..., ::-1, ::-1], B)),
        "conv2d.scalar_system",
        "the left side is x_11*k_11 + x_12*k_12 + x_21*k_21 + x_22*k_22 + b_11, the right side x_11*k_22",
    ),
    "channels reversed": (FORWARD, forward(lambda X, K, B: (X[:, ::-1], K, B)), "conv2d.forward", "x_1_11*k_12_11"),
    "filters reversed": (FORWARD, forward(lambda X, K, B: (X, K[::-1], B)), "conv2d.forward", "x_1_11*k_31_11"),
    "bias twice": (FORWARD, forward(lambda X, K, B: (X, K, 2 * B)), "conv2d.forward_expanded", "2*b_1"),
    "second image for the first": (FORWARD, forward(lambda X, K, B: (X[::-1], K, B)), "conv2d.general", "x_21_11*k_"),
    "kernel gradient turned": (
        KERNEL,
        backward(KERNEL, lambda dK: dK[..., ::-1, ::-1]),
        "conv2d.backward_kernel_scalar",
        "the left side is x_11*dy_11 + x_12*dy_12 + x_21*dy_21 + x_22*dy_22, the right side x_22*dy_11",
    ),
    "kernel gradient transposed": (
        KERNEL,
        backward(KERNEL, lambda dK: dK.swapaxes(2, 3)),
        "conv2d.backward_kernel_matrix",
        "element [0, 0, 0, 1]: the left side is x_12*dy_11",
    ),
    "kernel gradient halved": (
        KERNEL,
        lambda X, dY, size, **keywords: textbook_cnn.layers.conv2d_backward_kernel(X[:1], dY[:1], size, **keywords),
        "conv2d.general",
        "x_21_11*dy_21_11",
    ),
    "bias gradient of the first row": (
        BIAS,
        lambda dY, tied: dY[..., 0, :].sum((0, 2)),
        "conv2d.backward_bias",
        "the left side is dy_1_11 + dy_1_12 + dy_1_21 + dy_1_22, the right side dy_1_11 + dy_1_12",
    ),
    "bias gradient of every pixel": (
        BIAS,
        lambda dY, tied: dY.sum(0),
        "conv2d.backward_bias",
        "the left side has shape (3,), the right side (3, 2, 2)",
    ),
    "input gradient turned": (
        INPUT,
        backward(INPUT, lambda dX: dX[..., ::-1, ::-1]),
        "conv2d.backward_input_matrix",
        "element [0, 0, 0, 0]: the left side is k_11*dy_11, the right side k_22*dy_22",
    ),
    "input gradient by the turned kernel": (
        INPUT,
        lambda dY, K, *rest, **keywords: textbook_cnn.layers.conv2d_backward_input(
            dY, K[..., ::-1, ::-1], *rest, **keywords
        ),
        "conv2d.backward_input",
        "the right side k_11_22*dy_1_11",
    ),
    "correlate2d turned": (
        "correlate2d",
        lambda x, k, padding="valid": textbook_cnn.convolution.correlate2d(x, k[::-1, ::-1], padding=padding),
        "correlate2d.definition",
        "the left side is x_11*k_12 + x_12*k_11",
    ),
    "convolve2d not turned": (
        "convolve2d",
        textbook_cnn.correlate2d,
        "convolve2d.rot180",
        "the definition of ∗ (left side) against what convolve2d returns",
    ),
}


@pytest.mark.parametrize("what", MUTANTS)
def test_wrong_function_is_noticed(what, monkeypatch):
    name, wrong, formula, shows = MUTANTS[what]
    monkeypatch.setattr(textbook_cnn, name, wrong)
    assert shows in counterexample(formula)


def test_kernel_rows_in_the_wrong_order_are_noticed(monkeypatch):
    right = _windows.Geometry.slices
    monkeypatch.setattr(_windows.Geometry, "slices", lambda geometry, axis: right(geometry, axis)[:: 1 - 2 * axis])
    shown = "the left side is x_11*k_11 + x_12*k_12 + x_21*k_21 + x_22*k_22 + b_11, the right side x_11*k_12"
    assert shown in counterexample("conv2d.simplified")


def test_zeros_on_the_wrong_side_are_noticed(monkeypatch):
    right = _windows._resolve
    monkeypatch.setattr(_windows, "_resolve", lambda *arguments: right(*arguments)[::-1])
    _windows._geometry.cache_clear()
    try:
        assert "padding same" in counterexample("conv2d.general")
    finally:
        _windows._geometry.cache_clear()


def test_overlaps_that_are_not_added_are_noticed(monkeypatch):
    monkeypatch.setattr(_windows, "add_at", _windows.set_at)
    shown = "the left side is k_11*dy_12 + k_12*dy_11, the right side k_12*dy_11"
    assert shown in counterexample("conv2d.backward_input_scalar")


def test_exchanged_rows_are_noticed(monkeypatch):
    right = LAYER.columns_of
    monkeypatch.setattr(LAYER, "columns_of", lambda X, g, groups, given: right(X, g, groups, given)[::-1])
    assert "element [0, 0, 0, 0]: the left side is x_1_11*k_11_11" in counterexample("conv2d.forward")
