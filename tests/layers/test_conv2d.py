"""The convolution layer, and its gradients beside it: against loops, SciPy and PyTorch, on every library."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from tests.layers.drawn_layers import layers
from tests.support import oracles
from tests.support.calls import Call
from tests.support.libraries import assert_equals, scrambled, torch_or_skip
from textbook_cnn import conv2d, conv2d_backward_bias, conv2d_backward_input, conv2d_backward_kernel, im2col

IMAGES, KERNELS = (2, 4, 6, 5), (6, 2, 3, 2)
LAYER = {"stride": (2, 1), "padding": "same", "dilation": (1, 2), "groups": 2}
CALLS = [
    Call("conv2d", (IMAGES, KERNELS, (6,)), oracles.conv2d, "int64", keywords=LAYER),
    Call("conv2d", ((2, 3, 5, 4), (4, 3, 2, 3), (4, 4, 2)), oracles.conv2d, "int64"),
    Call("im2col", (IMAGES,), oracles.im2col, "kept", ((3, 2),), LAYER),
]


@settings(max_examples=60)
@given(layers())
def test_forward_and_gradients_are_sums_of_products(layer):
    X, K, dY, keywords = layer
    size, kernel = X.shape[2:], K.shape[2:]
    columns = im2col(X, kernel, **keywords)
    np.testing.assert_array_equal(columns, oracles.im2col(X, kernel, **keywords))
    Y, dK = oracles.conv2d(X, K, **keywords), oracles.conv2d_backward_kernel(X, dY, kernel, **keywords)
    np.testing.assert_array_equal(conv2d(X, K, **keywords), Y)
    np.testing.assert_array_equal(conv2d(X, K, columns=columns, **keywords), Y)
    np.testing.assert_array_equal(conv2d_backward_kernel(X, dY, kernel, **keywords), dK)
    np.testing.assert_array_equal(conv2d_backward_kernel(X, dY, kernel, columns=columns, **keywords), dK)
    dX = oracles.conv2d_backward_input(dY, K, size, **keywords)
    np.testing.assert_array_equal(conv2d_backward_input(dY, K, size, **keywords), dX)


def test_columns_without_keywords():
    X = np.random.default_rng(6).integers(-9, 10, (2, 3, 5, 4))
    np.testing.assert_array_equal(im2col(X, (2, 3)), oracles.im2col(X, (2, 3)))


@settings(max_examples=40)
@given(layers(), st.integers(0, 99))
def test_floating_point_in_any_memory_order(layer, seed):
    X, K, dY, keywords = [scrambled(A.astype(np.float32), seed) for A in layer[:3]] + [layer[3]]
    found = conv2d(X, K, **keywords)
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, oracles.conv2d(*layer[:2], **keywords))  # whole numbers: exact
    dK = conv2d_backward_kernel(X, dY, K.shape[2:], **keywords)
    np.testing.assert_array_equal(dK, oracles.conv2d_backward_kernel(layer[0], layer[2], K.shape[2:], **keywords))


@pytest.mark.parametrize(("mode", "padding"), [("valid", "valid"), ("full", "full")])
@pytest.mark.parametrize("kernel", [(1, 1), (2, 3), (4, 1), (5, 5)])
def test_slide_formula_with_scipy(mode, padding, kernel):
    rng = np.random.default_rng(0)
    X, K, B = (rng.integers(-9, 10, shape) for shape in ((3, 2, 6, 7), (4, 2, *kernel), (4,)))
    Y = [[B[i] + sum(signal.correlate2d(image[j], K[i, j], mode) for j in range(2)) for i in range(4)] for image in X]
    np.testing.assert_array_equal(conv2d(X, K, B, padding=padding), Y)


@settings(max_examples=40)
@given(layers())
def test_pytorch_agrees(layer):
    torch = torch_or_skip()
    X, K, dY, keywords = layer
    sizes = X.shape[2:], K.shape[2:], *(oracles.pair(keywords[name]) for name in ("stride", "dilation"))
    (top, bottom), (left, right) = oracles.margins(keywords["padding"], *sizes)
    image, kernel = (torch.tensor(A, dtype=torch.float64, requires_grad=True) for A in (X, K))
    padded = torch.nn.functional.pad(image, (left, right, top, bottom))
    out = torch.nn.functional.conv2d(padded, kernel, stride=sizes[2], dilation=sizes[3], groups=keywords["groups"])
    out.backward(torch.tensor(dY, dtype=torch.float64))
    np.testing.assert_array_equal(conv2d(X, K, **keywords), out.detach().numpy())
    np.testing.assert_array_equal(conv2d_backward_kernel(X, dY, K.shape[2:], **keywords), kernel.grad.numpy())
    np.testing.assert_array_equal(conv2d_backward_input(dY, K, X.shape[2:], **keywords), image.grad.numpy())


@pytest.mark.parametrize("kernel", [(2, 2), (3, 3), (4, 3), (1, 4)])
@pytest.mark.parametrize("dilation", [1, 2])
def test_same_puts_its_odd_zero_where_pytorch_does(kernel, dilation):
    torch = torch_or_skip()
    rng = np.random.default_rng(3)
    X, K = rng.integers(-9, 10, (2, 2, 6, 7)), rng.integers(-9, 10, (3, 2, *kernel))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch remarks that an even kernel costs it a copy
        Y = torch.nn.functional.conv2d(
            torch.tensor(X).double(), torch.tensor(K).double(), padding="same", dilation=dilation
        )
    np.testing.assert_array_equal(conv2d(X, K, padding="same", dilation=dilation), Y.numpy())


@pytest.mark.parametrize("stride", [(1, 1), (2, 2), (2, 3)])
@pytest.mark.parametrize("size", [(6, 7), (5, 4), (1, 8)])
@pytest.mark.parametrize("kernel", [(1, 2), (2, 2), (3, 3), (4, 5)])
def test_same_is_full_cropped_and_thinned(size, kernel, stride):
    rng = np.random.default_rng(4)
    X, K = rng.integers(-9, 10, (2, 2, *size)), rng.integers(-9, 10, (3, 2, *kernel))
    full = conv2d(X, K, padding="full")
    found = conv2d(X, K, padding="same", stride=stride)
    starts = []  # how many rows and columns of "full" lie before the first of "same"
    for m, k, s in zip(size, kernel, stride):
        zeros = max((-(-m // s) - 1) * s + k - m, 0)
        starts.append(k - 1 - zeros // 2)
    expected = full[:, :, starts[0] :: stride[0], starts[1] :: stride[1]][:, :, : -(-size[0] // stride[0])]
    np.testing.assert_array_equal(found, expected[:, :, :, : -(-size[1] // stride[1])])


def test_one_element_of_everything(xp):
    x, k, b = (xp.array([[[[value]]]], "float32") for value in (3, 5, 7))
    assert_equals(xp, conv2d(x, k, b[0, 0, 0, ...]), [[[[22]]]], "float32")
    assert_equals(xp, conv2d_backward_kernel(x, b), [[[[21]]]], "float32")
    assert_equals(xp, conv2d_backward_input(b, k), [[[[35]]]], "float32")
    assert_equals(xp, conv2d_backward_bias(b), [7], "float32")


def test_no_images_give_no_outputs_and_zero_gradients(xp):
    X, K, dY = (xp.array(np.ones(shape), "float32") for shape in ((0, 2, 4, 5), (3, 2, 2, 2), (0, 3, 3, 4)))
    assert_equals(xp, conv2d(X, K), np.zeros((0, 3, 3, 4)), "float32")
    assert_equals(xp, conv2d_backward_kernel(X, dY), np.zeros((3, 2, 2, 2)), "float32")
    assert_equals(xp, conv2d_backward_input(dY, K), np.zeros((0, 2, 4, 5)), "float32")
    assert_equals(xp, conv2d_backward_bias(dY), np.zeros(3), "float32")


@pytest.mark.parametrize("batch", [1, 2, 3, 31, 32, 33, 64])
def test_every_image_of_a_batch_is_treated_alike(batch):
    """A convolution on a GPU once gave zeros for batches of 32 alone."""
    rng = np.random.default_rng(5)
    X, K = rng.integers(-9, 10, (batch, 1, 5, 5)), rng.integers(-9, 10, (2, 1, 3, 3))
    expected = [[signal.correlate2d(image[0], k[0], "valid") for k in K] for image in X]
    np.testing.assert_array_equal(conv2d(X, K), expected)


def test_bias_of_a_wider_dtype_widens_the_result(xp):
    X, K = xp.array(np.ones((1, 1, 2, 2)), "float32"), xp.array(np.ones((1, 1, 1, 1)), "float32")
    Y = conv2d(X, K, xp.array([1e-12], "float64"))
    assert_equals(xp, Y, np.full((1, 1, 2, 2), 1 + 1e-12), "float64")


def test_pixels_times_weights(xp):
    X, K = xp.array(np.full((1, 1, 2, 2), 255), "uint8"), xp.array(np.full((1, 1, 2, 2), 0.5), "float32")
    assert_equals(xp, conv2d(X, K), [[[[510]]]], "float32")
    assert_equals(xp, conv2d(X, K, columns=im2col(X, 2)), [[[[510]]]], "float32")


def test_extreme_numbers_keep_their_digits():
    tiny, huge = 5e-324, 1e300  # the smallest subnormal
    X = np.array([[[[tiny, huge]]]])
    np.testing.assert_array_equal(conv2d(X, np.array([[[[2.0]]]])), 2 * X)
    np.testing.assert_array_equal(conv2d_backward_bias(np.array([[[[tiny, tiny]]]])), [2 * tiny])


def test_what_one_kernel_element_contributes_is_not_lost_in_float32():
    """4,097 terms of 1: summed one by one in half precision they would stop at 2,048."""
    X, K = np.ones((1, 4097, 1, 1), np.float32), np.ones((1, 4097, 1, 1), np.float32)
    assert conv2d(X, K)[0, 0, 0, 0] == 4097
