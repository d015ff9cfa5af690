"""Images made to order, against differences of the objective written out in loops."""

from functools import cache

import numpy as np
import pytest

from tests.seeing import plain
from tests.support.libraries import assert_equals, assert_raises
from textbook_cnn.seeing import invert_features, maximise_activation

NETWORK, PARAMS, IMAGES = plain.small_network()


def roughness(X):
    total = 0.0
    for j, p, q in np.ndindex(X.shape):
        if p + 1 < X.shape[1]:
            total += (X[j, p + 1, q] - X[j, p, q]) ** 2
        if q + 1 < X.shape[2]:
            total += (X[j, p, q + 1] - X[j, p, q]) ** 2
    return total / 2


def objective(X, unit, decay, smoothness):
    return plain.score(NETWORK, PARAMS, X, unit) - decay * np.sum(X**2) / 2 - smoothness * roughness(X)


def slope(function, X):
    return plain.jacobian(lambda A: np.array(function(A)), X).reshape(X.shape)


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


def test_inversion_first_step_follows_the_gradient_of_its_objective():
    stop, smoothness = NETWORK.names.index("relu_2") + 1, 0.05
    target = plain.run(NETWORK, PARAMS, IMAGES[1], stop=stop)[-1]

    def distance(X):
        error = plain.run(NETWORK, PARAMS, X, stop=stop)[-1] - target
        return np.sum(error**2) / np.sum(target**2) + smoothness * roughness(X)

    found = invert_features(
        NETWORK, PARAMS, IMAGES[:1], target[None], layer="relu_2", steps=1, step_size=0.1, smoothness=smoothness
    )
    dX = slope(distance, IMAGES[0])
    expected = IMAGES[0] - 0.1 * 0.2 * dX / np.sqrt(np.mean(dX**2))
    np.testing.assert_allclose(found.X[0], expected, rtol=0, atol=1e-6)
    np.testing.assert_allclose(found.objective, [distance(IMAGES[0]), distance(expected)], rtol=1e-6)


def test_inversion_comes_close_to_maps_that_determine_the_image():
    target = np.maximum(IMAGES[0] @ np.eye(8), 0)
    identity = plain.Network([plain.ReLU()], (2, 8, 8))
    start = np.full((1, 2, 8, 8), 0.5)
    found = invert_features(identity, {}, start, target[None], layer="relu_1", steps=200, step_size=0.05)
    assert found.objective[-1] < 1e-3 < found.objective[0]


def test_refuses():
    with assert_raises(ValueError, "step_size"):
        maximise_activation(NETWORK, PARAMS, IMAGES, 0, step_size=0)
    with assert_raises(ValueError, "decay"):
        maximise_activation(NETWORK, PARAMS, IMAGES, 0, decay=-1)
    with assert_raises(ValueError, "steps"):
        maximise_activation(NETWORK, PARAMS, IMAGES, 0, steps=-1)
    with assert_raises(ValueError, "maps", "zero"):
        invert_features(NETWORK, PARAMS, IMAGES[:1], np.zeros((1, 4, 2, 2)), layer="relu_2")
    with assert_raises(ValueError, "maps", "output of relu_2"):
        invert_features(NETWORK, PARAMS, IMAGES[:1], np.ones((1, 4, 3, 3)), layer="relu_2")
