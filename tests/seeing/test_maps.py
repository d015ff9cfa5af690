"""Saliency, guided backpropagation, Grad-CAM, occlusion and deconvnet against Jacobians and plain loops."""

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from tests.seeing import plain
from tests.support.libraries import Library, assert_equals, assert_raises
from textbook_cnn import Dense, Flatten, Network, ReLU
from textbook_cnn.seeing import (
    deconvnet,
    grad_cam,
    guided_backpropagation,
    input_gradient,
    occlusion_map,
    saliency,
)

NETWORK, PARAMS, IMAGES = plain.small_network()
SECOND_RELU = NETWORK.names.index("relu_2")


def on(xp, dtype="float64"):
    return {key: xp.array(A, dtype) for key, A in PARAMS.items()}, xp.array(IMAGES, dtype)


def each(function):
    return np.stack([function(image) for image in IMAGES])


@cache
def class_maps(rule, units=(1, 1, 1)):
    return np.stack(
        [
            plain.back(NETWORK, PARAMS, image, np.eye(3)[unit], len(NETWORK.layers), rule)
            for image, unit in zip(IMAGES, units)
        ]
    )


@cache
def differences(unit, stop=None):
    slopes = each(lambda image: plain.jacobian(lambda A: plain.score(NETWORK, PARAMS, A, unit, stop), image))
    return slopes.reshape(IMAGES.shape)


@cache
def projections(channel):
    return each(
        lambda image: plain.back(
            NETWORK, PARAMS, image, start_of_projection(image, channel), SECOND_RELU + 1, plain.deconvnet_rule
        )
    )


def start_of_projection(image, channel):
    maps = plain.run(NETWORK, PARAMS, image, stop=SECOND_RELU + 1)[-1]
    if channel is None:
        return maps
    alone = np.zeros_like(maps)
    peak = max(np.ndindex(maps.shape[1:]), key=lambda at: maps[(channel, *at)])
    alone[(channel, *peak)] = maps[(channel, *peak)]
    return alone


def cam(image, unit, place, stop=None):
    A = plain.run(NETWORK, PARAMS, image, stop=place + 1)[-1]
    slopes = plain.jacobian(lambda M: plain.score(NETWORK, PARAMS, M, unit, stop, place + 1), A).reshape(A.shape)
    total = sum(np.mean(slope) * channel for slope, channel in zip(slopes, A))
    return np.where(total > 0, total, 0)


@cache
def cams(unit):
    return each(lambda image: cam(image, unit, SECOND_RELU))


@cache
def falls(size, stride, fill):
    colours = np.array(fill).reshape(-1, 1, 1) if np.ndim(fill) else fill
    whole, found = plain.score(NETWORK, PARAMS, IMAGES[0], 2), []
    for top, left in plain.windows((8, 8), size, stride):
        hidden = IMAGES[0].copy()
        hidden[:, top : top + size, left : left + size] = colours
        found.append(whole - plain.score(NETWORK, PARAMS, hidden, 2))
    count = (8 - size) // stride + 1
    return np.reshape(found, (count, count))


def test_score_gradient_is_that_of_differences(xp):
    params, X = on(xp)
    assert_equals(xp, input_gradient(NETWORK, params, X, 1), differences(1), "float64", tolerance=1e-7)
    assert_equals(xp, saliency(NETWORK, params, X, 1), np.abs(differences(1)).max(axis=1), "float64", tolerance=1e-7)


def test_each_image_has_its_own_unit(xp):
    params, X = on(xp)
    expected = class_maps(plain.gradient_rule, (2, 0, 1))
    assert_equals(xp, input_gradient(NETWORK, params, X, (2, 0, 1)), expected, tolerance=1e-7)


def test_channel_of_a_hidden_layer_counts_with_its_mean():
    found = input_gradient(NETWORK, PARAMS, IMAGES, 2, layer="relu_2")
    np.testing.assert_allclose(found, differences(2, SECOND_RELU + 1), rtol=0, atol=1e-8)


def test_guided_backpropagation(xp):
    params, X = on(xp)
    expected = class_maps(plain.guided_rule)
    assert_equals(xp, guided_backpropagation(NETWORK, params, X, 1), expected, "float64", tolerance=1e-7)
    assert np.abs(expected - class_maps(plain.gradient_rule)).max() > 0.1  # another map than the gradient


