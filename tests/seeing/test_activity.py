"""Feature maps of some layers, and how active every layer is."""

import numpy as np
import pytest

from tests.seeing import plain
from tests.support.libraries import assert_equals, assert_raises
from textbook_cnn.seeing import feature_maps, layer_activity

NETWORK, PARAMS, IMAGES = plain.small_network()


def test_feature_maps_of_some_layers():
    found = feature_maps(NETWORK, PARAMS, IMAGES, layers=["relu_2", "relu_1"], batch=2)
    assert list(found) == ["relu_2", "relu_1"]
    for name, Y in found.items():
        stop = NETWORK.names.index(name) + 1
        expected = [plain.run(NETWORK, PARAMS, image, stop=stop)[-1] for image in IMAGES]
        np.testing.assert_allclose(Y, expected, atol=1e-12)


@pytest.mark.parametrize("batch", [1, 2, 64])
def test_layer_activity(batch):
    rows = layer_activity(NETWORK, PARAMS, IMAGES, batch=batch)
    assert [row.name for row in rows] == list(NETWORK.names)
    outputs = [plain.run(NETWORK, PARAMS, image)[1:] for image in IMAGES]
    for i, row in enumerate(rows):
        Y = np.stack([output[i] for output in outputs])
        assert row.shape == Y.shape[1:]
        assert row.mean == pytest.approx(Y.sum() / Y.size)
        assert row.zeros == pytest.approx(sum(value == 0 for value in Y.ravel()) / Y.size)
    assert 0.2 < rows[1].zeros < 0.8  # the ReLU makes zeros, and not only zeros


def test_on_every_library(xp):
    params, X = {key: xp.array(A, "float32") for key, A in PARAMS.items()}, xp.array(IMAGES, "float32")
    expected = layer_activity(NETWORK, PARAMS, IMAGES)
    for found, row in zip(layer_activity(NETWORK, params, X, batch=2), expected, strict=True):
        assert (found.name, found.shape, type(found.mean), type(found.zeros)) == (row.name, row.shape, float, float)
        assert (found.mean, found.zeros) == (pytest.approx(row.mean, rel=1e-4, abs=1e-4), pytest.approx(row.zeros))
    Y = feature_maps(NETWORK, params, X, layers=["dense_1"], batch=2)["dense_1"]
    assert_equals(
        xp, Y, feature_maps(NETWORK, PARAMS, IMAGES, layers=["dense_1"])["dense_1"], "float32", tolerance=1e-5
    )


def test_refuses():
    with assert_raises(TypeError, "layers"):
        feature_maps(NETWORK, PARAMS, IMAGES, layers="relu_1")
    with assert_raises(ValueError, "layers", "at least one"):
        feature_maps(NETWORK, PARAMS, IMAGES, layers=[])
    with assert_raises(ValueError, "layer", "conv2d_1"):
        feature_maps(NETWORK, PARAMS, IMAGES, layers=["conv"])
    with assert_raises(ValueError, "batch"):
        feature_maps(NETWORK, PARAMS, IMAGES, layers=["relu_1"], batch=0)
    with assert_raises(ValueError, "X", "at least one"):
        layer_activity(NETWORK, PARAMS, IMAGES[:0])
