"""What the convolution layer and its gradients refuse: sizes, keywords and shapes that do not fit."""

import numpy as np
import pytest

from tests.support.libraries import assert_raises
from textbook_cnn import conv2d, conv2d_backward_input, conv2d_backward_kernel, im2col

X, K, DY = np.ones((2, 4, 5, 6)), np.ones((6, 4, 3, 2)), np.ones((2, 6, 3, 5))
GROUPED = np.ones((6, 2, 3, 2))
SHARED = [
    (ValueError, "stride", {"stride": 0}),
    (ValueError, "stride", {"stride": (1, -1)}),
    (ValueError, "stride", {"stride": (1, 1, 1)}),
    (TypeError, "stride", {"stride": 1.5}),
    (TypeError, "stride", {"stride": True}),
    (TypeError, "stride", {"stride": "1"}),
    (TypeError, "stride", {"stride": None}),
    (ValueError, "dilation", {"dilation": 0}),
    (TypeError, "dilation", {"dilation": (1.0, 1)}),
    (ValueError, "padding", {"padding": "Valid"}),
    (ValueError, "padding", {"padding": "1"}),
    (ValueError, "padding", {"padding": -1}),
    (TypeError, "padding", {"padding": 1.5}),
    (TypeError, "padding", {"padding": None}),
    (TypeError, "padding", {"padding": False}),
    (TypeError, "padding", {"padding": b"\1\1"}),
    (TypeError, "stride", {"stride": bytearray(b"\1\1")}),
    (ValueError, "groups", {"groups": 0}),
    (ValueError, "groups", {"groups": 5}),
    (ValueError, "groups", {"groups": 4}),
    (TypeError, "groups", {"groups": 1.0}),
    (TypeError, "groups", {"groups": True}),
]


@pytest.mark.parametrize(("error", "name", "keywords"), SHARED)
def test_keywords_are_checked_alike_everywhere(error, name, keywords):
    with assert_raises(error, name):
        conv2d(X, GROUPED if "groups" in keywords else K, **keywords)
    with assert_raises(error, name):
        conv2d_backward_kernel(X, DY, (3, 2), **keywords)
    with assert_raises(error, name):
        conv2d_backward_kernel(X, DY, **keywords)
    with assert_raises(error, name):
        conv2d_backward_input(DY, GROUPED if "groups" in keywords else K, (5, 6), **keywords)
    with assert_raises(error, name):
        conv2d_backward_input(DY, GROUPED if "groups" in keywords else K, **keywords)
    if keywords != {"groups": 4}:  # four groups of one channel have columns, but not for six filters
        with assert_raises(error, name):
            im2col(X, (3, 2), **keywords)


