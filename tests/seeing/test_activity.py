"""Feature maps of some layers, and how active every layer is."""

import numpy as np
import pytest

from tests.seeing import plain
from tests.support.libraries import Library, assert_equals, assert_raises
from textbook_cnn import Network, ReLU
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
    with assert_raises(ValueError, r"layers\[0\]", "conv2d_1"):
        feature_maps(NETWORK, PARAMS, IMAGES, layers=["conv"])
    with assert_raises(ValueError, "batch"):
        feature_maps(NETWORK, PARAMS, IMAGES, layers=["relu_1"], batch=0)
    with assert_raises(ValueError, "X", "at least one"):
        layer_activity(NETWORK, PARAMS, IMAGES[:0])
    for layers in ({"relu_1"}, b"relu_1", [1], [None], np.array("relu_1")):
        with assert_raises(TypeError, r"layers(\[0\])?"):
            feature_maps(NETWORK, PARAMS, IMAGES, layers=layers)
    for batch in (1.5, "2", True, None):
        with assert_raises(TypeError, "batch", "integer"):
            layer_activity(NETWORK, PARAMS, IMAGES, batch=batch)
    with assert_raises(ValueError, "X", "finite"):
        layer_activity(NETWORK, PARAMS, IMAGES * np.nan)


def test_batches_of_integers_of_any_width():
    """Places of images are counted past what eight bits hold."""
    many = np.repeat(IMAGES, 60, axis=0)
    found = feature_maps(NETWORK, PARAMS, many, layers=np.array(["relu_1"]), batch=np.int8(100))["relu_1"]
    np.testing.assert_allclose(
        found, np.repeat(feature_maps(NETWORK, PARAMS, IMAGES, layers=["relu_1"])["relu_1"], 60, axis=0)
    )


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_activity_of_half_precision_is_counted_in_float32(dtype):
    torch = Library("torch")
    X = (
        torch.array(np.tile([40000.0, -1.0, 40000.0, 40000.0], (300, 100)))
        .to(getattr(torch.xp, dtype))
        .requires_grad_()
    )
    (row,) = layer_activity(Network([ReLU()], (400,)), {}, X, batch=300)
    assert (row.mean, row.zeros) == (pytest.approx(0.75 * X[0, 0].item(), rel=1e-5), 0.25)
