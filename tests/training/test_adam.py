"""Adam against the published recurrence, number by number, and against PyTorch; dtypes; what it refuses."""

import math

import numpy as np
import pytest

from tests.support.libraries import assert_equals, assert_raises, torch_or_skip
from textbook_cnn import adam_init, adam_step


def by_hand(p, gradients, rate=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-7):
    """One number through the recurrence of Kingma and Ba."""
    m = v = 0.0
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        p -= rate * (m / (1 - beta1**t)) / (math.sqrt(v / (1 - beta2**t)) + epsilon)
    return p


def several_steps(params, gradients, **keywords):
    state = adam_init(params)
    for grads in gradients:
        params, state = adam_step(params, grads, state, **keywords)
    return params, state


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    "keywords", [{}, {"learning_rate": 0.5, "beta1": 0.5, "beta2": 0.75, "epsilon": 0.1}, {"beta1": 0, "beta2": 0}]
)
def test_five_steps_by_hand(xp, dtype, keywords):
    rng = np.random.default_rng(0)
    start = {"a.W": rng.standard_normal((2, 3)).astype(dtype), "a.B": rng.standard_normal(4).astype(dtype)}
    gradients = [{key: rng.standard_normal(P.shape).astype(dtype) for key, P in start.items()} for _ in range(5)]
    params = {key: xp.array(P) for key, P in start.items()}
    moved, state = several_steps(
        params, [{key: xp.array(G) for key, G in grads.items()} for grads in gradients], **keywords
    )
    assert state.step == 5
    hand = {"rate" if name == "learning_rate" else name: value for name, value in keywords.items()}
    for key, P in start.items():
        expected = np.array(
            [
                by_hand(float(P[index]), [float(grads[key][index]) for grads in gradients], **hand)
                for index in np.ndindex(P.shape)
            ]
        ).reshape(P.shape)
        assert_equals(xp, moved[key], expected, dtype, tolerance={"float32": 1e-6, "float64": 1e-14}[dtype])
        assert_equals(xp, state.M[key], xp.numpy(state.M[key]), dtype)
        assert_equals(xp, state.V[key], xp.numpy(state.V[key]), dtype)
        np.testing.assert_array_equal(xp.numpy(params[key]), P)


def test_pytorch_agrees():
    torch, rng = torch_or_skip(), np.random.default_rng(1)
    start, gradients = rng.standard_normal((3, 4)), rng.standard_normal((20, 3, 4))
    theirs = torch.tensor(start, requires_grad=True)
    optimiser = torch.optim.Adam([theirs], lr=0.01, eps=1e-7)
    for G in gradients:
        theirs.grad = torch.tensor(G)
        optimiser.step()
    ours, _ = several_steps({"P": start}, [{"P": G} for G in gradients], learning_rate=0.01)
    np.testing.assert_allclose(ours["P"], theirs.detach().numpy(), rtol=1e-12)


def test_first_step_is_the_learning_rate_whatever_the_size_of_the_gradient():
    P, G = np.zeros(4), np.array([1e-2, -5.0, 1e3, -1e100])
    moved, _ = adam_step({"P": P}, {"P": G}, adam_init({"P": P}), learning_rate=0.1)
    np.testing.assert_allclose(moved["P"], -0.1 * np.sign(G), rtol=2e-5)


@pytest.mark.parametrize("power", [-30, -9, -3, 3, 9, 30])
def test_parameters_and_gradients_of_any_size_by_hand(power):
    rng = np.random.default_rng(3)
    start, gradients = rng.standard_normal(3), rng.standard_normal((4, 3)) * 10.0**power
    start[1] *= 10.0**power
    found, _ = several_steps({"P": start}, [{"P": G} for G in gradients], learning_rate=0.7)
    expected = [by_hand(p, column, 0.7) for p, column in zip(start.tolist(), gradients.T.tolist())]
    np.testing.assert_allclose(found["P"], expected, rtol=1e-12)


def test_no_gradient_no_movement():
    P = np.array([1.0, -2.0])
    for G in (np.zeros(2), np.full(2, 5e-324)):  # the square of the smallest subnormal vanishes
        moved, _ = adam_step({"P": P}, {"P": G}, adam_init({"P": P}))
        np.testing.assert_array_equal(moved["P"], P)


def test_state_starts_at_zero_in_arrays_of_its_own(xp):
    params = {"P": xp.array([[1.0, 2.0]], "float32")}
    state = adam_init(params)
    assert state.step == 0
    for average in (state.M, state.V):
        assert list(average) == ["P"]
        assert_equals(xp, average["P"], [[0, 0]], "float32")
    state.M["P"] += 1
    assert_equals(xp, state.V["P"], [[0, 0]])
    assert_equals(xp, params["P"], [[1, 2]])


