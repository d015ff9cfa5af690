"""Scores of symbols, with labels and target rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from ..example import Disagreement, Example
from ..notation.letters import N, b, c, k, l
from ..shipped import agree, shipped
from ..symbols.rings import derivative, total
from ..symbols.scalars import scalars

SCORES = np.array([[1, 3, 2], [0, -1, 5]])


def every_label() -> Iterator[Example]:
    """Scores of two images for three classes, and every pair of labels; the formula counts classes from 1."""
    for turn, first, second in product(range(3), repeat=3):
        Z, labels = scalars("z", np.roll(SCORES, turn, axis=1)), np.array([first, second])
        rows = np.array([[int(label == place) for place in range(3)] for label in labels], dtype=object)
        known = cross_entropy(f"scores moved by {turn}, labels {first + 1} and {second + 1}", Z, rows, labels)
        yield Example(
            known.words,
            {**known.arrays, r"\ell": labels.astype(object) + 1},
            known.gradients,
            known.numbers,
            known.ranges,
        )


def any_target_rows() -> Iterator[Example]:
    """Scores of two images and target rows of any sum, which the shipped loss refuses."""
    for turn in range(3):
        Z, T = scalars("z", np.roll(SCORES, turn, axis=1)), scalars("t", [[1, 2, 1], [0.5, 0.25, 1]])
        E = -total(T * np.log(shipped("softmax")(Z))) / 2
        for function in ("softmax_cross_entropy", "softmax_cross_entropy_backward"):
            refuses(function, Z, T)
        yield Example(
            f"largest score {1 + turn}, any targets",
            {"Z": Z, "T": T, "E": np.array(E, dtype=object)},
            {"Z": derivative(E, Z)},
            numbers={N: 2, c: 3},
            ranges={b: (1, 2), k: (1, 2, 3)},
        )


def refuses(function: str, Z: np.ndarray, T: np.ndarray) -> None:
    """Check that a shipped function does not take target rows whose sum is not 1."""
    try:
        shipped(function)(Z, T)
    except ValueError:
        return
    raise Disagreement(f"{function} takes target rows of any sum")


def scores() -> Iterator[Example]:
    """Scores of two images for three classes, the largest in each place; rows T that sum to 1, or labels."""
    rows = np.array([[1, 3, 2], [0, -1, 5]])
    for first, second in product(range(3), repeat=2):
        Z = scalars("z", [np.roll(rows[0], first), np.roll(rows[1], second)])
        T = scalars("t", [[0.5, 0.25, 0], [0.25, 0.125, 0]])
        T = np.concatenate([T[:, :2], 1 - T[:, :1] - T[:, 1:2]], axis=1)
        yield cross_entropy(f"largest score {first}, {second}, target rows", Z, T, T)
        if first == second:
            labels = np.array([first, (first + 1) % 3])
            one_hot = np.array([[int(label == place) for place in range(3)] for label in labels], dtype=object)
            yield cross_entropy(f"largest score {first}, {second}, labels {labels}", Z, one_hot, labels)


def cross_entropy(words: str, Z: np.ndarray, T: np.ndarray, labels: np.ndarray) -> Example:
    """Return the loss of the scores Z (batch, classes) for the labels, whose target rows are T."""
    E = np.asarray(shipped("softmax_cross_entropy")(Z, labels), dtype=object)
    given = shipped("softmax_cross_entropy_backward")(Z, labels)
    dZ = agree("∂E/∂Z", derivative(E[()], Z), "softmax_cross_entropy_backward", given)
    batch, classes = Z.shape
    return Example(
        words,
        {"Z": Z, "T": T, "E": E},
        {"Z": dZ},
        numbers={N: batch, c: classes},
        ranges={b: range(1, batch + 1), k: range(1, classes + 1), l: range(1, classes + 1)},
    )
