"""What functions do where an argument is left out, or where they are asked for less than there is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import numpy as np

from ..shipped import agree, shipped
from .embedding import DRAWS, fractions
from .training_watched import Watched, drawn, values, watched

IMAGES, HELD_OUT, BATCH = 200, 20, 128  # held out is a tenth


def defaults_of_training() -> Iterator[None]:
    """An epoch with nothing chosen: batches of 128, a rate of 0.001, a tenth held out, the seed 0, no patience."""
    network, seen = shipped("Network")([shipped("Dense")(3)], (1,)), Watched()
    X, labels = np.arange(IMAGES, dtype=float)[:, None], np.arange(IMAGES) % 3
    start = {"dense_1.W": np.ones((3, 1)), "dense_1.B": np.zeros(3)}
    with watched(seen):
        found, history = shipped("train")(network, start, (X, labels), epochs=3, progress=False)
    order, trained, calls = drawn(0, IMAGES, count=IMAGES), IMAGES - HELD_OUT, seen.calls
    agree("the images held out", X[order[:HELD_OUT]], "train", seen.measured[0][2])
    for epoch in range(3):
        rows = order[HELD_OUT:][drawn(0, epoch, count=trained)]
        for i, part in enumerate((rows[:BATCH], rows[BATCH:])):
            call = calls[2 * epoch + i]
            agree("the images of a batch", X[part], "train", call.X)
            agree("the seed of the draws", np.array([0, epoch, i]), "train", np.array(call.seed))
            agree("the learning rate", 0.001, "train", call.rate)
    agree("the parameters that come back", calls[5].moved, "train", values(found))
    agree("why it ends", "finished", "train", history.stopped)
    yield
    of_adam()
    yield


def of_adam() -> None:
    """A step from nothing, whose averages show β₁ and β₂, and with a gradient as small as ε a half of the rate."""
    P, G = {"P": np.zeros(2)}, np.array([2.0, 1e-7])
    moved, state = shipped("adam_step")(P, {"P": G}, shipped("adam_init")(P))
    agree("M", (1 - 0.9) * G, "adam_step", state.M["P"])
    agree("V", (1 - 0.999) * (G * G), "adam_step", state.V["P"])
    away = np.abs(moved["P"] - [-0.001, -0.0005])
    agree("the numbers that move by the rate and by its half", [True] * 2, "adam_step", away < 1e-9)


def fewer_components() -> Iterator[None]:
    """One and two components of points in three columns: along the axes, so that what each should be is plain."""
    for scales, components in product(((5, 2, 1), (3, 12, 4), (1, 2, 7)), (1, 2, None)):
        A = DRAWS[0] * np.array(scales) + 7
        asked = () if components is None else (components,)
        found = shipped("pca")(A.astype(float), *asked)
        kept = sorted(range(3), key=lambda column: -scales[column])[: components or 2]
        shares = [Fraction(scales[column] ** 2, sum(scale**2 for scale in scales)) for column in kept]
        words = f"{components or 'two'} components of spreads {scales}"
        agree(f"shares, {words}", shares, "pca", fractions(words, found.shares))
        agree(f"directions, {words}", np.eye(3, dtype=int)[kept], "pca", fractions(words, found.directions))
        agree(f"points, {words}", (A - 7)[:, kept], "pca", fractions(words, found.points))
        yield


def classes_that_occur() -> Iterator[None]:
    """Counts of two labels and answers below four, without the number of classes: those up to the largest."""
    for first, second, third, fourth in product(range(4), repeat=4):
        size = 1 + max(first, second, third, fourth)
        counts = np.zeros((size, size), int)
        counts[first, second] += 1
        counts[third, fourth] += 1
        given = shipped("confusion_matrix")(np.array([first, third]), np.array([second, fourth]))
        agree(f"labels {first}, {third}, answers {second}, {fourth}", counts, "confusion_matrix", given)
        yield
