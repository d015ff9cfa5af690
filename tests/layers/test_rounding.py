"""What exact proofs cannot see: floating-point numbers, against SciPy and against differences; huge and tiny ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal

import textbook_cnn as cnn
from tests.support import oracles
from tests.support.libraries import assert_equals

shapes = st.tuples(*[st.integers(1, 3)] * 3, *[st.integers(1, 9)] * 2, *[st.integers(1, 7)] * 2)
EPSILON = {"float32": 2.0**-23, "float64": 2.0**-52}


def drawn(shape, padding, seed):
    """X, K and dY with normal numbers; an axis on which the kernel does not fit gets a smaller kernel."""
    N, n, d, H, W, kh, kw = shape
    if padding == "valid":
        kh, kw = min(kh, H), min(kw, W)
    more = {"valid": (1 - kh, 1 - kw), "same": (0, 0), "full": (kh - 1, kw - 1)}[padding]
    rng = np.random.default_rng(seed)
    sizes = (N, n, H, W), (d, n, kh, kw), (N, d, H + more[0], W + more[1])
    return [rng.standard_normal(size) for size in sizes]


def close(found, expected, terms, dtype):
    """Equal up to what `terms` roundings of products of normal numbers may do."""
    assert found.dtype == dtype
    np.testing.assert_allclose(found, expected, rtol=0, atol=30 * terms**0.5 * EPSILON[dtype])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@given(shapes, st.sampled_from(["valid", "full"]), st.tuples(st.integers(1, 3), st.integers(1, 3)), st.integers(0, 99))
def test_layer_with_steps_is_scipys_thinned(dtype, shape, padding, stride, seed):
    X, K, _ = drawn(shape, padding, seed)
    Y = [[sum(map(lambda x, k: signal.correlate2d(x, k, padding), image, kernels)) for kernels in K] for image in X]
    found = cnn.conv2d(X.astype(dtype), K.astype(dtype), padding=padding, stride=stride)
    close(found, np.array(Y)[:, :, :: stride[0], :: stride[1]], K[0].size, dtype)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@given(shapes, st.integers(0, 99))
def test_gradients_are_scipys(dtype, shape, seed):
    X, K, dY = drawn(shape, "valid", seed)
    dX = [
        [sum(signal.convolve2d(y, k, "full") for y, k in zip(maps, K[:, j])) for j in range(K.shape[1])] for maps in dY
    ]
    dK = [
        [sum(signal.correlate2d(x[j], y[i], "valid") for x, y in zip(X, dY)) for j in range(K.shape[1])]
        for i in range(K.shape[0])
    ]
    x, k, dy = (A.astype(dtype) for A in (X, K, dY))
    close(cnn.conv2d_backward_input(dy, k), dX, K[:, 0].size, dtype)
    close(cnn.conv2d_backward_kernel(x, dy), dK, dY[:, 0].size, dtype)


RNG = np.random.default_rng(0)
X = RNG.permutation(np.linspace(-1, 1, 144)).reshape(2, 2, 6, 6)  # no kink and no tie is near
K, W = RNG.standard_normal((3, 2, 3, 3)), RNG.standard_normal((4, 72))
MASK = RNG.integers(0, 2, X.shape) / 0.5
ROWS = X.reshape(2, 72)
KEYWORDS = {"stride": (2, 1), "padding": ((1, 0), (2, 1))}
GRADIENTS = {
    "conv2d, X": (
        X,
        lambda A: cnn.conv2d(A, K, **KEYWORDS),
        lambda G: cnn.conv2d_backward_input(G, K, (6, 6), **KEYWORDS),
    ),
    "conv2d, K": (
        K,
        lambda A: cnn.conv2d(X, A, **KEYWORDS),
        lambda G: cnn.conv2d_backward_kernel(X, G, (3, 3), **KEYWORDS),
    ),
    "conv2d, B": (K[:, 0, 0, 0], lambda A: cnn.conv2d(X, K, A), lambda G: cnn.conv2d_backward_bias(G)),
    "dense, X": (ROWS, lambda A: cnn.dense(A, W), lambda G: cnn.dense_backward_input(G, W)),
    "dense, W": (W, lambda A: cnn.dense(ROWS, A), lambda G: cnn.dense_backward_weight(ROWS, G)),
    "dense, B": (W[:, 0], lambda A: cnn.dense(ROWS, W, A), cnn.dense_backward_bias),
    "relu": (X, cnn.relu, lambda G: cnn.relu_backward(X, G)),
    "max_pool2d": (X, lambda A: cnn.max_pool2d(A, 3, stride=2), lambda G: cnn.max_pool2d_backward(X, G, 3, stride=2)),
    "avg_pool2d": (X, lambda A: cnn.avg_pool2d(A, 3, stride=2), lambda G: cnn.avg_pool2d_backward(X, G, 3, stride=2)),
    "dropout": (X, lambda A: A * MASK, lambda G: cnn.dropout_backward(G, MASK)),
    "flatten": (X, cnn.flatten, lambda G: cnn.unflatten(G, (2, 6, 6))),
}


@pytest.mark.parametrize("name", GRADIENTS)
def test_gradient_is_the_slope_of_the_loss(name):
    """E = Σ G·f(A), by central differences."""
    A, forward, backward = GRADIENTS[name]
    G = np.random.default_rng(1).standard_normal(forward(A).shape)
    slopes = oracles.central_difference(lambda A: (G * forward(A)).sum(), A, 1e-4)
    np.testing.assert_allclose(backward(G), slopes, rtol=0, atol=1e-9)


def test_huge_times_tiny(xp):
    """Products of 1e300 and 1e-300 are 1, and no sum on the way overflows."""
    huge, tiny = xp.array(np.full((1, 1, 2, 2), 1e300)), xp.array(np.full((1, 1, 2, 2), 1e-300))
    one = xp.array([[[[1.0]]]])
    assert_equals(xp, cnn.conv2d(huge, tiny), [[[[4]]]], tolerance=1e-15)
    assert_equals(xp, cnn.conv2d_backward_kernel(huge, one), np.full((1, 1, 2, 2), 1e300), "float64")
    assert_equals(xp, cnn.conv2d_backward_input(one, tiny), np.full((1, 1, 2, 2), 1e-300), "float64")
    assert_equals(xp, cnn.dense(cnn.flatten(huge), cnn.flatten(tiny)), [[4]], tolerance=1e-15)
    assert_equals(xp, cnn.max_pool2d_backward(huge, one), [[[[1, 0], [0, 0]]]], "float64")
    assert_equals(xp, cnn.avg_pool2d_backward(tiny, one), np.full((1, 1, 2, 2), 0.25), "float64")


def test_subnormal_numbers_are_numbers(xp):
    tiny = xp.array(np.full((1, 1, 2, 2), xp.tiny))
    rows, ones = cnn.flatten(tiny), xp.array(np.ones((1, 4)))
    assert_equals(xp, cnn.dense(rows, ones), [[4 * xp.tiny]], "float64")
    assert_equals(xp, cnn.dense_backward_weight(rows, ones[:, :1]), np.full((1, 4), xp.tiny), "float64")
    assert_equals(xp, cnn.dense_backward_bias(rows), [xp.tiny] * 4, "float64")
    assert_equals(xp, cnn.conv2d(tiny, xp.array(np.ones((1, 1, 2, 2)))), [[[[4 * xp.tiny]]]], "float64")
    assert_equals(xp, cnn.avg_pool2d(tiny), [[[[xp.tiny]]]], "float64")
    assert_equals(xp, cnn.max_pool2d(tiny), [[[[xp.tiny]]]], "float64")
