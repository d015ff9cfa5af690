"""Receptive fields against what really happens when one pixel changes."""

from dataclasses import dataclass

import numpy as np
import pytest

from tests.support.libraries import assert_raises
from textbook_cnn import AvgPool2D, Conv2D, Dense, Flatten, GlobalAvgPool2D, MaxPool2D, Network, ReLU, Sigmoid, Tanh
from textbook_cnn._windows import geometry
from textbook_cnn.network.layer import Layer
from textbook_cnn.seeing import ReceptiveField, receptive_field
from textbook_cnn.vgg16 import vgg16_network

CHAINS = {
    "convolutions": [Conv2D(1, 3), Conv2D(1, (2, 5)), Conv2D(1, 3)],
    "pools": [Conv2D(1, 3, padding="same"), ReLU(), MaxPool2D(2), Conv2D(1, 3, padding="same"), MaxPool2D(2)],
    "strides": [Conv2D(1, 3, stride=2, padding=1), Conv2D(1, 3, stride=(1, 2), padding=1), Conv2D(1, 2)],
    "dilation": [Conv2D(1, 3, dilation=2, padding="same"), Conv2D(1, 3, dilation=(1, 3), stride=2)],
    "padded pools": [MaxPool2D(3, 2, padding=1), Conv2D(1, 2), MaxPool2D((3, 2), padding=((1, 0), (0, 1)))],
    "pools that go beyond the end": [MaxPool2D(3, 2, ceil_mode=True), AvgPool2D(2, ceil_mode=True)],
    "means": [AvgPool2D(3, 2, padding=1), Conv2D(1, 3, padding="same"), AvgPool2D((2, 3))],
    "overlapping pool": [MaxPool2D(3, 2), Conv2D(1, 3, padding="full"), MaxPool2D((2, 1), 1)],
}


def seen_pixels(network, p, q):
    """(top, bottom, left, right) of the pixels that change output [p, q], one pixel changed at a time.

    All weights are 1 and the image is noise; each pixel is raised so far that it wins every pool it enters."""
    params = {
        key: np.ones(shape) if key.endswith("K") else np.zeros(shape) for key, shape in network.parameter_shapes.items()
    }
    H, W = network.input_shape[1:]
    image = np.random.default_rng(0).uniform(1, 2, (1, H, W))
    stack = np.repeat(image[None], H * W + 1, axis=0)
    for m, (row, column) in enumerate(np.ndindex(H, W)):
        stack[m, 0, row, column] += 1000
    Y, _ = network.forward(params, stack)
    changed = (np.abs(Y[:-1, 0, p, q] - Y[-1, 0, p, q]) > 0.5).reshape(H, W)
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    return rows[0], rows[-1] + 1, columns[0], columns[-1] + 1


@pytest.mark.parametrize("name", CHAINS)
def test_field_is_what_a_change_reaches(name):
    network = Network(CHAINS[name], (1, 23, 19))
    field = receptive_field(network, network.names[-1])
    _, H, W = network.output_shape
    for p, q in {(0, 0), (H - 1, W - 1), (H // 2, W // 2), (0, W - 1)}:
        top, bottom, left, right = field.window(p, q)
        inside = max(top, 0), min(bottom, 23), max(left, 0), min(right, 19)
        assert inside == tuple(seen_pixels(network, p, q)), (p, q)


def test_middle_window_is_whole():
    network = Network(CHAINS["pools"], (1, 23, 19))
    field = receptive_field(network, "max_pool2d_2")
    top, bottom, left, right = field.window(2, 2)
    assert (bottom - top, right - left) == field.size == (10, 10)
    assert field.step == (4, 4)


def test_vgg16():
    layers = [f"block{b}_conv{m}" for b, m in ((1, 1), (1, 2), (2, 2), (3, 3), (4, 3), (5, 3))] + ["block5_pool"]
    sizes = [receptive_field(vgg16_network(), layer).size[0] for layer in layers]
    assert sizes == [3, 5, 14, 40, 92, 196, 212]  # as the literature has them
    assert receptive_field(vgg16_network(), "block5_pool").step == (32, 32)


def test_layers_without_windows_change_nothing():
    network = Network([ReLU(), Conv2D(2, 3), ReLU()], (1, 5, 5))
    assert receptive_field(network, "relu_1") == ReceptiveField((1, 1), (1, 1), (0, 0))
    assert receptive_field(network, "relu_2") == receptive_field(network, "conv2d_1")


def test_refuses():
    network = Network([Flatten(), Dense(2)], (1, 5, 5))
    with assert_raises(ValueError, "layer", "feature maps"):
        receptive_field(network, "dense_1")
    with assert_raises(ValueError, "layer", "feature maps"):
        receptive_field(network, "flatten_1")
    with assert_raises(ValueError, "layer", "flatten_1"):
        receptive_field(network, "conv2d_1")
    with assert_raises(TypeError, "network"):
        receptive_field(None, "conv2d_1")


@dataclass(frozen=True)
class Shifted(Layer):
    """Looks one pixel to the left, and says nothing of it unless it is told to."""

    def forward(self, own, X, rng=None):
        return np.roll(X, 1, axis=3), None


class Everywhere(Shifted):
    pointwise = True

    def output_shape(self, shape):
        return shape[0], shape[1] - 1, shape[2]


class Windowed(Shifted):
    def windows(self, shape):
        return geometry(shape[1:], (1, 2), padding=((0, 0), (1, 0)))


@pytest.mark.parametrize("layer", [Shifted(), Everywhere()])
def test_a_layer_that_does_not_say_where_it_looks_is_refused(layer):
    with assert_raises(TypeError, "network", "pointwise"):
        receptive_field(Network([Conv2D(1, 3), layer, ReLU()], (1, 9, 9)), "relu_1")


def test_a_layer_of_ones_own_says_where_it_looks():
    network = Network([MaxPool2D(2), Windowed()], (1, 8, 8))
    assert receptive_field(network, "layer_1") == ReceptiveField((2, 4), (2, 2), (0, -2))


def test_curves_are_pointwise_and_the_mean_of_a_map_is_none():
    network = Network([Conv2D(2, 3), Sigmoid(), Tanh(), GlobalAvgPool2D()], (1, 5, 5))
    assert receptive_field(network, "tanh_1") == receptive_field(network, "conv2d_1")
    with assert_raises(ValueError, "layer", "feature maps"):
        receptive_field(network, network.names[-1])
