"""Feature maps of some layers, and how active every layer is."""

import numpy as np
import pytest

from tests.seeing import plain
from tests.support.libraries import assert_raises
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
