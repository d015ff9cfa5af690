"""Progress bars, where they are wanted: what is done, how much of it, and in which unit."""

import re

import numpy as np
import pytest

from tests.seeing import plain
from textbook_cnn.seeing import (
    deconvnet,
    feature_maps,
    grad_cam,
    guided_backpropagation,
    input_gradient,
    invert_features,
    layer_activity,
    maximise_activation,
    occlusion_map,
    saliency,
)

NETWORK, PARAMS, IMAGES = plain.small_network()
ALL = len(NETWORK.layers)
MAPS = np.ones((1, 4, 4, 4))
CALLS = {
    "input_gradient": (lambda **k: input_gradient(NETWORK, PARAMS, IMAGES, 0, **k), "forward pass", ALL, "layer"),
    "saliency": (lambda **k: saliency(NETWORK, PARAMS, IMAGES, 0, layer="relu_1", **k), "forward pass", 2, "layer"),
    "guided": (lambda **k: guided_backpropagation(NETWORK, PARAMS, IMAGES, 0, **k), "forward pass", ALL, "layer"),
    "deconvnet": (lambda **k: deconvnet(NETWORK, PARAMS, IMAGES, layer="relu_2", **k), "forward pass", 5, "layer"),
    "grad_cam": (lambda **k: grad_cam(NETWORK, PARAMS, IMAGES, 0, layer="relu_2", **k), "forward pass", ALL, "layer"),
    "feature_maps": (
        lambda **k: feature_maps(NETWORK, PARAMS, IMAGES, layers=["relu_1"], batch=2, **k),
        *("forward pass", 2 * 2, "layer"),
    ),
    "layer_activity": (
        lambda **k: layer_activity(NETWORK, PARAMS, IMAGES, batch=2, **k),
        *("forward pass", 2 * ALL, "layer"),
    ),
    "feature_maps, 65 images": (
        lambda **k: feature_maps(NETWORK, PARAMS, np.ones((65, 2, 8, 8)), layers=["conv2d_1"], **k),
        *("forward pass", 2, "layer"),
    ),
    "layer_activity, 64 images": (
        lambda **k: layer_activity(NETWORK, PARAMS, np.ones((64, 2, 8, 8)), **k),
        *("forward pass", ALL, "layer"),
    ),
    "layer_activity, 65 images": (
        lambda **k: layer_activity(NETWORK, PARAMS, np.ones((65, 2, 8, 8)), **k),
        *("forward pass", 2 * ALL, "layer"),
    ),
    "occlusion_map": (
        lambda **k: occlusion_map(NETWORK, PARAMS, IMAGES[:1], 0, size=1, **k),
        *("hiding windows", 1, "batch"),  # of 64
    ),
    "maximise_activation": (
        lambda **k: maximise_activation(NETWORK, PARAMS, IMAGES, 0, steps=3, **k),
        *("changing the image", 4, "step"),
    ),
    "invert_features": (
        lambda **k: invert_features(NETWORK, PARAMS, IMAGES[:1], MAPS[..., :2, :2], layer="relu_2", steps=2, **k),
        *("changing the image", 3, "step"),
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_bar_says_what_is_done(capsys, name):
    call, doing, total, unit = CALLS[name]
    call()
    call(progress=False)
    assert capsys.readouterr() == ("", "")
    call(progress=True)
    out, err = capsys.readouterr()
    assert out == ""
    assert f"\r{doing}: 100%" in err
    assert f" {total}/{total} " in err
    assert re.search(rf"\d{unit}/s|\ds/{unit}\]", err)
