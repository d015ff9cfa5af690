"""Images that excite a unit, against differences of the objective written out in loops."""

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from tests.seeing import plain
from tests.seeing.objectives import roughness, slope
from tests.support.libraries import Library, assert_equals, assert_raises
from textbook_cnn import Conv2D, Dense, Flatten, Network
from textbook_cnn.seeing import invert_features, maximise_activation

NETWORK, PARAMS, IMAGES = plain.small_network()


def objective(X, unit, decay, smoothness):
    return plain.score(NETWORK, PARAMS, X, unit) - decay * np.sum(X**2) / 2 - smoothness * roughness(X)


@cache
def one_step(decay, smoothness):
    """Two images after one step by half a unit, and the mean objective before and after it."""
    after = []
    for image in IMAGES[:2]:
        dX = slope(lambda A: objective(A, 1, decay, smoothness), image)
        after.append(image + 0.5 * dX / np.sqrt(np.mean(dX**2)))
    values = [np.mean([objective(X, 1, decay, smoothness) for X in images]) for images in (IMAGES[:2], after)]
    return np.stack(after), values


@pytest.mark.parametrize(("decay", "smoothness"), [(0.0, 0.0), (0.3, 0.0), (0.0, 0.7), (0.2, 0.4)])
def test_one_step_follows_the_gradient_of_the_objective(xp, decay, smoothness):
    params = {key: xp.array(A) for key, A in PARAMS.items()}
    found = maximise_activation(
        NETWORK, params, xp.array(IMAGES[:2]), 1, steps=1, step_size=0.5, decay=decay, smoothness=smoothness
    )
    expected, values = one_step(decay, smoothness)
    assert_equals(xp, found.X, expected, "float64", tolerance=1e-6)
    assert_equals(xp, found.objective, values, "float64", tolerance=1e-6)


def test_steps_follow_each_other():
    once = maximise_activation(NETWORK, PARAMS, IMAGES[:1], 0, steps=1, step_size=0.1)
    twice = maximise_activation(NETWORK, PARAMS, once.X, 0, steps=1, step_size=0.1)
    both = maximise_activation(NETWORK, PARAMS, IMAGES[:1], 0, steps=2, step_size=0.1)
    np.testing.assert_allclose(both.X, twice.X, atol=1e-12)
    np.testing.assert_allclose(both.objective, [*once.objective, *twice.objective[1:]])


def test_fifty_steps_of_one_without_anything_against_them_if_not_told():
    found = maximise_activation(NETWORK, PARAMS, IMAGES[:1], 0)
    told = {"steps": 50, "step_size": 1, "decay": 0, "smoothness": 0, "jitter": 0, "seed": 0, "layer": "dense_2"}
    same = maximise_activation(NETWORK, PARAMS, IMAGES[:1], 0, **told)
    assert found.objective.shape == (51,)
    np.testing.assert_array_equal(found.X, same.X)
    np.testing.assert_array_equal(
        maximise_activation(NETWORK, PARAMS, IMAGES[:1], 0, steps=3, jitter=2).X,
        maximise_activation(NETWORK, PARAMS, IMAGES[:1], 0, steps=3, jitter=2, seed=0).X,
    )


