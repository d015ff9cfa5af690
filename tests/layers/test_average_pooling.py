"""Average pooling: what shares a mean, by hand and as PyTorch and Keras count, and half precision."""

import numpy as np
import pytest

from tests.support import oracles
from tests.support.calls import Call
from tests.support.libraries import assert_equals, assert_raises, with_halves
from textbook_cnn import avg_pool2d, avg_pool2d_backward

MAPS = (2, 4, 6, 5)
CALLS = [
    Call("avg_pool2d", (MAPS,), oracles.avg_pool2d, "refused"),
    Call("avg_pool2d", (MAPS,), oracles.avg_pool2d, "refused", ((1, 2),), {"stride": (2, 1)}),
    Call("avg_pool2d_backward", (MAPS, (2, 4, 3, 2)), oracles.avg_pool2d_backward, "refused"),
    Call("avg_pool2d_backward", (MAPS, (2, 4, 4, 3)), oracles.avg_pool2d_backward, "refused", (3,), {"stride": 1}),
    Call("avg_pool2d", (MAPS,), oracles.avg_pool2d, "refused", (2,), {"stride": 1, "padding": ((1, 0), (0, 1))}),
    Call("avg_pool2d", (MAPS,), oracles.avg_pool2d, "refused", ((4, 2),), {"padding": "same"}),
    Call("avg_pool2d", (MAPS,), oracles.avg_pool2d, "refused", (2,), {"padding": 1, "count_padding": False}),
    Call(
        "avg_pool2d_backward", (MAPS, (2, 4, 3, 3)), oracles.avg_pool2d_backward, "refused", (2,), {"ceil_mode": True}
    ),
    Call(
        "avg_pool2d_backward",
        (MAPS, (2, 4, 4, 3)),
        oracles.avg_pool2d_backward,
        "refused",
        (2,),
        {"padding": (1, 0), "ceil_mode": True},
    ),
]
NINE = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)


def test_padding_by_numbers_counts_as_zeros_unless_told(xp):
    """As PyTorch: the corner of a window of 2×2 that holds one pixel is a quarter of it."""
    X = xp.array(NINE, "float64")
    quarters = [[[[0.25, 1.25], [2.75, 7]]]]
    assert_equals(xp, avg_pool2d(X, 2, padding=((1, 0), (1, 0))), quarters, "float64")
    assert_equals(xp, avg_pool2d(X, 2, padding=((1, 0), (1, 0)), count_padding=True), quarters, "float64")
    pixels = [[[[1, 2.5], [5.5, 7]]]]
    assert_equals(xp, avg_pool2d(X, 2, padding=((1, 0), (1, 0)), count_padding=False), pixels, "float64")


def test_same_counts_the_pixels_alone_unless_told(xp):
    """As Keras, whose zeros lie below and to the right first: windows of 2×2, of 2×1, of 1×2, and of one pixel."""
    X = xp.array(NINE, "float64")
    assert_equals(xp, avg_pool2d(X, 2, padding="same"), [[[[3, 4.5], [7.5, 9]]]], "float64")
    assert_equals(xp, avg_pool2d(X, 2, padding="same", count_padding=True), [[[[3, 2.25], [3.75, 2.25]]]], "float64")
    dY = xp.array([[[[4.0, 2.0], [2.0, 1.0]]]])
    assert_equals(xp, avg_pool2d_backward(X, dY, 2, padding="same"), np.ones((1, 1, 3, 3)), "float64")


def test_what_lies_beyond_the_padding_never_counts(xp):
    X = xp.array(NINE, "float64")
    for counted in (None, True, False):
        means = avg_pool2d(X, 2, ceil_mode=True, count_padding=counted)
        assert_equals(xp, means, [[[[3, 4.5], [7.5, 9]]]], "float64")


@pytest.mark.parametrize("padding", [1, "same", ((0, 1), (2, 0))])
@pytest.mark.parametrize("counted", [True, False])
@pytest.mark.parametrize("ceil_mode", [True, False])
def test_gradient_against_differences(padding, counted, ceil_mode):
    options = {"stride": (1, 2), "padding": padding, "ceil_mode": ceil_mode, "count_padding": counted}
    rng = np.random.default_rng(0)
    X = rng.standard_normal((1, 2, 4, 5))
    G = rng.standard_normal(avg_pool2d(X, 3, **options).shape)
    dX = oracles.central_difference(lambda A: (G * avg_pool2d(A, 3, **options)).sum(), X)
    np.testing.assert_allclose(avg_pool2d_backward(X, G, 3, **options), dX, atol=1e-8)


def test_half_precision_is_added_up_in_float32(xp):
    xp = with_halves(xp)
    large, X = xp.array(np.full((1, 1, 4, 4), 40000.0), "float16"), xp.array(np.zeros((1, 1, 1, 6)), "float16")
    assert_equals(xp, avg_pool2d(large), np.full((1, 1, 2, 2), 40000.0), "float16")
    shared = avg_pool2d_backward(X, xp.array([[[[4096, 2, 2, 2]]]], "float16"), (1, 3), stride=1)
    thirds = np.array([4096, 4098, 4100, 6, 4, 2]) / 3  # the first sums, rounded once, not after each of two
    assert_equals(xp, shared, [[[thirds.astype("float16")]]], "float16")


def test_ones_of_half_precision_have_the_mean_one():
    ones = np.ones((1, 1, 64, 64), np.float16)  # whose sum 4096 stops at 2048 if each is added in float16
    np.testing.assert_array_equal(avg_pool2d(ones, 64), [[[[1]]]])


@pytest.mark.parametrize("function", [avg_pool2d, avg_pool2d_backward])
@pytest.mark.parametrize("wrong", ["yes", 1, 0.0, [True], np.array([True])])
def test_counting_is_true_or_false(function, wrong):
    arrays = (NINE, np.ones((1, 1, 1, 1)))[: 2 if function is avg_pool2d_backward else 1]
    with assert_raises(TypeError, "count_padding"):
        function(*arrays, count_padding=wrong)
