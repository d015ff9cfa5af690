"""Images found from feature maps, against differences of the objective written out in loops."""

import numpy as np

from tests.seeing import plain
from tests.seeing.objectives import roughness, slope
from tests.support.libraries import assert_raises
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


def test_inversion_comes_close_to_maps_that_determine_the_image():
    target = np.maximum(IMAGES[0] @ np.eye(8), 0)
    identity = plain.Network([plain.ReLU()], (2, 8, 8))
    start = np.full((1, 2, 8, 8), 0.5)
    found = invert_features(identity, {}, start, target[None], layer="relu_1", steps=200, step_size=0.05)
    assert found.objective[-1] < 1e-3 < found.objective[0]


def test_refuses():
    with assert_raises(ValueError, "maps", "zero"):
        invert_features(NETWORK, PARAMS, IMAGES[:1], np.zeros((1, 4, 2, 2)), layer="relu_2")
    with assert_raises(ValueError, "maps", "output of relu_2"):
        invert_features(NETWORK, PARAMS, IMAGES[:1], np.ones((1, 4, 3, 3)), layer="relu_2")
