"""Feature maps as rows, and rows as feature maps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.calls import Call
from tests.support.libraries import assert_raises, scrambled
from textbook_cnn import flatten, unflatten

CALLS = [
    Call("flatten", ((2, 4, 6, 5),), lambda A: np.array([image.ravel() for image in A]), "kept", view=True),
    Call(
        "unflatten",
        ((2, 24),),
        lambda A, shape: np.array([row.reshape(shape) for row in A]),
        "kept",
        ((2, 3, 4),),
        view=True,
    ),
]

small = st.integers(0, 4)


@given(*[small] * 4, st.integers(0, 99))
def test_flatten_goes_channel_by_channel_row_by_row(N, n, H, W, seed):
    X = scrambled(np.arange(N * n * H * W).reshape(N, n, H, W), seed)
    rows = [[X[b, j, p, q] for j in range(n) for p in range(H) for q in range(W)] for b in range(N)]
    found = flatten(X)
    assert found.shape == (N, n * H * W)
    np.testing.assert_array_equal(found, np.array(rows).reshape(N, n * H * W))
    np.testing.assert_array_equal(unflatten(found, (n, H, W)), X)
    np.testing.assert_array_equal(unflatten(np.array(found, order="C"), (n, H, W)), X)


@pytest.mark.parametrize(
    ("error", "name", "call"),
    [
        (ValueError, "X", lambda: unflatten(np.ones((2, 6)), (1, 2, 2))),
        (ValueError, "shape", lambda: unflatten(np.ones((2, 6)), (2, 3))),
        (ValueError, "shape", lambda: unflatten(np.ones((2, 6)), (-1, -2, 3))),
        (TypeError, "shape", lambda: unflatten(np.ones((2, 6)), 6)),
        (TypeError, "shape", lambda: unflatten(np.ones((2, 6)), None)),
        (TypeError, "shape", lambda: unflatten(np.ones((2, 6)), (1.0, 2, 3))),
        (TypeError, "shape", lambda: unflatten(np.ones((2, 6)), "123")),
        (TypeError, "shape", lambda: unflatten(np.ones((2, 6)), b"\1\2\3")),
        (TypeError, "shape", lambda: unflatten(np.ones((2, 6)), bytearray(b"\1\2\3"))),
    ],
)
def test_refuses(error, name, call):
    with assert_raises(error, name):
        call()