def test_deconvnet_of_all_maps(xp):
    params, X = on(xp)
    assert_equals(xp, deconvnet(NETWORK, params, X, layer="relu_2"), projections(None), "float64", tolerance=1e-7)


def test_deconvnet_of_one_channel_starts_at_its_largest_value(xp):
    params, X = on(xp)
    found = deconvnet(NETWORK, params, X, layer="relu_2", channel=3)
    assert_equals(xp, found, projections(3), "float64", tolerance=1e-7)


def test_grad_cam(xp):
    params, X = on(xp)
    assert cams(1).max() > 0
    assert_equals(xp, grad_cam(NETWORK, params, X, 1, layer="relu_2"), cams(1), "float64", tolerance=1e-7)


def test_grad_cam_of_a_hidden_score():
    expected = cam(IMAGES[0], 3, NETWORK.names.index("max_pool2d_1"), SECOND_RELU + 1)
    found = grad_cam(NETWORK, PARAMS, IMAGES[:1], 3, layer="max_pool2d_1", score_layer="relu_2")
    np.testing.assert_allclose(found[0], expected, rtol=0, atol=1e-8)


@pytest.mark.parametrize(("size", "stride", "fill"), [(3, 1, 0.5), (2, 3, (0.25, -1.0)), (8, 1, 0.0)])
def test_occlusion(xp, size, stride, fill):
    params, X = on(xp)
    found = occlusion_map(NETWORK, params, X[:1, ...], 2, size=size, stride=stride, fill=fill)
    assert_equals(xp, found, falls(size, stride, fill), "float64", tolerance=1e-12)


def test_occlusion_hides_seven_by_seven_black_pixels_if_not_told():
    np.testing.assert_allclose(occlusion_map(NETWORK, PARAMS, IMAGES[:1], 2), falls(7, 1, 0.0))


def test_occlusion_in_several_batches(monkeypatch):
    monkeypatch.setattr("textbook_cnn.seeing.class_activation.BATCH", 5)
    np.testing.assert_allclose(occlusion_map(NETWORK, PARAMS, IMAGES[:1], 2, size=3, fill=0.5), falls(3, 1, 0.5))


METHODS = [
    input_gradient,
    saliency,
    guided_backpropagation,
    lambda *a: grad_cam(*a, layer="relu_1"),
    lambda n, p, X, u: occlusion_map(n, p, X[:1], u),
]


@pytest.mark.parametrize("method", METHODS)
def test_float32_stays_and_arguments_stay_as_they_were(method):
    X = IMAGES.astype("float32")
    X.flags.writeable = False
    params = {key: A.astype("float32") for key, A in PARAMS.items()}
    for A in params.values():
        A.flags.writeable = False
    assert method(NETWORK, params, X, 0).dtype == np.float32


@pytest.mark.parametrize("method", METHODS)
def test_refuses_what_does_not_fit(method):
    with assert_raises(ValueError, "unit", "0 to 2"):
        method(NETWORK, PARAMS, IMAGES, 3)
    with assert_raises(TypeError, "unit", "integer"):
        method(NETWORK, PARAMS, IMAGES, 1.5)
    with assert_raises(ValueError, "X", "shape"):
        method(NETWORK, PARAMS, IMAGES[:, :1], 0)
    with assert_raises(TypeError, "X", "an array"):
        method(NETWORK, PARAMS, IMAGES[0].tolist(), 0)
    with assert_raises(TypeError, "X", "floating"):
        method(NETWORK, PARAMS, IMAGES.astype(int), 0)
    with assert_raises(TypeError, "network", "Network"):
        method("VGG16", PARAMS, IMAGES, 0)


