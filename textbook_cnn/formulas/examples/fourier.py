"""Exact Fourier transforms, with roots of unity from a cyclotomic field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from sympy import QQ
from sympy.polys.rings import PolyElement

from ..example import Disagreement, Example
from ..notation import letters
from ..symbols.rings import ring_arrays
from .convolution_layer import Pair

ROOTS = QQ.cyclotomic_field(12)  # the rational numbers with e^(2πi/12), which has roots for the sizes that divide 12
SPECTRA = (((3, 2), (2, 2), 0), ((1, 2), (2, 2), ((1, 0), (0, 1))), ((2, 1), (3, 1), ((1, 1), (0, 0))))


def fourier(A: np.ndarray, size: Pair) -> np.ndarray:
    """Exact transform of the first two axes of A, continued with zeros to a size."""
    return powers(A, size, -1)


def powers(A: np.ndarray, size: Pair, sign: int) -> np.ndarray:
    """Sums of the elements of A times powers of roots of unity, e^(2πi·sign·ap/length) along each of two axes."""
    if any(12 % length for length in size) or any(a > b for a, b in zip(A.shape, size)):
        raise Disagreement(f"there is no transform of size {size} for an array of shape {A.shape}")
    ring = next(a.ring for a in A.ravel() if isinstance(a, PolyElement))
    for axis, length in enumerate(size):
        roots = [[ring.ground_new(root(length, sign * a * p)) for p in range(A.shape[axis])] for a in range(length)]
        A = np.moveaxis(np.tensordot(np.array(roots, dtype=object), A, (1, axis)), 0, axis)
    return A


def inverse(Z: np.ndarray, size: Pair) -> np.ndarray:
    """Exact inverse transform of the first two axes."""
    return powers(Z, size, 1) * (QQ(1) / (size[0] * size[1]))


def root(length: int, power: int) -> Any:
    """e^(2πi·power/length)."""
    return ROOTS.unit ** (12 // length * power % 12)


EXACT = (lambda A: fourier(A, A.shape[:2]), inverse)


def spectra() -> Iterator[Example]:
    """Images and kernels, and the size of their full convolution."""
    for size, kernel in (((1, 1), (1, 1)), ((2, 3), (2, 2)), ((3, 2), (2, 1)), ((3, 4), (4, 3))):
        X, K = ring_arrays({"x": size, "k": kernel}, domain=ROOTS).values()
        rows, columns = (a + b - 1 for a, b in zip(size, kernel))
        yield Example(
            f"image {size[0]}×{size[1]}, kernel {kernel[0]}×{kernel[1]}",
            {"X": X, "K": K},
            numbers={letters.m: rows, letters.m_2: columns},
        )


def images_of_transforms() -> Iterator[Example]:
    """Images of the size of their transform."""
    for rows, columns in ((1, 2), (3, 4), (6, 2)):
        (X,) = ring_arrays({"x": (rows, columns)}, domain=ROOTS).values()
        yield Example(
            f"image {rows}×{columns}",
            {"X": X},
            numbers={letters.m: rows, letters.m_2: columns},
            ranges={letters.r: range(rows), letters.c: range(columns)},
        )
