"""True classes and answers, and what the shipped functions count in them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import numpy as np

from ..example import Example
from ..notation.letters import N, c, k, l
from ..shipped import shipped

ANSWER = r"\hat{T}"


def answers() -> Iterator[Example]:
    """All truths and answers of three images of three classes, and of two images of two."""
    for images, classes in ((3, 3), (2, 2)):
        for labels in product(range(classes), repeat=2 * images):
            truth, given = np.array(labels[:images]), np.array(labels[images:])
            counts = shipped("confusion_matrix")(truth, given, classes)
            share = Fraction(shipped("accuracy")(truth, given)).limit_denominator(images)
            yield Example(
                f"classes {labels[:images]}, answers {labels[images:]}",
                {"C": counts, "T": truth + 1, ANSWER: given + 1, r"\text{accuracy}": np.array(share, dtype=object)},
                numbers={N: images, c: classes},
                ranges={k: range(1, classes + 1), l: range(1, classes + 1)},
            )