def test_refuses_layers_that_do_not_fit():
    with assert_raises(ValueError, "layer", "conv2d_1"):
        saliency(NETWORK, PARAMS, IMAGES, 0, layer="conv2d_9")
    with assert_raises(ValueError, "layer", "before"):
        grad_cam(NETWORK, PARAMS, IMAGES, 0, layer="relu_2", score_layer="relu_2")
    with assert_raises(ValueError, "layer", "feature maps"):
        grad_cam(NETWORK, PARAMS, IMAGES, 0, layer="dense_1")
    with assert_raises(ValueError, "layer", "feature maps"):
        deconvnet(NETWORK, PARAMS, IMAGES, layer="dense_1")
    with assert_raises(ValueError, "channel", "0 to 3"):
        deconvnet(NETWORK, PARAMS, IMAGES, layer="relu_2", channel=4)
    with assert_raises(ValueError, "unit", "one for each of 3"):
        saliency(NETWORK, PARAMS, IMAGES, [0, 1])
    with assert_raises(ValueError, "X", "one image"):
        occlusion_map(NETWORK, PARAMS, IMAGES, 0)
    with assert_raises(ValueError, "fill"):
        occlusion_map(NETWORK, PARAMS, IMAGES[:1], 0, fill=np.nan)
    with assert_raises(ValueError, "X", "one image"):
        rows = Network([Dense(1)], (2,))
        occlusion_map(rows, rows.init(0), np.ones((1, 2)), 0)
    with assert_raises(ValueError, "layer", "before 'relu_2'"):
        grad_cam(NETWORK, PARAMS, IMAGES, 0, layer="flatten_1", score_layer="relu_2")
    with assert_raises(ValueError, "unit", "at least 0"):
        saliency(NETWORK, PARAMS, IMAGES, -1)
    with assert_raises(ValueError, "unit", "0 to 2"):
        saliency(NETWORK, PARAMS, IMAGES, [0, 3, 0])
    with assert_raises(ValueError, "channel", "at least 0"):
        deconvnet(NETWORK, PARAMS, IMAGES, layer="relu_2", channel=-1)
    with assert_raises(ValueError, "fill", "2 channels"):
        occlusion_map(NETWORK, PARAMS, IMAGES[:1], 0, fill=[0.0])
    with assert_raises(ValueError, "network", "height"):
        saliency(
            Network([Dense(1), ReLU()], (2,)),
            {"dense_1.W": np.ones((1, 2)), "dense_1.B": np.ones(1)},
            np.ones((1, 2)),
            0,
        )


@pytest.mark.parametrize("method", METHODS)
def test_a_graph_is_left_behind(method):
    """Parameters and images of PyTorch that are being learnt give the same map, and the map carries nothing."""
    torch = Library("torch")
    params, X = on(torch)
    expected = method(NETWORK, params, X, 1)
    learnt = {key: A.clone().requires_grad_() for key, A in params.items()}
    found = method(NETWORK, learnt, X.clone().requires_grad_(), 1)
    assert not found.requires_grad
    assert found.tolist() == expected.tolist()


@pytest.mark.parametrize("method", METHODS[:4])
def test_maps_may_be_traced(method):
    jax = pytest.importorskip("jax", reason="jax is not installed")
    params, X = on(Library("jax"))
    found = jax.jit(lambda params, X: method(NETWORK, params, X, 1))(params, X)
    np.testing.assert_allclose(np.asarray(found), np.asarray(method(NETWORK, params, X, 1)), atol=1e-12)
    with assert_raises(TypeError, "unit", "read"):
        jax.jit(lambda unit: method(NETWORK, params, X, unit))(1)


@pytest.mark.parametrize("method", [*METHODS, lambda n, p, X, u: deconvnet(n, p, X, layer="relu_2")])
@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_what_is_no_number_is_not_hidden_by_a_relu(method, wrong):
    X = IMAGES.copy()
    X[0, 1, 2, 3] = wrong
    with assert_raises(ValueError, "X", "finite"):
        method(NETWORK, PARAMS, X, 1)
    diverged = {**PARAMS, "conv2d_1.K": np.where(PARAMS["conv2d_1.K"] > 0, wrong, 0)}
    with np.errstate(invalid="ignore"), assert_raises(ValueError, "params", "finite"):
        method(NETWORK, diverged, IMAGES, 1)


@pytest.mark.parametrize("method", METHODS)
def test_there_is_an_image(method):
    with assert_raises(ValueError, "X", "at least one"):
        method(NETWORK, PARAMS, IMAGES[:0], 1)


