"""The loop of training, watched: which images, draws, rates, parameters and states each step is given; evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from ...training import evaluation, gradients, run, scores, threads
from ...training.gradients import Step
from ..code_for_all_sizes.running import replaced
from ..shipped import agree, shipped
from .gradients import batch
from .gradients_in_training import AtOnce

IMAGES, BATCH, SIZES = 8, 3, [3, 3, 2]
MEASURED = [4.0, 2.0, 3.0, 5.0, 1.0, 0.0]  # losses of validation; with a patience of 2 the second is the best
EPOCHS, BEST = 4, 2


class Call(NamedTuple):
    """What one step was given, and where it led."""

    X: np.ndarray
    T: np.ndarray
    seed: tuple[int, ...]
    params: dict[str, np.ndarray]
    grads: dict[str, np.ndarray]
    state: Any
    rate: float
    moved: dict[str, np.ndarray]


class Watched:
    """Stands in for the functions that the loop calls; no two of its answers are alike."""

    def __init__(self) -> None:
        self.calls, self.asked = list[Call](), list[float]()
        self.given: tuple[Any, ...] = ()
        self.measured = iter(MEASURED)

    def gradients(self, _: Any, params: Any, X: Any, T: Any, seed: Any, *__: Any) -> Step:
        """Gradients that tell which step they are of."""
        number: Any = len(self.calls) + 1
        self.given = X, T, tuple(seed), params
        return Step(1.0 * number, number % 3, {key: np.full_like(P, number) for key, P in params.items()})

    def adam(self, params: Any, grads: Any, state: Any, *, learning_rate: float) -> tuple[Any, Any]:
        """Parameters and a state that tell after which step they are."""
        agree("the parameters that move", values(self.given[3]), "train", values(params))
        moved = {key: P + 100 + len(self.calls) for key, P in params.items()}
        self.calls.append(Call._make((*self.given, grads, state, learning_rate, moved)))
        return moved, len(self.calls)

    def rate(self, done: float) -> float:
        """A learning rate of its own for each step."""
        self.asked.append(done)
        return 1 + done

    def evaluate(self, *_: Any) -> evaluation.Evaluation:
        """The next of the losses, and half of the answers right."""
        return evaluation.Evaluation(next(self.measured), 0.5)


def values(arrays: dict[str, np.ndarray]) -> np.ndarray:
    """All numbers of the arrays, by name."""
    return np.concatenate([np.ravel(arrays[key]) for key in sorted(arrays)])


def epochs() -> Iterator[None]:
    """Some epochs of uneven batches, until the validation has not become better twice."""
    seen = Watched()
    network = shipped("Network")([shipped("Dense")(2)], (1,))
    X, labels = np.arange(IMAGES, dtype=float)[:, None], np.arange(IMAGES) % 2
    params = {"dense_1.W": np.ones((2, 1)), "dense_1.B": np.zeros(2)}
    options = {"epochs": len(MEASURED), "batch_size": BATCH, "patience": 2, "progress": False, "workers": 1}
    changes = ("loss_and_gradients", seen.gradients), ("adam_step", seen.adam), ("evaluate", seen.evaluate)
    with replaced(*((run, *change) for change in changes)):
        data = (X, labels)
        found, history = shipped("train")(network, params, data, validation=data, learning_rate=seen.rate, **options)
    calls, steps = seen.calls, len(SIZES)
    agree("how many steps are made", EPOCHS * steps, "train", len(calls))
    agree("how many draws differ", len(calls), "train", len({call.seed for call in calls}))
    for before, after in pairwise(calls):
        agree("the parameters of a step", values(before.moved), "train", values(after.params))
    agree("the states", np.arange(1, len(calls)), "train", np.array([call.state for call in calls[1:]]))
    agree("the gradients", np.arange(len(calls)) + 1, "train", np.array([values(call.grads)[0] for call in calls]))
    shares = np.arange(len(calls)) / (len(MEASURED) * steps - 1)
    agree("how much is done", shares, "train", np.array(seen.asked))
    agree("the learning rates", 1 + shares, "train", np.array([call.rate for call in calls]))
    agree("what comes back", values(calls[BEST * steps - 1].moved), "train", values(found))
    of_images(calls, labels)
    of_history(history, shares)
    yield


def of_images(calls: list[Call], labels: np.ndarray) -> None:
    """Each epoch takes every image once, with its label, in an order of its own."""
    orders = set()
    for first in range(0, len(calls), len(SIZES)):
        epoch = calls[first : first + len(SIZES)]
        agree("the sizes of batches", np.array(SIZES), "train", np.array([len(call.X) for call in epoch]))
        order = np.concatenate([call.X for call in epoch]).ravel()
        agree("the images of an epoch", np.arange(IMAGES), "train", np.sort(order))
        rows = np.eye(2)[labels[order.astype(int)]]
        agree("their labels", rows, "train", np.concatenate([call.T for call in epoch]))
        orders.add(tuple(order))
    agree("how many orders differ", EPOCHS, "train", len(orders))


def of_history(history: Any, shares: np.ndarray) -> None:
    """What is noted of each epoch: the mean loss of its images, how many were right, the last rate."""
    numbers = np.arange(1, EPOCHS * len(SIZES) + 1).reshape(EPOCHS, len(SIZES))
    agree("losses", numbers @ SIZES / IMAGES, "train", np.array(history.loss))
    agree("accuracies", (numbers % 3).sum(axis=1) / IMAGES, "train", np.array(history.accuracy))
    agree("rates", 1 + shares[len(SIZES) - 1 :: len(SIZES)], "train", np.array(history.learning_rate))
    agree("validation", np.array(MEASURED[:EPOCHS]), "train", np.array(history.validation_loss))
    agree("the best epoch", BEST, "train", history.best_epoch)


def draws_of_parts() -> Iterator[None]:
    """Each part of a batch draws for itself, from the seed of its batch and its own number."""
    network = shipped("Network")([shipped("Dense")(2)], (1,))
    params, X, T = network.init(0), np.ones((200, 1), "float32"), np.ones((200, 2), "float32") / 2
    for size in (1, 3):
        seeds: list[tuple[int, ...]] = []
        pool: Any = None if size == 1 else threads.Workers(size, AtOnce())  # type: ignore[arg-type]
        with replaced((gradients, "default_rng", lambda seed, seeds=seeds: seeds.append(tuple(seed)))):
            gradients.loss_and_gradients(network, params, X, T, (7, 5), pool)
        expected = {(7, 5, part) for part in range(len(gradients.parts(X)))}
        agree("the draws of each part", True, "a step of training", set(seeds) == expected)
        agree("how many parts draw", len(expected), "a step of training", len(seeds))
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
