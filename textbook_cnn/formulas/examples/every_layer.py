"""A network of every kind of layer, no two of whose sizes are equal, there and back, against definitions of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from ..shipped import agree, shipped
from ..symbols.rings import derivative, total
from ..symbols.scalars import ring_scalars
from . import _by_definition as by_definition
from .convolution_layer import Shape, by_windows
from .dropout import Noted

SIZE, CLASSES, SEEDS = (2, 4, 9), 3, range(2)
Letters = dict[str, np.ndarray]


def network() -> Any:
    """Strides, paddings, dilations, groups and windows that differ down and across, with and without a bias."""
    layers = [
        shipped("Conv2D")(4, (2, 3), stride=(1, 2), padding=((1, 0), (0, 2)), dilation=(2, 1), groups=2),
        shipped("ReLU")(),
        shipped("MaxPool2D")((1, 2), stride=(2, 1)),
        shipped("Bias")(),
        shipped("Conv2D")(2, (1, 2), padding="same", bias=False),
        shipped("ReLU")(),
        shipped("MaxPool2D")((2, 1)),
        shipped("Dropout")(0.5),
        shipped("Flatten")(),
        shipped("Dropout")(0.25),
        shipped("Dense")(CLASSES),
    ]
    return shipped("Network")(layers, SIZE)


def drawn(seed: int, whole: Any) -> tuple[np.ndarray, Letters]:
    """Two images and all parameters, symbols with witnesses that a seed draws."""
    rng, shapes = np.random.default_rng(seed), whole.parameter_shapes
    witnesses = {key.replace(".", "_"): rng.integers(-999, 1000, shape) for key, shape in shapes.items()}
    X, *P = ring_scalars(x=rng.integers(-999, 1000, (2, *whole.input_shape)), **witnesses)
    return X, dict(zip(shapes, P, strict=True))


def forward(whole: Any, params: Letters, X: np.ndarray, draws: list[np.ndarray] | None = None) -> np.ndarray:
    """Output of the network by the definition of each layer; dropout keeps what is drawn above its rate."""
    for name, layer, after in zip(whole.names, whole.layers, (*whole.layers[1:], None), strict=True):
        own = {key.rpartition(".")[2]: P for key, P in params.items() if key.rpartition(".")[0] == name}
        if layer.kind == "relu":
            if after and after.kind == "max_pool2d":
                by_definition.largest(X, after.kernel_size, after.stride)
            X = by_definition.rectified(X)
        elif layer.kind == "max_pool2d":
            X = by_definition.largest(X, layer.kernel_size, layer.stride)
        elif layer.kind == "dropout":
            X = X if draws is None else np.where(draws.pop(0) >= layer.rate, X * (1 / (1 - layer.rate)), 0 * X)
        else:
            X = linear(layer, own, X)
    return X


def linear(layer: Any, own: Letters, X: np.ndarray) -> np.ndarray:
    """Output of a layer that adds and multiplies, or moves numbers."""
    if layer.kind == "conv2d":
        keywords = {name: getattr(layer, name) for name in ("stride", "padding", "dilation", "groups")}
        shape = Shape(layer.filters, X.shape[1], X.shape[2:], layer.kernel_size, len(X), **keywords)
        return by_windows(shape, X, own["K"], own.get("B", np.zeros(layer.filters, int)))
    if layer.kind == "dense":
        rows = [[total(x * w) + b for w, b in zip(own["W"], own["B"], strict=True)] for x in X]
        return np.array(rows, dtype=object)
    if layer.kind == "bias":
        return np.stack([X[:, j] + b for j, b in enumerate(own["B"])], axis=1)
    return np.array([[each for maps in image for row in maps for each in row] for image in X], dtype=object)


def there_and_back() -> Iterator[None]:
    """The network, and what pool_first makes of it, with dropout and without: outputs and all gradients."""
    for seed, reordered, dropped in product(SEEDS, (False, True), (False, True)):
        plain = network()
        whole = shipped("pool_first")(plain) if reordered else plain
        X, params = drawn(seed, plain)
        noted = Noted(seed)
        Z, cache = whole.forward(params, X, rng=noted if dropped else None)
        expected = forward(plain, params, X, [*noted.draws] if dropped else None)
        agree("Z", expected, "Network.forward", Z)
        dZ = np.arange(1, Z.size + 1).reshape(Z.shape)
        dX, grads = whole.backward(params, cache, dZ.astype(object))
        E = total(expected * dZ)
        agree("∂E/∂X", derivative(E, X), "Network.backward", dX)
        order = np.array([[*params].index(key) for key in grads])
        agree("the order of the gradients' names", np.arange(len(params)), "Network.backward", order)
        for key, P in params.items():
            agree(f"∂E/∂ of {key}", derivative(E, P), "Network.backward", grads[key])
        yield