def test_grad_cam_of_half_precision_is_weighed_in_float32():
    """Maps of 300 × 300 ones: the mean gradient of each is 1/90000, which two bytes hold in two digits alone."""
    torch = Library("torch")
    network = Network([ReLU(), ReLU()], (2, 300, 300))
    X = torch.xp.ones((1, 2, 300, 300), dtype=torch.xp.bfloat16)
    found = grad_cam(network, {}, X, 1, layer="relu_1")
    assert found.dtype == X.dtype
    np.testing.assert_allclose(found.float().numpy(), 1 / 90000, rtol=2**-7)


@pytest.mark.parametrize(
    ("error", "fill"),
    [
        *(
            (TypeError, fill)
            for fill in ("2", b"2", b"22", bytearray(b"22"), "22", None, True, [0.0, "1"], {1.0, 2.0}, {0: 1, 1: 2}, 1j)
        ),
        *((ValueError, fill) for fill in (np.inf, -np.inf, [0.0, np.nan], [0.0], np.zeros(3), np.zeros((2, 1)))),
    ],
)
def test_colours_are_numbers(error, fill):
    with pytest.raises((TypeError, ValueError) if np.ndim(fill) == 2 else error, match="^fill: expected .* got "):
        occlusion_map(NETWORK, PARAMS, IMAGES[:1], 2, size=3, fill=fill)


@pytest.mark.parametrize(
    "fill",
    [np.array([0.25, -1.0]), (np.float32(0.25), -1), [Fraction(1, 4), np.int8(-1)], np.array([0.25, -1.0], "float16")],
)
def test_colours_of_any_kind(fill):
    found = occlusion_map(NETWORK, PARAMS, IMAGES[:1], 2, size=2, stride=3, fill=fill)
    np.testing.assert_allclose(found, falls(2, 3, (0.25, -1.0)), atol=1e-12)


def test_names_the_argument_that_is_wrong():
    with assert_raises(ValueError, "size", "no larger"):
        occlusion_map(NETWORK, PARAMS, IMAGES[:1], 0, size=(3, 9))
    with assert_raises(ValueError, "stride"):
        occlusion_map(NETWORK, PARAMS, IMAGES[:1], 0, stride=0)
    with assert_raises(ValueError, "score_layer", "relu_2"):
        grad_cam(NETWORK, PARAMS, IMAGES, 0, layer="relu_2", score_layer="dense_9")
    for function in (grad_cam, lambda *a, **k: deconvnet(*a[:3], **k)):
        with assert_raises(TypeError, "layer", "string"):
            function(NETWORK, PARAMS, IMAGES, 0, layer=None)
    for method in (input_gradient, saliency, guided_backpropagation):
        with assert_raises(TypeError, "progress", "True or False"):
            method(NETWORK, PARAMS, IMAGES, 0, progress="no")
        with assert_raises(TypeError, "params", "dict"):
            method(NETWORK, [PARAMS], IMAGES, 0)
    for channel in (1.5, "1", True):
        with assert_raises(TypeError, "channel", "integer"):
            deconvnet(NETWORK, PARAMS, IMAGES, layer="relu_2", channel=channel)


@pytest.mark.parametrize("fill", [1.7e308, np.zeros(1, dtype=[("a", "f4")])[0], np.complex64(1)], ids=repr)
def test_what_cannot_fill_a_window(fill):
    network = Network([Flatten(), Dense(1)], (1, 2, 2))
    with pytest.raises((TypeError, ValueError), match="^fill: expected"), np.errstate(over="ignore"):
        occlusion_map(network, network.init(0), np.ones((1, 1, 2, 2), dtype="float32"), 0, size=1, fill=fill)


def test_a_filled_window_that_no_layer_can_answer():
    network = Network([Flatten(), Dense(1)], (1, 2, 2))
    params = {"dense_1.W": np.full((1, 4), 4.0), "dense_1.B": np.zeros(1)}
    with pytest.raises(ValueError, match="^params: expected finite numbers"), np.errstate(over="ignore"):
        occlusion_map(network, params, np.ones((1, 1, 2, 2)), 0, size=1, fill=1.7e308)
