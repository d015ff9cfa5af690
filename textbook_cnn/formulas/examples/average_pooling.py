"""Feature maps of symbols under average pooling, with any windows and with padding."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..example import Example
from .pooling import WINDOWS, pooling
from .pooling_padded import SHAPES, padded


def average_pools() -> Iterator[Example]:
    """Images of up to 6×6 and windows of up to 3×3."""
    for channels, height, width, size in ((1, 2, 2, 2), (2, 4, 4, 2), (1, 5, 4, 2), (1, 6, 6, 3), (2, 2, 3, 1)):
        yield pooling("avg_pool2d", np.zeros((channels, height, width), int), (size, size), size)


def average_windows() -> Iterator[Example]:
    """Images whose windows overlap, touch, or leave pixels out."""
    for size, window, stride in WINDOWS:
        yield pooling("avg_pool2d", np.zeros((2, *size), int), window, stride)


def padded_averages(*, count_padding: bool = True) -> Iterator[Example]:
    """Images with margins of zeros, which count or do not; where they do not, windows reach beyond the end, too."""
    for shape in SHAPES:
        if not (count_padding and shape.ceil_mode):
            yield padded("avg_pool2d", shape, count_padding=count_padding)
