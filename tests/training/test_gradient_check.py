"""The numerical check of gradients: it accepts right ones on every library, and notices wrong ones."""

import numpy as np
import pytest

from tests.support.libraries import assert_raises
from textbook_cnn import Bias, Conv2D, Dense, Dropout, Flatten, MaxPool2D, Network, ReLU, check_gradients, relu_backward
from textbook_cnn.network import layers

NETWORK = Network(
    [Conv2D(3, 3, padding="same", bias=False), Bias(), ReLU(), MaxPool2D(), Flatten(), Dropout(0.5), Dense(3)],
    (2, 4, 4),
)
X = np.random.default_rng(0).standard_normal((3, 2, 4, 4))
LABELS = np.array([0, 2, 1])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_right_gradients_pass(xp, dtype):
    params = {key: xp.array(A, dtype) for key, A in NETWORK.init(0).items()}
    errors = check_gradients(NETWORK, params, (xp.array(X, dtype), xp.array(LABELS)))
    assert set(errors) == {*params, "X"}
    assert all(type(error) is float for error in errors.values())
    assert max(errors.values()) < 1e-7


def test_arguments_stay_as_they_are():
    params = NETWORK.init(0)
    before = {key: A.copy() for key, A in params.items()}
    images = X.copy()
    check_gradients(NETWORK, params, (images, LABELS))
    np.testing.assert_array_equal(images, X)
    for key in params:
        np.testing.assert_array_equal(params[key], before[key])


@pytest.mark.parametrize("scale", [0, 0.99, -1])
def test_a_wrong_backward_pass_shows(monkeypatch, scale):
    monkeypatch.setattr(layers.f, "relu_backward", lambda X, dY: scale * relu_backward(X, dY))
    errors = check_gradients(NETWORK, NETWORK.init(0), (X, LABELS), samples=1000)
    assert errors["dense_1.W"] < 1e-7  # behind the mistake
    for key in ("conv2d_1.K", "bias_1.B", "X"):
        assert errors[key] > 1e-3


def test_one_wrong_element_shows_if_it_is_looked_at(monkeypatch):
    real = layers.f.dense_backward_bias
    monkeypatch.setattr(layers.f, "dense_backward_bias", lambda dY: real(dY) + np.array([0, 0, 0.01]))
    errors = check_gradients(NETWORK, NETWORK.init(0), (X, LABELS), samples=3)
    assert errors["dense_1.B"] > 1e-3
    assert max(error for key, error in errors.items() if key != "dense_1.B") < 1e-7


def test_a_seed_fixes_the_elements():
    arguments = NETWORK, NETWORK.init(0), (X, LABELS)
    assert check_gradients(*arguments, samples=2, seed=1) == check_gradients(*arguments, samples=2, seed=1)
    assert check_gradients(*arguments, samples=2, seed=1) != check_gradients(*arguments, samples=2, seed=2)


PARAMS = NETWORK.init(0)


@pytest.mark.parametrize(
    ("error", "name", "changes"),
    [
        (TypeError, "network", {"network": None}),
        (TypeError, "params", {"params": None}),
        (ValueError, "params", {"params": {}}),
        (TypeError, "data", {"data": X}),
        (TypeError, r"data\[0\]", {"data": (X.astype(int), LABELS)}),
        (ValueError, "labels", {"data": (X, LABELS + 1)}),
        (ValueError, r"data\[0\]", {"data": (X[:0], LABELS[:0])}),
        (ValueError, "step", {"step": 0}),
        (TypeError, "step", {"step": "small"}),
        (ValueError, "samples", {"samples": 0}),
        (TypeError, "samples", {"samples": 1.5}),
        (ValueError, "seed", {"seed": -1}),
        (TypeError, "seed", {"seed": None}),
    ],
)
def test_refuses(error, name, changes):
    with assert_raises(error, name):
        check_gradients(**{"network": NETWORK, "params": PARAMS, "data": (X, LABELS), **changes})
