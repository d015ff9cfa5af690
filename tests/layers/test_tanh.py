"""The hyperbolic tangent and its gradient."""

import numpy as np
import pytest

from tests.support import oracles
from tests.support.calls import Call
from tests.support.libraries import assert_equals, assert_raises, torch_or_skip
from textbook_cnn import tanh, tanh_backward

MAPS = (2, 4, 6, 5)
CALLS = [
    Call("tanh", (MAPS,), np.tanh, "refused", any_shape=True),
    Call("tanh_backward", (MAPS, MAPS), lambda Y, G: G * (1 - Y * Y), "refused", any_shape=True),
]
EXTREME = [-np.inf, -1e308, -1000.0, -40.0, -1e-20, -0.0, 0.0, 40.0, 1000.0, 1e308, np.inf]


@pytest.mark.filterwarnings("error")
def test_extreme_inputs(xp):
    right = [-1, -1, -1, -1, -1e-20, 0, 0, 1, 1, 1, 1]
    assert_equals(xp, tanh(xp.array(EXTREME)), right, "float64")
    np.testing.assert_allclose(xp.numpy(tanh(xp.array([1e-200, -1e-9]))), [1e-200, -1e-9], rtol=1e-15)


def test_not_a_number_stays_visible():
    assert np.isnan(tanh(np.array([np.nan]))).all()


@pytest.mark.parametrize("scale", [1, 30, 1e4])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_pytorch_agrees(dtype, scale):
    torch = torch_or_skip()
    X, G = np.random.default_rng(0).standard_normal((2, 3, 50)).astype(dtype)
    theirs = torch.tensor(scale * X, requires_grad=True)
    Y = torch.tanh(theirs)
    Y.backward(torch.tensor(G))
    tolerance = {"float32": 3e-7, "float64": 1e-15}[dtype]
    np.testing.assert_allclose(tanh(scale * X), Y.detach().numpy(), rtol=tolerance)
    found = tanh_backward(Y.detach().numpy(), G)
    np.testing.assert_allclose(found, theirs.grad.numpy(), atol=4 * tolerance)  # 1 − Y² cancels
    assert found.dtype == dtype


def test_half_precision_is_computed_in_single_precision():
    X = np.linspace(-20, 20, 999).astype("float16")
    right = np.tanh(X.astype("float64"))
    Y = tanh(X)
    assert Y.dtype == "float16"
    np.testing.assert_array_equal(Y, right.astype("float16"))
    dX = tanh_backward(Y, np.full(X.shape, 3, "float16"))
    assert dX.dtype == "float16"
    exact = 3 * (1 - Y.astype("float64") ** 2)
    np.testing.assert_array_equal(dX, exact.astype("float32").astype("float16"))


def test_gradient_against_differences():
    X, G = np.random.default_rng(1).standard_normal((2, 3, 4))
    dX = oracles.central_difference(lambda A: (G * tanh(A)).sum(), X)
    np.testing.assert_allclose(tanh_backward(tanh(X), G), dX, atol=1e-8)


def test_shapes_must_agree():
    with assert_raises(ValueError, "dY", "that of Y"):
        tanh_backward(np.ones((2, 3)), np.ones((3, 2)))
