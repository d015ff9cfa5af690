"""Dtypes and libraries in training: nothing is widened, half precision learns, no graph is kept."""

import math

import numpy as np
import pytest

from tests.support.libraries import assert_raises, torch_or_skip
from textbook_cnn import (
    Dense,
    Network,
    accuracy,
    adam_init,
    adam_step,
    check_gradients,
    descent_step,
    evaluate,
    predict,
    train,
)

ROWS = Network([Dense(3)], (4,))
QUIET = {"progress": False, "validation": None}


def rows(count, dtype="float32"):
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, count)
    return (rng.standard_normal((count, 4)) + 2 * np.eye(3, 4)[labels]).astype(dtype), labels


def halves():
    """The dtypes of two bytes that this NumPy has."""
    try:
        from ml_dtypes import bfloat16
    except ImportError:
        return [np.dtype("float16")]
    return [np.dtype("float16"), np.dtype(bfloat16)]


def stepped(name, params, grads, steps=3):
    state = adam_init(params)
    for _ in range(steps):
        if name == "adam_step":
            params, state = adam_step(params, grads, state, learning_rate=0.01)
        else:
            params = descent_step(params, grads, learning_rate=0.01)
    return params, state


@pytest.mark.parametrize("name", ["adam_step", "descent_step"])
@pytest.mark.parametrize("dtype", ["float32", "float64", *halves()])
@pytest.mark.parametrize("of_gradient", ["float32", "float64", *halves()])
def test_gradients_of_another_dtype_never_change_that_of_the_parameters(name, dtype, of_gradient):
    P, G = np.array([1.0, -2.0]), np.array([0.5, 3.0])
    moved, state = stepped(name, {"P": P.astype(dtype)}, {"P": G.astype(of_gradient)})
    assert moved["P"].dtype == dtype
    own = "float64" if dtype == "float64" else "float32"
    assert state.M["P"].dtype == state.V["P"].dtype == own
    expected, _ = stepped(name, {"P": P}, {"P": G})
    np.testing.assert_allclose(moved["P"].astype(float), expected["P"], rtol=0.02)


def test_averages_of_another_dtype_are_brought_to_that_of_the_parameters():
    params = {"P": np.ones(2, "float32")}
    state = adam_init({"P": np.ones(2)})._replace(step=np.int64(4))
    moved, after = adam_step(params, params, state)
    assert moved["P"].dtype == after.M["P"].dtype == after.V["P"].dtype == "float32"
    assert after.step == 5
    assert type(after.step) is int


