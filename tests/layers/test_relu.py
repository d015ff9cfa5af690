"""The rectifier and its gradient."""

import numpy as np
import pytest

from tests.support import oracles
from tests.support.calls import Call
from tests.support.libraries import assert_equals, assert_raises
from textbook_cnn import relu, relu_backward

MAPS = (2, 4, 6, 5)
CALLS = [
    Call("relu", (MAPS,), lambda A: np.where(A > 0, A, 0), "kept", any_shape=True),
    Call("relu_backward", (MAPS, MAPS), lambda A, G: np.where(A > 0, G, 0), "kept", any_shape=True),
]


def extreme(xp):
    return xp.array([-np.inf, -1e308, -2.0, -xp.tiny, -0.0, 0.0, xp.tiny, 3.0, 1e308, np.inf])


def test_values(xp):
    assert_equals(xp, relu(extreme(xp)), [0, 0, 0, 0, 0, 0, xp.tiny, 3, 1e308, np.inf], "float64")


def test_derivative_at_zero_is_zero(xp):
    dX = relu_backward(extreme(xp), xp.array([7.0] * 10, "float32"))
    assert_equals(xp, dX, [0, 0, 0, 0, 0, 0, 7, 7, 7, 7], "float32")


def test_not_a_number_stays_visible():
    assert np.isnan(relu(np.array([np.nan]))).all()


@pytest.mark.parametrize("shape", [(), (1,), (0,), (2, 0, 3), (2, 3, 4, 5)])
def test_any_shape(xp, shape):
    X = np.random.default_rng(0).standard_normal(shape)
    assert_equals(xp, relu(xp.array(X)), np.where(X > 0, X, 0), "float64")
    assert_equals(xp, relu_backward(xp.array(X), xp.array(np.ones(shape))), np.where(X > 0, 1, 0), "float64")


def test_gradient_against_differences():
    rng = np.random.default_rng(1)
    X = rng.uniform(0.1, 2, (3, 4)) * rng.choice([-1, 1], (3, 4))  # no kink is near
    G = rng.standard_normal((3, 4))
    dX = oracles.central_difference(lambda A: (G * relu(A)).sum(), X)
    np.testing.assert_allclose(relu_backward(X, G), dX, atol=1e-8)


def test_shapes_must_agree():
    with assert_raises(ValueError, "dY", "that of X"):
        relu_backward(np.ones((2, 3)), np.ones((3, 2)))
    with assert_raises(ValueError, "dY"):
        relu_backward(np.ones((2, 3)), np.ones(3))
