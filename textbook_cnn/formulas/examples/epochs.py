"""The loop of training, watched: what each step is given, what is measured, noted and told, and what comes back.

It is called as it usually is: with a constant rate or a schedule, with a share of the images held out or others, with
patience or without, alone or in a group.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ..shipped import agree, shipped
from .training_watched import (
    CASES,
    CLASSES,
    LABELS,
    MEASURED,
    OTHERS,
    SEED,
    SHARE,
    TRAINED,
    Case,
    Watched,
    X,
    drawn,
    values,
    watched,
)


def epochs() -> Iterator[None]:
    """Some epochs of uneven batches, for every case."""
    network = shipped("Network")([shipped("Dense")(CLASSES)], (1,))
    start = {"dense_1.W": np.ones((CLASSES, 1)), "dense_1.B": np.zeros(CLASSES)}
    for case in CASES:
        seen, (trained, held_out) = Watched(), case.rows()
        data: Any = (X, LABELS) if case.held_out == "a share" else (X[trained], LABELS[trained])
        validation = {"a share": SHARE, "others": (X[held_out], LABELS[held_out]), "none": None}[case.held_out]
        options: dict[str, Any] = {
            "epochs": case.epochs,
            "batch_size": case.batch,
            "patience": case.patience,
            "seed": SEED,
        }
        options |= {"group": seen if case.grouped else None, "on_epoch": seen.tell, "progress": False, "workers": 1}
        with watched(seen):
            rate = seen.rate if case.rate is None else case.rate
            ended = shipped("train")(network, start, data, learning_rate=rate, validation=validation, **options)
        of_steps(case, network, seen, values(start))
        of_history(case, network, seen, values(start), *ended)
        yield


def of_steps(case: Case, network: Any, seen: Watched, before: np.ndarray) -> None:
    """Each epoch takes every image once, with its label, in an order of its own; each step begins where one ended."""
    (rows, _), (last, _), state = case.rows(), case.ends(), 0
    batches = -(-TRAINED // case.batch)
    agree("how many steps are made", last * batches, "train", len(seen.calls))
    shares = np.arange(len(seen.calls)) / max(case.epochs * batches - 1, 1)
    agree("how much is done", shares if case.rate is None else [], "train", np.array(seen.asked))
    for number, (call, share) in enumerate(zip(seen.calls, shares, strict=True)):
        epoch, i = divmod(number, batches)
        batch = rows[drawn(SEED, epoch, count=TRAINED)][i * case.batch : (i + 1) * case.batch]
        own = batch[2 * len(batch) // 3 :] if case.grouped else batch
        agree("the network", True, "train", call.network == network)
        agree(f"the images of step {number}", X[own], "train", call.X)
        agree("their labels", np.eye(CLASSES)[LABELS[own]], "train", call.T)
        draws = (SEED, epoch, i, seen.rank) if case.grouped else (SEED, epoch, i)
        agree("the seed of the draws", np.array(draws), "train", np.array(call.seed))
        agree("the parameters of a step", before, "train", call.params)
        agree("the gradients", of_all(case, number + 1, len(batch)), "train", call.grads[0])
        agree("the state", state, "train", call.state if number else call.state.step)
        agree("the learning rate", case.rate or 1 + share, "train", call.rate)
        before, state = call.moved, number + 1


def of_all(case: Case, number: Any, size: int) -> Any:
    """What a group makes of the number of a step of so many images, to which the others add; alone it is the number."""
    return number * (size - 2 * size // 3) / size + OTHERS if case.grouped else number


def of_history(case: Case, network: Any, seen: Watched, before: np.ndarray, found: Any, history: Any) -> None:
    """What is noted, measured and told of each epoch, and which parameters come back."""
    (_, held_out), (last, best), batches = case.rows(), case.ends(), -(-TRAINED // case.batch)
    numbers = np.arange(1, last * batches + 1).reshape(last, batches)
    sizes = np.array([min(case.batch, TRAINED - i * case.batch) for i in range(batches)])
    losses = [sum(of_all(case, m, size) * size for m, size in zip(row, sizes, strict=True)) for row in numbers]
    right = (numbers % 3 + OTHERS * case.grouped).sum(axis=1)
    after = [before, *(call.moved for call in seen.calls[batches - 1 :: batches])]
    rates = [call.rate for call in seen.calls[batches - 1 :: batches]]
    agree("losses", np.array(losses) / TRAINED, "train", np.array(history.loss))
    agree("accuracies", right / TRAINED, "train", np.array(history.accuracy))
    agree("rates", np.array(rates), "train", np.array(history.learning_rate))
    agree("which epochs are told", np.arange(last + 1), "train", np.array([epoch for epoch, _ in seen.told]))
    agree("the parameters that are told", np.array(after), "train", np.array([told for _, told in seen.told]))
    agree("the parameters that come back", after[best if case.patience else last], "train", values(found))
    measured = np.array(MEASURED[:last] if case.held_out != "none" else [])
    agree("losses of validation", measured, "train", np.array(history.validation_loss))
    agree("accuracies of validation", measured / 8, "train", np.array(history.validation_accuracy))
    agree("the best epoch", best if len(measured) else None, "train", history.best_epoch)
    agree("why it ends", "early stopping" if last < case.epochs else "finished", "train", history.stopped)
    agree("how often it is measured", len(measured), "train", len(seen.measured))
    for epoch, (measured_network, params, V, T) in enumerate(seen.measured, 1):
        agree("the network that is measured", True, "train", measured_network == network)
        agree("the parameters that are measured", after[epoch], "train", params)
        agree("the images that are held out", X[held_out], "train", V)
        agree("their labels", np.eye(CLASSES)[LABELS[held_out]], "train", T)
