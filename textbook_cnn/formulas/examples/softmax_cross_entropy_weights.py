"""Scores of symbols with labels or target rows, weights for the classes, and images that do not count."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from ..example import Example
from ..notation.letters import N, b, c, k, l
from ..shipped import agree, shipped
from ..symbols.rings import derivative
from ..symbols.scalars import ring_scalars, scalars
from ..symbols.supposed import order, signs
from .softmax_cross_entropy import OTHER_SIZES, in_order

IN_ORDER = np.array([[0, 1, 5], [0, 3, 2]])
FOUR = np.array([[0, 1, 2], [0, 2, 1], [1, 0, 2], [2, 1, 0]])  # which of three scores
IGNORED = -100
WEIGHTS = (2, 3, 5)


def weighted_labels() -> Iterator[Example]:
    """Every pair of labels of two images, and one choice of labels of three; the formula counts classes from 1."""
    for rows, places in ((OTHER_SIZES, (1, 0, 1)), *((IN_ORDER, pair) for pair in product(range(3), repeat=2))):
        labels = np.array(places)
        yield weighted(f"labels {places}", rows, labels, {r"\ell": labels.astype(object) + 1})


def target_rows_weighted() -> Iterator[Example]:
    """Target rows that sum to 1."""
    for rows in (IN_ORDER, OTHER_SIZES):
        first = scalars("t", rows[:, 1:] / 8)
        T = np.concatenate([1 - first.sum(axis=1, keepdims=True), first], axis=1)
        yield weighted(f"target rows of {len(rows)} images", rows, T, {"T": T})


def weighted(words: str, rows: np.ndarray, labels: np.ndarray, known: dict[str, np.ndarray]) -> Example:
    """The loss and its gradient, for weights that are numbers."""
    images, classes = rows.shape
    Z, weights = in_order("z", rows), np.array(WEIGHTS[:classes], dtype=object)
    E = np.asarray(shipped("softmax_cross_entropy")(Z, labels, class_weights=weights), dtype=object)
    given = shipped("softmax_cross_entropy_backward")(Z, labels, class_weights=weights)
    dZ = agree("∂E/∂Z", derivative(E[()], Z), "softmax_cross_entropy_backward", given)
    return Example(
        f"{words}, weighted",
        {"Z": Z, "E": E, "w": weights, **known},
        {"Z": dZ},
        numbers={N: images, c: classes},
        ranges={b: range(1, images + 1), k: range(1, classes + 1), l: range(1, classes + 1)},
    )


def some_left_out() -> Iterator[str]:
    """Any weights, and images that do not count, whatever their scores are: the others alone are in the loss."""
    loss, backward = shipped("softmax_cross_entropy"), shipped("softmax_cross_entropy_backward")
    for counts in product((True, False), repeat=len(FOUR)):
        if not any(counts):
            continue
        z, w = ring_scalars(functions=40, z=[2, 0, 1], w=[2, 3, 5])
        order(z)
        signs(w)
        Z, kept, right = z[FOUR], np.array(counts), np.array([2, 0, 1, 0])
        labels = np.where(kept, right, IGNORED)
        tops = Z.max(axis=1, keepdims=True)
        roots = np.exp(Z / 2 - tops / 2)
        powers = roots * roots
        total = powers.sum(axis=1, keepdims=True)
        share = np.array([w[place] if counted else 0 * w[0] for place, counted in zip(right, counts, strict=True)])
        costs = np.log(total[:, 0]) - Z[range(4), right] + tops[:, 0]
        E = np.array((share * costs).sum() / share.sum(), dtype=object)
        found = loss(Z, labels, class_weights=w, ignore_index=IGNORED)
        agree(f"the loss of {counts}", E, "softmax_cross_entropy", np.asarray(found, dtype=object))
        T = np.equal(right[:, None], range(3)).astype(int).astype(object)
        dZ = (powers / total - T) * share[:, None] / share.sum()
        found = backward(Z, labels, class_weights=w, ignore_index=IGNORED)
        agree(f"∂E/∂Z of {counts}", dZ, "softmax_cross_entropy_backward", found)
        yield f"images that count: {counts}"
