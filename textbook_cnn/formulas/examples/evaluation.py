"""True classes and answers, and what the shipped functions count in them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import numpy as np

from ..example import Disagreement, Example
from ..notation.letters import N, c, k, l
from ..shipped import shipped

ANSWER = r"\hat{T}"


def right_answers(words: str, accuracy: float, images: int) -> int:
    """How many answers are right: the accuracy must be the floating-point number that is their share."""
    right = round(accuracy * images)
    if right / images != accuracy:
        raise Disagreement(f"{words}: expected a share of {images} images, the code gives {accuracy}")
    return right


def answers() -> Iterator[Example]:
    """All truths and answers of so many images of so many classes."""
    for images, classes in ((2, 3), (3, 2), (3, 3)):
        for labels in product(range(classes), repeat=2 * images):
            truth, given = np.array(labels[:images]), np.array(labels[images:])
            counts = shipped("confusion_matrix")(truth, given, classes)
            words = f"classes {labels[:images]}, answers {labels[images:]}"
            share = Fraction(right_answers(words, shipped("accuracy")(truth, given), images), images)
            yield Example(
                words,
                {"C": counts, "T": truth + 1, ANSWER: given + 1, r"\text{accuracy}": np.array(share, dtype=object)},
                numbers={N: images, c: classes},
                ranges={k: range(1, classes + 1), l: range(1, classes + 1)},
            )
