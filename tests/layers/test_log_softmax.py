"""The logarithm of the softmax and its gradient."""

import numpy as np
import pytest
from scipy import special

from tests.support import oracles
from tests.support.calls import Call
from tests.support.libraries import assert_equals, assert_raises, torch_or_skip
from textbook_cnn import log_softmax, log_softmax_backward

SHAPE = (3, 4)
CALLS = [
    Call("log_softmax", (SHAPE,), lambda Z: special.log_softmax(Z, axis=1), "refused"),
    Call(
        "log_softmax_backward",
        (SHAPE, SHAPE),
        lambda Y, G: G - np.exp(Y) * G.sum(axis=1, keepdims=True),
        "refused",
        draws={"Y": (-5, 1)},
    ),
]
INF, NAN = np.inf, np.nan
ROWS = [[0.0, -INF, 1.0], [-INF, 2.0, -INF], [1000.0, -1000.0, 0.0], [NAN, 0.0, 1.0], [5e-324, 0.0, 1e-310]]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_pytorch_agrees_on_extreme_scores(dtype):
    torch = torch_or_skip()
    Z, G = np.array(ROWS, dtype), np.random.default_rng(0).standard_normal((len(ROWS), 3)).astype(dtype)
    theirs = torch.tensor(Z, requires_grad=True)
    right = torch.log_softmax(theirs, dim=1)
    right.backward(torch.tensor(G))
    tolerance = {"float32": 1e-6, "float64": 1e-15}[dtype]
    Y = log_softmax(Z)
    assert Y.dtype == dtype
    np.testing.assert_allclose(Y, right.detach().numpy(), rtol=tolerance)
    np.testing.assert_allclose(log_softmax_backward(Y, G), theirs.grad.numpy(), atol=2 * tolerance)


def test_rows_without_a_largest_number_are_no_numbers():
    for row in ([-INF, -INF], [INF, 0.0]):
        with np.errstate(invalid="ignore"):
            assert np.isnan(log_softmax(np.array([row]))).all()


@pytest.mark.parametrize(("dtype", "huge"), [("float32", 3e38), ("float64", 1.5e308)])
def test_scores_whose_difference_is_no_number(xp, dtype, huge):
    with np.errstate(over="ignore"):  # 2 · huge is no number of this dtype
        assert_equals(xp, log_softmax(xp.array([[huge, -huge]], dtype)), [[0, -INF]], dtype)


def test_half_precision_is_added_up_in_single_precision():
    Z = np.zeros((2, 65000), "float16")
    Y = log_softmax(Z)
    assert Y.dtype == "float16"
    np.testing.assert_array_equal(Y, np.full(Z.shape, -np.log(65000)).astype("float16"))
    dZ = log_softmax_backward(np.full((1, 65000), -INF, "float16"), np.full((1, 65000), 2, "float16"))
    assert dZ.dtype == "float16"
    np.testing.assert_array_equal(dZ, np.full((1, 65000), 2))  # a sum of 130000 is no number of half precision


def test_gradient_against_differences():
    Z, G = np.random.default_rng(1).standard_normal((2, 3, 4))
    dZ = oracles.central_difference(lambda A: (G * log_softmax(A)).sum(), Z)
    np.testing.assert_allclose(log_softmax_backward(log_softmax(Z), G), dZ, atol=1e-8)


def test_refuses():
    for scores in (np.zeros(3), np.zeros((2, 3, 4)), np.zeros((2, 0))):
        with assert_raises(ValueError, "Z"):
            log_softmax(scores)
    with assert_raises(ValueError, "dY", "that of Y"):
        log_softmax_backward(np.zeros((2, 3)), np.zeros((3, 2)))