def test_jitter_reaches_as_far_as_it_says_in_rows_and_in_columns():
    """A wide image with one bright pixel, and a score that is the place of that pixel."""
    places = np.arange(35.0).reshape(1, 35)
    network, X = Network([Flatten(), Dense(1)], (1, 5, 7)), np.zeros((1, 1, 5, 7))
    X[0, 0, 2, 3] = 1
    found = set()
    for seed in range(60):
        (place,) = maximise_activation(
            network, {"dense_1.W": places, "dense_1.B": np.zeros(1)}, X, 0, steps=0, jitter=1, seed=seed
        ).objective.tolist()
        found.add((place // 7 - 2, place % 7 - 3))
    assert found == {(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)}


def test_jitter_shifts_the_image_and_back():
    moved = maximise_activation(NETWORK, PARAMS, IMAGES[:1], 0, steps=0, jitter=3, seed=5)
    np.testing.assert_array_equal(moved.X, IMAGES[:1])
    shifts = {
        maximise_activation(NETWORK, PARAMS, IMAGES[:1], 0, steps=0, jitter=3, seed=s).objective[0] for s in range(8)
    }
    possible = {
        round(plain.score(NETWORK, PARAMS, np.roll(IMAGES[0], (a, b), (1, 2)), 0), 9)
        for a in range(-3, 4)
        for b in range(-3, 4)
    }
    assert len(shifts) > 1
    assert {round(value, 9) for value in shifts} <= possible


def test_where_nothing_answers_nothing_changes():
    dead = {key: np.zeros_like(A) for key, A in PARAMS.items()}
    found = maximise_activation(NETWORK, dead, IMAGES[:1], 0, steps=2)
    np.testing.assert_array_equal(found.X, IMAGES[:1])


def test_refuses():
    with assert_raises(ValueError, "step_size"):
        maximise_activation(NETWORK, PARAMS, IMAGES, 0, step_size=0)
    with assert_raises(ValueError, "decay"):
        maximise_activation(NETWORK, PARAMS, IMAGES, 0, decay=-1)
    for error, name, options in (
        (TypeError, "steps", {"steps": 0.5}),
        (ValueError, "jitter", {"jitter": -1}),
        (ValueError, "smoothness", {"smoothness": -1}),
        (ValueError, "seed", {"seed": -1}),
        (TypeError, "seed", {"seed": None}),
        (ValueError, "layer", {"layer": "relu_9"}),
    ):
        with assert_raises(error, name):
            maximise_activation(NETWORK, PARAMS, IMAGES, 0, **options)
    with assert_raises(ValueError, "X", "height"):
        rows = Network([Dense(2)], (3,))
        maximise_activation(rows, rows.init(0), np.ones((1, 3)), 0)
    with assert_raises(ValueError, "steps"):
        maximise_activation(NETWORK, PARAMS, IMAGES, 0, steps=-1)


def test_steps_in_half_precision_are_measured_in_float32():
    """Squares of slopes of 1e-5 vanish in two bytes, those of 300 overflow: each step is of size 1 still."""
    torch = Library("torch")
    for slope_of_all in (1e-5, 300.0):
        network = Network([Flatten(), Dense(1)], (1, 8, 8))
        params = {
            "dense_1.W": torch.array(np.full((1, 64), slope_of_all, "float16")),
            "dense_1.B": torch.array(np.zeros(1, "float16")),
        }
        found = maximise_activation(network, params, torch.array(np.zeros((1, 1, 8, 8), "float16")), 0, steps=1)
        assert found.X.dtype == torch.xp.float16
        np.testing.assert_allclose(found.X.numpy(), 1, rtol=2**-9)


def test_a_graph_is_left_behind():
    torch = Library("torch")
    params = {key: torch.array(A).requires_grad_() for key, A in PARAMS.items()}
    found = maximise_activation(NETWORK, params, torch.array(IMAGES).requires_grad_(), 0, steps=2)
    assert not found.X.requires_grad
    assert not found.objective.requires_grad
    np.testing.assert_allclose(found.X.numpy(), maximise_activation(NETWORK, PARAMS, IMAGES, 0, steps=2).X, atol=1e-9)


def test_integers_and_numbers_of_any_width():
    options = {"steps": 2, "step_size": 0.25, "jitter": 2, "seed": 3, "decay": 0.5}
    others = {
        "steps": np.uint8(2),
        "step_size": Fraction(1, 4),
        "jitter": np.int8(2),
        "seed": np.uint64(3),
        "decay": np.float32(0.5),
    }
    found = maximise_activation(NETWORK, PARAMS, IMAGES.astype("float32"), np.int16(1), **others)
    judge = maximise_activation(NETWORK, PARAMS, IMAGES.astype("float32"), 1, **options)
    np.testing.assert_array_equal(found.X, judge.X)
    assert maximise_activation(NETWORK, PARAMS, IMAGES[:1], 1, steps=0, jitter=np.int8(8)).X.dtype == np.float64


def test_refuses_what_would_never_end():
    for name, value in (("steps", 10**9), ("jitter", 10**9), ("jitter", 9)):
        with assert_raises(ValueError, name, "from 0 to"):
            maximise_activation(NETWORK, PARAMS, IMAGES, 0, **{name: value})
    with assert_raises(ValueError, "X", "finite"):
        maximise_activation(NETWORK, PARAMS, IMAGES * np.nan, 0)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_steps_after_which_nothing_is_finite():
    network = Network([Conv2D(1, 1), Flatten(), Dense(2)], (1, 2, 2))
    params, X = network.init(0), np.ones((1, 1, 2, 2), dtype="float32")
    with pytest.raises(ValueError, match="^step_size: expected finite numbers"):
        maximise_activation(network, params, X, 0, steps=3, step_size=1e300)
    maps = network.activations(params, X)["conv2d_1"] + 1
    with pytest.raises(ValueError, match="^step_size: expected finite numbers"):
        invert_features(network, params, X, maps, layer="conv2d_1", steps=3, step_size=1e300)
