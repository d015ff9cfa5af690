"""Layers of one's own whose methods return what they may not: refused with the layer's place and the method's name."""

import numpy as np
import pytest

from textbook_cnn import Dense, Network, check_gradients, train
from textbook_cnn.network.layers import Layer

X = np.random.default_rng(0).normal(size=(6, 4))
W = {"parameters": ("W",), "parameter_shapes": lambda self, shape: {"W": (4,)}}


def own(**methods):
    """A layer that passes everything on, but for these methods."""
    right = {
        "kind": "own",
        "forward": lambda self, own, X, rng=None: (X, None),
        "backward": lambda self, own, cache, dY, input_gradient=True: (dY, {}),
    }
    return type("Own", (Layer,), {**right, **methods})()


def forwards(Y):
    return {"forward": lambda self, own, X, rng=None: Y(X)}


def backwards(found):
    return {"backward": lambda self, own, cache, dY, input_gradient=True: found(dY)}


def both_ways(layer):
    network = Network([Dense(4), layer, Dense(3)], (4,))
    params = network.init(0, dtype="float64")
    Y, cache = network.forward(params, X)
    return network.backward(params, cache, Y)


WRONG = {
    "output_shape": [
        {"output_shape": lambda self, shape, given=given: given} for given in (None, 4, "4", (4.0,), (0,), (True,))
    ],
    "parameters": [{"parameters": given} for given in (None, "W", (1,), lambda self: ("W",))],
    "parameter_shapes": [
        {"parameters": ("W",)},
        {"parameter_shapes": lambda self, shape: {"W": (4,)}},
        *(
            {**W, "parameter_shapes": lambda self, shape, given=given: given}
            for given in (None, [("W", (4,))], {"W": 4}, {"W": (-4,)}, {"W": (4.0,)}, {"W": (0,)}, {5: (4,)})
        ),
    ],
    "forward": [
        forwards(Y)
        for Y in (
            lambda X: X,
            lambda X: None,
            lambda X: (X, X, X),
            lambda X: (X.tolist(), None),
            lambda X: (None, None),
            lambda X: (X[:, :2], None),
            lambda X: (X[:1], None),
            lambda X: (np.concatenate([X, X]), None),
            lambda X: (X * 1j, None),
            lambda X: (X.astype(object), None),
            lambda X: (np.ma.array(X), None),
        )
    ],
    "backward": [
        *(
            backwards(found)
            for found in (
                lambda dY: dY,
                lambda dY: None,
                lambda dY: (None, {}),
                lambda dY: (dY, []),
                lambda dY: (dY, None),
                lambda dY: (dY, {"Q": dY}),
            )
        ),
        W,
    ],
}


@pytest.mark.parametrize(("method", "wrong"), [(method, each) for method, several in WRONG.items() for each in several])
def test_wrong_methods(method, wrong):
    with pytest.raises((TypeError, ValueError), match=rf"^(layers\[1\]: .*; )?layers\[1\]\.{method}\b"):
        both_ways(own(**wrong))


def test_a_shape_may_be_any_sequence_of_integers():
    layer = own(**backwards(lambda dY: (dY, {"W": dY[0]})), parameters=["W"], output_shape=lambda self, m: [np.int8(4)])
    type(layer).parameter_shapes = lambda self, shape: {"W": [4]}
    network = Network([layer], (4,))
    assert network.output_shape == (4,)
    assert network.parameter_shapes == {"own_1.W": (4,)}
    dX, grads = both_ways(layer)
    assert dX.shape == (6, 4)
    assert list(grads) == ["dense_1.W", "dense_1.B", "own_1.W", "dense_2.W", "dense_2.B"]


def test_the_first_layer_need_give_no_gradient_of_the_images():
    network = Network([own(**backwards(lambda dY: (None, {}))), Dense(3)], (4,))
    params, labels = network.init(0, dtype="float64"), np.array([0, 1, 2, 0, 1, 2])
    with pytest.raises(TypeError, match=r"^layers\[0\]\.backward: expected the gradient of the input, got None"):
        check_gradients(network, params, (X, labels))
    _, history = train(network, params, (X, labels), epochs=1, validation=None, progress=False)
    assert np.isfinite(history.loss[0])


@pytest.mark.parametrize(
    "layers",
    [memoryview(np.ones((2, 2))), "layers", b"", {1: Dense(3)}, Dense(3)],
    ids=lambda layers: type(layers).__name__,
)
def test_layers_that_are_no_list(layers):
    with pytest.raises(TypeError, match="^layers: expected a list, a tuple"):
        Network(layers, (4,))
