"""The other ways to compute the convolution layer: the oracle's values on every array library, and what is refused."""

from itertools import product

import numpy as np
import pytest

import textbook_cnn as cnn
from tests.support import oracles
from tests.support.libraries import assert_equals, assert_raises

SUMS, HALVES, TRANSFORMS = {"conv2d_loops", "conv2d_shifts"}, {"conv2d_winograd"}, {"conv2d_fourier"}
LAYERS = sorted(SUMS | HALVES | TRANSFORMS)
PADDINGS = ("valid", "same", ((1, 0), (2, 3)))
TOLERANCE = {"float32": 2e-6, "float64": 1e-14}
every_layer = pytest.mark.parametrize("name", LAYERS)


def whole_numbers(*shapes):
    rng = np.random.default_rng(7)
    return [rng.integers(-9, 10, shape) for shape in shapes]


@every_layer
@pytest.mark.parametrize("dtype", TOLERANCE)
def test_layer(xp, name, dtype):
    X, K = whole_numbers((2, 2, 3, 4), (3, 2, 3, 3))
    for padding in PADDINGS:
        expected = oracles.conv2d(X, K, padding=padding)
        found = getattr(cnn, name)(xp.array(X, dtype, 1), xp.array(K, dtype, 2), padding=padding)
        assert_equals(xp, found, expected, dtype, tolerance=0 if name in SUMS else TOLERANCE[dtype])


@every_layer
@pytest.mark.parametrize("size", [(3, 3), (3, 4), (6, 3), (7, 8), (8, 5)], ids=str)
def test_sizes(name, size):
    X, K = whole_numbers((1, 2, *size), (3, 2, 3, 3))
    found = getattr(cnn, name)(X.astype("float64"), K.astype("float64"))
    np.testing.assert_allclose(found, oracles.conv2d(X, K), rtol=0, atol=1e-11)


@pytest.mark.parametrize("name", sorted(SUMS | TRANSFORMS))
@pytest.mark.parametrize("kernel", [(1, 1), (1, 4), (4, 2), (5, 5)], ids=str)
def test_kernels_of_any_size(name, kernel):
    X, K = whole_numbers((2, 2, 5, 6), (3, 2, *kernel))
    for padding in ("valid", "same", "full"):
        found = getattr(cnn, name)(X.astype("float64"), K.astype("float64"), padding=padding)
        np.testing.assert_allclose(found, oracles.conv2d(X, K, padding=padding), rtol=0, atol=1e-11)


@pytest.mark.parametrize("name", sorted(SUMS))
def test_sums_of_integers_are_exact(xp, name):
    X, K = (200 + A % 50 for A in whole_numbers((1, 2, 4, 4), (2, 2, 3, 3)))
    found = getattr(cnn, name)(xp.array(X, "uint8"), xp.array(K, "uint8"))
    assert_equals(xp, found, oracles.conv2d(X, K), "int64")


@pytest.mark.parametrize("length", range(3, 9))
def test_signal(xp, length):
    x, k = whole_numbers((length,), (3,))
    expected = [sum(x[p + u] * k[u] for u in range(3)) for p in range(length - 2)]
    for dtype, tolerance in TOLERANCE.items():
        found = cnn.correlate1d_winograd(xp.array(x, dtype), xp.array(k, dtype))
        assert_equals(xp, found, expected, dtype, tolerance=tolerance)


def test_a_transform_of_ones_own():
    """By the definition, with a sign that the usual transform does not have: any root of unity will do."""
    X, K = whole_numbers((2, 2, 5, 4), (3, 2, 2, 3))
    asked = []

    def matrix(m, sign):
        return np.array([[np.exp(sign * 2j * np.pi * a * p / m) for p in range(m)] for a in range(m)])

    def forward(A):
        return np.einsum("ap,cq,pq...->ac...", matrix(A.shape[0], 1), matrix(A.shape[1], 1), A)

    def backward(Z, size):
        asked.append(size)
        return np.einsum("ap,cq,pq...->ac...", matrix(size[0], -1), matrix(size[1], -1), Z) / (size[0] * size[1])

    found = cnn.conv2d_fourier(X * 1.0, K * 1.0, padding=1, transform=(forward, backward))
    np.testing.assert_allclose(found, oracles.conv2d(X, K, padding=1), rtol=0, atol=1e-11)
    assert asked == [(7, 6)]


