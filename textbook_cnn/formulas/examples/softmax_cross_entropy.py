"""Scores of symbols, with labels and target rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np

from ..example import Disagreement, Example
from ..notation.letters import N, b, c, k, l
from ..shipped import agree, shipped
from ..symbols.asked import Asked
from ..symbols.rings import derivative, total
from ..symbols.scalars import scalars
from ..symbols.supposed import order

# Every way to look for the largest of three, one after the other: with these for each row, all scores are covered.
ROWS = ((0, 1, 5), (0, 3, 2), (1, 0, 2), (3, 1, 2))
SCORES = [np.array(rows) for rows in product(ROWS, repeat=2)]
OTHER_SIZES = np.array([[0, 1], [3, 2], [5, 7]])  # in one order


def every_label() -> Iterator[Example]:
    """Scores of two images for three classes, and every pair of labels; the formula counts classes from 1.

    Of three images and two classes, one order of the scores, and one choice of labels.
    """
    yield labelled("labels 2, 1 and 2", in_order("z", OTHER_SIZES), [1, 0, 1])
    for rows_of_scores, first, second in product(SCORES, range(3), range(3)):
        yield labelled(f"labels {first + 1} and {second + 1}", scalars("z", rows_of_scores), [first, second])


def labelled(words: str, Z: np.ndarray, places: list[int]) -> Example:
    """Scores with a label for each image."""
    labels, classes = np.array(places), range(Z.shape[1])
    rows = np.array([[int(label == place) for place in classes] for label in labels], dtype=object)
    known = cross_entropy(words, Z, rows, labels)
    return replace(known, arrays={**known.arrays, r"\ell": labels.astype(object) + 1})


def in_order(name: str, witness: np.ndarray) -> np.ndarray:
    """Scores whose order in each row is supposed."""
    Z = scalars(name, witness)
    for row in Z:
        order(row)
    return Z


def any_target_rows() -> Iterator[Example]:
    """Scores and target rows of any sum, which the shipped loss refuses."""
    for rows in (*SCORES, OTHER_SIZES):
        images, classes = rows.shape
        Z, T = scalars("z", rows), scalars("t", [[1, 2, 1], [0.5, 0.25, 1], [2, 1, 0]])[:images, :classes]
        if rows is OTHER_SIZES:
            Z = in_order("z", rows)
        E = -total(T * np.log(shipped("softmax")(Z))) / images
        for function in ("softmax_cross_entropy", "softmax_cross_entropy_backward"):
            refuses(function, Z, T)
        yield Example(
            f"scores {rows.tolist()}, any targets",
            {"Z": Z, "T": T, "E": np.array(E, dtype=object)},
            {"Z": derivative(E, Z)},
            numbers={N: images, c: classes},
            ranges={b: range(1, images + 1), k: range(1, classes + 1)},
            together=f"any targets of {images} images",
        )


def refuses(function: str, Z: np.ndarray, T: np.ndarray) -> None:
    """Check that a shipped function does not take target rows whose sum is not 1."""
    try:
        with Asked().listening():  # a case of its own, at whose witness alone something is claimed
            shipped(function)(Z, T)
    except ValueError:
        return
    raise Disagreement(f"{function} takes target rows of any sum")


def scores() -> Iterator[Example]:
    """Scores of two images for three classes, and of three for two in one order; rows T that sum to 1."""
    for rows in SCORES:
        Z = scalars("z", rows)
        T = scalars("t", [[0.5, 0.25, 0], [0.25, 0.125, 0]])
        T = np.concatenate([T[:, :2], 1 - T[:, :1] - T[:, 1:2]], axis=1)
        yield cross_entropy("target rows", Z, T, T)
    first = scalars("t", [[0.5], [0.25], [0]])
    T = np.concatenate([first, 1 - first], axis=1)
    yield cross_entropy("target rows of three images", in_order("z", OTHER_SIZES), T, T)


def cross_entropy(words: str, Z: np.ndarray, T: np.ndarray, labels: np.ndarray) -> Example:
    """Return the loss of the scores Z (batch, classes) for the labels, whose target rows are T."""
    E = np.asarray(shipped("softmax_cross_entropy")(Z, labels), dtype=object)
    given = shipped("softmax_cross_entropy_backward")(Z, labels)
    dZ = agree("∂E/∂Z", derivative(E[()], Z), "softmax_cross_entropy_backward", given)
    batch, classes = Z.shape
    return Example(
        f"{words}, scores {[[score.witness for score in row] for row in Z]}",
        {"Z": Z, "T": T, "E": E},
        {"Z": dZ},
        numbers={N: batch, c: classes},
        ranges={b: range(1, batch + 1), k: range(1, classes + 1), l: range(1, classes + 1)},
        together=words,
    )
