"""Batches cut into parts, and the loss and gradient of each."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import numpy as np

from ..example import Example
from ..notation.letters import N, S
from ..shipped import PACKAGE, agree, shipped
from ..symbols.rings import derivative
from ..symbols.scalars import Scalar, scalars
from ..symbols.supposed import order


def batches_in_parts() -> Iterator[Example]:
    """A dense layer and its loss on batches, and on their parts one by one; a training step adds these up."""
    for sizes in ((1, 2), (2, 3), (1, 1, 2), (16, 16), (16, 4)):
        rng, images = np.random.default_rng(0), sum(sizes)
        X, labels = rng.integers(-2, 3, (2, 2))[rng.integers(0, 2, images)], rng.integers(0, 2, images)
        W, B = scalars("w", [[1, 2], [3, 5]]), scalars("b", [7, 11])
        ends = np.cumsum(sizes)
        parts = [slice(end - size, end) for size, end in zip(sizes, ends, strict=True)]
        whole, *losses = (loss(X[part], W, B, labels[part]) for part in (slice(None), *parts))
        dW, *gradients = (derivative(E, W) for E in (whole, *losses))
        if sizes == (16, 16):
            agree("∂E/∂W", dW, "the step of training", training_step(X, W, B, labels))
        yield Example(
            f"parts of {sizes} images",
            {"E": np.array(whole, dtype=object), "E of the parts": losses, "N of the parts": sizes, "P": W},
            {"P": dW, "P of the parts": gradients},
            numbers={N: images, S: len(sizes)},
        )


def loss(X: np.ndarray, W: np.ndarray, B: np.ndarray, labels: np.ndarray) -> Scalar:
    """Mean cross-entropy of some images."""
    Z = shipped("dense")(X.astype(object), W, B)
    for scores in Z:
        order(scores)
    E = shipped("softmax_cross_entropy")(Z, labels)
    return np.asarray(E, dtype=object).item()


def training_step(X: np.ndarray, W: np.ndarray, B: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """∂E/∂W as a training step computes it, in parts of at least 16 images."""
    network = shipped("Network")([shipped("Dense")(2)], (2,))
    T = np.eye(2, dtype=int).astype(object)[labels]
    step = import_module(f"{PACKAGE}.training.gradients").loss_and_gradients
    return step(network, {"dense_1.W": W, "dense_1.B": B}, X.astype(object), T, (0,)).grads["dense_1.W"]