@pytest.mark.parametrize("name", [*LAYERS, "correlate1d_winograd"])
def test_arguments_stay_as_they_were_and_are_not_part_of_the_result(name):
    shapes = ((4,), (3,)) if "1d" in name else ((1, 1, 3, 3), (1, 1, 3, 3))
    arrays = [np.array(A, "float64") for A in whole_numbers(*shapes)]
    before = [A.copy() for A in arrays]
    for A in arrays:
        A.flags.writeable = False
    found = getattr(cnn, name)(*arrays)
    assert all((A == B).all() for A, B in zip(arrays, before))
    assert not any(np.shares_memory(found, A) for A in arrays)


@every_layer
def test_wrong_arguments(name):
    layer = getattr(cnn, name)
    X, K = np.ones((1, 2, 4, 4)), np.ones((1, 2, 3, 3))
    for i, letter in enumerate("XK"):
        for junk in (None, [1.0], 2.0, "1"):
            with assert_raises(TypeError, letter):
                layer(*(junk if i == k else A for k, A in enumerate((X, K))))
        with assert_raises(ValueError, letter):
            layer(*(A[0] if i == k else A for k, A in enumerate((X, K))))
    with assert_raises(ValueError, "K"):
        layer(X, np.ones((1, 3, 3, 3)))
    with assert_raises(ValueError, "K"):
        layer(np.ones((1, 2, 2, 4)), K)
    with assert_raises(ValueError, "padding"):
        layer(X, K, padding="some")


@pytest.mark.parametrize("name", sorted(HALVES | TRANSFORMS))
def test_integers_are_refused_where_numbers_are_halved_or_turned(name):
    X, K = np.ones((1, 2, 4, 4)), np.ones((1, 2, 3, 3))
    for letter, arrays in (("X", (X.astype(int), K)), ("K", (X, K.astype(int)))):
        with assert_raises(TypeError, letter, "floating-point"):
            getattr(cnn, name)(*arrays)


@pytest.mark.parametrize("kernel", [(2, 3), (3, 4), (5, 5)], ids=str)
def test_winograd_wants_kernels_of_three_by_three(kernel):
    with assert_raises(ValueError, "K", "3"):
        cnn.conv2d_winograd(np.ones((1, 2, 8, 8)), np.ones((1, 2, *kernel)))


def test_wrong_signals():
    x, k = np.ones(5), np.ones(3)
    for letter, arrays in (
        ("x", (np.ones(5, int), k)),
        ("k", (x, np.ones(3, int))),
        ("k", (x, None)),
        ("x", (None, k)),
    ):
        with assert_raises(TypeError, letter):
            cnn.correlate1d_winograd(*arrays)
    for letter, arrays in (("x", (np.ones(2), k)), ("x", (np.ones((1, 5)), k)), ("k", (x, np.ones(4)))):
        with assert_raises(ValueError, letter):
            cnn.correlate1d_winograd(*arrays)


def test_results_are_laid_out_as_those_of_conv2d():
    """Rows first and batch last in memory, so that a next layer would copy nothing."""
    X, K = np.ones((5, 2, 6, 6)), np.ones((3, 2, 3, 3))
    order = np.argsort(cnn.conv2d(X, K).strides)
    for name, padding in product(("conv2d_shifts", "conv2d_winograd"), ("valid", "same")):
        assert (np.argsort(getattr(cnn, name)(X, K, padding=padding).strides) == order).all()
