"""Max pooling as loops: the oracle's values, and of equal largest elements the first."""

from itertools import product

import numpy as np
import pytest

from tests.support import oracles
from tests.support.libraries import assert_equals, assert_raises
from textbook_cnn import max_pool2d_backward_loops, max_pool2d_loops

WINDOWS = ((2, None), ((2, 3), None), ((3, 2), 1), ((1, 3), (2, 1)), (2, 3), (1, 1))


def drawn(kernel, stride):
    """Whole numbers, many of them equal, and a gradient that fits."""
    rng = np.random.default_rng(3)
    X = rng.integers(-4, 5, (2, 3, 6, 7))
    return X, rng.integers(-9, 10, oracles.max_pool2d(X, kernel, stride=stride).shape)


@pytest.mark.parametrize(("kernel", "stride"), WINDOWS, ids=str)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_there_and_back(xp, kernel, stride, dtype):
    X, dY = drawn(kernel, stride)
    A, dB = xp.array(X, dtype, 1), xp.array(dY, dtype, 2)
    assert_equals(xp, max_pool2d_loops(A, kernel, stride=stride), oracles.max_pool2d(X, kernel, stride=stride), dtype)
    expected = oracles.max_pool2d_backward(X, dY, kernel, stride=stride)
    assert_equals(xp, max_pool2d_backward_loops(A, dB, kernel, stride=stride), expected, dtype)


def test_integers_stay_and_their_gradients_are_added_in_int64(xp):
    X, dY = np.array([[[[1, 5, 2]]]]), np.array([[[[100, 100]]]])
    assert_equals(xp, max_pool2d_loops(xp.array(X, "int8"), (1, 2), stride=1), [[[[5, 5]]]], "int8")
    found = max_pool2d_backward_loops(xp.array(X, "int8"), xp.array(dY, "int8"), (1, 2), stride=1)
    assert_equals(xp, found, [[[[0, 200, 0]]]], "int64")


def test_windows_of_two_by_two_if_not_told():
    X, dY = np.arange(48.0).reshape(1, 1, 6, 8), np.arange(12.0).reshape(1, 1, 3, 4)
    np.testing.assert_array_equal(max_pool2d_loops(X), oracles.max_pool2d(X, 2))
    np.testing.assert_array_equal(max_pool2d_backward_loops(X, dY), oracles.max_pool2d_backward(X, dY, 2))


def test_every_tie_goes_to_the_first_largest():
    for values in product((0, 1), repeat=4):
        first = values.index(max(values))
        dX = max_pool2d_backward_loops(np.reshape(values, (1, 1, 2, 2)), np.full((1, 1, 1, 1), 7))
        assert dX.ravel().tolist() == [7 * (place == first) for place in range(4)]


def test_what_does_not_fit_is_refused(xp):
    maps = xp.array(np.ones((1, 1, 4, 4)), "float64")
    with assert_raises(ValueError, "X", "batch"):
        max_pool2d_loops(maps[0, ...])
    with assert_raises(ValueError, "kernel_size"):
        max_pool2d_loops(maps, 5)
    with assert_raises(ValueError, "dY", "height"):
        max_pool2d_backward_loops(maps, maps)
    with assert_raises(TypeError, "X"):
        max_pool2d_loops([[1.0]])
    with assert_raises(TypeError, "dY", "an array"):
        max_pool2d_backward_loops(maps, None)
    with assert_raises(TypeError, "X", "an array"):
        max_pool2d_backward_loops([[1.0]], maps)
