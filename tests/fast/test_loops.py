"""The gradients as loops: the oracle's values on every array library and every layer, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings

from tests.layers.drawn_layers import layers
from tests.support import oracles
from tests.support.libraries import assert_equals, assert_raises, torch_or_skip
from textbook_cnn import conv2d_backward_input_loops, conv2d_backward_kernel_loops

LAYER = {"stride": (2, 1), "padding": ((1, 0), (0, 2)), "dilation": (1, 2)}


def whole_numbers():
    """X, K and dY of a layer with `LAYER`."""
    rng = np.random.default_rng(11)
    return [rng.integers(-9, 10, shape) for shape in ((2, 2, 4, 3), (3, 2, 3, 2), (2, 3, 2, 3))]


@pytest.mark.parametrize("dtype", ["float32", "float64", "int8"])
def test_gradients(xp, dtype):
    X, K, dY = whole_numbers()
    given = [xp.array(A, dtype, seed) for seed, A in enumerate((X, K, dY))]
    answer = "int64" if dtype == "int8" else dtype
    dK = conv2d_backward_kernel_loops(given[0], given[2], (3, 2), **LAYER)
    assert_equals(xp, dK, oracles.conv2d_backward_kernel(X, dY, (3, 2), **LAYER), answer)
    dX = conv2d_backward_input_loops(given[2], given[1], (4, 3), **LAYER)
    assert_equals(xp, dX, oracles.conv2d_backward_input(dY, K, (4, 3), **LAYER), answer)


@settings(max_examples=25)
@given(layers().filter(lambda layer: layer[3]["groups"] == 1 and layer[0].size * layer[2].size < 4000))
def test_gradients_of_any_layer(layer):
    X, K, dY, keywords = layer
    keywords = {name: value for name, value in keywords.items() if name != "groups"}
    dK = oracles.conv2d_backward_kernel(X, dY, K.shape[2:], **keywords)
    dX = oracles.conv2d_backward_input(dY, K, X.shape[2:], **keywords)
    np.testing.assert_array_equal(conv2d_backward_kernel_loops(X, dY, K.shape[2:], **keywords), dK)
    np.testing.assert_array_equal(conv2d_backward_input_loops(dY, K, X.shape[2:], **keywords), dX)


def test_gradients_without_keywords():
    rng = np.random.default_rng(12)
    X, K, dY = (rng.integers(-9, 10, shape) for shape in ((2, 1, 4, 5), (2, 1, 3, 2), (2, 2, 2, 4)))
    dK = oracles.conv2d_backward_kernel(X, dY, (3, 2))
    np.testing.assert_array_equal(conv2d_backward_kernel_loops(X, dY, (3, 2)), dK)
    np.testing.assert_array_equal(
        conv2d_backward_input_loops(dY, K, (4, 5)), oracles.conv2d_backward_input(dY, K, (4, 5))
    )


def test_a_pixel_that_no_window_holds_gets_0(xp):
    dX = conv2d_backward_input_loops(xp.array(np.ones((1, 1, 1, 1))), xp.array(np.ones((1, 1, 1, 1))), 2, stride=2)
    assert_equals(xp, dX, [[[[1, 0], [0, 0]]]], "float64")


def test_wrong_arguments():
    X, K, dY = whole_numbers()
    for letter, arrays in (("X", (None, dY)), ("dY", (X, [1.0]))):
        with assert_raises(TypeError, letter):
            conv2d_backward_kernel_loops(*arrays, (3, 2), **LAYER)
    for letter, arrays in (("dY", (2.0, K)), ("K", (dY, None))):
        with assert_raises(TypeError, letter):
            conv2d_backward_input_loops(*arrays, (4, 3), **LAYER)
    with assert_raises(TypeError, "kernel_size"):
        conv2d_backward_kernel_loops(X, dY, 2.5, **LAYER)
    with assert_raises(ValueError, "dY"):
        conv2d_backward_kernel_loops(X, dY[:, :, 1:], (3, 2), **LAYER)
    with assert_raises(ValueError, "dY"):
        conv2d_backward_input_loops(dY, K, (8, 3), **LAYER)
    with assert_raises(ValueError, "K"):
        conv2d_backward_input_loops(dY, K[0], (4, 3), **LAYER)
    with assert_raises(ValueError, "X", "an array"):
        conv2d_backward_kernel_loops(X[0], dY, (3, 2), **LAYER)
    with assert_raises(ValueError, "dY", "an array"):
        conv2d_backward_kernel_loops(X, dY[0], (3, 2), **LAYER)
    with assert_raises(ValueError, "dY", "an array"):
        conv2d_backward_input_loops(dY[0], K, (4, 3), **LAYER)
    for size in (0, (3, 0)):
        with assert_raises(ValueError, "kernel_size", "at least 1"):
            conv2d_backward_kernel_loops(X, dY, size, **LAYER)
        with assert_raises(ValueError, "input_size", "at least 1"):
            conv2d_backward_input_loops(dY, K, size, **LAYER)


def test_arrays_of_two_libraries_are_refused():
    torch, (X, K, dY) = torch_or_skip(), whole_numbers()
    with pytest.raises(TypeError, match="X from numpy, dY from torch"):
        conv2d_backward_kernel_loops(X, torch.tensor(dY), (3, 2), **LAYER)
    with pytest.raises(TypeError, match="dY from torch, K from numpy"):
        conv2d_backward_input_loops(torch.tensor(dY), K, (4, 3), **LAYER)


def test_arguments_stay_as_they_were():
    arrays = whole_numbers()
    before = [A.copy() for A in arrays]
    for A in arrays:
        A.flags.writeable = False
    X, K, dY = arrays
    conv2d_backward_kernel_loops(X, dY, (3, 2), **LAYER)
    conv2d_backward_input_loops(dY, K, (4, 3), **LAYER)
    assert all((A == B).all() for A, B in zip(arrays, before, strict=True))
