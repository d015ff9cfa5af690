"""What networks refuse: layers that do not fit, and parameters, images and gradients of other networks."""

import numpy as np
import pytest

from tests.support.libraries import assert_raises
from textbook_cnn import Bias, Conv2D, Dense, Dropout, Flatten, MaxPool2D, Network, ReLU

SMALL = Network([Conv2D(3, (2, 3), padding="same"), ReLU(), MaxPool2D(), Flatten(), Dense(4)], (2, 4, 6))


@pytest.mark.parametrize(
    ("error", "name", "make"),
    [
        (TypeError, "layers", lambda: Network(Dense(2), (3,))),
        (TypeError, "layers", lambda: Network([Dense], (3,))),
        (TypeError, "layers", lambda: Network([Dense(2), "relu"], (3,))),
        (TypeError, "layers", lambda: Network(None, (3,))),
        (ValueError, "layers", lambda: Network([], (3,))),
        (TypeError, "input_shape", lambda: Network([Dense(2)], 3)),
        (TypeError, "input_shape", lambda: Network([Dense(2)], "3")),
        (TypeError, "input_shape", lambda: Network([Dense(2)], (3.0,))),
        (ValueError, "input_shape", lambda: Network([Dense(2)], (0,))),
        (ValueError, "input_shape", lambda: Network([ReLU()], ())),
        (ValueError, "names", lambda: Network([Dense(2)], (3,), ["a", "b"])),
        (ValueError, "names", lambda: Network([Dense(2), Dense(2)], (3,), ["a", "a"])),
        (ValueError, "names", lambda: Network([ReLU(), ReLU()], (3,), ["a", "a"])),
        (ValueError, "names", lambda: Network([ReLU(), Dense(2)], (3,), ["a", "a"])),
        (TypeError, r"names\[0\]", lambda: Network([Dense(2)], (3,), [1])),
        (TypeError, "names", lambda: Network([Dense(2)], (3,), "a")),
        (TypeError, "names", lambda: Network([Dense(2)], (3,), 5)),
    ],
)
def test_refuses(error, name, make):
    with assert_raises(error, name):
        make()


@pytest.mark.parametrize(
    ("layers", "shape", "position"),
    [
        ([Dense(2)], (1, 4, 4), 0),
        ([Conv2D(2, 3)], (16,), 0),
        ([Conv2D(2, 3)], (28, 28), 0),
        ([Conv2D(2, 3), MaxPool2D(3)], (1, 4, 4), 1),
        ([Conv2D(3, 1), Conv2D(2, 1, groups=2)], (1, 4, 4), 1),
        ([ReLU(), Conv2D(2, 5)], (1, 4, 4), 1),
        ([Flatten(), Flatten()], (1, 4, 4), 1),
        ([Flatten(), Bias()], (1, 4, 4), 1),
        ([MaxPool2D(), MaxPool2D(), MaxPool2D()], (1, 4, 4), 2),
    ],
)
def test_layers_that_do_not_fit_are_named(layers, shape, position):
    kind = type(layers[position]).__name__
    with pytest.raises(ValueError, match=rf"^layers\[{position}\]: {kind}\(.*expected .*got"):
        Network(layers, shape)


PARAMS = {key: np.ones(shape) for key, shape in SMALL.parameter_shapes.items()}
IMAGES = np.ones((3, 2, 4, 6))


