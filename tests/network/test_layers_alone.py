"""Layers called without a network: what is not their own, or not what their forward pass kept, is refused by name."""

import numpy as np
import pytest

import textbook_cnn as cnn

MAPS = (2, 4, 4)
LAYERS = {
    cnn.Conv2D(3, 2): MAPS,
    cnn.Conv2D(3, 2, bias=False): MAPS,
    cnn.network.Bias(): MAPS,
    cnn.ReLU(): MAPS,
    cnn.Sigmoid(): MAPS,
    cnn.Tanh(): MAPS,
    cnn.MaxPool2D(): MAPS,
    cnn.AvgPool2D(): MAPS,
    cnn.GlobalAvgPool2D(): MAPS,
    cnn.Flatten(): MAPS,
    cnn.Dense(3): (4,),
}
WITH_PARAMETERS = [layer for layer in LAYERS if layer.parameters]
KEEPING = [layer for layer in LAYERS if not isinstance(layer, cnn.network.Bias)]
each = pytest.mark.parametrize


def given(layer):
    rng = np.random.default_rng(0)
    own = {letter: rng.normal(size=shape) for letter, shape in layer.parameter_shapes(LAYERS[layer]).items()}
    X = rng.normal(size=(2, *LAYERS[layer]))
    Y, cache = layer.forward(own, X)
    return own, X, Y, cache


@each("layer", WITH_PARAMETERS, ids=str)
@each("own", [None, 3, "K", [1], np.ones(2), {}, {"Q": np.ones(2)}, {1: np.ones(2)}], ids=repr)
def test_own(layer, own):
    _, X, Y, cache = given(layer)
    with pytest.raises((TypeError, ValueError), match="^own: "):
        layer.forward(own, X)
    if not isinstance(layer, cnn.network.Bias):  # whose gradients do not depend on it
        with pytest.raises((TypeError, ValueError), match="^own: "):
            layer.backward(own, cache, Y)


def test_a_bias_that_the_layer_does_not_have():
    layer = cnn.Conv2D(3, 2, bias=False)
    own, X, _, _ = given(layer)
    with pytest.raises(ValueError, match=r"^own: expected the parameters \('K',\), got \['B', 'K'\]"):
        layer.forward({**own, "B": np.ones(3)}, X)


@each("layer", KEEPING, ids=str)
@each(
    "cache",
    [None, 3, "cache", {}, [None, None], (1, 2), [1.5], object()],
    ids=lambda cache: f"{type(cache).__name__} {str(cache)[:7]}",
)
def test_cache(layer, cache):
    own, _, Y, _ = given(layer)
    with pytest.raises((TypeError, ValueError), match="^(cache|shape): "):  # of Flatten a shape
        layer.backward(own, cache, Y)


@each("wrong", [None, 3, "dY", [[1.0]], np.array([[None]]), np.array([[1j]])], ids=repr)
def test_dropout_without_a_mask(wrong):
    with pytest.raises(TypeError, match="^X: "):
        cnn.Dropout(0.5).forward({}, wrong)
    with pytest.raises(TypeError, match="^dY: "):
        cnn.Dropout(0.5).backward({}, None, wrong)
    with pytest.raises(TypeError, match="^cache: "):
        cnn.Dropout(0.5).backward({}, "mask", np.ones((1, 1)))


@each("X", [np.array(1.0), np.ones((2, 4, 4)), np.ones((2, 3, 4, 4)), np.full((1, 2, 4, 4), 1j)], ids=np.shape)
def test_a_bias_of_other_maps(X):
    with pytest.raises((TypeError, ValueError), match="^(X|B): "):
        cnn.network.Bias().forward({"B": np.ones(2)}, X)


@each("layer", [cnn.Conv2D(3, 2), cnn.Dense(3)], ids=str)
@each("wrong", [None, 1, "no", [False]], ids=repr)
def test_input_gradient(layer, wrong):
    own, _, Y, cache = given(layer)
    with pytest.raises(TypeError, match="^input_gradient: "):
        layer.backward(own, cache, Y, wrong)
