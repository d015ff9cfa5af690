"""Layers that fast functions compute as `conv2d` does, and numbers that count their products."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

import numpy as np
from sympy import QQ, ZZ
from sympy.polys.domains.domain import Domain

from ..example import Disagreement, Example
from ..notation import letters
from ..shipped import agree, shipped
from ..symbols.rings import ring_arrays
from .conv2d import DIMENSIONS
from .convolution_layer import Pair, summed
from .winograd import winograd_maps

Sizes = Iterable[tuple[Pair, Pair, Any]]
SUMS = (((3, 4), (2, 3), 0), ((3, 3), (3, 1), ((1, 0), (0, 2))))  # input, kernel, padding
PRODUCTS = r"\text{products}"


def plain_layers(function: str, sizes: Sizes, domain: Domain = ZZ, **keywords: Any) -> Iterator[Example]:
    """Layers without bias, two images each, for which a function must give what conv2d gives; X has its zeros."""
    for (d, n), (size, kernel, padding) in product(DIMENSIONS, sizes):
        words = f"d = {d}, n = {n}, input {size[0]}×{size[1]}, kernel {kernel[0]}×{kernel[1]}, padding {padding}"
        X, K = ring_arrays({"x": (2, n, *size), "k": (d, n, *kernel)}, domain=domain).values()
        Y = shipped("conv2d")(X, K, padding=padding)
        try:
            agree("what conv2d returns", Y, function, shipped(function)(X, K, padding=padding, **keywords))
        except Disagreement as error:
            raise Disagreement(f"{words}: {error}") from None
        X = shipped("pad2d")(X, padding)
        yield Example(
            words,
            {"X": X[0], "K": K, "Y": Y[0], **winograd_maps()},
            numbers={
                letters.d: d,
                letters.n: n,
                letters.h: kernel[0],
                letters.w: kernel[1],
                letters.m: X.shape[2],
                letters.m_2: X.shape[3],
            },
            ranges={
                letters.i: range(1, d + 1),
                letters.j: range(1, n + 1),
                letters.p: range(Y.shape[2]),
                letters.q: range(Y.shape[3]),
            },
        )


class Counted:
    """A number that only counts how often it is multiplied, together with all of its kind that share the tally."""

    def __init__(self, tally: list[int]) -> None:
        self.tally = tally

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, np.ndarray):
            return NotImplemented
        self.tally[0] += 1
        return self

    def __add__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, np.ndarray) else self

    __rmul__, __radd__, __sub__, __rsub__, __truediv__ = __mul__, __add__, __add__, __add__, __add__


def counted(function: str, kernels: Iterable[Pair]) -> Iterator[Example]:
    """How many products a function takes for outputs of even height and width; on symbols it gives the definition."""
    for (d, n), kernel, (height, width), N in product(DIMENSIONS, kernels, ((2, 4), (4, 2)), (1, 3)):
        tally = [0]
        X = np.full((N, n, height + kernel[0] - 1, width + kernel[1] - 1), Counted(tally), dtype=object)
        shipped(function)(X, np.full((d, n, *kernel), Counted(tally), dtype=object))
        X, K = ring_arrays({"x": (1, *X.shape[1:]), "k": (d, n, *kernel)}, domain=QQ).values()
        words = f"N = {N}, d = {d}, n = {n}, output {height}×{width}, kernel {kernel[0]}×{kernel[1]}"
        agree(f"{words}: the definition", summed(X, K), function, shipped(function)(X, K))
        yield Example(
            words,
            {PRODUCTS: np.array(tally[0], dtype=object)},
            numbers={
                letters.N: N,
                letters.d: d,
                letters.n: n,
                letters.h: kernel[0],
                letters.w: kernel[1],
                letters.H_out: height,
                letters.W_out: width,
            },
        )
