"""The rectifier and its gradient."""

import numpy as np
import pytest

from tests.support import oracles
from tests.support.calls import Call
from tests.support.libraries import assert_equals, assert_raises, torch_or_skip
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


@pytest.mark.parametrize("dtype", [">f8", ">f4", ">f2", ">i4"])
def test_bytes_in_the_other_order_are_the_same_numbers(dtype):
    X, G = np.array([-1.0, 2.0, 3.0]), np.array([5, 6, 7], dtype)
    np.testing.assert_array_equal(relu_backward(X, G), [0, 6, 7])


def test_derivative_at_zero_is_zero(xp):
    dX = relu_backward(extreme(xp), xp.array([7.0] * 10, "float32"))
    assert_equals(xp, dX, [0, 0, 0, 0, 0, 0, 7, 7, 7, 7], "float32")


def test_what_is_no_number_and_what_is_infinite_as_in_pytorch():
    torch = torch_or_skip()
    values = np.array([np.nan, -np.inf, -1.0, 0.0, 1.0, np.inf])
    X, G = (A.ravel() for A in np.meshgrid(values, values))
    theirs = torch.tensor(X, requires_grad=True)
    Y = torch.relu(theirs)
    Y.backward(torch.tensor(G))
    np.testing.assert_array_equal(relu(X), Y.detach().numpy())
    np.testing.assert_array_equal(relu_backward(X, G), theirs.grad.numpy())


@pytest.mark.filterwarnings("error")
def test_not_a_number_passes_and_infinity_stops(xp):
    X, dY = xp.array([np.nan, -1.0, 0.0, 2.0]), xp.array([3.0, np.inf, np.nan, np.inf])
    assert_equals(xp, relu(X), [np.nan, 0, 0, 2], "float64")
    assert_equals(xp, relu_backward(X, dY), [3, 0, 0, np.inf], "float64")


def test_booleans_are_refused(xp):
    truths, numbers = xp.array([True, False]), xp.array([1.0, 2.0])
    with assert_raises(TypeError, "X", "numbers"):
        relu(truths)
    with assert_raises(TypeError, "X", "numbers"):
        relu_backward(truths, numbers)
    with assert_raises(TypeError, "dY", "numbers"):
        relu_backward(numbers, truths)


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
