"""Maps through layers whose rows and columns differ in everything, with groups: in whole numbers, against loops."""

from functools import cache

import numpy as np
import pytest

from tests.seeing.objectives import roughness
from tests.support import oracles
from textbook_cnn import Bias, Conv2D, Dense, Dropout, Flatten, MaxPool2D, Network, ReLU
from textbook_cnn.seeing import (
    deconvnet,
    feature_maps,
    features,
    grad_cam,
    guided_backpropagation,
    input_gradient,
    layer_activity,
    maximise_activation,
    occlusion_map,
    receptive_field,
    saliency,
)

FIRST = {"stride": (1, 2), "padding": ((2, 0), (1, 3)), "dilation": (2, 1), "groups": 2}
SECOND = {"stride": (2, 1), "padding": "same", "dilation": (1, 2), "groups": 3}
NETWORK = Network(
    [
        *(Conv2D(6, (2, 3), **FIRST), Bias(), ReLU(), Dropout(0.5), MaxPool2D((3, 2), (1, 2))),
        *(Conv2D(6, (3, 2), **SECOND), ReLU(), Flatten(), Dense(5), ReLU(), Dense(4)),
    ],
    (4, 7, 13),
)
RNG = np.random.default_rng(2)
PARAMS = {key: RNG.integers(-2, 3, shape).astype(float) for key, shape in NETWORK.parameter_shapes.items()}
IMAGES = RNG.integers(-3, 4, (2, 4, 7, 13)).astype(float)
K1, B1, K2, B2 = (PARAMS[key] for key in ("conv2d_1.K", "conv2d_1.B", "conv2d_2.K", "conv2d_2.B"))
UNITS = (3, 1)


@cache
def outputs():
    """Output of each layer, by name."""
    found = {"conv2d_1": oracles.conv2d(IMAGES, K1, B1, **FIRST)}
    found["bias_1"] = found["conv2d_1"] + PARAMS["bias_1.B"][:, None, None]
    found["relu_1"] = found["dropout_1"] = rectified(found["bias_1"])
    found["max_pool2d_1"] = oracles.max_pool2d(found["relu_1"], (3, 2), stride=(1, 2))
    found["conv2d_2"] = oracles.conv2d(found["max_pool2d_1"], K2, B2, **SECOND)
    found["relu_2"] = rectified(found["conv2d_2"])
    found["flatten_1"] = np.array([maps.ravel() for maps in found["relu_2"]])
    found["dense_1"] = oracles.dense(found["flatten_1"], PARAMS["dense_1.W"], PARAMS["dense_1.B"])
    found["relu_3"] = rectified(found["dense_1"])
    found["dense_2"] = oracles.dense(found["relu_3"], PARAMS["dense_2.W"], PARAMS["dense_2.B"])
    return found


def rectified(A):
    return np.where(A > 0, A, 0)


RULES = {
    input_gradient: lambda X, dY: np.where(X > 0, dY, 0),
    guided_backpropagation: lambda X, dY: np.where((X > 0) & (dY > 0), dY, 0),
    deconvnet: lambda X, dY: np.where(dY > 0, dY, 0),
}


def back(dY, method, start, stop=None):
    """From the output of layer `start` to that of `stop`, or to the image."""
    Y = outputs()
    steps = {
        "dense_2": lambda dY: dY @ PARAMS["dense_2.W"],
        "relu_3": lambda dY: RULES[method](Y["dense_1"], dY),
        "dense_1": lambda dY: dY @ PARAMS["dense_1.W"],
        "flatten_1": lambda dY: dY.reshape(Y["relu_2"].shape),
        "relu_2": lambda dY: RULES[method](Y["conv2d_2"], dY),
        "conv2d_2": lambda dY: oracles.conv2d_backward_input(dY, K2, Y["max_pool2d_1"].shape[2:], **SECOND),
        "max_pool2d_1": lambda dY: oracles.max_pool2d_backward(Y["relu_1"], dY, (3, 2), stride=(1, 2)),
        "relu_1": lambda dY: RULES[method](Y["bias_1"], dY),
        "conv2d_1": lambda dY: oracles.conv2d_backward_input(dY, K1, (7, 13), **FIRST),
    }
    names = list(steps)
    for name in names[names.index(start) : None if stop is None else names.index(stop)]:
        dY = steps[name](dY)
    return dY


def chosen_units():
    return np.eye(4)[list(UNITS)]


def mean_of(channel, maps):
    """∂S/∂Y where S is the mean of one channel."""
    dY = np.zeros(maps.shape)
    dY[:, channel] = 1 / maps[0, 0].size
    return dY


