"""Images that excite a unit, against differences of the objective written out in loops."""

from functools import cache

import numpy as np
import pytest

from tests.seeing import plain
from tests.seeing.objectives import roughness, slope
from tests.support.libraries import assert_equals, assert_raises
from textbook_cnn.seeing import maximise_activation

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
    with assert_raises(ValueError, "steps"):
        maximise_activation(NETWORK, PARAMS, IMAGES, 0, steps=-1)
