"""The dense layer and its gradients."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import oracles
from tests.support.calls import Call
from tests.support.libraries import assert_equals, assert_raises
from textbook_cnn import (
    dense,
    dense_backward_bias,
    dense_backward_input,
    dense_backward_weight,
    flatten,
)

CALLS = [
    Call("dense", ((3, 4), (5, 4), (5,)), oracles.dense, "int64"),
    Call("dense", ((3, 4), (5, 4)), oracles.dense, "int64"),
    Call("dense_backward_weight", ((3, 4), (3, 5)), oracles.dense_backward_weight, "int64"),
    Call("dense_backward_bias", ((3, 5),), lambda G: sum(G[b] for b in range(3)), "int64"),
    Call("dense_backward_input", ((3, 5), (5, 4)), oracles.dense_backward_input, "int64"),
]

small = st.integers(0, 4)


def whole(seed, *shapes):
    rng = np.random.default_rng(seed)
    return [rng.integers(-9, 10, shape) for shape in shapes]


@given(small, small, small, st.integers(0, 99))
def test_every_sum_by_hand(N, n, d, seed):
    X, W, B, dY = whole(seed, (N, n), (d, n), (d,), (N, d))
    np.testing.assert_array_equal(dense(X, W, B), oracles.dense(X, W, B))
    np.testing.assert_array_equal(dense_backward_weight(X, dY), oracles.dense_backward_weight(X, dY))
    np.testing.assert_array_equal(dense_backward_input(dY, W), oracles.dense_backward_input(dY, W))
    np.testing.assert_array_equal(dense_backward_bias(dY), [sum(dY[b, i] for b in range(N)) for i in range(d)])


def test_gradients_are_what_one_more_adds_to_the_loss():
    """E = Σ G·Y is linear in each argument: a derivative is the exact change for a step of one."""
    X, W, B, G = whole(0, (3, 4), (2, 4), (2,), (3, 2))

    def change(A, loss):
        changes = np.empty(A.shape, np.int64)
        for index in np.ndindex(A.shape):
            more = A.copy()
            more[index] += 1
            changes[index] = loss(more) - loss(A)
        return changes

    dX = change(X, lambda A: (G * oracles.dense(A, W, B)).sum())
    dW = change(W, lambda A: (G * oracles.dense(X, A, B)).sum())
    dB = change(B, lambda A: (G * oracles.dense(X, W, A)).sum())
    np.testing.assert_array_equal(dense_backward_input(G, W), dX)
    np.testing.assert_array_equal(dense_backward_weight(X, G), dW)
    np.testing.assert_array_equal(dense_backward_bias(G), dB)


def test_a_convolution_that_covers_the_image_is_a_dense_layer():
    X, W = whole(1, (3, 2 * 4 * 5), (6, 2 * 4 * 5))
    images, kernels = X.reshape(3, 2, 4, 5), W.reshape(6, 2, 4, 5)
    np.testing.assert_array_equal(dense(flatten(images), W), oracles.conv2d(images, kernels)[:, :, 0, 0])


def test_bias_of_a_wider_dtype_widens_the_result(xp):
    X, W = xp.array([[1]], "float32"), xp.array([[1]], "float32")
    assert_equals(xp, dense(X, W, xp.array([1e-12], "float64")), [[1 + 1e-12]], "float64")


def test_pixels_times_weights(xp):
    X, W = xp.array([[255, 255]], "uint8"), xp.array([[0.5, 1]], "float32")
    assert_equals(xp, dense(X, W), [[382.5]], "float32")


@pytest.mark.parametrize(
    ("error", "name", "call"),
    [
        (ValueError, "W", lambda: dense(np.ones((2, 3)), np.ones((4, 2)))),
        (ValueError, "W", lambda: dense(np.ones((2, 3)), np.ones((3, 4)))),
        (ValueError, "B", lambda: dense(np.ones((2, 3)), np.ones((4, 3)), np.ones(3))),
        (ValueError, "B", lambda: dense(np.ones((2, 3)), np.ones((4, 3)), np.ones(1))),
        (ValueError, "B", lambda: dense(np.ones((2, 3)), np.ones((4, 3)), np.ones((2, 4)))),
        (ValueError, "dY", lambda: dense_backward_weight(np.ones((2, 3)), np.ones((3, 4)))),
        (ValueError, "dY", lambda: dense_backward_weight(np.ones((2, 3)), np.ones((1, 4)))),
        (ValueError, "dY", lambda: dense_backward_input(np.ones((2, 3)), np.ones((4, 5)))),
    ],
)
def test_refuses(error, name, call):
    with assert_raises(error, name):
        call()
