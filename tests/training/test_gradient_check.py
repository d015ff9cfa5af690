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
PARAMS = NETWORK.init(0)


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


def test_errors_are_parts_of_the_largest_gradient(monkeypatch):
    real = layers.f.dense_backward_bias
    monkeypatch.setattr(layers.f, "dense_backward_bias", lambda dY: 0.9 * real(dY))
    errors = check_gradients(NETWORK, NETWORK.init(0), (X, LABELS))
    assert errors["dense_1.B"] == pytest.approx(1 / 9, rel=1e-6)


class Noting(Network):
    """A network that notes the arrays with which it is asked."""

    def forward(self, params, X, *, rng=None):
        self.asked.append({**params, "X": X})
        return super().forward(params, X, rng=rng)


def moved_elements(**options):
    """By array: which of its elements were moved, and how far."""
    network = Noting(NETWORK.layers, NETWORK.input_shape)
    object.__setattr__(network, "asked", [])
    check_gradients(network, PARAMS, (X, LABELS), **options)
    start, *others = network.asked
    moved = {key: [] for key in start}
    for arrays in others:
        ((key, change),) = ((key, A - start[key]) for key, A in arrays.items() if (start[key] != A).any())
        ((place),) = np.argwhere(change)
        moved[key].append((*place.tolist(), round(float(change[tuple(place)]), 12)))
    return moved


def test_twenty_elements_of_each_array_are_moved_to_either_side():
    moved = moved_elements()
    assert moved == moved_elements(samples=20, seed=0, step=1e-5)
    assert moved["X"] != moved_elements(seed=1)["X"]
    for key, places in moved.items():
        size = X.size if key == "X" else PARAMS[key].size
        assert len(places) == len(set(places)) == 2 * min(20, size)
        assert {place[:-1] for place in places if place[-1] == 1e-5} == {place[:-1] for place in places[1::2]}


def test_one_element_may_be_enough():
    assert {len(places) for places in moved_elements(samples=1, step=1e-3).values()} == {2}


def test_parameters_of_another_library_are_refused():
    strict = pytest.importorskip("array_api_strict", reason="array_api_strict is not installed")
    with pytest.raises(TypeError, match=r"one library, got data\[0\] from numpy"):
        check_gradients(NETWORK, {key: strict.asarray(A) for key, A in PARAMS.items()}, (X, LABELS))


def test_a_seed_fixes_the_elements():
    arguments = NETWORK, NETWORK.init(0), (X, LABELS)
    assert check_gradients(*arguments, samples=2, seed=1) == check_gradients(*arguments, samples=2, seed=1)
    assert check_gradients(*arguments, samples=2, seed=1) != check_gradients(*arguments, samples=2, seed=2)


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
