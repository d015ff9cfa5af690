"""Scores, labels and targets of symbols, and batches cut into parts."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from itertools import product

import numpy as np

from ..symbols.scalars import Scalar, scalars
from .conv2d import Instance
from ..notation.letters import N, S, b, c, k
from .adam import cross_entropy
from ..notation.nodes import Disagreement
from ..notation.operators import PACKAGE, agree, shipped
from ..symbols.rings import derivative, total

SCORES = np.array([[1, 3, 2], [0, -1, 5]])


def every_label() -> Iterator[Instance]:
    """Scores of two images for three classes, and every pair of labels; the formula counts classes from 1."""
    for turn, first, second in product(range(3), repeat=3):
        Z, labels = scalars("z", np.roll(SCORES, turn, axis=1)), np.array([first, second])
        rows = np.array([[int(label == place) for place in range(3)] for label in labels], dtype=object)
        known = cross_entropy(f"scores moved by {turn}, labels {first + 1} and {second + 1}", Z, rows, labels)
        yield Instance(known.words, {**known.arrays, r"\ell": labels.astype(object) + 1}, known.gradients,
                       known.numbers, known.ranges)  # fmt: skip


def any_target_rows() -> Iterator[Instance]:
    """Scores of two images and target rows of any sum, which the shipped loss refuses."""
    for turn in range(3):
        Z, T = scalars("z", np.roll(SCORES, turn, axis=1)), scalars("t", [[1, 2, 1], [0.5, 0.25, 1]])
        E = -total(T * np.log(shipped("softmax")(Z))) / 2
        for function in ("softmax_cross_entropy", "softmax_cross_entropy_backward"):
            refuses(function, Z, T)
        yield Instance(f"largest score {1 + turn}, any targets", {"Z": Z, "T": T, "E": np.array(E, dtype=object)},
                       {"Z": derivative(E, Z)}, numbers={N: 2, c: 3},
                       ranges={b: (1, 2), k: (1, 2, 3)})  # fmt: skip


def refuses(function: str, Z: np.ndarray, T: np.ndarray) -> None:
    """Hold that a shipped function does not take target rows whose sum is not 1."""
    try:
        shipped(function)(Z, T)
    except ValueError:
        return
    raise Disagreement(f"{function} takes target rows of any sum")


def batches_in_parts() -> Iterator[Instance]:
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
        yield Instance(
            f"parts of {sizes} images",
            {"E": np.array(whole, dtype=object), "E of the parts": losses, "N of the parts": sizes, "P": W},
            {"P": dW, "P of the parts": gradients}, numbers={N: images, S: len(sizes)},
        )  # fmt: skip


def loss(X: np.ndarray, W: np.ndarray, B: np.ndarray, labels: np.ndarray) -> Scalar:
    """Mean cross-entropy of some images."""
    E = shipped("softmax_cross_entropy")(shipped("dense")(X.astype(object), W, B), labels)
    return np.asarray(E, dtype=object)[()]


def training_step(X: np.ndarray, W: np.ndarray, B: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """∂E/∂W as a training step computes it, in parts of at least 16 images."""
    network = shipped("Network")([shipped("Dense")(2)], (2,))
    T = np.eye(2, dtype=int).astype(object)[labels]
    step = import_module(f"{PACKAGE}.training.gradients").loss_and_gradients
    return step(network, {"dense_1.W": W, "dense_1.B": B}, X.astype(object), T, (0,)).grads["dense_1.W"]
