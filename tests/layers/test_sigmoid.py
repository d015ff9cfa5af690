"""The sigmoid and its gradient."""

import numpy as np
import pytest
from scipy.special import expit

from tests.support import oracles
from tests.support.calls import Call
from tests.support.libraries import assert_equals, assert_raises, torch_or_skip
from textbook_cnn import sigmoid, sigmoid_backward

MAPS = (2, 4, 6, 5)
CALLS = [
    Call("sigmoid", (MAPS,), expit, "refused", any_shape=True),
    Call("sigmoid_backward", (MAPS, MAPS), lambda Y, G: G * Y * (1 - Y), "refused", any_shape=True),
]
EXTREME = [-np.inf, -1e308, -1000.0, -40.0, -5e-324, -0.0, 0.0, 40.0, 1000.0, 1e308, np.inf]


@pytest.mark.filterwarnings("error")
def test_extreme_inputs_neither_overflow_nor_lose_what_is_small(xp):
    assert_equals(xp, sigmoid(xp.array(EXTREME)), expit(EXTREME), "float64", tolerance=1e-17)
    small = sigmoid(xp.array([-40.0, -700.0]))
    np.testing.assert_allclose(xp.numpy(small), [np.exp(-40), np.exp(-700)], rtol=1e-14)


def test_not_a_number_stays_visible():
    assert np.isnan(sigmoid(np.array([np.nan]))).all()


@pytest.mark.parametrize("scale", [1, 30, 1e4])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_pytorch_agrees(dtype, scale):
    torch = torch_or_skip()
    X, G = np.random.default_rng(0).standard_normal((2, 3, 50)).astype(dtype)
    theirs = torch.tensor(scale * X, requires_grad=True)
    Y = torch.sigmoid(theirs)
    Y.backward(torch.tensor(G))
    tolerance = {"float32": 3e-7, "float64": 1e-15}[dtype]
    np.testing.assert_allclose(sigmoid(scale * X), Y.detach().numpy(), rtol=tolerance)
    found = sigmoid_backward(Y.detach().numpy(), G)
    np.testing.assert_allclose(found, theirs.grad.numpy(), rtol=2 * tolerance)
    assert found.dtype == dtype


def test_half_precision_is_computed_in_single_precision():
    X = np.linspace(-20, 20, 999).astype("float16")
    right = expit(X.astype("float64"))
    Y = sigmoid(X)
    assert Y.dtype == "float16"
    np.testing.assert_array_equal(Y, right.astype("float16"))
    dX = sigmoid_backward(Y, np.full(X.shape, 3, "float16"))
    assert dX.dtype == "float16"
    exact = Y.astype("float64") * (1 - Y.astype("float64")) * 3
    np.testing.assert_array_equal(dX, exact.astype("float32").astype("float16"))


def test_gradient_against_differences():
    X, G = np.random.default_rng(1).standard_normal((2, 3, 4))
    dX = oracles.central_difference(lambda A: (G * sigmoid(A)).sum(), X)
    np.testing.assert_allclose(sigmoid_backward(sigmoid(X), G), dX, atol=1e-8)


def test_shapes_must_agree():
    with assert_raises(ValueError, "dY", "that of Y"):
        sigmoid_backward(np.ones((2, 3)), np.ones((3, 2)))
