"""The layers as dataclasses: hyperparameters, predicted shapes against actual ones, and what they refuse."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support import oracles
from tests.support.libraries import assert_raises
from textbook_cnn import Bias, Conv2D, Dense, Dropout, Flatten, MaxPool2D, ReLU, Sigmoid, Tanh
from textbook_cnn.network import layers
from textbook_cnn.network.layers import Layer

margin = st.integers(0, 2)
steps = st.one_of(st.integers(1, 3), st.tuples(st.integers(1, 3), st.integers(1, 3)))
paddings = st.one_of(
    st.sampled_from(["valid", "same", "full"]),
    margin,
    st.tuples(margin, margin),
    st.tuples(st.tuples(margin, margin), st.tuples(margin, margin)),
)
maps = st.tuples(st.sampled_from([2, 4]), st.integers(1, 6), st.integers(1, 6))
groups = st.sampled_from([1, 2])
module = st.one_of(
    st.builds(Conv2D, st.sampled_from([2, 4]), steps, stride=steps, padding=paddings, dilation=steps, groups=groups),
    st.builds(Conv2D, st.just(2), st.just(1), bias=st.booleans()),
    st.builds(MaxPool2D, steps, st.one_of(st.none(), steps)),
    st.sampled_from([Bias(), ReLU(), Sigmoid(), Tanh(), Flatten(), Dropout(0.5)]),
)


@given(module, maps, st.integers(1, 3))
def test_predicted_shapes_are_the_actual_ones(layer, shape, N):
    try:
        predicted = layer.output_shape(shape)
    except ValueError:
        assume(False)
    own = {letter: np.ones(size) for letter, size in layer.parameter_shapes(shape).items()}
    Y, cache = layer.forward(own, np.ones((N, *shape)), np.random.default_rng(0))
    assert Y.shape == (N, *predicted)
    dX, grads = layer.backward(own, cache, np.ones(Y.shape))
    assert dX.shape == (N, *shape)
    assert {letter: grad.shape for letter, grad in grads.items()} == layer.parameter_shapes(shape)
    assert tuple(own) == layer.parameters


@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 3))
def test_predicted_shapes_of_a_dense_layer(n, d, N):
    layer = Dense(d)
    assert layer.parameter_shapes((n,)) == {"W": (d, n), "B": (d,)}
    own = {letter: np.ones(size) for letter, size in layer.parameter_shapes((n,)).items()}
    Y, cache = layer.forward(own, np.ones((N, n)))
    assert Y.shape == (N, *layer.output_shape((n,)))
    dX, grads = layer.backward(own, cache, Y)
    assert dX.shape == (N, n)
    assert {letter: grad.shape for letter, grad in grads.items()} == layer.parameter_shapes((n,))


def test_convolution_counts_its_parameters():
    shapes = Conv2D(32, 3, padding="same").parameter_shapes((1, 28, 28))
    assert sum(int(np.prod(shape)) for shape in shapes.values()) == 1 * 3 * 3 * 32 + 32 == 320
    assert Conv2D(6, (3, 2), groups=2, bias=False).parameter_shapes((4, 9, 9)) == {"K": (6, 2, 3, 2)}


def test_convolution_hands_every_keyword_on():
    rng = np.random.default_rng(0)
    layer = Conv2D(4, (2, 3), stride=(2, 1), padding=((1, 0), (2, 1)), dilation=(1, 2), groups=2)
    X, K, B = (rng.integers(-9, 10, shape).astype(float) for shape in ((2, 2, 5, 6), (4, 1, 2, 3), (4,)))
    keywords = {"stride": (2, 1), "padding": ((1, 0), (2, 1)), "dilation": (1, 2), "groups": 2}
    Y, cache = layer.forward({"K": K, "B": B}, X)
    np.testing.assert_array_equal(Y, oracles.conv2d(X, K, B, **keywords))
    np.testing.assert_array_equal(cache[1], oracles.im2col(X, (2, 3), **keywords))  # kept for the way back
    dY = rng.integers(-9, 10, Y.shape).astype(float)
    dX, grads = layer.backward({"K": K, "B": B}, cache, dY)
    np.testing.assert_array_equal(dX, oracles.conv2d_backward_input(dY, K, (5, 6), **keywords))
    np.testing.assert_array_equal(grads["K"], oracles.conv2d_backward_kernel(X, dY, (2, 3), **keywords))
    np.testing.assert_array_equal(grads["B"], oracles.conv2d_backward_bias(dY))


def test_columns_are_made_once_for_both_ways(monkeypatch):
    """Doubled, they double what is computed with them."""
    rng, real = np.random.default_rng(1), layers.f.im2col
    monkeypatch.setattr(layers.f, "im2col", lambda *arguments, **keywords: 2 * real(*arguments, **keywords))
    X, K, dY = (rng.integers(-9, 10, shape).astype(float) for shape in ((2, 1, 4, 5), (2, 1, 3, 2), (2, 2, 2, 4)))
    layer, own = Conv2D(2, (3, 2), bias=False), {"K": K}
    Y, cache = layer.forward(own, X)
    np.testing.assert_array_equal(Y, 2 * oracles.conv2d(X, K))
    _, grads = layer.backward(own, cache, dY)
    np.testing.assert_array_equal(grads["K"], 2 * oracles.conv2d_backward_kernel(X, dY, (3, 2)))


def test_pool_hands_its_stride_on():
    X = np.random.default_rng(0).integers(-1, 2, (2, 2, 5, 6)).astype(float)
    layer = MaxPool2D((2, 3), stride=1)
    Y, cache = layer.forward({}, X)
    np.testing.assert_array_equal(Y, oracles.max_pool2d(X, (2, 3), stride=1))
    dX, _ = layer.backward({}, cache, Y + 1)
    np.testing.assert_array_equal(dX, oracles.max_pool2d_backward(X, Y + 1, (2, 3), stride=1))


def test_the_largest_elements_are_looked_for_once_for_both_ways():
    """Where what was kept of the way there is nowhere in the window, its last element gets the gradient."""
    X, dY = np.arange(16.0).reshape(1, 1, 4, 4)[..., ::-1, ::-1], np.arange(4.0).reshape(1, 1, 2, 2)
    Y, (kept, largest) = MaxPool2D().forward({}, X)
    np.testing.assert_array_equal(largest, Y)
    dX, _ = MaxPool2D().backward({}, (kept, Y + 100), dY)
    np.testing.assert_array_equal(dX[..., 1::2, 1::2], dY)
    assert dX.sum() == dY.sum()


@pytest.mark.parametrize("layer", [Dense(2), Conv2D(2, 1)])
def test_the_gradient_for_the_input_is_left_out_where_it_is_not_asked_for(layer):
    shape = (3,) if isinstance(layer, Dense) else (3, 1, 1)
    own = {letter: np.ones(size) for letter, size in layer.parameter_shapes(shape).items()}
    Y, cache = layer.forward(own, np.ones((1, *shape)))
    assert layer.backward(own, cache, Y, False)[0] is None
    assert layer.backward(own, cache, Y)[0].shape == (1, *shape)


def test_two_ways_of_writing_one_layer_are_equal():
    assert Conv2D(8, 3, padding=1) == Conv2D(8, (3, 3), stride=[1, 1], padding=((1, 1), (1, 1)))
    assert MaxPool2D() == MaxPool2D((2, 2), stride=2)
    assert len({Conv2D(8, [3, 3], padding=[1, 1]), Conv2D(8, 3, padding=1)}) == 1  # hashable, lists or not


def test_one_of_everything_is_enough():
    assert Conv2D(1, 1, groups=1).output_shape((1, 1, 1)) == MaxPool2D(1).output_shape((1, 1, 1)) == (1, 1, 1)
    assert Dense(1).output_shape((1,)) == Flatten().output_shape((1, 1, 1)) == (1,)
    assert Dropout(0).rate == 0


def test_layers_are_frozen():
    with pytest.raises(FrozenInstanceError):
        Conv2D(8, 3).filters = 9


def test_a_layer_without_formulas_does_not_run():
    with pytest.raises(NotImplementedError):
        Layer().forward({}, np.ones(1))
    with pytest.raises(NotImplementedError):
        Layer().backward({}, None, np.ones(1))


@pytest.mark.parametrize(
    ("error", "name", "make"),
    [
        (ValueError, "filters", lambda: Conv2D(0, 3)),
        (TypeError, "filters", lambda: Conv2D(8.0, 3)),
        (TypeError, "filters", lambda: Conv2D("8", 3)),
        (ValueError, "kernel_size", lambda: Conv2D(8, 0)),
        (ValueError, "kernel_size", lambda: Conv2D(8, (3, 3, 3))),
        (TypeError, "kernel_size", lambda: Conv2D(8, None)),
        (ValueError, "stride", lambda: Conv2D(8, 3, stride=0)),
        (TypeError, "stride", lambda: Conv2D(8, 3, stride=0.5)),
        (ValueError, "padding", lambda: Conv2D(8, 3, padding="sane")),
        (ValueError, "padding", lambda: Conv2D(8, 3, padding=-1)),
        (TypeError, "padding", lambda: Conv2D(8, 3, padding=1.5)),
        (ValueError, "dilation", lambda: Conv2D(8, 3, dilation=0)),
        (ValueError, "groups", lambda: Conv2D(8, 3, groups=3)),
        (ValueError, "groups", lambda: Conv2D(8, 3, groups=0)),
        (TypeError, "groups", lambda: Conv2D(8, 3, groups=True)),
        (TypeError, "bias", lambda: Conv2D(8, 3, bias="no")),
        (ValueError, "kernel_size", lambda: MaxPool2D(0)),
        (TypeError, "kernel_size", lambda: MaxPool2D("2")),
        (ValueError, "stride", lambda: MaxPool2D(2, 0)),
        (ValueError, "units", lambda: Dense(0)),
        (TypeError, "units", lambda: Dense(10.0)),
        (TypeError, "units", lambda: Dense(True)),
        (ValueError, "rate", lambda: Dropout(1)),
        (ValueError, "rate", lambda: Dropout(-0.1)),
        (ValueError, "rate", lambda: Dropout(40)),
        (TypeError, "rate", lambda: Dropout("0.4")),
    ],
)
def test_refuses(error, name, make):
    with assert_raises(error, name):
        make()


@pytest.mark.parametrize("layer", [Conv2D(4, 3), Dense(3), Flatten(), MaxPool2D(), ReLU(), Dropout(0.5)], ids=str)
@pytest.mark.parametrize("method", ["output_shape", "parameter_shapes"])
@pytest.mark.parametrize(
    "shape", [5, None, "abc", {}, (1.5, 8, 8), (1, -8, 8), (0,), {1: 2}, np.int64(3), [[1], [2], [3]]]
)
def test_what_is_no_shape_is_refused(layer, method, shape):
    if method == "parameter_shapes" and not layer.parameters:
        assert layer.parameter_shapes(shape) == {}
        return
    with pytest.raises((TypeError, ValueError), match="^shape: expected"):
        getattr(layer, method)(shape)


def test_shapes_may_be_lists_and_come_back_as_integers_of_python():
    assert ReLU().output_shape(np.array([3, 4])) == (3, 4)
    assert all(type(m) is int for m in ReLU().output_shape([np.int64(3)]))
    with pytest.raises(ValueError, match="^shape: expected rows"):
        Dense(3).parameter_shapes((2, 3))
