"""Formulas of what is counted and measured in a network's answers: accuracy, activity, principal components."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import sympy as sp

from ..notation.cases import Log, Same
from ..examples.conv2d import Instance
from ..notation.letters import N, b, c, i, j, k, l, m, n, p, q
from ..notation.nodes import PRODUCT, Disagreement, Element, Negative, Node, Over, Plus, Power, Tensor, Times, value
from ..notation.operators import Sum, SumOver, shipped
from ..proofs import as_printed
from ..registry import Formula

ANSWER, MEAN_A, SPREAD, ZEROS = r"\hat{T}", r"\bar{A}", r"\sigma^2", r"\text{zeros}"


class Indicator(Node):
    """1 where the condition holds, 0 elsewhere; several conditions must all hold."""

    tightness = PRODUCT

    def _value(self, at: Instance) -> int:
        return int(all(value(condition, at) for condition in self.args))

    def _latex(self, printer: Any) -> str:
        return "".join(rf"\left[{printer._print(condition)}\right]" for condition in self.args)


class SumApart(Node):
    """Σ over two indices that differ: SumApart(body, b, l) prints Σ_{b ≠ l}."""

    tightness = PRODUCT
    open_ended = True

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols other than the two indices."""
        return self.args[0].free_symbols - set(self.args[1:])

    def _latex(self, printer: Any) -> str:
        body, *indices = map(printer._print, self.args)
        return rf"\sum_{{{' ≠ '.join(indices)}}} {body}".replace("≠", r"\ne")


class Nearness(Node):
    """How near two points are: 1 where they coincide, falling slowly with their distance."""

    def _latex(self, printer: Any) -> str:
        first, second = map(printer._print, self.args)
        return rf"\left(1 + \lVert {first} - {second} \rVert^{{2}}\right)^{{-1}}"


def answers() -> Iterator[Instance]:
    """All truths and answers of three images of three classes, and of two images of two."""
    for images, classes in ((3, 3), (2, 2)):
        for labels in product(range(classes), repeat=2 * images):
            truth, given = np.array(labels[:images]), np.array(labels[images:])
            counts = shipped("confusion_matrix")(truth, given, classes)
            share = Fraction(shipped("accuracy")(truth, given)).limit_denominator(images)
            yield Instance(
                f"classes {labels[:images]}, answers {labels[images:]}",
                {"C": counts, "T": truth + 1, ANSWER: given + 1, r"\text{accuracy}": np.array(share, dtype=object)},
                numbers={N: images, c: classes}, ranges={k: range(1, classes + 1), l: range(1, classes + 1)},
            )  # fmt: skip


def rectified_images() -> Iterator[Instance]:
    """Two images with two maps of 2 × 2 after a ReLU: 16 numbers, so that the mean is exact in floating point."""
    network = shipped("Network")([shipped("ReLU")()], (2, 2, 2))
    for seed in range(16):
        X = np.random.default_rng(seed).integers(-8, 8, (2, 2, 2, 2)).astype(float)
        (row,) = shipped("layer_activity")(network, {}, X)
        Y = network.forward({}, X)[0].astype(int)
        measured = {name: np.array(Fraction(number), dtype=object)
                    for name, number in ((r"\text{mean}", row.mean), (ZEROS, row.zeros))}  # fmt: skip
        yield Instance(f"seed {seed}", {"Y": Y} | measured, numbers={N: 2, n: 2, m: 2},
                       ranges={b: range(1, 3), i: range(1, 3), p: range(2), q: range(2)})  # fmt: skip


DIRECTIONS = (((3, 4), (-4, 3)), ((2, -1, 2), (2, 2, -1), (-1, 2, 2)))  # at right angles, all of one whole length
DRAWS = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]])  # means 0, covariances 0


def fractions(words: str, found: np.ndarray) -> np.ndarray:
    """Numbers of the code as the simple fractions that they are but for rounding."""
    near = [Fraction(float(number)).limit_denominator(10_000) for number in found.ravel()]
    for number, fraction in zip(found.ravel(), near):
        if abs(number - fraction) > 1e-12 * max(1, abs(fraction)):
            raise Disagreement(f"{words}: expected a simple fraction, the code gives {number}")
    return np.array(near, dtype=object).reshape(found.shape)


