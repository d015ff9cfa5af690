"""Looks inside at a layer that is chosen, where others follow, with two images and a unit of its own for each."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Any

import numpy as np
import sympy as sp

from ..shipped import agree, shipped
from ..symbols.rings import derivative, total
from ..symbols.scalars import Scalar, ring_scalars
from .attribution import witnesses
from .every_layer import Letters, forward

SIZE, UNITS, SEEDS = (2, 2, 3), (2, 0), range(3)
SCORES = {"conv2d_1": "the mean of a map of 2×2", "dense_1": "a class"}  # layers that have a unit's score


def network(*first: Any) -> Any:
    """A network with two layers that can have the score."""
    layers = [shipped("Conv2D")(3, (1, 2)), shipped("Flatten")(), shipped("Dense")(3), shipped("Dense")(3)]
    return shipped("Network")([*first, *layers], SIZE)


def drawn(seed: int, whole: Any, images: int) -> tuple[np.ndarray, Letters]:
    """Images and all parameters."""
    rng, shapes = np.random.default_rng(seed), whole.parameter_shapes
    numbers: dict[str, Any] = {key.replace(".", "_"): witnesses(rng, shape) for key, shape in shapes.items()}
    X, *P = ring_scalars(x=witnesses(rng, (images, *SIZE)), **numbers)
    return X, dict(zip(shapes, P, strict=True))


def score(whole: Any, params: Letters, X: np.ndarray, layer: str, unit: int) -> Any:
    """Score of a unit of a layer for one image, by the definition of each layer up to it."""
    count = whole.output_names.index(layer) + 1
    part = shipped("Network")(whole.layers[:count], whole.input_shape, whole.names[:count])
    Y = forward(part, {key: params[key] for key in part.parameter_shapes}, X[None])[0][unit]
    return total(np.ravel(Y)) * (1 / np.size(Y))  # of 4 numbers or of one: exact


def slopes(whole: Any, params: Letters, X: np.ndarray, layer: str) -> np.ndarray:
    """Slopes of two scores, each of its own image and unit, for the pixels; each with its value at the witnesses."""
    first, second = (score(whole, params, image, layer, unit) for image, unit in zip(X, UNITS, strict=True))
    found = derivative(first + second, X)
    known = {s.expression.place(): s.witness for A in (X, *params.values()) for s in A.ravel()}
    for place, slope in np.ndenumerate(found):
        terms = (
            sp.Rational(str(c)) * prod(known[k] ** power for k, power in enumerate(monomial) if power)
            for monomial, c in slope.expression.items()
        )
        found[place] = Scalar(slope.expression, sum(terms))
    return found


def maps_before_a_score() -> Iterator[None]:
    """Grad-CAM of maps that are the image and a bias, for the scores of both layers."""
    whole = network(shipped("Bias")())
    for seed, layer in enumerate(SCORES):
        X, params = drawn(seed, whole, 2)
        dX, A = slopes(whole, params, X, layer), X + params["bias_1.B"].reshape(2, 1, 1)
        expected = np.empty((2, *SIZE[1:]), dtype=object)
        for place in np.ndindex(*expected.shape):
            image, pixel = place[0], place[1:]
            weighted = [total(dX[image, j]) * A[(image, j, *pixel)] / 6 for j in range(2)]
            expected[place] = positive(weighted[0] + weighted[1])
        given = shipped("grad_cam")(whole, params, X, UNITS, layer="bias_1", score_layer=layer)
        agree(f"L for {layer}", expected, "grad_cam", given)
        yield


def windows_before_a_score() -> Iterator[None]:
    """What a hidden window costs a unit of either layer."""
    whole = network()
    for seed, layer in enumerate(SCORES):
        X, params = drawn(seed, whole, 1)
        falls = np.empty((2, 2), dtype=object)
        for top, left in np.ndindex(2, 2):
            hidden = X[0].copy()
            hidden[:, top, left : left + 2] = 5 + 0 * hidden[:, top, left : left + 2]
            falls[top, left] = score(whole, params, X[0], layer, 1) - score(whole, params, hidden, layer, 1)
        given = shipped("occlusion_map")(whole, params, X, 1, size=(1, 2), fill=5, layer=layer)
        agree(f"D for {layer}", falls, "occlusion_map", given)
        yield


def slopes_of_two_images() -> Iterator[None]:
    """Saliency maps of two images."""
    whole = network(shipped("ReLU")())
    for seed in SEEDS:
        for layer in SCORES:
            X, params = drawn(seed, whole, 2)
            sizes = abs(slopes(whole, params, X, layer))
            expected = np.empty((2, *SIZE[1:]), dtype=object)
            for place in np.ndindex(*expected.shape):
                one, other = sizes[(place[0], slice(None), *place[1:])]
                expected[place] = one if one > other else other
            given = shipped("saliency")(whole, params, X, UNITS, layer=layer)
            agree(f"M for {layer}", expected, "saliency", given)
            yield


def positive(number: Any) -> Any:
    """max(number, 0)."""
    return number if number > 0 else 0 * number
