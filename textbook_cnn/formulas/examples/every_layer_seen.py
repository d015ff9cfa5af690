"""What the functions that look inside make of maps and windows whose height and width differ, of two images at once."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from ..shipped import agree, shipped
from ..symbols.rings import derivative, total
from ..symbols.scalars import Scalar, ring_scalars
from ..symbols.supposed import order
from .attribution import witnesses
from .every_layer import drawn, forward, network

# layers, and a unit for either image; their maps have 8 pixels, so that the share of each is exact in floating point
LAYERS = {"max_pool2d_1": (3, 0), "bias_1": (1, 2), "dropout_1": (1, 0), "dense_1": (2, 0)}


def slopes_of_every_layer() -> Iterator[None]:
    """A unit of several layers for either image, and the gradient of its score, which for maps is their mean."""
    whole = network()
    X, params = drawn(2, whole)
    forward(whole, params, X)  # all that is decided anywhere is supposed
    for layer, units in LAYERS.items():
        count = whole.output_names.index(layer) + 1
        part = shipped("Network")(whole.layers[:count], whole.input_shape, whole.names[:count])
        Y = forward(part, {key: params[key] for key in part.parameter_shapes}, X)
        scores = [total(np.ravel(each[unit])) / np.size(each[unit]) for each, unit in zip(Y, units, strict=True)]
        given = shipped("input_gradient")(whole, params, X, units, layer=layer)
        agree(f"∂S/∂X of {layer}", derivative(sum(scores[1:], scores[0]), X), "input_gradient", given)
        yield


def uneven_maps() -> Iterator[None]:
    """Two images with two maps of 2 × 3 each between linear layers, and the Grad-CAM of a class of its own for each."""
    layers = [shipped("Conv2D")(2, 1, groups=2), shipped("Flatten")(), shipped("Dense")(2)]
    network = shipped("Network")(layers, (2, 2, 3))
    shapes = network.parameter_shapes
    for seed, units in enumerate(product((0, 1), repeat=2)):
        rng = np.random.default_rng(seed)
        drawn: dict[str, Any] = {key.replace(".", "_"): witnesses(rng, shape) for key, shape in shapes.items()}
        X, *P = ring_scalars(x=witnesses(rng, (2, 2, 2, 3)), **drawn)
        K, B, W, _ = P
        A = X * K.reshape(2, 1, 1) + B.reshape(2, 1, 1)
        expected = np.empty((2, 2, 3), dtype=object)
        for image, unit in enumerate(units):
            alpha = [total(part) / 6 for part in W[unit].reshape(2, 2, 3)]
            for place in np.ndindex(2, 3):
                weighted = alpha[0] * A[(image, 0, *place)] + alpha[1] * A[(image, 1, *place)]
                expected[(image, *place)] = weighted if weighted > 0 else 0 * weighted
        given = shipped("grad_cam")(network, dict(zip(shapes, P, strict=True)), X, units, layer="conv2d_1")
        agree("L", expected, "grad_cam", given)
        yield


def uneven_windows() -> Iterator[None]:
    """Windows of many sizes and strides over an image of 8 × 9, a colour for each channel, before a dense layer."""
    network = shipped("Network")([shipped("Flatten")(), shipped("Dense")(2)], (2, 8, 9))
    X, W, B = ring_scalars(x=np.ones((1, 2, 8, 9), int), w=np.ones((2, 144), int), b=np.ones(2, int))
    fill = 3, -5
    for size, stride in (((1, 2), (1, 1)), ((2, 3), (3, 2)), ((4, 1), (2, 3)), ((1, 1), (1, 1))):
        rows, columns = (range(0, m - k + 1, s) for m, k, s in zip((8, 9), size, stride, strict=True))
        falls = np.empty((len(rows), len(columns)), dtype=object)
        for (p, top), (q, left) in product(enumerate(rows), enumerate(columns)):
            where = slice(None), slice(top, top + size[0]), slice(left, left + size[1])
            lost = (X[0] - np.reshape(fill, (2, 1, 1)))[where]
            falls[p, q] = total(lost * W[1].reshape(2, 8, 9)[where])
        params = {"dense_1.W": W, "dense_1.B": B}
        given = shipped("occlusion_map")(network, params, X, 1, size=size, stride=stride, fill=fill)
        agree(f"D, windows {size}, strides {stride}", falls, "occlusion_map", given)
        yield


def strongest_places() -> Iterator[None]:
    """The largest of one map of two images, projected back: the gradient of half its square."""
    network = shipped("Network")([shipped("Conv2D")(2, (1, 2))], (2, 2, 4))
    for seed, channel in product(range(6), (0, 1)):
        rng, shapes = np.random.default_rng(seed), network.parameter_shapes
        drawn = [witnesses(rng, shape) for shape in ((2, 2, 2, 4), *shapes.values())]
        X, K, B = ring_scalars(x=drawn[0], k=drawn[1], b=drawn[2])
        params = {"conv2d_1.K": K, "conv2d_1.B": B}
        peaks: list[Scalar] = []
        for maps in forward(network, params, X):
            order(maps[channel].ravel())
            peaks.append(max(maps[channel].ravel(), key=lambda scalar: scalar.witness))
        halves = [peak * peak * Fraction(1, 2) for peak in peaks]
        given = shipped("deconvnet")(network, params, X, layer="conv2d_1", channel=channel)
        agree("what is projected", derivative(halves[0] + halves[1], X), "deconvnet", given)
        yield