def test_the_layers_differ_in_rows_and_columns():
    for Y in outputs().values():
        assert Y.ndim == 2 or len({*Y.shape}) == 4
    for name in ("relu_1", "relu_2", "relu_3"):
        assert 0.2 < (outputs()[name] > 0).mean() < 0.8


def test_feature_maps_and_features():
    for name, Y in feature_maps(NETWORK, PARAMS, IMAGES, layers=NETWORK.names, batch=1).items():
        np.testing.assert_array_equal(Y, outputs()[name])
    np.testing.assert_array_equal(features(NETWORK, PARAMS, IMAGES, layer="relu_2"), outputs()["flatten_1"])


def test_layer_activity():
    for row in layer_activity(NETWORK, PARAMS, IMAGES, batch=1):
        Y = outputs()[row.name]
        assert (row.shape, row.zeros) == (Y.shape[1:], pytest.approx((Y == 0).sum() / Y.size))
        assert row.mean == pytest.approx(Y.sum() / Y.size)


@pytest.mark.parametrize("method", [input_gradient, guided_backpropagation])
def test_scores_of_classes(method):
    expected = back(chosen_units(), method, "dense_2")
    assert expected.any()
    np.testing.assert_array_equal(method(NETWORK, PARAMS, IMAGES, UNITS), expected)
    np.testing.assert_array_equal(method(NETWORK, PARAMS, IMAGES, np.array(UNITS)), expected)


@pytest.mark.parametrize("method", [input_gradient, guided_backpropagation])
@pytest.mark.parametrize(("layer", "channel"), [("conv2d_2", 2), ("relu_2", 1)])
def test_means_of_channels(method, layer, channel):
    expected = back(mean_of(channel, outputs()[layer]), method, layer)
    assert expected.any()
    np.testing.assert_allclose(method(NETWORK, PARAMS, IMAGES, channel, layer=layer), expected, atol=1e-12)


def test_saliency_is_the_largest_size_over_the_channels():
    expected = np.abs(back(chosen_units(), input_gradient, "dense_2")).max(axis=1)
    np.testing.assert_array_equal(saliency(NETWORK, PARAMS, IMAGES, UNITS), expected)


@pytest.mark.parametrize("layer", ["relu_1", "conv2d_2", "relu_2"])
def test_deconvnet_of_all_maps(layer):
    expected = back(outputs()[layer], deconvnet, layer)
    assert expected.any()
    np.testing.assert_array_equal(deconvnet(NETWORK, PARAMS, IMAGES, layer=layer), expected)


@pytest.mark.parametrize(("layer", "channel"), [("conv2d_2", 0), ("conv2d_2", 3), ("conv2d_1", 1), ("conv2d_1", 2)])
def test_deconvnet_starts_at_the_largest_number_not_at_that_of_the_largest_size(layer, channel):
    maps, alone = outputs()[layer], np.zeros(outputs()[layer].shape)
    for Y, only in zip(maps, alone):
        peak = max(np.ndindex(Y.shape[1:]), key=lambda at, Y=Y: Y[(channel, *at)])
        only[(channel, *peak)] = Y[(channel, *peak)]
    assert (np.abs(maps[:, channel]).max(axis=(1, 2)) > maps[:, channel].max(axis=(1, 2))).any()
    expected = back(alone, deconvnet, layer)
    np.testing.assert_array_equal(deconvnet(NETWORK, PARAMS, IMAGES, layer=layer, channel=channel), expected)


@pytest.mark.parametrize(("layer", "stop"), [("relu_2", "relu_2"), ("max_pool2d_1", "max_pool2d_1")])
def test_grad_cam(layer, stop):
    A, gradient = outputs()[layer], back(chosen_units(), input_gradient, "dense_2", stop)
    total = sum(gradient[:, c].mean(axis=(1, 2))[:, None, None] * A[:, c] for c in range(A.shape[1]))
    assert (total > 0).any()
    np.testing.assert_allclose(grad_cam(NETWORK, PARAMS, IMAGES, UNITS, layer=layer), rectified(total), atol=1e-9)


def second_maps(X):
    Y = rectified(oracles.conv2d(X, K1, B1, **FIRST) + PARAMS["bias_1.B"][:, None, None])
    return oracles.conv2d(oracles.max_pool2d(Y, (3, 2), stride=(1, 2)), K2, B2, **SECOND)


