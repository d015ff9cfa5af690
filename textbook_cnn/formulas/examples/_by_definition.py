"""Networks by the definitions of their layers, which ask what the code of the layers may ask, and no more."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..symbols.supposed import order


def forward(network: Any, params: dict[str, np.ndarray], X: np.ndarray) -> np.ndarray:
    """Output of a network; what its rectifiers and max poolings decide on is what the case supposes."""
    for name, layer, after in zip(network.names, network.layers, (*network.layers[1:], None), strict=True):
        if layer.kind == "relu":
            if after and after.kind == "max_pool2d":  # which takes its order from the numbers before the ReLU
                largest(X, after.kernel_size, after.stride)
            X = rectified(X)
        elif layer.kind == "max_pool2d":
            X = largest(X, layer.kernel_size, layer.stride)
        else:
            own = {letter: params[f"{name}.{letter}"] for letter in layer.parameters}
            X, _ = layer.forward(own, X)
    return X


def rectified(X: np.ndarray) -> np.ndarray:
    """max(X, 0), element by element."""
    Y = np.empty_like(X)
    for place, x in np.ndenumerate(X):
        Y[place] = x if x > 0 else x * 0
    return Y


def largest(X: np.ndarray, window: tuple[int, int], stride: tuple[int, int]) -> np.ndarray:
    """The largest of each window of X (batch, n, height, width), with the order of all its elements supposed."""
    rows, columns = ((m - k) // s + 1 for m, k, s in zip(X.shape[2:], window, stride, strict=True))
    Y = np.empty((*X.shape[:2], rows, columns), dtype=object)
    for image, channel, p, q in np.ndindex(*Y.shape):
        top, left = p * stride[0], q * stride[1]
        inside = X[image, channel, top : top + window[0], left : left + window[1]].ravel()
        order(inside)
        Y[image, channel, p, q] = max(inside, key=lambda scalar: scalar.witness)
    return Y
