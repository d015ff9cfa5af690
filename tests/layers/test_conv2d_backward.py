"""The gradients of the convolution layer: against loops, SciPy and differences, and the sizes that are inferred."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from tests.layers.drawn_layers import layers
from tests.support import oracles
from tests.support.calls import Call
from tests.support.libraries import assert_raises
from textbook_cnn import conv2d_backward_bias, conv2d_backward_input, conv2d_backward_kernel

IMAGES, KERNELS, MAPS = (2, 4, 6, 5), (6, 2, 3, 2), (2, 6, 3, 5)
LAYER = {"stride": (2, 1), "padding": "same", "dilation": (1, 2), "groups": 2}
CALLS = [
    Call("conv2d_backward_kernel", (IMAGES, MAPS), oracles.conv2d_backward_kernel, "int64", ((3, 2),), LAYER),
    Call("conv2d_backward_bias", (MAPS,), oracles.conv2d_backward_bias, "int64"),
    Call("conv2d_backward_bias", (MAPS,), oracles.conv2d_backward_bias, "int64", keywords={"tied": False}),
    Call("conv2d_backward_input", (MAPS, KERNELS), oracles.conv2d_backward_input, "int64", ((6, 5),), LAYER),
]


@settings(max_examples=60)
@given(layers(strides=st.sampled_from([1, (1, 1)])))
def test_sizes_left_out_are_inferred(layer):
    X, K, dY, keywords = layer
    dX = oracles.conv2d_backward_input(dY, K, X.shape[2:], **keywords)
    np.testing.assert_array_equal(conv2d_backward_input(dY, K, **keywords), dX)
    if keywords["padding"] == "same":
        with assert_raises(ValueError, "kernel_size", "same"):
            conv2d_backward_kernel(X, dY, **keywords)
    else:
        dK = oracles.conv2d_backward_kernel(X, dY, K.shape[2:], **keywords)
        np.testing.assert_array_equal(conv2d_backward_kernel(X, dY, **keywords), dK)


@given(layers(strides=st.sampled_from([2, (1, 2), (3, 1)])))
def test_sizes_left_out_cannot_be_inferred_above_stride_one(layer):
    X, K, dY, keywords = layer
    with assert_raises(ValueError, "input_size", "stride above 1"):
        conv2d_backward_input(dY, K, **keywords)
    with assert_raises(ValueError, "kernel_size", "stride above 1"):
        conv2d_backward_kernel(X, dY, **keywords)


@pytest.mark.parametrize("kernel", [(1, 1), (2, 3), (4, 1), (5, 5)])
def test_gradient_formulas_of_the_slides_with_scipy(kernel):
    rng = np.random.default_rng(1)
    X, K = rng.integers(-9, 10, (3, 2, 6, 7)), rng.integers(-9, 10, (4, 2, *kernel))
    dY = rng.integers(-9, 10, (3, 4, 7 - kernel[0], 8 - kernel[1]))
    dK = [[sum(signal.correlate2d(X[b, j], dY[b, i], "valid") for b in range(3)) for j in range(2)] for i in range(4)]
    dX = [[sum(signal.convolve2d(dY[b, i], K[i, j], "full") for i in range(4)) for j in range(2)] for b in range(3)]
    np.testing.assert_array_equal(conv2d_backward_kernel(X, dY), dK)
    np.testing.assert_array_equal(conv2d_backward_input(dY, K), dX)
    np.testing.assert_array_equal(conv2d_backward_bias(dY), [dY[:, i].sum() for i in range(4)])
    np.testing.assert_array_equal(conv2d_backward_bias(dY, tied=False), dY[0] + dY[1] + dY[2])


@pytest.mark.parametrize("tied", [True, False])
def test_gradients_are_what_one_more_adds_to_the_loss(tied):
    """E = Σ G·Y is linear in each argument: a derivative is the exact change for a step of one."""
    rng, keywords = np.random.default_rng(2), {"stride": (2, 1), "padding": ((1, 0), (2, 1)), "groups": 2}
    X, K = rng.integers(-9, 10, (1, 4, 5, 3)), rng.integers(-9, 10, (2, 2, 2, 3))
    B = rng.integers(-9, 10, (2,) if tied else (2, 3, 4))
    G = rng.integers(-9, 10, (1, 2, 3, 4))

    def change(A, loss):
        changes = np.empty(A.shape, np.int64)
        for index in np.ndindex(A.shape):
            more = A.copy()
            more[index] += 1
            changes[index] = loss(more) - loss(A)
        return changes

    dX = change(X, lambda A: (G * oracles.conv2d(A, K, B, **keywords)).sum())
    dK = change(K, lambda A: (G * oracles.conv2d(X, A, B, **keywords)).sum())
    dB = change(B, lambda A: (G * oracles.conv2d(X, K, A, **keywords)).sum())
    np.testing.assert_array_equal(conv2d_backward_input(G, K, (5, 3), **keywords), dX)
    np.testing.assert_array_equal(conv2d_backward_kernel(X, G, (2, 3), **keywords), dK)
    np.testing.assert_array_equal(conv2d_backward_bias(G, tied=tied), dB)
