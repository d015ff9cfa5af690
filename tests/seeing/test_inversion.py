"""Images found from feature maps, against differences of the objective written out in loops."""

import numpy as np
import pytest

from tests.seeing import plain
from tests.seeing.objectives import roughness, slope
from tests.support.libraries import Library, assert_equals, assert_raises
from textbook_cnn import Network, ReLU
from textbook_cnn.seeing import invert_features

NETWORK, PARAMS, IMAGES = plain.small_network()


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


def test_several_steps_have_momentum_and_shrink_along_half_a_cosine():
    target, X, velocity, smoothness = IMAGES[1] + 3, IMAGES[0] + 3, 0.0, 0.4
    identity = Network([ReLU()], (2, 8, 8))

    def distance(X):
        return np.sum((np.maximum(X, 0) - target) ** 2) / np.sum(target**2) + smoothness * roughness(X)

    options = {"layer": "relu_1", "steps": 4, "step_size": 0.25, "smoothness": smoothness}
    found = invert_features(identity, {}, X[None], target[None], **options)
    values = [distance(X)]
    for share in (1, (2 + 2**0.5) / 4, 0.5, (2 - 2**0.5) / 4):  # (1 + cos) / 2 at 0, 45, 90 and 135 degrees
        dX = slope(distance, X)
        velocity = 0.8 * velocity + 0.2 * dX / np.sqrt(np.mean(dX**2))
        X = X - 0.25 * share * velocity
        values.append(distance(X))
    np.testing.assert_allclose(found.X[0], X, rtol=0, atol=1e-6)
    np.testing.assert_allclose(found.objective, values, rtol=1e-6)


def test_fifty_steps_of_one_if_not_told():
    maps = plain.run(NETWORK, PARAMS, IMAGES[1], stop=2)[-1][None]
    found = invert_features(NETWORK, PARAMS, IMAGES[:1], maps, layer="relu_1")
    same = invert_features(NETWORK, PARAMS, IMAGES[:1], maps, layer="relu_1", steps=50, step_size=1, smoothness=0)
    assert found.objective.shape == (51,)
    np.testing.assert_array_equal(found.X, same.X)


def test_no_step_changes_nothing():
    maps = plain.run(NETWORK, PARAMS, IMAGES[1], stop=2)[-1][None]
    found = invert_features(NETWORK, PARAMS, IMAGES[:1], maps, layer="relu_1", steps=0)
    np.testing.assert_array_equal(found.X, IMAGES[:1])
    assert found.objective.shape == (1,)


@pytest.mark.parametrize("name", ["array_api_strict", "cupy"])
def test_on_another_library(name):
    xp, target = Library(name), np.abs(IMAGES[1:2])
    identity, options = Network([ReLU()], (2, 8, 8)), {"layer": "relu_1", "steps": 2, "step_size": 0.1}
    expected = invert_features(identity, {}, IMAGES[:1], target, **options)
    found = invert_features(identity, {}, xp.array(IMAGES[:1]), xp.array(target), **options)
    assert_equals(xp, found.X, expected.X, "float64", tolerance=1e-12)
    assert_equals(xp, found.objective, expected.objective, "float64", tolerance=1e-12)
    with pytest.raises(TypeError, match="one library, got X from numpy, maps from"):
        invert_features(identity, {}, IMAGES[:1], Library("array_api_strict").array(target), **options)


def test_inversion_comes_close_to_maps_that_determine_the_image():
    target = np.maximum(IMAGES[0] @ np.eye(8), 0)
    identity = Network([ReLU()], (2, 8, 8))
    start = np.full((1, 2, 8, 8), 0.5)
    found = invert_features(identity, {}, start, target[None], layer="relu_1", steps=200, step_size=0.05)
    assert found.objective[-1] < 1e-3 < found.objective[0]


def test_refuses():
    with assert_raises(ValueError, "maps", "zero"):
        invert_features(NETWORK, PARAMS, IMAGES[:1], np.zeros((1, 4, 2, 2)), layer="relu_2")
    maps = np.ones((1, 4, 2, 2))
    for error, name, options in (
        (ValueError, "steps", {"steps": -1}),
        (TypeError, "steps", {"steps": 0.5}),
        (ValueError, "step_size", {"step_size": 0}),
        (ValueError, "smoothness", {"smoothness": -1}),
        (ValueError, "layer", {"layer": "relu_9"}),
        (TypeError, "maps", {"maps": [1.0]}),
        (TypeError, "network", {"network": None}),
        (ValueError, "X", {"X": IMAGES[:, :1]}),
    ):
        usual = {"network": NETWORK, "params": PARAMS, "X": IMAGES[:1], "maps": maps, "layer": "relu_2"}
        with assert_raises(error, name):
            invert_features(**{**usual, **options})
    with assert_raises(ValueError, "maps", "output of relu_2"):
        invert_features(NETWORK, PARAMS, IMAGES[:1], np.ones((1, 4, 3, 3)), layer="relu_2")


def test_several_images_are_looked_for_together():
    """Each goes its own way; the objective is that of all."""
    identity, target = Network([ReLU()], (2, 8, 8)), np.abs(IMAGES)
    options = {"layer": "relu_1", "steps": 3, "step_size": 0.1}
    found = invert_features(identity, {}, np.abs(IMAGES[::-1]), target, **options)
    for image, maps, alone in zip(np.abs(IMAGES[::-1]), target, found.X):
        np.testing.assert_allclose(
            invert_features(identity, {}, image[None], maps[None], **options).X[0], alone, atol=1e-12
        )
    distance = [np.sum((X - target) ** 2) / np.sum(target**2) for X in (np.abs(IMAGES[::-1]), found.X)]
    np.testing.assert_allclose(found.objective[[0, -1]], distance)


def test_half_precision_and_graphs():
    """The squares of 3 × 2 × 64 numbers of 100 overflow two bytes; their sums do not overflow float32."""
    torch = Library("torch")
    identity, target = Network([ReLU()], (2, 8, 8)), np.full((1, 2, 8, 8), 300.0, "float16")
    X = torch.array(np.full((1, 2, 8, 8), 100.0, "float16")).requires_grad_()
    found = invert_features(
        identity, {}, X, torch.array(target).requires_grad_(), layer="relu_1", steps=1, step_size=10
    )
    assert (found.X.dtype, found.objective.dtype) == (torch.xp.float16, torch.xp.float16)
    assert not found.X.requires_grad
    np.testing.assert_allclose(found.objective.numpy(), [4 / 9, (198 / 300) ** 2], rtol=2**-9)
    np.testing.assert_allclose(found.X.numpy(), 102, rtol=2**-10)


def test_refuses_what_is_no_number_or_no_image():
    maps = np.ones((1, 4, 2, 2))
    for wrong in (np.nan, np.inf):
        with assert_raises(ValueError, "maps", "finite"):
            invert_features(NETWORK, PARAMS, IMAGES[:1], maps * wrong, layer="relu_2")
    with assert_raises(TypeError, "maps", "floating"):
        invert_features(NETWORK, PARAMS, IMAGES[:1], np.ones((1, 4, 2, 2), int), layer="relu_2")
    with assert_raises(ValueError, "steps", "from 0 to"):
        invert_features(NETWORK, PARAMS, IMAGES[:1], maps, layer="relu_2", steps=10**9)
    with assert_raises(ValueError, "X", "height"):
        invert_features(Network([ReLU()], (2,)), {}, np.ones((1, 2)), np.ones((1, 2)), layer="relu_1")
    with assert_raises(TypeError, "layer", "string"):
        invert_features(NETWORK, PARAMS, IMAGES[:1], maps, layer=None)
