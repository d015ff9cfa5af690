"""What is computed of a batch in parts: from what each part draws in training; loss, right answers and classes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...training import evaluation, gradients, scores, threads
from ..code_for_all_sizes.running import replaced
from ..shipped import agree, shipped
from .gradients import batch
from .gradients_in_training import AtOnce

SEED, DRAWN = (7, 5), 200  # of a batch; its images, which are several parts


class Drawing:
    """A network that notes with what it runs forward."""

    def __init__(self, network: Any) -> None:
        self.network, self.given = network, list[tuple[Any, list[int]]]()

    def forward(self, params: Any, X: Any, *, rng: Any) -> tuple[Any, Any]:
        """What the network does without draws; note the generator, and which images."""
        self.given.append((rng, X.ravel().astype(int).tolist()))
        return self.network.forward(params, X)

    def backward(self, *arguments: Any, **options: Any) -> Any:
        """What the network does."""
        return self.network.backward(*arguments, **options)


def draws_of_parts() -> Iterator[None]:
    """Each part of a batch draws for itself, from its batch's seed and its own number; on a GPU from one generator."""
    whole = shipped("Network")([shipped("Dense")(3)], (1,))
    X, T = np.arange(DRAWN, dtype=float)[:, None], np.ones((DRAWN, 3)) / 3
    for size, own in ((1, None), (3, None), (1, "the generator of a GPU")):
        network: Any = Drawing(whole)
        pool: Any = None if size == 1 else threads.Workers(size, AtOnce())  # type: ignore[arg-type]  # no threads
        with replaced((gradients, "default_rng", tuple)):  # its seed stands for a generator
            gradients.loss_and_gradients(network, whole.init(0, dtype="float64"), X, T, SEED, pool, own)
        parts = sorted((images for _, images in network.given), key=min)
        agree("the images of all parts", np.arange(DRAWN), "a step of training", np.concatenate(parts))
        agree("the parts", True, "a step of training", len(parts) > 2)
        for i, images in enumerate(parts):
            (rng,) = (rng for rng, given in network.given if given == images)
            agree(f"from what part {i} draws", own or str((*SEED, i)), "a step of training", str(rng))
        yield


def evaluations() -> Iterator[None]:
    """Loss and share of right answers of images that are computed in uneven parts, and the answers themselves."""
    for images in (4, 8):
        known = batch(images, hidden=True)
        known.suppose()
        changes = (scores, "CPU_PART", 3), (threads, "ThreadPoolExecutor", AtOnce), (evaluation, "float", lambda x: x)
        with replaced(*changes):
            found = shipped("evaluate")(known.network, known.params, (known.X, known.labels))
            answers = shipped("predict")(known.network, known.params, known.X)
        agree("E", known.loss(slice(None)), "evaluate", found.loss)
        agree("the share of right answers", known.right() / images, "evaluate", found.accuracy)
        larger = [int(Z[1] > Z[0]) for Z in known.scores()]
        agree("the answers", np.array(larger), "predict", np.asarray(answers))
        yield