def clouds() -> Iterator[Instance]:
    """Points spread along rational directions: their principal components are rational too."""
    for across, spreads, shift in product(DIRECTIONS, ((5, 2, 1), (12, 4, 3)), (0, 7)):
        size = len(across)
        V = np.array(across, dtype=object) * Fraction(1, int(np.sqrt(sum(x * x for x in across[0]))))
        A = (DRAWS[:, :size] * np.array(spreads[:size])).astype(object) @ V + shift
        centred = A - sum(A) * Fraction(1, len(A))
        found = shipped("pca")(A.astype(float), size)
        covariances = centred.T @ centred * Fraction(1, len(A))
        words = f"{size} columns, spreads {spreads[:size]}, shifted by {shift}"
        letters = {"A": A, "C": covariances, MEAN_A: sum(A) * Fraction(1, len(A)),
                   "V": fractions(words, found.directions), "U": fractions(words, found.points),
                   SPREAD: fractions(words, found.shares) * np.trace(covariances)}  # fmt: skip
        places = {b: range(1, 5), i: range(1, size + 1), j: range(1, size + 1), k: range(1, size + 1)}
        yield Instance(words, letters, numbers={N: len(A), m: size}, ranges=places)


def mean_over_images(body: Node) -> Node:
    """(1/N) Σ over the images."""
    return Times(Over(1, N), Sum(body, b, 1, N))


def difference(column: Any) -> Node:
    """Entry of a row of A less the mean of its column."""
    return Plus(Tensor("A", b, column), Negative(Tensor(MEAN_A, column)))


TRUTH, GIVEN = Tensor("T", b), Tensor(ANSWER, b)
Y_bi = Element(Tensor("Y", b, i), p, q)
ALL = Over(1, Times(N, n, Power(m, 2)))
P_bl, Q_bl = Tensor("P", b, l), Tensor("Q", b, l)
ANSWERS = as_printed(answers, "all labels and answers of three images of three classes, and of two of two")
CLOUDS = as_printed(clouds, "eight clouds of points in two and three columns whose components are fractions")

CHAPTER = 6
FORMULAS = (
    Formula(
        id="confusion_matrix", title="Confusion matrix", slide="",
        rows=((Tensor("C", k, l), Sum(Indicator(Same(TRUTH, k), Same(GIVEN, l)), b, 1, N)),),
        functions=("confusion_matrix",), proofs=(ANSWERS,),
    ),
    Formula(
        id="accuracy", title="Accuracy", slide="",
        rows=((Tensor(r"\text{accuracy}"), mean_over_images(Indicator(Same(TRUTH, GIVEN)))),
              (Tensor(r"\text{accuracy}"), Times(Over(1, N), Sum(Tensor("C", k, k), k, 1, c)))),
        functions=("accuracy", "confusion_matrix"), proofs=(ANSWERS,),
    ),
    Formula(
        id="seeing.activity", title="Mean output and share of zeros of a layer", slide="",
        rows=((Tensor(r"\text{mean}"), Times(ALL, SumOver(Y_bi, b, i, p, q))),
              (Tensor(ZEROS), Times(ALL, SumOver(Indicator(Same(Y_bi, 0)), b, i, p, q)))),
        functions=("layer_activity",),
        proofs=(as_printed(rectified_images, "16 pairs of images with two maps of 2×2 after a ReLU", "regions"),),
    ),
    Formula(
        id="seeing.pca", title="Principal components", slide="",
        rows=((Tensor(MEAN_A, j), mean_over_images(Tensor("A", b, j))),
              (Tensor("C", j, k), mean_over_images(Times(difference(j), difference(k)))),
              (Sum(Times(Tensor("C", j, k), Tensor("V", i, k)), k, 1, m), Times(Tensor(SPREAD, i), Tensor("V", i, j))),
              (Sum(Power(Tensor("V", i, j), 2), j, 1, m), 1),
              (Tensor("U", b, i), Sum(Times(Tensor("V", i, j), difference(j)), j, 1, m))),
        functions=("pca",), proofs=(CLOUDS,),
    ),
    Formula(
        id="seeing.tsne", title="What t-SNE makes small", slide="", functions=("tsne",),
        rows=((Tensor("J"), SumApart(Times(P_bl, Log(Over(P_bl, Q_bl))), b, l)),
              (Q_bl, Over(Nearness(Tensor("U", b), Tensor("U", l)),
                          SumApart(Nearness(Tensor("U", i), Tensor("U", j)), i, j)))),
    ),
)  # fmt: skip
