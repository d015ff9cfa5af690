"""Sizes far beyond those of the other tests: a branch that only large arrays take would show here."""

import numpy as np
import pytest

from tests.support import oracles
from textbook_cnn import (
    avg_pool2d,
    avg_pool2d_backward,
    conv2d,
    conv2d_backward_bias,
    conv2d_backward_input,
    conv2d_backward_kernel,
    dense,
    dense_backward_bias,
    dense_backward_input,
    dense_backward_weight,
    im2col,
    max_pool2d,
    max_pool2d_backward,
    relu,
    relu_backward,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
)

RNG = np.random.default_rng(0)
LONG = 1_100_000  # more than 10**6 along an axis, and more than 2**21 elements in all
LAYERS = {
    "many images": ((600, 1, 3, 3), (2, 1, 2, 2), {}),
    "tall kernels": ((1, 1, 26, 4), (2, 1, 23, 2), {}),
    "wide kernels": ((2, 1, 3, 30), (1, 1, 2, 21), {"padding": "same"}),
    "kernels beyond the image": ((1, 2, 3, 4), (2, 2, 11, 12), {"padding": "full"}),
    "long strides": ((2, 1, 40, 45), (3, 1, 3, 2), {"stride": (9, 13)}),
    "long strides, same": ((1, 1, 33, 38), (2, 1, 8, 14), {"stride": (7, 11), "padding": "same"}),
    "strides beyond the kernel, full": ((1, 1, 20, 19), (2, 1, 3, 5), {"stride": 8, "padding": "full"}),
    "far apart": ((1, 1, 30, 31), (2, 1, 3, 3), {"dilation": (12, 9), "padding": "same"}),
    "thick margins": ((1, 1, 3, 2), (1, 1, 2, 3), {"padding": ((17, 0), (3, 21))}),
    "many channels and filters": ((1, 70, 2, 3), (65, 70, 1, 2), {}),
    "many groups": ((2, 80, 3, 3), (80, 2, 2, 2), {"groups": 40}),
}


def whole(*shape):
    return RNG.integers(-9, 10, shape).astype(np.float32)


@pytest.mark.parametrize("name", LAYERS)
def test_convolution_layers(name):
    """Whole numbers in float32: every sum is exact."""
    shape, kernels, keywords = LAYERS[name]
    X, K, size, kernel = whole(*shape), whole(*kernels), shape[2:], kernels[2:]
    expected = oracles.conv2d(X, K, **keywords)
    dY, columns = whole(*expected.shape), im2col(X, kernel, **keywords)
    np.testing.assert_array_equal(columns, oracles.im2col(X, kernel, **keywords))
    for Y in (conv2d(X, K, **keywords), conv2d(X, K, columns=columns, **keywords)):
        np.testing.assert_array_equal(Y, expected)
    dK = oracles.conv2d_backward_kernel(X, dY, kernel, **keywords)
    np.testing.assert_array_equal(conv2d_backward_kernel(X, dY, kernel, **keywords), dK)
    np.testing.assert_array_equal(conv2d_backward_kernel(X, dY, kernel, columns=columns, **keywords), dK)
    dX = oracles.conv2d_backward_input(dY, K, size, **keywords)
    np.testing.assert_array_equal(conv2d_backward_input(dY, K, size, **keywords), dX)
    np.testing.assert_array_equal(conv2d_backward_bias(dY), dY.sum(axis=(0, 2, 3)))


POOLS = {
    "wide windows": ((2, 1, 17, 19), (9, 11), 1),
    "tall windows": ((1, 2, 40, 3), (21, 2), (3, 1)),
    "long strides": ((1, 1, 40, 45), (3, 2), (13, 17)),
    "one pixel a window": ((2, 2, 7, 12), 1, (3, 2)),
    "many images": ((500, 1, 4, 2), 2, None),
    "many channels": ((1, 300, 3, 3), (2, 3), 1),
}


