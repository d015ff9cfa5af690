"""Images of symbols with a border around them, for each kind of border."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import numpy as np

from ..example import Example
from ..notation.letters import h, l, p, q, t, w
from ..shipped import agree, shipped
from ..symbols.rings import ring_arrays

BORDERS = (((0, 0), (1, 0)), ((2, 1), (0, 3)), ((1, 6), (7, 2)))  # (top, bottom), (left, right)


def padded_images(mode: Any, smallest: int = 1) -> Callable[[], Iterator[Example]]:
    """Images with borders of one kind, that are wider than the image too, in a stack of two."""

    def examples() -> Iterator[Example]:
        for height, width, border in product(range(smallest, 5), range(smallest, 4), BORDERS):
            (X,) = ring_arrays({"x": (2, height, width)}).values()
            Y = shipped("pad2d")(X, border, mode)
            words = f"image {height}×{width}, border {border}"
            agree(words, np.pad(X, ((0, 0), *border), mode=mode), "pad2d", Y)
            (top, bottom), (left, right) = border
            yield Example(
                words,
                {"X": X[1], "Y": Y[1]},
                numbers={h: height, w: width, t: top, l: left},
                ranges={p: range(top + height + bottom), q: range(left + width + right)},
            )

    return examples
