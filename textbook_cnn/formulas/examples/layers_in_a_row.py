"""Layers with parameters that follow one another at once, there and back, without the gradient of the images too."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from ..shipped import agree, shipped
from ..symbols.rings import derivative, total
from .every_layer import drawn, forward


def networks() -> Iterator[Any]:
    """One to four layers of a kind in a row, and kinds one after the other."""
    conv, dense, bias = shipped("Conv2D"), shipped("Dense"), shipped("Bias")
    for count in range(1, 5):
        yield shipped("Network")([conv(1 + i % 2, (1 + i % 2, 2)) for i in range(count)], (1, 4, 5))
        yield shipped("Network")([dense(1 + i % 3) for i in range(count)], (2,))
        yield shipped("Network")([bias()] * count, (2, 1, 2))
    rest = [conv(2, 2, bias=False), bias(), shipped("ReLU")(), shipped("Flatten")()]
    yield shipped("Network")([*rest, dense(2), dense(3)], (1, 2, 3))
    yield shipped("Network")([*rest[2:], dense(2), dense(3)], (1, 2, 3))


def in_a_row() -> Iterator[None]:
    """Outputs and all gradients, against definitions; what has not been asked for is not there."""
    for whole, asked in product(networks(), (True, False)):
        X, params = drawn(0, whole)
        Z, cache = whole.forward(params, X)
        expected = forward(whole, params, X)
        agree("Z", expected, "Network.forward", Z)
        dZ = np.arange(1, Z.size + 1).reshape(Z.shape)
        dX, grads = whole.backward(params, cache, dZ.astype(object), input_gradient=asked)
        E = total(expected * dZ)
        if asked:
            agree("∂E/∂X", derivative(E, X), "Network.backward", dX)
        for key, P in params.items():
            agree(f"∂E/∂ of {key}", derivative(E, P), "Network.backward", grads[key])
        yield
