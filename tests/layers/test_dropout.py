"""Dropout: the values of the mask, the share that is dropped, reproducibility, and what it refuses."""

import random
from fractions import Fraction

import numpy as np
import pytest

from tests.support.calls import Call
from tests.support.libraries import assert_equals, assert_raises, dtype_name
from textbook_cnn import dropout, dropout_backward

MAPS = (2, 4, 6, 5)
CALLS = [Call("dropout_backward", (MAPS, MAPS), lambda G, M: G * M, "refused", any_shape=True)]
ELSEWHERE = {"dropout": "it draws at random"}

both = pytest.mark.parametrize("dtype", ["float32", "float64"])


class Constant(np.random.Generator):
    """A generator that draws one number again and again."""

    def __init__(self, number):
        super().__init__(np.random.PCG64(0))
        self.number = number

    def random(self, size=None, dtype="float64", out=None):
        return np.full(size, self.number, dtype)


@both
def test_mask_is_zero_or_one_over_what_is_kept(xp, dtype):
    values = np.random.default_rng(0).standard_normal((4, 3, 5, 5)).astype(dtype)
    X = xp.array(values)
    Y, mask = dropout(X, 0.2, np.random.default_rng(1))
    M = xp.numpy(mask)
    kept = np.dtype(dtype).type(1) / np.dtype(dtype).type(1 - 0.2)
    assert set(np.unique(M)) == {0, kept}
    assert dtype_name(mask) == dtype
    assert_equals(xp, Y, values * M, dtype)
    assert_equals(xp, dropout_backward(X, mask), values * M, dtype)
    np.testing.assert_array_equal(xp.numpy(X), values)


@pytest.mark.parametrize("rate", [0.0, 0.25, 0.5])
def test_a_number_drawn_as_the_rate_itself_is_kept(rate):
    X = np.arange(1.0, 7.0).reshape(2, 3)
    Y, mask = dropout(X, rate, Constant(rate))
    np.testing.assert_array_equal(mask, np.full((2, 3), 1 / (1 - rate)))
    np.testing.assert_array_equal(Y, X * (1 / (1 - rate)))


def test_numbers_of_32_bits_are_drawn_the_last_axis_first():
    draws = np.random.default_rng(7).random((5, 4), dtype="float32").T
    _, mask = dropout(np.ones((4, 5)), 0.5, np.random.default_rng(7))
    np.testing.assert_array_equal(mask, np.where(draws < 0.5, 0, 2))


@pytest.mark.parametrize("rate", [0.1, 0.4, 0.9])
def test_share_that_is_dropped(rate):
    N = 100_000
    _, mask = dropout(np.ones(N), rate, np.random.default_rng(0))
    assert abs((mask == 0).mean() - rate) < 4 * (rate * (1 - rate) / N) ** 0.5
    assert abs(mask.mean() - 1) < 4 * (rate / (1 - rate) / N) ** 0.5


@pytest.mark.parametrize("rate", [Fraction(1, 4), np.float32(0.25), np.float64(0.25)])
def test_rates_of_every_kind(rate):
    found = dropout(np.ones(50, "float32"), rate, np.random.default_rng(1))
    for part, right in zip(found, dropout(np.ones(50, "float32"), 0.25, np.random.default_rng(1))):
        assert part.dtype == np.float32
        np.testing.assert_array_equal(part, right)


def test_elements_are_dropped_one_by_one():
    _, mask = dropout(np.ones((40, 30, 5)), 0.5, np.random.default_rng(0))
    for axis in range(3):  # no whole image, channel or pixel falls out at once
        assert 0 < mask.mean(axis=axis).var() < 0.3


def test_one_seed_gives_one_mask_on_every_library_and_dtype(xp):
    expected = dropout(np.ones((5, 7)), 0.5, np.random.default_rng(3))[1]
    for dtype in ("float32", "float64"):
        found = dropout(xp.array(np.ones((5, 7)), dtype, seed=2), 0.5, np.random.default_rng(3))[1]
        assert_equals(xp, found, expected, dtype)
    assert (dropout(np.ones((5, 7)), 0.5, np.random.default_rng(4))[1] != expected).any()


def test_rate_zero_keeps_everything_in_a_new_array(xp):
    X = xp.array([1.0, 2.0])
    Y, mask = dropout(X, 0, np.random.default_rng(0))
    assert_equals(xp, Y, [1, 2], "float64")
    assert_equals(xp, mask, [1, 1], "float64")
    Y += 1
    np.testing.assert_array_equal(xp.numpy(X), [1, 2])


@pytest.mark.parametrize("shape", [(), (0, 3), (1,)])
def test_any_shape(xp, shape):
    Y, mask = dropout(xp.array(np.ones(shape), "float32"), 0.0, np.random.default_rng(0))
    assert_equals(xp, Y, np.ones(shape), "float32")
    assert_equals(xp, mask, np.ones(shape), "float32")


@pytest.mark.parametrize(
    ("error", "name", "X", "rate", "rng"),
    [
        (ValueError, "rate", np.ones(3), 1, np.random.default_rng(0)),
        (ValueError, "rate", np.ones(3), 1.0, np.random.default_rng(0)),
        (ValueError, "rate", np.ones(3), -0.1, np.random.default_rng(0)),
        (ValueError, "rate", np.ones(3), 40, np.random.default_rng(0)),
        (ValueError, "rate", np.ones(3), np.nan, np.random.default_rng(0)),
        (TypeError, "rate", np.ones(3), "0.5", np.random.default_rng(0)),
        (ValueError, "rate", np.ones(3), Fraction(10**30 - 1, 10**30), np.random.default_rng(0)),  # 1 as a float
        (ValueError, "rate", np.ones(3), np.longdouble(1) - np.finfo(np.longdouble).epsneg, np.random.default_rng(0)),
        (TypeError, "rng", np.ones(3), 0.5, np.random.Generator),
        (TypeError, "rate", np.ones(3), True, np.random.default_rng(0)),
        (TypeError, "rate", np.ones(3), None, np.random.default_rng(0)),
        (TypeError, "rate", np.ones(3), np.array([0.5]), np.random.default_rng(0)),
        (TypeError, "X", np.ones(3, int), 0.5, np.random.default_rng(0)),
        (TypeError, "X", [1.0], 0.5, np.random.default_rng(0)),
        (TypeError, "X", None, 0.5, np.random.default_rng(0)),
        (TypeError, "rng", np.ones(3), 0.5, None),
        (TypeError, "rng", np.ones(3), 0.5, 0),
        (TypeError, "rng", np.ones(3), 0.5, random),
        (TypeError, "rng", np.ones(3), 0.5, random.Random(0)),
        (TypeError, "rng", np.ones(3), 0.5, np.random.RandomState(0)),
        (TypeError, "rng", np.ones(3), 0.5, np.random.default_rng),
    ],
)
def test_refuses(error, name, X, rate, rng):
    with assert_raises(error, name):
        dropout(X, rate, rng)


def test_rng_cannot_be_left_out():
    with pytest.raises(TypeError, match="rng"):
        dropout(np.ones(3), 0.5)


def test_mask_of_another_shape_is_refused():
    with assert_raises(ValueError, "mask"):
        dropout_backward(np.ones((2, 3)), np.ones((3, 2)))
    with assert_raises(ValueError, "mask"):
        dropout_backward(np.ones((2, 3)), np.ones((1, 3)))
