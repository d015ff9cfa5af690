"""Gradient descent: the step, what it leaves alone, what it refuses, and the course it takes on a parabola."""

import math
from fractions import Fraction

import numpy as np
import pytest

from tests.support.libraries import assert_equals, assert_raises, torch_or_skip
from textbook_cnn import descent_step


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_step_by_hand(xp, dtype):
    params = {"a.W": xp.array([[1.0, -2.0], [0.5, 4.0]], dtype), "a.B": xp.array([3.0], dtype)}
    grads = {"a.W": xp.array([[4.0, 2.0], [0.0, -8.0]], dtype), "a.B": xp.array([-1.0], dtype)}
    moved = descent_step(params, grads, learning_rate=0.25)
    assert list(moved) == ["a.W", "a.B"]
    assert_equals(xp, moved["a.W"], [[0, -2.5], [0.5, 6]], dtype)
    assert_equals(xp, moved["a.B"], [3.25], dtype)
    assert_equals(xp, params["a.W"], [[1, -2], [0.5, 4]], dtype)
    assert_equals(xp, grads["a.B"], [-1], dtype)


def test_pytorch_agrees():
    torch, rng = torch_or_skip(), np.random.default_rng(0)
    start, gradients = rng.standard_normal((3, 4)), rng.standard_normal((5, 3, 4))
    theirs, ours = torch.tensor(start, requires_grad=True), {"P": start}
    optimiser = torch.optim.SGD([theirs], lr=0.1)
    for G in gradients:
        theirs.grad = torch.tensor(G)
        optimiser.step()
        ours = descent_step(ours, {"P": G}, learning_rate=0.1)
    np.testing.assert_allclose(ours["P"], theirs.detach().numpy(), rtol=1e-14)


@pytest.mark.parametrize("rate", [Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1), Fraction(5, 4)])
def test_course_on_a_parabola(rate):
    """With the curvature 2: the distance is multiplied by 1 − 2 η a step, exactly, since these are binary fractions."""
    P = {"P": np.array([8.0])}
    for step in range(1, 6):
        P = descent_step(P, {"P": 2 * P["P"]}, learning_rate=float(rate))
        assert P["P"][0] == 8 * (1 - 2 * rate) ** step


@pytest.mark.parametrize("kind", [np.float32, np.float64, float, lambda rate: np.asarray(rate)])
def test_kind_of_learning_rate_does_not_change_the_dtype(kind):
    P = {"P": np.array([1.0, 2.0], "float32")}
    moved = descent_step(P, P, learning_rate=kind(0.5))
    assert moved["P"].dtype == "float32"
    np.testing.assert_array_equal(moved["P"], [0.5, 1])


def test_gradients_are_found_by_their_names():
    P = {"P": np.array([1.0]), "Q": np.array([2.0])}
    moved = descent_step(P, {"Q": np.array([10.0]), "P": np.array([20.0])}, learning_rate=0.5)
    assert {key: A.tolist() for key, A in moved.items()} == {"P": [-9], "Q": [-3]}


def test_no_rate_no_movement_and_no_parameters_no_step():
    P = {"P": np.array([1.0, -2.0])}
    moved = descent_step(P, {"P": np.full(2, 1e300)}, learning_rate=0)
    np.testing.assert_array_equal(moved["P"], P["P"])
    assert moved["P"] is not P["P"]
    assert descent_step({}, {}, learning_rate=1.0) == {}


P = {"P": np.ones(2), "Q": np.ones((2, 3))}


@pytest.mark.parametrize(
    ("error", "name", "changes"),
    [
        (TypeError, "params", {"params": [np.ones(2)]}),
        (TypeError, r"params\['P'\]", {"params": {**P, "P": np.ones(2, int)}}),
        (TypeError, "grads", {"grads": None}),
        (ValueError, "grads", {"grads": {"P": np.ones(2)}}),
        (TypeError, r"grads\['P'\]", {"grads": {**P, "P": [1.0, 1.0]}}),
        (ValueError, r"grads\['Q'\]", {"grads": {**P, "Q": np.ones(3)}}),
        (ValueError, "learning_rate", {"learning_rate": -1e-3}),
        (ValueError, "learning_rate", {"learning_rate": math.nan}),
        (ValueError, "learning_rate", {"learning_rate": np.float32(-1e-3)}),
        (ValueError, "learning_rate", {"learning_rate": np.ones(2)}),
        (TypeError, "learning_rate", {"learning_rate": None}),
    ],
)
def test_refuses(error, name, changes):
    arguments = {"params": P, "grads": P, "learning_rate": 0.1, **changes}
    with assert_raises(error, name):
        descent_step(**arguments)
