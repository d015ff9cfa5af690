"""The transposed convolution layer: against PyTorch and loops, its gradients, its sizes, and what it refuses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layers.drawn_layers import layers
from tests.support import oracles
from tests.support.calls import Call
from tests.support.libraries import assert_equals, assert_raises, torch_or_skip
from textbook_cnn import conv2d, conv2d_backward_bias, conv2d_backward_kernel, conv2d_transpose


def by_loops(X, K, B, size, **keywords):
    return oracles.conv2d_backward_input(X, K, size, **keywords) + B[:, None, None]


MAPS, KERNELS, BIAS = (2, 6, 3, 5), (6, 2, 3, 2), (4,)
LAYER = {"stride": (2, 1), "padding": "same", "dilation": (1, 2), "groups": 2}
CALLS = [Call("conv2d_transpose", (MAPS, KERNELS, BIAS), by_loops, "int64", ((6, 5),), LAYER)]
X, K = np.ones((2, 6, 3, 5)), np.ones((6, 2, 3, 2))


@settings(max_examples=60)
@given(layers())
def test_every_size_from_which_the_layer_comes(layer):
    image, kernels, maps, keywords = layer
    found = conv2d_transpose(maps, kernels, None, image.shape[2:], **keywords)
    np.testing.assert_array_equal(found, oracles.conv2d_backward_input(maps, kernels, image.shape[2:], **keywords))


sides = st.tuples(st.integers(1, 3), st.integers(1, 3))


@settings(max_examples=80, deadline=None)
@given(
    *(st.tuples(st.integers(1, 5), st.integers(1, 5)), sides, sides, sides, st.tuples(*[st.integers(0, 2)] * 2)),
    *(st.tuples(*[st.integers(0, 2)] * 2), st.integers(1, 3), st.booleans()),
)
def test_as_pytorch(size, kernel, stride, dilation, padding, more, groups, tied):
    torch = torch_or_skip()
    more = tuple(min(extra, max(s, d) - 1) for extra, s, d in zip(more, stride, dilation))
    out = [
        (m - 1) * s - 2 * p + d * (k - 1) + 1
        for m, k, s, d, p in zip(size, kernel, stride, dilation, padding, strict=True)
    ]
    if min(out) < 1 or any(extra >= s for extra, s in zip(more, stride)):
        return
    rng = np.random.default_rng(sum(size))
    image, kernels = rng.integers(-9, 10, (2, 2 * groups, *size)), rng.integers(-9, 10, (2 * groups, 3, *kernel))
    bias = rng.integers(-9, 10, 3 * groups)
    keywords = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    right = torch.nn.functional.conv_transpose2d(
        *(torch.tensor(A, dtype=torch.float64) for A in (image, kernels, bias)), output_padding=more, **keywords
    ).numpy()
    B = bias if tied else np.broadcast_to(bias[:, None, None], right.shape[1:])
    given_size = tuple(a + extra for a, extra in zip(out, more)) if any(more) else None
    np.testing.assert_array_equal(conv2d_transpose(image, kernels, B, given_size, **keywords), right)


@pytest.mark.parametrize(("stride", "kernel", "size"), [(1, 3, 4), (2, 3, 8), (3, 2, 12), (2, 5, 8)])
def test_same_multiplies_the_size_by_the_stride(stride, kernel, size):
    """As Keras says of Conv2DTranspose; the window of each pixel lies where conv2d would have put it."""
    found = conv2d_transpose(np.ones((1, 1, 4, 4)), np.ones((1, 1, kernel, kernel)), stride=stride, padding="same")
    assert found.shape == (1, 1, size, size)
    total = max(kernel - stride, 0)
    right = np.zeros(4 * stride + 2 * kernel)
    for p in range(4):
        right[stride * p : stride * p + kernel] += 1
    right = right[total // 2 :][:size]
    np.testing.assert_array_equal(found[0, 0], np.outer(right, right))


def test_worked_by_hand(xp):
    kernels = xp.array([[[[1, 2], [3, 4]]]], "float32")
    found = conv2d_transpose(xp.array([[[[1, 10]]]], "float32"), kernels, xp.array([100], "float32"), stride=2)
    assert_equals(xp, found, [[[[101, 102, 110, 120], [103, 104, 130, 140]]]], "float32")


def test_gradients_are_what_one_more_adds_to_the_loss():
    """E = Σ G·Y is linear in each argument; the gradients are those that the docstring names."""
    rng, keywords = np.random.default_rng(2), {"stride": (2, 1), "padding": ((1, 0), (2, 1)), "groups": 2}
    image, kernels, bias = (rng.integers(-9, 10, shape) for shape in ((2, 4, 3, 3), (4, 3, 2, 3), (6,)))
    G = rng.integers(-9, 10, (2, 6, 5, 2))

    def change(A, loss):
        changes = np.empty(A.shape, np.int64)
        for index in np.ndindex(A.shape):
            more = A.copy()
            more[index] += 1
            changes[index] = loss(more) - loss(A)
        return changes

    def loss(image, kernels, bias):
        return (G * by_loops(image, kernels, bias, (5, 2), **keywords)).sum()

    np.testing.assert_array_equal(conv2d(G, kernels, **keywords), change(image, lambda A: loss(A, kernels, bias)))
    dK = conv2d_backward_kernel(G, image, (2, 3), **keywords)
    np.testing.assert_array_equal(dK, change(kernels, lambda A: loss(image, A, bias)))
    np.testing.assert_array_equal(conv2d_backward_bias(G), change(bias, lambda A: loss(image, kernels, A)))


@pytest.mark.parametrize(
    ("error", "name", "call"),
    [
        (ValueError, "K", lambda: conv2d_transpose(X, np.ones((5, 2, 3, 2)))),
        (ValueError, "K", lambda: conv2d_transpose(X, np.ones((6, 2, 3)))),
        (ValueError, "X", lambda: conv2d_transpose(X[0], K)),
        (ValueError, "X", lambda: conv2d_transpose(X, K, padding=3)),
        (ValueError, "X", lambda: conv2d_transpose(np.ones((1, 6, 1, 1)), K, padding="full")),
        (ValueError, "B", lambda: conv2d_transpose(X, K, np.ones(3))),
        (ValueError, "B", lambda: conv2d_transpose(X, K, np.ones((2, 5, 5)))),
        (ValueError, "output_size", lambda: conv2d_transpose(X, K, None, (5, 7))),
        (ValueError, "output_size", lambda: conv2d_transpose(X, K, None, (9, 12), stride=2)),
        (ValueError, "output_size", lambda: conv2d_transpose(X, K, None, 0)),
        (TypeError, "output_size", lambda: conv2d_transpose(X, K, None, 5.0)),
        (ValueError, "groups", lambda: conv2d_transpose(X, K, groups=4)),
        (ValueError, "stride", lambda: conv2d_transpose(X, K, stride=0)),
        (ValueError, "dilation", lambda: conv2d_transpose(X, K, dilation=0)),
        (ValueError, "padding", lambda: conv2d_transpose(X, K, padding="Valid")),
        (TypeError, "padding", lambda: conv2d_transpose(X, K, padding=b"\1\1")),
    ],
)
def test_refuses(error, name, call):
    with assert_raises(error, name):
        call()
