"""The layers of VGG16, and what they compute, against a NumPy loop and against PyTorch."""

import importlib.util

import numpy as np
import pytest

from tests.support.libraries import assert_raises
from textbook_cnn import Conv2D, MaxPool2D, ReLU
from textbook_cnn.vgg16 import vgg16_network, vgg16_preprocess, vgg16_weights

SMALL = 32
PHOTOGRAPH = np.random.default_rng(0).integers(0, 256, (SMALL, SMALL, 3), dtype=np.uint8)


def test_table_of_the_paper():
    network = vgg16_network(classifier=True)
    kinds = [type(layer).__name__ for layer in network.layers]
    assert (kinds.count("Conv2D"), kinds.count("MaxPool2D"), kinds.count("Dense")) == (13, 5, 3)
    assert [layer.filters for layer in network.layers if isinstance(layer, Conv2D)] == (
        [64] * 2 + [128] * 2 + [256] * 3 + [512] * 6
    )
    counts = {key: int(np.prod(shape)) for key, shape in network.parameter_shapes.items()}
    assert sum(counts.values()) == 138_357_544  # as published
    assert sum(counts[key] for key in vgg16_network().parameter_shapes) == 14_714_688
    assert all(isinstance(b, ReLU) for a, b in zip(network.layers, network.layers[1:]) if isinstance(a, Conv2D))
    assert network.layers[-1].units == 1000


def test_names_are_those_of_keras():
    names = vgg16_network(classifier=True).names
    assert [name for name in names if "relu" not in name and not name.startswith("block")] == [
        *("flatten", "fc1", "fc2", "predictions")
    ]
    blocks = [name for name in names if name.startswith("block") and "relu" not in name]
    sizes = (2, 2, 3, 3, 3)
    assert blocks == [
        name
        for b, size in enumerate(sizes, 1)
        for name in (*(f"block{b}_conv{m}" for m in range(1, size + 1)), f"block{b}_pool")
    ]
    assert names[-5:] == ("fc1", "fc1_relu", "fc2", "fc2_relu", "predictions")


def test_sizes():
    assert vgg16_network().output_shape == (512, 7, 7)
    assert vgg16_network((64, 96)).output_shape == (512, 2, 3)
    with assert_raises(ValueError, "input_size", "32"):
        vgg16_network(31)
    with assert_raises(ValueError, "input_size", "224 with the classifier"):
        vgg16_network(256, classifier=True)
    with assert_raises(TypeError, "input_size"):
        vgg16_network("224")


def plain_outputs(network, params, X):
    """Output of every layer in float64, the convolutions added up offset by offset."""
    X, outputs = X[0].astype(np.float64), {}
    for name, layer in zip(network.names, network.layers):
        n, H, W = X.shape
        if isinstance(layer, Conv2D):
            K, B = (params[f"{name}.{letter}"].astype(np.float64) for letter in "KB")
            Z, Y = np.pad(X, ((0, 0), (1, 1), (1, 1))), np.zeros((len(K), H, W))
            for u, v in np.ndindex(3, 3):
                Y += np.tensordot(K[:, :, u, v], Z[:, u : u + H, v : v + W], axes=1)
            X = Y + B[:, None, None]
        elif isinstance(layer, ReLU):
            X = np.maximum(X, 0)
        else:
            X = X[:, : H // 2 * 2, : W // 2 * 2].reshape(n, H // 2, 2, W // 2, 2).max(axis=(2, 4))
        outputs[name] = X
    return outputs


def torch_outputs(network, params, X):
    import torch

    Z, outputs = torch.from_numpy(X), {}
    for name, layer in zip(network.names, network.layers):
        if isinstance(layer, Conv2D):
            K, B = (torch.from_numpy(params[f"{name}.{letter}"].copy()) for letter in "KB")
            Z = torch.nn.functional.conv2d(Z, K, B, padding=1)
        else:
            Z = torch.nn.functional.max_pool2d(Z, 2) if isinstance(layer, MaxPool2D) else torch.relu(Z)
        outputs[name] = Z.numpy()[0]
    return outputs


def assert_agrees(found, expected):
    assert list(found) == list(expected)
    for name, Y in expected.items():
        assert np.abs(found[name][0] - Y).max() <= 1e-4 * np.abs(Y).max(), name
        assert Y.any(), name


def test_random_weights_against_a_loop():
    network = vgg16_network(SMALL)
    params = network.init(0)
    params |= {
        key: 0.1 * np.random.default_rng(1).standard_normal(A.shape).astype("float32")
        for key, A in params.items()
        if key.endswith("B")
    }
    X = vgg16_preprocess(PHOTOGRAPH, "torchvision")
    assert_agrees(network.activations(params, X), plain_outputs(network, params, X))


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="torch is not installed")
def test_published_weights_against_pytorch():
    try:
        weights = vgg16_weights("cache")
    except FileNotFoundError as error:
        pytest.skip(f"no weights: {error}")
    network, X = vgg16_network(SMALL), vgg16_preprocess(PHOTOGRAPH, weights.family)
    found = network.activations(weights.params, X)
    assert_agrees(found, torch_outputs(network, weights.params, X))
    assert_agrees(found, plain_outputs(network, weights.params, X))
