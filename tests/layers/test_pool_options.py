"""Padding and windows beyond the end in both pools, against PyTorch on drawn geometries; NaN and infinities."""

import numpy as np
import pytest

from tests.support import oracles
from tests.support.libraries import assert_equals, assert_raises, torch_or_skip, with_halves
from textbook_cnn import avg_pool2d, avg_pool2d_backward, max_pool2d, max_pool2d_backward, relu_backward

FOUR = np.arange(16.0).reshape(1, 1, 4, 4)
NAN, INF = np.nan, np.inf


def geometries(count, seed):
    """Sizes of maps, windows, strides and paddings up to half a window, as many as PyTorch takes."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        size, kernel, stride = (tuple(map(int, rng.integers(1, most, 2))) for most in (12, 6, 6))
        padding = tuple(int(rng.integers(0, k // 2 + 1)) for k in kernel)
        yield size, kernel, stride, padding, bool(rng.integers(2)), rng


def test_pytorch_pools_the_same_with_padding_and_beyond_the_end():
    """Values exactly, on whole numbers with many ties; gradients of means to the last digits."""
    torch = torch_or_skip()
    compared = 0
    for size, kernel, stride, padding, ceil_mode, rng in geometries(400, 0):
        X = rng.integers(-2, 3, (2, 2, *size)) * 1.0
        options = {"stride": stride, "padding": padding, "ceil_mode": ceil_mode}
        x = torch.tensor(X, requires_grad=True)
        try:
            y = torch.nn.functional.max_pool2d(x, kernel, **options)
        except RuntimeError:  # no window fits
            with assert_raises(ValueError, "kernel_size"):
                max_pool2d(X, kernel, **options)
            continue
        compared += 1
        dY = rng.integers(-9, 10, y.shape) * 1.0
        y.backward(torch.tensor(dY))
        np.testing.assert_array_equal(max_pool2d(X, kernel, **options), y.detach())
        np.testing.assert_array_equal(max_pool2d_backward(X, dY, kernel, **options), x.grad)
        for counted in (True, False):
            x.grad = None
            y = torch.nn.functional.avg_pool2d(x, kernel, **options, count_include_pad=counted)
            y.backward(torch.tensor(dY))
            np.testing.assert_array_equal(avg_pool2d(X, kernel, **options, count_padding=counted), y.detach())
            found = avg_pool2d_backward(X, dY, kernel, **options, count_padding=counted)
            np.testing.assert_allclose(found, x.grad, rtol=1e-13, atol=1e-13)
    assert compared >= 250


def test_every_padding_by_hand():
    """Uneven margins, up to one less than the window, which PyTorch does not have, and "same"."""
    rng = np.random.default_rng(1)
    for size, kernel, stride, _, ceil_mode, _ in geometries(150, 2):
        numbers = tuple(tuple(map(int, rng.integers(0, k, 2))) for k in kernel)
        for padding in (numbers, "same", "valid"):
            options = {"stride": stride, "padding": padding, "ceil_mode": ceil_mode}
            X = rng.integers(-3, 4, (1, 2, *size))
            try:
                Y = oracles.max_pool2d(X, kernel, **options)
            except ValueError:  # there is no window to unpack
                continue
            dY = rng.integers(-9, 10, Y.shape)
            np.testing.assert_array_equal(max_pool2d(X, kernel, **options), Y)
            dX = oracles.max_pool2d_backward(X, dY, kernel, **options)
            np.testing.assert_array_equal(max_pool2d_backward(X, dY, kernel, **options), dX)
            np.testing.assert_array_equal(max_pool2d_backward(X, dY, kernel, **options, Y=Y), dX)
            for counted in (None, True, False):
                means = {**options, "count_padding": counted}
                Y = oracles.avg_pool2d(X * 1.0, kernel, **means)
                np.testing.assert_allclose(avg_pool2d(X * 1.0, kernel, **means), Y, rtol=1e-13, atol=1e-13)
                dX = oracles.avg_pool2d_backward(X, dY * 1.0, kernel, **means)
                found = avg_pool2d_backward(X, dY * 1.0, kernel, **means)
                np.testing.assert_allclose(found, dX, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("dtype", ["float32", "float64", "int8", "int64", "uint8"])
def test_padding_never_wins(xp, dtype):
    """Not even of the smallest numbers there are; and it takes no gradient where they tie with it."""
    least = 0 if dtype == "uint8" else np.iinfo(dtype).min if "int" in dtype else -INF
    X, dY = xp.array(np.full((1, 1, 2, 2), least), dtype), xp.array(np.ones((1, 1, 2, 2)), "float32")
    assert_equals(xp, max_pool2d(X, 2, padding=1), np.full((1, 1, 2, 2), least), dtype)
    assert_equals(xp, max_pool2d_backward(X, dY, 2, padding=1), np.ones((1, 1, 2, 2)), "float32")
    once = [[[[1, 1], [1, 1]]]]
    assert_equals(
        xp, max_pool2d_backward(X, dY, 2, stride=1, padding=((1, 0), (1, 0))), [[[[4, 0], [0, 0]]]], "float32"
    )
    assert_equals(xp, max_pool2d(xp.array(once, "float32"), 3, padding="same"), [[[[1]]]], "float32")


def test_a_nan_is_the_largest_and_takes_the_gradient(xp):
    X, dY = xp.array([[[[1, NAN, 2, 0], [5, INF, 3, 4]]]]), xp.array([[[[10.0, 20.0]]]])
    assert_equals(xp, max_pool2d(X), [[[[NAN, 4]]]])
    assert_equals(xp, max_pool2d_backward(X, dY), [[[[0, 10, 0, 0], [0, 0, 0, 20]]]])
    two = xp.array([[[[INF, NAN], [NAN, 1.0]]]])
    assert_equals(xp, max_pool2d_backward(two, xp.array([[[[7.0]]]])), [[[[0, 7], [0, 0]]]])  # the first of them


def test_pytorch_gives_a_nan_the_same_gradient():
    """Where a window holds one; of several PyTorch takes the last, and this package the first."""
    torch = torch_or_skip()
    rng = np.random.default_rng(3)
    for _ in range(60):
        X = rng.choice([-INF, -1.0, 0.0, 2.0, INF], (2, 2, 6, 6))
        places = [(b, j, int(rng.integers(6)), int(rng.integers(6))) for b in (0, 1) for j in (0, 1)]
        for place in places:
            X[place] = NAN
        dY = rng.choice([-INF, -3.0, 0.0, 1.0, INF, NAN], (2, 2, 3, 3))
        x = torch.tensor(X, requires_grad=True)
        y = torch.nn.functional.max_pool2d(x, 2)
        y.backward(torch.tensor(dY))
        np.testing.assert_array_equal(max_pool2d(X), y.detach())
        np.testing.assert_array_equal(max_pool2d_backward(X, dY), x.grad)
        np.testing.assert_array_equal(max_pool2d_backward(X, dY, Y=max_pool2d(X)), x.grad)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("value", [INF, -INF, NAN, -0.0])
def test_the_gradient_stays_with_the_chosen(xp, dtype, value):
    """An infinite gradient times the 0 of an element that was not chosen would be NaN."""
    xp = with_halves(xp) if dtype == "float16" else xp
    X, dY = xp.array([[[[1, 2], [4, 3]]]], dtype), xp.array([[[[value]]]], dtype)
    found = xp.numpy(max_pool2d_backward(X, dY)).ravel()
    np.testing.assert_array_equal(found[[0, 1, 3]], 0)
    assert found[2] == value or (np.isnan(value) and np.isnan(found[2]))
    assert np.signbit(found[2]) == np.signbit(np.array(value, dtype)) or np.isnan(value)
    kept = xp.numpy(relu_backward(xp.array([-1.0, 0, 2], dtype), xp.array([value] * 3, dtype)))
    np.testing.assert_array_equal(kept, np.array([0, 0, value], dtype))


def test_a_nan_in_one_image_does_not_move_the_gradients_of_others():
    rng = np.random.default_rng(4)
    X, dY = rng.integers(-2, 3, (3, 2, 7, 6)) * 1.0, rng.standard_normal((3, 2, 5, 4))
    expected = max_pool2d_backward(X, dY, 3, stride=1)
    X[1, 0, 3, 2] = NAN
    found = max_pool2d_backward(X, dY, 3, stride=1)
    np.testing.assert_array_equal(found[[0, 2]], expected[[0, 2]])
    np.testing.assert_array_equal(found[1, 1], expected[1, 1])
    np.testing.assert_allclose(found[1, 0, 3, 2], dY[1, 0, 1:4, 0:3].sum(), rtol=1e-14)


def test_gradients_of_half_precision_are_added_up_in_float32(xp):
    xp = with_halves(xp)
    X = xp.array([[[[0, 0, 9, 0, 0]]]], "float16")
    dY = xp.array([[[[2048, 1, 1]]]], "float16")  # 2048 + 1 is 2048 in float16
    assert_equals(xp, max_pool2d_backward(X, dY, (1, 3), stride=1), [[[[0, 0, 2050, 0, 0]]]], "float16")


@pytest.mark.parametrize("function", [max_pool2d, max_pool2d_backward, avg_pool2d, avg_pool2d_backward])
@pytest.mark.parametrize(
    ("error", "name", "options"),
    [
        (ValueError, "padding", {"padding": 2}),
        (ValueError, "padding", {"padding": (0, 2)}),
        (ValueError, "padding", {"padding": ((0, 1), (2, 0))}),
        (ValueError, "padding", {"padding": -1}),
        (ValueError, "padding", {"padding": "full"}),
        (ValueError, "padding", {"padding": "SAME"}),
        (TypeError, "padding", {"padding": (1, 1, 1, 1)}),
        (TypeError, "padding", {"padding": 1.0}),
        (TypeError, "padding", {"padding": None}),
        (TypeError, "padding", {"padding": b"same"}),
        (TypeError, "padding", {"padding": True}),
        (TypeError, "ceil_mode", {"ceil_mode": 1}),
        (TypeError, "ceil_mode", {"ceil_mode": "yes"}),
        (TypeError, "ceil_mode", {"ceil_mode": None}),
    ],
)
def test_options_are_checked(function, error, name, options):
    arrays = (FOUR, np.ones((1, 1, 2, 2))) if "backward" in function.__name__ else (FOUR,)
    with assert_raises(error, name):
        function(*arrays, **options)