def score(X, unit):
    """The class's score of one image, from the layers' definitions."""
    Y = second_maps(X)
    row = rectified(PARAMS["dense_1.W"] @ rectified(Y).ravel() + PARAMS["dense_1.B"])
    return (PARAMS["dense_2.W"] @ row + PARAMS["dense_2.B"])[unit]


@pytest.mark.parametrize(("size", "stride"), [((2, 5), (3, 4)), ((6, 3), (1, 5)), (4, (2, 3))])
def test_occlusion_by_windows_and_steps_that_differ_in_rows_and_columns(size, stride):
    fill, (h, w), (s, t) = (1.0, -2.0, 0.0, 3.0), oracles.pair(size), oracles.pair(stride)
    found = occlusion_map(NETWORK, PARAMS, IMAGES[:1], 1, size=size, stride=stride, fill=fill)
    tops, lefts = range(0, 7 - h + 1, s), range(0, 13 - w + 1, t)
    assert found.shape == (len(tops), len(lefts))
    for (p, top), (q, left) in ((a, b) for a in enumerate(tops) for b in enumerate(lefts)):
        hidden = IMAGES[:1].copy()
        hidden[:, :, top : top + h, left : left + w] = np.array(fill)[:, None, None]
        assert found[p, q] == score(IMAGES[:1], 1) - score(hidden, 1)


def test_occlusion_of_a_channel_of_a_hidden_layer():
    found = occlusion_map(NETWORK, PARAMS, IMAGES[:1], 4, size=(4, 6), stride=(3, 7), layer="conv2d_2")
    for p, q in np.ndindex(2, 2):
        hidden = IMAGES[:1].copy()
        hidden[:, :, 3 * p : 3 * p + 4, 7 * q : 7 * q + 6] = 0
        fall = second_maps(IMAGES[:1])[0, 4].mean() - second_maps(hidden)[0, 4].mean()
        assert found[p, q] == pytest.approx(fall, abs=1e-12)


@pytest.mark.parametrize("layer", ["conv2d_1", "max_pool2d_1", "conv2d_2"])
def test_the_gradient_of_an_output_stays_in_its_receptive_field(layer):
    """And reaches its edges, where kernels of ones let every pixel through."""
    ones = {key: np.ones(A.shape) for key, A in PARAMS.items()}
    field, maps = receptive_field(NETWORK, layer), outputs()[layer]
    X = IMAGES[:1] - IMAGES.min() + 1
    seen = np.zeros((7, 13), dtype=bool)
    for p, q in np.ndindex(maps.shape[2:]):
        top, bottom, left, right = field.window(p, q)
        inside = np.zeros((7, 13), dtype=bool)
        inside[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = True
        moved = X.copy()
        moved[:, :, ~inside] += 5
        Y, Z = (feature_maps(NETWORK, ones, A, layers=[layer])[layer] for A in (X, moved))
        assert Y[0, 0, p, q] == Z[0, 0, p, q]
        seen |= inside
    assert seen.sum() > 50


@pytest.mark.parametrize(("decay", "smoothness"), [(0.0, 0.0), (0.25, 0.0), (0.0, 0.75), (0.5, 0.125)])
def test_a_step_towards_a_channel_that_differs_in_rows_and_columns(decay, smoothness):
    maps, terms = outputs()["conv2d_2"], {"decay": decay, "smoothness": smoothness}
    found = maximise_activation(NETWORK, PARAMS, IMAGES, 1, layer="conv2d_2", steps=1, step_size=0.25, **terms)
    dX = back(mean_of(1, maps), input_gradient, "conv2d_2") - decay * IMAGES - smoothness * pulls(IMAGES)
    size = np.sqrt((dX**2).mean(axis=(1, 2, 3)))[:, None, None, None]
    np.testing.assert_allclose(found.X, IMAGES + 0.25 * dX / size, atol=1e-12)
    against = [decay / 2 * np.sum(X**2) + smoothness * roughness(X) for X in IMAGES]
    assert found.objective[0] == pytest.approx(np.mean(maps[:, 1].mean(axis=(1, 2)) - against))


def pulls(X):
    """Each pixel less its neighbours above, below, left and right: the gradient of half the squared differences."""
    total = np.zeros(X.shape)
    for b, j, p, q in np.ndindex(X.shape):
        for r, c in ((p - 1, q), (p + 1, q), (p, q - 1), (p, q + 1)):
            if 0 <= r < X.shape[2] and 0 <= c < X.shape[3]:
                total[b, j, p, q] += X[b, j, p, q] - X[b, j, r, c]
    return total
