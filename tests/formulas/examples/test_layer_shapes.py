"""The layer shapes are what they say, and the definition they are held against is right."""

import itertools

import numpy as np
import pytest

from textbook_cnn.formulas.example import Disagreement
from textbook_cnn.formulas.examples.convolution_layer import ConvolutionLayer, Shape
from textbook_cnn.formulas.examples.layer_shapes import isotropic, prove_shape, stratified

ISOTROPIC, STRATIFIED = list(isotropic()), list(stratified())


def test_no_isotropic_shape_is_missing():
    counted = sum(
        all(m + 2 * p >= dilation * (k - 1) + 1 for m, k in zip(sizes[:2], sizes[2:], strict=True))
        for sizes in itertools.product(range(1, 7), range(1, 7), range(1, 5), range(1, 5))
        for p, _stride, dilation in itertools.product((0, 1, 2), (1, 2, 3), (1, 2))
    )
    assert len(set(ISOTROPIC)) == len(ISOTROPIC) == counted == 7143


def test_the_stratified_shapes_have_every_sort():
    print(f"{len(set(STRATIFIED)):,} different shapes")
    assert len(set(STRATIFIED)) >= 3000
    sorts = {
        "several groups": lambda shape: shape.groups > 1,
        "more filters than channels": lambda shape: shape.d > shape.n > 1,
        "more channels than filters": lambda shape: shape.n > shape.d > 1,
        "two images": lambda shape: shape.batch == 2,
        "unequal sides": lambda shape: shape.size[0] != shape.size[1] and shape.kernel[0] != shape.kernel[1],
        "unequal strides": lambda shape: shape.stride[0] != shape.stride[1],
        "unequal dilations": lambda shape: shape.dilation[0] != shape.dilation[1],
        "same": lambda shape: shape.padding == "same",
        "same, an even kernel": lambda shape: (shape.padding, shape.stride[0], shape.kernel[0]) == ("same", 2, 2),
        "full": lambda shape: shape.padding == "full",
        "four different margins": lambda shape: len(set(np.ravel(shape.padding))) > 2,
        "one bias per pixel": lambda shape: not shape.tied,
    }
    for words, holds in sorts.items():
        assert sum(map(holds, STRATIFIED)) >= 10, words


def test_shapes_without_windows_are_left_out():
    assert not all(Shape(1, 1, (2, 2), (3, 3)).output)
    assert all(all(shape.output) for shape in ISOTROPIC + STRATIFIED)


def test_the_definition_gives_the_worked_example():
    layer = ConvolutionLayer(Shape(1, 1, (3, 3), (2, 2)))
    numbers = dict(zip([*layer.X.ravel(), *layer.K.ravel()], [1, 6, 2, 5, 3, 1, 7, 0, 4, 1, 2, -1, 0], strict=True))
    values = [
        polynomial.as_expr().subs({a.as_expr(): m for a, m in numbers.items()}) - layer.B[0].as_expr()
        for polynomial in layer.definition().ravel()
    ]
    assert values == [8, 7, 4, 5]


@pytest.mark.parametrize(
    ("shape", "margins"),
    [
        (Shape(1, 1, (5, 6), (2, 3), padding="same"), ((0, 1), (1, 1))),
        (Shape(1, 1, (5, 6), (2, 3), padding="same", stride=2), ((0, 1), (0, 1))),
        (Shape(1, 1, (5, 6), (2, 3), padding="full", dilation=2), ((2, 2), (4, 4))),
        (Shape(1, 1, (5, 6), (2, 3), padding=((1, 0), (2, 3))), ((1, 0), (2, 3))),
        (Shape(1, 1, (5, 6), (2, 3), padding=(1, 2)), ((1, 1), (2, 2))),
    ],
)
def test_margins(shape, margins):
    assert (shape.margins(0), shape.margins(1)) == margins


def test_a_wrong_gradient_is_named_with_its_shape(monkeypatch):
    monkeypatch.setattr("textbook_cnn.conv2d_backward_bias", lambda dY, tied: 2 * dY.sum((0, 2, 3)))
    with pytest.raises(Disagreement, match=r"d = 2, n = 1, input 2×3, kernel 1×1: ∂E/∂B .* the right side 2\*dy_1_11"):
        prove_shape(Shape(2, 1, (2, 3), (1, 1)))


def test_code_that_raises_is_a_counterexample(monkeypatch):
    def broken(*arguments, **keywords):
        raise IndexError("no such row")

    monkeypatch.setattr("textbook_cnn.conv2d_backward_input", broken)
    with pytest.raises(Disagreement, match="kernel 1×1: IndexError: no such row"):
        prove_shape(Shape(1, 1, (2, 2), (1, 1)))