@pytest.mark.parametrize(
    ("error", "name", "what", "call"),
    [
        (ValueError, "K", "4 channels", lambda: conv2d(X, np.ones((6, 3, 3, 2)))),
        (ValueError, "K", "2 channels", lambda: conv2d(X, K, groups=2)),
        (ValueError, "(K|kernel_size)", "no larger", lambda: conv2d(X, np.ones((6, 4, 6, 2)))),
        (ValueError, "(K|kernel_size)", "no larger", lambda: conv2d(X, K, dilation=3)),
        (ValueError, "B", r"\(d,\)", lambda: conv2d(X, K, np.ones(5))),
        (ValueError, "B", r"\(d,\)", lambda: conv2d(X, K, np.ones(1))),
        (ValueError, "B", "height'", lambda: conv2d(X, K, np.ones((6, 3, 4)))),
        (ValueError, "B", "height'", lambda: conv2d(X, K, np.ones((6, 1, 1)))),
        (ValueError, "B", "", lambda: conv2d(X, K, np.array(1.0))),
        (ValueError, "B", "", lambda: conv2d(X, K, np.ones((2, 6, 3, 5)))),
        (ValueError, "columns", "", lambda: conv2d(X, K, columns=np.ones((3, 1, 24, 9)))),
        (ValueError, "columns", "", lambda: conv2d(X, K, columns=im2col(X, (2, 3)))),
        (TypeError, "columns", "", lambda: conv2d(X, K, columns=[[1.0]])),
        (TypeError, "columns", "", lambda: conv2d(X, K, columns=True)),
        (TypeError, "columns", "", lambda: conv2d_backward_kernel(X, DY, columns=[[1.0]])),
        (ValueError, "columns", "", lambda: conv2d_backward_kernel(X, DY, columns=np.ones((3, 1, 24, 9)))),
        (ValueError, "dY", "", lambda: conv2d_backward_kernel(X, np.ones((2, 6, 3, 4)), (3, 2))),
        (ValueError, "dY", "", lambda: conv2d_backward_kernel(X, np.ones((1, 6, 3, 5)))),
        (ValueError, "dY", "", lambda: conv2d_backward_kernel(X, np.ones((2, 6, 1, 1)), (3, 2))),
        (ValueError, "dY", "", lambda: conv2d_backward_kernel(X, np.ones((2, 6, 6, 7)))),
        (ValueError, "dY", "", lambda: conv2d_backward_kernel(X, np.ones((2, 6, 4, 5)), padding="full")),
        (ValueError, "dY", "", lambda: conv2d_backward_kernel(X, np.ones((2, 6, 4, 5)), dilation=2)),
        (ValueError, "kernel_size", "", lambda: conv2d_backward_kernel(X, DY, 0)),
        (ValueError, "kernel_size", "", lambda: conv2d_backward_kernel(X, DY, (6, 2))),
        (TypeError, "kernel_size", "", lambda: conv2d_backward_kernel(X, DY, 3.0)),
        (TypeError, "kernel_size", "", lambda: conv2d_backward_kernel(X, DY, "3")),
        (ValueError, "kernel_size", "same", lambda: conv2d_backward_kernel(X, DY, padding="same")),
        (ValueError, "kernel_size", "stride", lambda: conv2d_backward_kernel(X, DY, stride=(1, 2))),
        (ValueError, "groups", "", lambda: conv2d_backward_kernel(X, np.ones((2, 5, 3, 5)), groups=2)),
        (ValueError, "dY", "", lambda: conv2d_backward_input(np.ones((2, 5, 3, 5)), K)),
        (ValueError, "dY", "", lambda: conv2d_backward_input(np.ones((2, 5, 3, 5)), K, (5, 6))),
        (ValueError, "dY", "", lambda: conv2d_backward_input(DY, K, (5, 7))),
        (ValueError, "dY", "", lambda: conv2d_backward_input(np.ones((2, 6, 1, 1)), K, (5, 6))),
        (ValueError, "dY", "", lambda: conv2d_backward_input(DY, K, padding=3)),
        (ValueError, "dY", "", lambda: conv2d_backward_input(np.ones((2, 6, 1, 1)), K, padding="full")),
        (ValueError, "input_size", "", lambda: conv2d_backward_input(DY, K, 0)),
        (TypeError, "input_size", "", lambda: conv2d_backward_input(DY, K, (5.0, 6))),
        (ValueError, "input_size", "stride", lambda: conv2d_backward_input(DY, K, stride=2)),
        (ValueError, "padding", "memory", lambda: conv2d(X, K, padding=1 << 61)),
        (ValueError, "kernel_size", "", lambda: im2col(X, 0)),
        (TypeError, "kernel_size", "", lambda: im2col(X, None)),
        (ValueError, "kernel_size", "no larger", lambda: im2col(X, 6)),
        (ValueError, "(X|input_size)", "at least 1", lambda: conv2d(np.ones((1, 1, 0, 3)), np.ones((1, 1, 1, 1)))),
        (ValueError, "(K|kernel_size)", "at least 1", lambda: conv2d(np.ones((1, 1, 3, 3)), np.ones((1, 1, 0, 1)))),
        (ValueError, "(X|input_size)", "at least 1", lambda: im2col(np.ones((1, 1, 0, 3)), 1)),
    ],
)
def test_refuses(error, name, what, call):
    with assert_raises(error, name, what):
        call()
