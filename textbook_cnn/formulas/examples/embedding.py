"""Clouds of points whose principal components are fractions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import numpy as np

from ..example import Disagreement, Example
from ..notation.letters import N, b, i, j, k, m
from ..shipped import shipped

MEAN_A, SPREAD = r"\bar{A}", r"\sigma^2"


DIRECTIONS = (((3, 4), (-4, 3)), ((2, -1, 2), (2, 2, -1), (-1, 2, 2)))  # at right angles, all of one whole length
# Means 0, covariances 0, of four points and of six.
DRAWS = (
    np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]),
    np.concatenate([np.eye(3, dtype=int), -np.eye(3, dtype=int)]),
)


def fractions(words: str, found: np.ndarray) -> np.ndarray:
    """Numbers of the code as the simple fractions that they are but for rounding."""
    near = [Fraction(float(number)).limit_denominator(10_000) for number in found.ravel()]
    for number, fraction in zip(found.ravel(), near, strict=True):
        if abs(number - fraction) > 1e-12 * max(1.0, float(abs(fraction))):
            raise Disagreement(f"{words}: expected a simple fraction, the code gives {number}")
    return np.array(near, dtype=object).reshape(found.shape)


def clouds() -> Iterator[Example]:
    """Points spread along rational directions: their principal components are rational too."""
    shifted_draws = tuple(zip((0, 7), DRAWS, strict=True))
    for across, spreads, (shift, draws) in product(DIRECTIONS, ((5, 2, 1), (12, 4, 3)), shifted_draws):
        size = len(across)
        V = np.array(across, dtype=object) * Fraction(1, int(np.sqrt(sum(x * x for x in across[0]))))
        A = (draws[:, :size] * np.array(spreads[:size])).astype(object) @ V + shift
        centred = A - sum(A) * Fraction(1, len(A))
        found = shipped("pca")(A.astype(float), size)
        covariances = centred.T @ centred * Fraction(1, len(A))
        words = f"{size} columns, spreads {spreads[:size]}, shifted by {shift}"
        letters = {
            "A": A,
            "C": covariances,
            MEAN_A: sum(A) * Fraction(1, len(A)),
            "V": fractions(words, found.directions),
            "U": fractions(words, found.points),
            SPREAD: fractions(words, found.shares) * np.trace(covariances),
        }
        places = {b: range(1, len(A) + 1), i: range(1, size + 1), j: range(1, size + 1), k: range(1, size + 1)}
        yield Example(words, letters, numbers={N: len(A), m: size}, ranges=places)