@pytest.mark.parametrize("name", POOLS)
def test_pools(name):
    shape, kernel, stride = POOLS[name]
    X = whole(*shape)
    Y = oracles.max_pool2d(X, kernel, stride=stride)
    dY = whole(*Y.shape)
    np.testing.assert_array_equal(max_pool2d(X, kernel, stride=stride), Y)
    dX = oracles.max_pool2d_backward(X, dY, kernel, stride=stride)
    np.testing.assert_array_equal(max_pool2d_backward(X, dY, kernel, stride=stride), dX)
    np.testing.assert_array_equal(max_pool2d_backward(X, dY, kernel, stride=stride, Y=Y), dX)
    mean = oracles.avg_pool2d(X.astype(float), kernel, stride=stride)
    np.testing.assert_allclose(avg_pool2d(X.astype(float), kernel, stride=stride), mean, rtol=1e-13, atol=1e-13)
    shared = oracles.avg_pool2d_backward(X, dY.astype(float), kernel, stride=stride)
    np.testing.assert_allclose(avg_pool2d_backward(X, dY.astype(float), kernel, stride=stride), shared, atol=1e-11)


@pytest.mark.parametrize(("N", "classes"), [(2, 700), (900, 3)])
def test_many_classes_and_many_images(N, classes):
    Z, labels = RNG.standard_normal((N, classes)), RNG.integers(0, classes, N)
    P, T = oracles.softmax(Z), oracles.one_hot(labels, classes)
    np.testing.assert_allclose(softmax(Z), P, rtol=1e-12)
    np.testing.assert_allclose(softmax_cross_entropy(Z, labels), oracles.cross_entropy(Z, T), rtol=1e-12)
    np.testing.assert_allclose(softmax_cross_entropy_backward(Z, labels), (P - T) / N, rtol=0, atol=1e-15)
    np.testing.assert_allclose(softmax_cross_entropy_backward(Z.astype("float32"), labels), (P - T) / N, atol=1e-7)


def test_a_convolution_of_an_image_with_a_million_columns():
    X, K = whole(1, 1, 2, LONG), whole(1, 1, 2, 2)
    expected = sum(K[0, 0, u, v] * X[0, 0, u, v : v + LONG - 1] for u in (0, 1) for v in (0, 1))
    np.testing.assert_array_equal(conv2d(X, K)[0, 0, 0], expected)
    dY = whole(1, 1, 1, LONG - 1)
    products = [[(dY[0, 0, 0] * X[0, 0, u, v : v + LONG - 1]).astype(np.float64).sum() for v in (0, 1)] for u in (0, 1)]
    found = conv2d_backward_kernel(X.astype(float), dY.astype(float), 2)
    np.testing.assert_array_equal(found[0, 0], products)
    dX = np.zeros((2, LONG), np.float32)
    for u, v in np.ndindex(2, 2):
        dX[u, v : v + LONG - 1] += K[0, 0, u, v] * dY[0, 0, 0]
    np.testing.assert_array_equal(conv2d_backward_input(dY, K, (2, LONG))[0, 0], dX)


def test_a_pool_and_a_relu_of_a_million_columns():
    X = whole(1, 1, 2, LONG)
    Y = np.maximum(np.maximum(X[..., :1, ::2], X[..., :1, 1::2]), np.maximum(X[..., 1:, ::2], X[..., 1:, 1::2]))
    np.testing.assert_array_equal(max_pool2d(X), Y)
    np.testing.assert_array_equal(relu(X), np.where(X > 0, X, 0))
    np.testing.assert_array_equal(relu_backward(X, X + 3), np.where(X > 0, X + 3, 0))


def test_a_dense_layer_of_a_million_images():
    X, W, B = whole(LONG, 2), whole(2, 2), whole(2)
    expected = np.stack([W[i, 0] * X[:, 0] + W[i, 1] * X[:, 1] + B[i] for i in (0, 1)], axis=1)
    np.testing.assert_array_equal(dense(X, W, B), expected)
    dY = whole(LONG, 2).astype(float)
    products = [[np.sum(dY[:, i] * X[:, j]) for j in (0, 1)] for i in (0, 1)]
    np.testing.assert_array_equal(dense_backward_weight(X.astype(float), dY), products)
    np.testing.assert_array_equal(dense_backward_bias(dY), [np.sum(dY[:, i]) for i in (0, 1)])
    dX = np.stack([W[0, j] * dY[:, 0] + W[1, j] * dY[:, 1] for j in (0, 1)], axis=1)
    np.testing.assert_array_equal(dense_backward_input(dY, W.astype(float)), dX)