def test_fifty_steps_are_those_of_pytorch():
    """The same ε, added to the root of V̂, and the same correction of the bias."""
    torch, rng = torch_or_skip(), np.random.default_rng(2)
    start = rng.standard_normal((3, 4))
    gradients = rng.standard_normal((50, 3, 4)) * 10.0 ** rng.integers(-9, 3, (50, 1, 1))  # some as small as ε
    for keywords, theirs_too in (
        ({"epsilon": 1e-8}, {}),
        ({"epsilon": 1e-3, "beta1": 0.5, "beta2": 0.9}, {"eps": 1e-3, "betas": (0.5, 0.9)}),
    ):
        theirs, ours, state = torch.tensor(start, requires_grad=True), {"P": start}, adam_init({"P": start})
        optimiser = torch.optim.Adam([theirs], lr=0.01, **theirs_too)
        for G in gradients:
            theirs.grad = torch.tensor(G)
            optimiser.step()
            ours, state = adam_step(ours, {"P": G}, state, learning_rate=0.01, **keywords)
        np.testing.assert_allclose(ours["P"], theirs.detach().numpy(), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("dtype", halves())
def test_half_precision_by_hand_in_single(dtype):
    """Half precision can hold neither ε nor the square of the gradient: the step is the learning rate all the same."""
    P = {"P": np.array([0.5], dtype)}
    moved, state = adam_step(P, {"P": np.array([1e-5], dtype)}, adam_init(P), learning_rate=0.0625)
    g = float(np.array([1e-5], dtype)[0])
    np.testing.assert_allclose(state.V["P"], 0.001 * g * g, rtol=1e-5)
    np.testing.assert_allclose(float(moved["P"][0]), 0.5 - 0.0625 * g / (g + 1e-7), rtol=2**-7)


@pytest.mark.parametrize("dtype", halves())
@pytest.mark.parametrize("workers", [1, 2])
def test_training_in_half_precision_learns(dtype, workers):
    X, labels = rows(300)
    start = {key: A.astype(dtype) for key, A in ROWS.init(0).items()}
    options = {"epochs": 30, "batch_size": 150, "learning_rate": 0.02, "workers": workers, **QUIET}
    found, history = train(ROWS, start, (X.astype(dtype), labels), **options)
    _, expected = train(ROWS, ROWS.init(0), (X, labels), **options)
    assert {A.dtype for A in found.values()} == {dtype}
    assert history.stopped == "finished"
    np.testing.assert_allclose(history.loss, expected.loss, rtol=0.05)
    assert history.accuracy[-1] > 0.8 > history.accuracy[0]


@pytest.mark.parametrize("dtype", halves())
def test_losses_of_many_images_in_half_precision_do_not_overflow(dtype):
    X = np.zeros((60_000, 4), dtype)
    X[::2, 0] = 8
    labels, params = np.ones(60_000, int), {"dense_1.W": np.eye(3, 4, dtype=dtype), "dense_1.B": np.zeros(3, dtype)}
    found = evaluate(ROWS, params, (X, labels))
    expected = (math.log(3) + math.log(math.exp(8) + 2)) / 2
    assert found.loss == pytest.approx(expected, rel=1e-4)
    assert found.accuracy == 0
    _, history = train(ROWS, params, (X, labels), epochs=1, batch_size=20_000, learning_rate=1e-9, **QUIET)
    assert (history.stopped, history.loss[0]) == ("finished", pytest.approx(expected, rel=1e-3))


def test_a_graph_of_pytorch_is_left_behind():
    torch = torch_or_skip()
    X, labels = rows(24)
    params = {key: torch.tensor(A, requires_grad=True) for key, A in ROWS.init(0).items()}
    data, plain = (torch.tensor(X), torch.tensor(labels)), {key: A.detach() for key, A in params.items()}
    grads = {key: (A * 2).requires_grad_() for key, A in plain.items()}
    moved, state = adam_step(params, grads, adam_init(params))
    found, _ = train(ROWS, params, (data[0].requires_grad_(), data[1]), epochs=2, batch_size=8, **QUIET)
    for each in (moved, state.M, state.V, found, descent_step(params, grads, learning_rate=0.1)):
        assert not any(A.requires_grad or A.grad_fn is not None for A in each.values())
    assert all(A.requires_grad and A.grad is None for A in params.values())
    expected, _ = train(ROWS, plain, (data[0].detach(), data[1]), epochs=2, batch_size=8, **QUIET)
    assert all(torch.equal(found[key], expected[key]) for key in found)
    assert evaluate(ROWS, params, data) == evaluate(ROWS, plain, (data[0].detach(), data[1]))
    assert torch.equal(predict(ROWS, params, data[0]), predict(ROWS, plain, data[0].detach()))
    assert check_gradients(ROWS, params, data) == check_gradients(ROWS, plain, (data[0].detach(), data[1]))
    assert accuracy(data[1], predict(ROWS, params, data[0])) == evaluate(ROWS, params, data).accuracy


P = {"P": np.ones(2), "Q": np.ones((2, 3))}


@pytest.mark.parametrize("step", [adam_step, descent_step])
@pytest.mark.parametrize(
    ("error", "name", "changes"),
    [
        (TypeError, "params", {"params": {"P": np.ones(2), 3: np.ones(2)}}),
        (TypeError, "grads", {"grads": {"P": np.ones(2), 3: np.ones(2)}}),
        (TypeError, "params", {"params": {None: np.ones(2)}}),
        (TypeError, r"params\['P'\]", {"params": {"P": np.ones(2, object), "Q": np.ones((2, 3))}}),
        (TypeError, r"grads\['P'\]", {"grads": {"P": np.ones(2, complex), "Q": np.ones((2, 3))}}),
    ],
)
def test_names_and_kinds_of_arrays_are_checked(step, error, name, changes):
    given = {"params": P, "grads": P, **changes}
    rest = (adam_init(P),) if step is adam_step else ()
    with assert_raises(error, name):
        step(given["params"], given["grads"], *rest, learning_rate=0.1)


@pytest.mark.parametrize(
    ("error", "step"),
    [
        (ValueError, -1),
        (ValueError, np.int64(-3)),
        (TypeError, True),
        (TypeError, 1.5),
        (TypeError, None),
        (TypeError, "1"),
        (ValueError, np.zeros(2)),
        (TypeError, np.array("1")),
    ],
)
def test_the_number_of_steps_is_checked(error, step):
    with assert_raises(error, r"state\.step"):
        adam_step(P, P, adam_init(P)._replace(step=step))


def test_parameters_of_two_libraries_are_refused():
    torch = torch_or_skip()
    mixed = {"P": np.ones(2), "Q": torch.ones(2)}
    for call in (
        lambda: adam_init(mixed),
        lambda: descent_step(mixed, mixed, learning_rate=0.1),
        lambda: adam_step(mixed, mixed, adam_init({"P": np.ones(2)})),
    ):
        with pytest.raises(TypeError, match=r"params\['P'\] from numpy, params\['Q'\] from torch"):
            call()