def test_a_step_leaves_its_state_alone():
    params = {"P": np.array([1.0, 2.0])}
    first = adam_init(params)
    _, second = adam_step(params, {"P": np.ones(2)}, first)
    adam_step(params, {"P": np.ones(2)}, second)
    assert first.step == 0
    assert second.step == 1
    np.testing.assert_array_equal(first.M["P"], 0)
    np.testing.assert_array_equal(second.V["P"], 1 - 0.999)


@pytest.mark.parametrize("kind", [np.float32, np.float64, float])
def test_kind_of_learning_rate_does_not_change_the_dtype(xp, kind):
    params = {"P": xp.array([1.0, 2.0], "float32")}
    moved, state = adam_step(params, params, adam_init(params), learning_rate=kind(0.5), beta1=kind(0.5))
    assert_equals(xp, moved["P"], [0.5, 1.5], "float32", tolerance=1e-6)
    assert_equals(xp, state.M["P"], [0.5, 1], "float32")


def test_no_parameters_no_step():
    assert adam_step({}, {}, adam_init({}))[0] == {}


P = {"P": np.ones(2), "Q": np.ones((2, 3))}
STATE = adam_init(P)


@pytest.mark.parametrize(
    ("error", "name", "changes"),
    [
        (TypeError, "params", {"params": None}),
        (TypeError, "params", {"params": [np.ones(2)]}),
        (TypeError, r"params\['P'\]", {"params": {**P, "P": [1.0, 1.0]}}),
        (TypeError, r"params\['P'\]", {"params": {**P, "P": np.ones(2, int)}}),
        (TypeError, "grads", {"grads": None}),
        (ValueError, "grads", {"grads": {}}),
        (ValueError, "grads", {"grads": {"P": np.ones(2)}}),
        (ValueError, "grads", {"grads": {**P, "R": np.ones(2)}}),
        (TypeError, r"grads\['P'\]", {"grads": {**P, "P": None}}),
        (TypeError, r"grads\['P'\]", {"grads": {**P, "P": np.ones(2, int)}}),
        (ValueError, r"grads\['P'\]", {"grads": {**P, "P": np.ones(3)}}),
        (ValueError, r"grads\['P'\]", {"grads": {**P, "P": np.ones(1)}}),
        (ValueError, r"grads\['Q'\]", {"grads": {**P, "Q": np.ones(3)}}),
        (TypeError, "state", {"state": None}),
        (TypeError, "state", {"state": (0, P, P)}),
        (ValueError, r"state\.M", {"state": adam_init({"P": np.ones(2)})}),
        (ValueError, r"state\.V\['P'\]", {"state": STATE._replace(V={**STATE.V, "P": np.ones(3)})}),
        (ValueError, "learning_rate", {"learning_rate": -1e-3}),
        (ValueError, "learning_rate", {"learning_rate": math.nan}),
        (ValueError, "learning_rate", {"learning_rate": math.inf}),
        (ValueError, "learning_rate", {"learning_rate": np.float32(-1e-3)}),
        (TypeError, "learning_rate", {"learning_rate": "fast"}),
        (TypeError, "learning_rate", {"learning_rate": True}),
        (TypeError, "learning_rate", {"learning_rate": None}),
        (ValueError, "beta1", {"beta1": 1}),
        (ValueError, "beta1", {"beta1": -0.1}),
        (ValueError, "beta2", {"beta2": 1.0}),
        (TypeError, "beta2", {"beta2": [0.9]}),
        (ValueError, "epsilon", {"epsilon": -1e-7}),
    ],
)
def test_step_refuses(error, name, changes):
    arguments = {"params": P, "grads": P, "state": STATE, **changes}
    with assert_raises(error, name):
        adam_step(arguments.pop("params"), arguments.pop("grads"), arguments.pop("state"), **arguments)


@pytest.mark.parametrize("params", [None, [np.ones(2)], {"P": [1.0]}, {"P": np.ones(2, int)}, {"P": "1"}])
def test_init_refuses(params):
    with assert_raises(TypeError, r"params(\['P'\])?"):
        adam_init(params)


def test_gradients_of_another_library_are_refused():
    strict = pytest.importorskip("array_api_strict", reason="array_api_strict is not installed")
    with pytest.raises(TypeError, match="one library"):
        adam_step({"P": np.ones(2)}, {"P": strict.ones(2)}, adam_init({"P": np.ones(2)}))