@pytest.mark.parametrize("method", ["forward", "activations"])
@pytest.mark.parametrize(
    ("error", "name", "params", "X"),
    [
        (ValueError, "X", PARAMS, np.ones((3, 2, 6, 4))),
        (ValueError, "X", PARAMS, np.ones((2, 4, 6))),
        (TypeError, "X", PARAMS, np.ones((3, 2, 4, 6), int)),
        (TypeError, "X", PARAMS, np.ones((3, 2, 4, 6), np.uint8)),
        (TypeError, "X", PARAMS, IMAGES.tolist()),
        (TypeError, "X", PARAMS, None),
        (ValueError, "params", {}, IMAGES),
        (ValueError, "params", {**PARAMS, "dense_2.W": np.ones(1)}, IMAGES),
        (ValueError, "params", {key: A for key, A in PARAMS.items() if key != "dense_1.B"}, IMAGES),
        (TypeError, "params", None, IMAGES),
        (TypeError, "params", list(PARAMS.values()), IMAGES),
        (TypeError, ".*dense_1.W.*", {**PARAMS, "dense_1.W": [[1.0]]}, IMAGES),
        (ValueError, ".*dense_1.W.*", {**PARAMS, "dense_1.W": np.ones((4, 3))}, IMAGES),
        (ValueError, ".*conv2d_1.K.*", {**PARAMS, "conv2d_1.K": np.ones((3, 2, 3, 2))}, IMAGES),
        (ValueError, ".*conv2d_1.B.*", {**PARAMS, "conv2d_1.B": np.ones((3, 4, 6))}, IMAGES),
    ],
)
def test_forward_refuses(method, error, name, params, X):
    with assert_raises(error, name):
        getattr(SMALL, method)(params, X)


def test_lists_become_tuples():
    network = Network([Dense(2), ReLU()], [3], ["a", "b"])
    assert (network.layers, network.input_shape, network.names) == ((Dense(2), ReLU()), (3,), ("a", "b"))
    assert network == Network((Dense(2), ReLU()), (3,), ("a", "b"))
    assert len({network, Network((Dense(2), ReLU()), (3,), ("a", "b"))}) == 1


def test_what_there_is_none_of_is_said():
    with assert_raises(ValueError, "layers", "at least one layer,"):
        Network([], (3,))
    with assert_raises(ValueError, "input_shape", "at least one axis,"):
        Network([ReLU()], ())


def test_without_parameters_the_images_are_checked_too():
    with assert_raises(TypeError, "X", "an array"):
        Network([ReLU()], (3,)).forward({}, [[1.0, 2.0, 3.0]])


def test_images_of_another_library_are_refused():
    strict = pytest.importorskip("array_api_strict", reason="array_api_strict is not installed")
    with pytest.raises(TypeError, match=r"one library, got X from array_api_strict, .* from numpy"):
        SMALL.forward(PARAMS, strict.asarray(IMAGES))


def test_dropout_needs_a_generator():
    with assert_raises(TypeError, "rng"):
        Network([Dropout(0.5)], (3,)).forward({}, np.ones((2, 3)), rng=0)


@pytest.mark.parametrize(
    ("error", "name", "cut", "dY"),
    [
        (ValueError, "cache", 1, np.ones((3, 4))),
        (ValueError, "dY", 0, np.ones((3, 5))),
        (ValueError, "dY", 0, np.ones((2, 4))),
        (ValueError, "dY", 0, np.ones(4)),
        (TypeError, "dY", 0, [[1.0] * 4] * 3),
        (TypeError, "dY", 0, None),
    ],
)
def test_backward_refuses(error, name, cut, dY):
    _, cache = SMALL.forward(PARAMS, IMAGES)
    with assert_raises(error, name):
        SMALL.backward(PARAMS, cache[cut:], dY)


def test_backward_of_a_network_that_ends_in_maps_checks_the_gradient():
    network = Network([Bias()], (2, 3, 3))
    params = {"bias_1.B": np.zeros(2)}
    _, cache = network.forward(params, np.ones((4, 2, 3, 3)))
    with assert_raises(ValueError, "dY"):
        network.backward(params, cache, np.ones((4, 2, 3, 2)))


def test_sizes_of_other_types_are_kept_as_python_s():
    layer = Conv2D(np.int8(100), np.uint8(3), stride=[np.int16(2), 1], groups=np.int8(2), bias=np.True_)
    assert layer == Conv2D(100, (3, 3), stride=(2, 1), groups=2)
    assert {type(value) for value in (layer.filters, layer.groups, *layer.kernel_size, *layer.stride)} == {int}
    assert layer.bias is True
    assert layer.output_shape((2, 300, 300)) == (100, 149, 298)
