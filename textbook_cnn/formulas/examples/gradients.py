"""Batches cut into parts by the code that trains: in one process, on worker threads, shared by processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from ...training import gradients
from ..code_for_all_sizes.running import replaced
from ..example import Example
from ..notation.letters import N, S
from ..shipped import agree, shipped
from ..symbols.rings import derivative
from ..symbols.scalars import Scalar, ring_scalars
from ..symbols.supposed import order
from . import _by_definition as by_definition
from .attribution import witnesses
from .gradients_in_training import Gradients, by_processes, by_train, by_workers

FUNCTIONS = 24  # exponentials, logarithms and reciprocals that the losses of two different images need
ROWS = np.array([[2, -1], [1, 3]])
WAYS = {
    "the step of training": by_workers(1),
    "the step of training on two workers": by_workers(2),
    "the step of training on three workers": by_workers(3),
    "train": by_train(1),
    "train on two workers": by_train(2),
}
ONE_WAY = {"train on two workers": by_train(2)}  # where symbols take their time
# Powers of two, so that the share of a part, which the code has as a floating-point number, is exact.
OWN_SIZES = (4, 32, 256, 1024)  # images; of the last there are 22 parts
SMALL_PARTS = ((8, 3), (16, 1), (64, 3))  # images, and how many a part has
SHARED = ((8, 3), (16, 7), (2, 3), (32, 20))  # images, and how many processes share them


@dataclass(frozen=True)
class Batch:
    """Images of which only two differ, their labels, and a network with symbols for its parameters."""

    network: Any
    params: dict[str, np.ndarray]
    X: np.ndarray
    labels: np.ndarray

    def scores(self, part: slice = slice(None)) -> np.ndarray:
        """What the network makes of some of the images, all at once."""
        return self.network.forward(self.params, self.X[part])[0]

    def loss(self, part: slice) -> Scalar:
        """Their mean cross-entropy."""
        E = shipped("softmax_cross_entropy")(self.scores(part), self.labels[part])
        return np.asarray(E, dtype=object).item()

    def suppose(self) -> None:
        """Suppose what the layers and the loss decide on: the signs in front of the ReLU, the order of the scores."""
        for scores in by_definition.forward(self.network, self.params, self.X):
            order(scores)

    def right(self) -> int:
        """How many images have their largest score at their label."""
        return sum(bool(Z[label] > Z[1 - label]) for Z, label in zip(self.scores(), self.labels, strict=True))


def batch(images: int, *, hidden: bool) -> Batch:
    """A batch for one dense layer, or for two with a ReLU between them."""
    dense = shipped("Dense")(2)
    network = shipped("Network")([dense, shipped("ReLU")(), dense] if hidden else [dense], (2,))
    rng, shapes = np.random.default_rng(images), network.parameter_shapes
    witness = {key.replace(".", "_"): witnesses(rng, shape) for key, shape in shapes.items()}
    params = dict(zip(shapes, ring_scalars(functions=FUNCTIONS, **witness), strict=True))
    return Batch(network, params, ROWS[rng.integers(0, 2, images)].astype(object), rng.integers(0, 2, images))


def compared(known: Batch, cuts: list[slice], ways: Mapping[str, Gradients]) -> Iterator[Example]:
    """The batch and its parts, for each parameter; what each way of training makes of the batch must be the same."""
    known.suppose()
    whole, losses, right = known.loss(slice(None)), [known.loss(part) for part in cuts], known.right()
    slopes = {key: derivative(whole, P) for key, P in known.params.items()}
    T = np.eye(2, dtype=int).astype(object)[known.labels]
    for name, way in ways.items():
        step = way(known.network, known.params, known.X, T)
        agree("E", whole, name, step.loss)
        agree("the number of right answers", right, name, step.right)
        for key, slope in slopes.items():
            agree(f"∂E/∂ of {key}", slope, name, step.grads[key])
    sizes = [part.stop - part.start for part in cuts]
    for key, P in known.params.items():
        yield Example(
            f"parts of {sizes} images, {key}",
            {"E": np.array(whole, dtype=object), "E of the parts": losses, "N of the parts": sizes, "P": P},
            {"P": slopes[key], "P of the parts": [derivative(E, P) for E in losses]},
            numbers={N: len(known.X), S: len(cuts)},
        )


def micro_batches() -> Iterator[Example]:
    """Parts of the sizes that training has, and many small ones, the last of which may be smaller."""
    for images in OWN_SIZES:
        known = batch(images, hidden=images < 50)
        yield from compared(known, gradients.parts(known.X), WAYS if images < 50 else ONE_WAY)
    for images, largest in SMALL_PARTS:
        known = batch(images, hidden=images < 10)
        with replaced(*((gradients, name, largest) for name in ("LARGEST_PART", "LEAST_PART"))):
            yield from compared(known, gradients.parts(known.X), WAYS)


def shared_batches() -> Iterator[Example]:
    """Parts that several processes compute, also more of them than there are images."""
    for images, size in SHARED:
        known, ends = batch(images, hidden=images < 10), [images * rank // size for rank in range(size + 1)]
        cuts = [slice(*pair) for pair in pairwise(ends) if pair[0] < pair[1]]
        yield from compared(known, cuts, {f"{size} processes": by_processes(size)})
