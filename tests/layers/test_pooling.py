"""Max and average pooling: every window by hand, ties, overlaps, and what they refuse."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support import oracles
from tests.support.calls import Call
from tests.support.libraries import assert_equals, assert_raises, torch_or_skip
from textbook_cnn import avg_pool2d, avg_pool2d_backward, max_pool2d, max_pool2d_backward

MAPS = (2, 4, 6, 5)
CALLS = [
    Call("max_pool2d", (MAPS,), oracles.max_pool2d, "kept"),
    Call("max_pool2d", (MAPS,), oracles.max_pool2d, "kept", (3,), {"stride": 1}),
    Call("max_pool2d", (MAPS,), oracles.max_pool2d, "kept", (1,), {"stride": 2}),
    Call("max_pool2d_backward", (MAPS, (2, 4, 3, 2)), oracles.max_pool2d_backward, "int64"),
    Call("max_pool2d_backward", (MAPS, (2, 4, 4, 3)), oracles.max_pool2d_backward, "int64", (3,), {"stride": 1}),
    Call("max_pool2d", (MAPS,), oracles.max_pool2d, "kept", (3,), {"stride": 2, "padding": ((1, 0), (2, 1))}),
    Call("max_pool2d", (MAPS,), oracles.max_pool2d, "kept", (2,), {"stride": 3, "ceil_mode": True}),
    Call(
        "max_pool2d_backward",
        (MAPS, (2, 4, 3, 3)),
        oracles.max_pool2d_backward,
        "int64",
        (3,),
        {"stride": 2, "padding": "same"},
    ),
    Call(
        "max_pool2d_backward",
        (MAPS, (2, 4, 4, 2)),
        oracles.max_pool2d_backward,
        "int64",
        (3,),
        {"stride": 2, "padding": (1, 0), "ceil_mode": True},
    ),
]

sizes = st.tuples(st.integers(1, 7), st.integers(1, 7))
kernels = st.one_of(st.integers(1, 4), st.tuples(st.integers(1, 4), st.integers(1, 4)))
strides = st.one_of(st.none(), st.integers(1, 4), st.tuples(st.integers(1, 4), st.integers(1, 4)))
FOUR = np.arange(16.0).reshape(1, 1, 4, 4)


def drawn(size, kernel, stride, seed):
    """Maps X of few different numbers, so that ties are common, and a dY that fits them."""
    assume(all(k <= m for m, k in zip(size, oracles.pair(kernel))))
    rng = np.random.default_rng(seed)
    X = rng.integers(-1, 2, (2, 2, *size))
    return X, rng.integers(-9, 10, oracles.max_pool2d(X, kernel, stride=stride).shape)


@given(sizes, kernels, strides, st.integers(0, 99))
def test_max_pool_and_its_gradient(size, kernel, stride, seed):
    X, dY = drawn(size, kernel, stride, seed)
    Y, dX = oracles.max_pool2d(X, kernel, stride=stride), oracles.max_pool2d_backward(X, dY, kernel, stride=stride)
    np.testing.assert_array_equal(max_pool2d(X, kernel, stride=stride), Y)
    np.testing.assert_array_equal(max_pool2d_backward(X, dY, kernel, stride=stride), dX)
    np.testing.assert_array_equal(max_pool2d_backward(X, dY, kernel, stride=stride, Y=Y), dX)


@given(sizes, kernels, strides, st.integers(0, 99))
def test_average_pool_and_its_gradient(size, kernel, stride, seed):
    X, dY = (12.0 * A for A in drawn(size, kernel, stride, seed))  # whole averages for windows of 1, 2, 3, 4, 6, 12
    Y, dX = oracles.avg_pool2d(X, kernel, stride=stride), oracles.avg_pool2d_backward(X, dY, kernel, stride=stride)
    np.testing.assert_allclose(avg_pool2d(X, kernel, stride=stride), Y, rtol=1e-14, atol=1e-14)
    np.testing.assert_allclose(avg_pool2d_backward(X, dY, kernel, stride=stride), dX, rtol=1e-13, atol=1e-13)


@given(sizes, kernels, strides, st.integers(0, 99))
def test_pytorch_agrees(size, kernel, stride, seed):
    torch = torch_or_skip()
    X, dY = drawn(size, kernel, stride, seed)
    for theirs, ours in (
        (torch.nn.functional.max_pool2d, max_pool2d_backward),
        (torch.nn.functional.avg_pool2d, avg_pool2d_backward),
    ):
        image = torch.tensor(X, dtype=torch.float64, requires_grad=True)
        theirs(image, kernel, stride=stride).backward(torch.tensor(dY).double())
        found = ours(X, dY.astype(np.float64), kernel, stride=stride)
        np.testing.assert_allclose(found, image.grad.numpy(), rtol=1e-13, atol=1e-13)


def test_first_of_equal_maxima_takes_the_gradient(xp):
    """Row by row: in each window of equal numbers, the upper left one."""
    X, dY = xp.array(np.zeros((1, 1, 4, 4)), "float32"), xp.array([[[[1, 2], [3, 4]]]], "float32")
    dX = [[[[1, 0, 2, 0], [0, 0, 0, 0], [3, 0, 4, 0], [0, 0, 0, 0]]]]
    assert_equals(xp, max_pool2d_backward(X, dY), dX, "float32")
    assert_equals(xp, max_pool2d_backward(X, dY, Y=max_pool2d(X)), dX, "float32")


def test_gradient_is_never_given_twice():
    X = np.array([[[[0.0, 7.0, 7.0], [7.0, 1.0, 7.0]]]])
    dX = max_pool2d_backward(X, np.array([[[[10.0, 100.0]]]]), 2, stride=1)
    np.testing.assert_array_equal(dX, [[[[0, 110, 0], [0, 0, 0]]]])


def test_infinities_are_ordinary_maxima(xp):
    X = xp.array([[[[-np.inf, -np.inf], [-np.inf, 3.0]]]], "float64")
    assert_equals(xp, max_pool2d(X), [[[[3]]]], "float64")
    assert_equals(xp, max_pool2d_backward(X, xp.array([[[[5.0]]]])), [[[[0, 0], [0, 5]]]], "float64")


def test_extreme_numbers_keep_their_digits(xp):
    X = xp.array([[[[xp.tiny, 0.0], [-1e308, -xp.tiny]]]], "float64")
    assert_equals(xp, max_pool2d(X), [[[[xp.tiny]]]], "float64")
    big = xp.array([[[[1e308, -1e308], [1e307, 0.0]]]], "float64")
    assert_equals(xp, avg_pool2d(big), [[[[2.5e306]]]], "float64", tolerance=1e-15)


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
def test_rows_and_columns_without_a_whole_window_are_left_out(xp, pool):
    X = xp.array(np.arange(15.0).reshape(1, 1, 3, 5), "float32")
    expected = {max_pool2d: [[[[6, 8]]]], avg_pool2d: [[[[3, 5]]]]}[pool]
    assert_equals(xp, pool(X), expected, "float32")


@pytest.mark.parametrize("backward", [max_pool2d_backward, avg_pool2d_backward])
def test_what_no_window_covers_gets_no_gradient(xp, backward):
    X, dY = xp.array(np.arange(15.0).reshape(1, 1, 3, 5), "float32"), xp.array(np.ones((1, 1, 1, 2)), "float32")
    dX = xp.numpy(backward(X, dY))
    assert dX.sum() == 2
    assert not dX[:, :, 2, :].any()
    assert not dX[:, :, :, 4].any()


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
def test_one_by_one_pool_gives_a_new_array(xp, pool):
    X = xp.array(FOUR, "float32")
    Y = pool(X, 1)
    assert_equals(xp, Y, FOUR, "float32")
    Y += 1
    np.testing.assert_array_equal(xp.numpy(X), FOUR)


@pytest.mark.parametrize("backward", [max_pool2d_backward, avg_pool2d_backward])
def test_one_by_one_pool_hands_the_gradient_on_in_a_new_array(xp, backward):
    dY = xp.array(FOUR, "float32")
    dX = backward(xp.array(-FOUR, "float32"), dY, 1)
    assert_equals(xp, dX, FOUR, "float32")
    dX += 1
    np.testing.assert_array_equal(xp.numpy(dY), FOUR)


def test_one_element_and_no_images(xp):
    one, none = xp.array([[[[3.0]]]]), xp.array(np.ones((0, 2, 4, 4)))
    for pool, backward in ((max_pool2d, max_pool2d_backward), (avg_pool2d, avg_pool2d_backward)):
        assert_equals(xp, pool(one, 1), [[[[3]]]], "float64")
        assert_equals(xp, backward(one, one, 1), [[[[3]]]], "float64")
        assert_equals(xp, pool(none), np.ones((0, 2, 2, 2)), "float64")
        assert_equals(xp, backward(none, pool(none)), np.ones((0, 2, 4, 4)), "float64")


def test_gradient_has_the_dtype_of_dy(xp):
    X, dY = xp.array(FOUR, "int64"), xp.array(np.ones((1, 1, 2, 2)), "float32")
    corners = [[[[0, 0, 0, 0], [0, 1, 0, 1], [0, 0, 0, 0], [0, 1, 0, 1]]]]
    assert_equals(xp, max_pool2d_backward(X, dY), corners, "float32")
    assert_equals(xp, avg_pool2d_backward(X, dY), np.full((1, 1, 4, 4), 0.25), "float32")


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
def test_gradient_against_differences(pool):
    backward = {max_pool2d: max_pool2d_backward, avg_pool2d: avg_pool2d_backward}[pool]
    rng = np.random.default_rng(0)
    X = rng.permutation(60).reshape(1, 2, 5, 6) / 10.0  # all differ by far more than the step: no kink is near
    G = rng.standard_normal((1, 2, 2, 4))
    dX = oracles.central_difference(lambda A: (G * pool(A, (3, 2), stride=(2, 1))[:, :, :, :4]).sum(), X)
    full = np.zeros((1, 2, 2, 5))
    full[:, :, :, :4] = G
    np.testing.assert_allclose(backward(X, full, (3, 2), stride=(2, 1)), dX, atol=1e-8)


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d, max_pool2d_backward, avg_pool2d_backward])
@pytest.mark.parametrize(
    ("error", "name", "kernel", "stride"),
    [
        (ValueError, "kernel_size", 0, None),
        (ValueError, "kernel_size", -2, None),
        (ValueError, "kernel_size", 5, None),
        (ValueError, "kernel_size", (1, 5), 1),
        (ValueError, "kernel_size", (2, 2, 2), None),
        (TypeError, "kernel_size", 2.0, None),
        (TypeError, "kernel_size", "2", None),
        (TypeError, "kernel_size", True, None),
        (TypeError, "kernel_size", None, None),
        (ValueError, "stride", 2, 0),
        (ValueError, "stride", 2, (1, -1)),
        (TypeError, "stride", 2, 0.5),
        (TypeError, "stride", 2, "2"),
        (TypeError, "stride", 2, False),
    ],
)
def test_sizes_are_checked(pool, error, name, kernel, stride):
    arrays = (FOUR, np.ones((1, 1, 2, 2))) if "backward" in pool.__name__ else (FOUR,)
    with assert_raises(error, name):
        pool(*arrays, kernel, stride=stride)


@pytest.mark.parametrize("backward", [max_pool2d_backward, avg_pool2d_backward])
@pytest.mark.parametrize("shape", [(1, 1, 2, 1), (1, 1, 1, 1), (2, 1, 2, 2), (1, 2, 2, 2), (1, 1, 4, 4)])
def test_gradients_of_a_wrong_shape_are_refused(backward, shape):
    with assert_raises(ValueError, "dY", "height'"):
        backward(FOUR, np.ones(shape))


def test_forward_results_of_a_wrong_shape_are_refused():
    with assert_raises(ValueError, "Y"):
        max_pool2d_backward(FOUR, np.ones((1, 1, 2, 2)), Y=np.ones((1, 1, 1, 1)))
    with assert_raises(TypeError, "Y"):
        max_pool2d_backward(FOUR, np.ones((1, 1, 2, 2)), Y=[[[[1.0]]]])


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
def test_images_without_pixels_are_refused(pool):
    with assert_raises(ValueError, "(X|input_size)"):
        pool(np.ones((1, 1, 0, 4)), 1)
