"""The proof of the whole network: which regions it visits, and that no wrong layer gets through."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.signal import correlate2d

import textbook_cnn
from textbook_cnn import layers
from textbook_cnn.formulas import REGISTRY, prove
from textbook_cnn.formulas.examples import network as examples
from textbook_cnn.formulas.examples.network import CLASSES, DRAWS, PAIRS, SIZE, witness
from textbook_cnn.network.layers import Bias

REGIONS = REGISTRY["network.gradients"].proofs[-1:]  # the printed rows
FORMULA = replace(REGISTRY["network.gradients"], proofs=REGIONS)


def convolved(X, K, B):
    """The layer by SciPy."""
    return np.array(
        [
            sum(correlate2d(image, kernel, "valid") for image, kernel in zip(X, kernels, strict=True)) + bias
            for kernels, bias in zip(K, B, strict=True)
        ]
    )


def windows(Y):
    """Y (n, 2H, 2W) as (n, H, W, 4): the four pixels of each window, row by row."""
    n, H, W = Y.shape
    return Y.reshape(n, H // 2, 2, W // 2, 2).transpose(0, 1, 3, 2, 4).reshape(n, H // 2, W // 2, 4)


def visited(draw):
    """Signs of all ReLU inputs and, where something goes through the pooling, the place of the largest; by layer."""
    arrays = {key: array.astype(float) for key, array in witness(draw).items()}
    for X in arrays["x"]:
        maps = X
        for layer in (1, 2):
            Y = convolved(maps, arrays[f"conv2d_{layer}_K"], arrays[f"conv2d_{layer}_B"])
            largest, place = windows(Y).max(-1), windows(Y).argmax(-1)
            yield layer, Y, largest, place
            maps = np.maximum(largest, 0)


def test_every_place_of_every_window_and_both_signs_of_every_unit_are_visited():
    assert DRAWS >= 50
    written, pooled, places = set(), set(), set()
    for draw in range(DRAWS):
        for layer, Y, largest, place in visited(draw):
            assert np.abs(Y).min() > 1e-6  # no unit on the border
            written |= {(layer, *unit, Y[unit] > 0) for unit in np.ndindex(Y.shape)}
            pooled |= {(layer, *unit, largest[unit] > 0) for unit in np.ndindex(largest.shape)}
            places |= {(layer, *unit, place[unit]) for unit in np.ndindex(place.shape) if largest[unit] > 0}
    units, window_count = 2 * 6 * 6 + 2 * 2 * 2, 2 * 3 * 3 + 2
    assert len(written) == 2 * units  # the ReLU before the pooling, as written
    assert len(pooled) == 2 * window_count  # after it, as trained
    assert len(places) == 4 * window_count


def test_the_small_network_has_the_layers_of_the_lecture():
    kinds = ["Conv2D", "ReLU", "MaxPool2D", "Conv2D", "ReLU", "MaxPool2D", "Flatten", "Dense"]
    network = examples.network()
    assert [type(layer).__name__ for layer in network.layers] == kinds
    assert (network.input_shape, network.output_shape) == (SIZE, (CLASSES,))
    assert set(examples.NAMES) == set(network.parameter_shapes)


@pytest.fixture
def two_draws(monkeypatch):
    monkeypatch.setattr(examples, "DRAWS", 2)


def counterexample():
    (result,) = prove(FORMULA)
    assert not result.passed
    return result.counterexample


def test_two_draws_pass(two_draws):
    (result,) = prove(FORMULA)
    assert result.passed, result.counterexample
    assert result.cases == 2 * (3 * 2 + 2)
    assert [len(witness(draw)["x"]) for draw in (0, PAIRS - 1, PAIRS, DRAWS - 1)] == [2, 2, 1, 1]


# what is wrong: where, name, wrong function, what the message shows
BUGS = {
    "the ReLU lets everything back": (layers, "relu_backward", lambda X, dY: dY, "∂E/∂ of conv2d_1.K"),
    "pooling gives to all pixels": (
        layers,
        "max_pool2d_backward",
        lambda X, dY, size, *, stride, Y, **_: layers.avg_pool2d_backward(X, dY, size, stride=stride),
        "∂E/∂ of conv2d_1.K",
    ),
    "half a turn forgotten": (
        layers,
        "conv2d_backward_input",
        lambda dY, K, size, *, right=layers.conv2d_backward_input, **keywords: right(
            dY, textbook_cnn.rot180(K), size, **keywords
        ),
        "∂E/∂ of conv2d_1.K",
    ),
    "no gradient through the dense layer": (
        layers,
        "dense_backward_input",
        lambda dY, W, right=layers.dense_backward_input: 0 * right(dY, W),
        "∂E/∂ of conv2d_1.K",
    ),
    "maps flattened in another order": (
        layers,
        "unflatten",
        lambda X, shape, right=layers.unflatten: right(X, shape)[:, ::-1],
        "∂E/∂ of conv2d_1.K",
    ),
    "a sum over the batch, no mean": (
        textbook_cnn,
        "softmax_cross_entropy_backward",
        lambda Z, T, right=textbook_cnn.softmax_cross_entropy_backward: Z.shape[0] * right(Z, T),
        "backward(",
    ),
    "the bias after the pooling without gradient": (
        Bias,
        "backward",
        lambda self, own, cache, dY, input_gradient=True: (dY, {"B": 0 * own["B"]}),
        "∂E/∂ of conv2d_1.B",
    ),
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_wrong_layer_is_found(bug, two_draws, monkeypatch):
    where, name, wrong, shown = BUGS[bug]
    monkeypatch.setattr(where, name, wrong)
    assert shown in counterexample()


def test_a_wrong_statement_is_found(two_draws):
    right = FORMULA.rows[0]
    (result,) = prove(replace(FORMULA, rows=((right[0], right[1].args[0]),)))  # without pooling
    assert not result.passed
    assert "the left side has shape (2, 3, 3), the right side (2, 6, 6)" in result.counterexample
