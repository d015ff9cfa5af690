"""Winograd's maps, as the shipped functions apply them, and pieces of signals, images and layers under them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
from sympy import QQ

from ..example import Example
from ..shipped import agree, shipped
from ..symbols import linear_forms as forms
from ..symbols.rings import ring_arrays
from .conv2d import DIMENSIONS

TILE = (((4, 4), (3, 3), 0),)
TILES = (((3, 3), (3, 3), 0), ((5, 6), (3, 3), 0), ((3, 2), (3, 3), 1), ((2, 3), (3, 3), ((2, 1), (0, 2))))


def applied_maps(function: str, x: tuple[int, ...], k: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The maps P, G and R, in this order, that a function applies to an input and a kernel of these shapes.

    Each of its products has a sum of inputs in it and a sum of weights: a row of P and one of G.  What it makes of
    the products is R.
    """
    noted: list[Any] = []
    inputs, weights = forms.linear_forms("x", x, noted), forms.linear_forms("k", k, noted)
    output = shipped(function)(inputs, weights)
    letters = [f"x_{place}" for place in range(inputs.size)], [f"k_{place}" for place in range(weights.size)]
    pairs = [pair if set(pair[0].coefficients) <= set(letters[0]) else pair[::-1] for pair in noted]
    products = [forms.product(number) for number in range(1, len(noted) + 1)]
    P, G = (forms.coefficients(side, of) for side, of in zip(zip(*pairs), letters, strict=True))
    return P, G, forms.coefficients(output.ravel(), products)


def winograd_maps() -> dict[str, np.ndarray]:
    """The three maps of a signal; those of an image are the same along both axes."""
    P, G, R = applied_maps("correlate1d_winograd", (4,), (3,))
    twice = applied_maps("conv2d_winograd", (1, 1, 4, 4), (1, 1, 3, 3))
    for name, once, given in zip("PGR", (P, G, R), twice, strict=True):
        agree(f"{name} along both axes", np.kron(once, once), "conv2d_winograd", given)
    return {"P": P, "G": G, "R": R}


def maps_alone() -> Iterator[Example]:
    """The three matrices."""
    yield Example("the sums in the code", winograd_maps())


def signal_pieces() -> Iterator[Example]:
    """Four samples and a kernel of three; longer signals give what correlate1d gives."""
    for length in (3, 4, 5, 8):
        x, k = ring_arrays({"x": (length,), "k": (3,)}, domain=QQ).values()
        expected = shipped("correlate1d")(x, k)
        agree("what correlate1d returns", expected, "correlate1d_winograd", shipped("correlate1d_winograd")(x, k))
        if length == 4:
            yield Example("4 samples, kernel of 3", {"x": x, "k": k, **winograd_maps()})


def image_piece() -> Iterator[Example]:
    """An image of 4×4 and a kernel of 3×3."""
    X, K = ring_arrays({"x": (4, 4), "k": (3, 3)}, domain=QQ).values()
    given = shipped("conv2d_winograd")(X[None, None], K[None, None])[0, 0]
    agree("what correlate2d returns", shipped("correlate2d")(X, K), "conv2d_winograd", given)
    yield Example("image 4×4, kernel 3×3", {"X": X, "K": K, **winograd_maps()})


def layers_in_tiles(P: np.ndarray, G: np.ndarray, R: np.ndarray) -> Iterator[str]:
    """Layers of several images, channels and filters, tile by tile under these maps: what conv2d_winograd returns."""
    for (d, n), (size, _, padding) in product(DIMENSIONS, (*TILE, *TILES)):
        X, K = ring_arrays({"x": (2, n, *size), "k": (d, n, 3, 3)}, domain=QQ).values()
        words = f"d = {d}, n = {n}, input {size[0]}×{size[1]}, padding {padding}, by the printed maps"
        given = shipped("conv2d_winograd")(X, K, padding=padding)
        expected = np.empty_like(given)
        margins = (0, 0), (0, 0), *((0, m % 2) for m in given.shape[2:])
        X, kernels = np.pad(shipped("pad2d")(X, padding), margins), G @ K @ G.T
        for b, row, column in product(range(2), *(range(0, m, 2) for m in given.shape[2:])):
            pieces = P @ X[b, :, row : row + 4, column : column + 4] @ P.T
            room = expected[b, :, row : row + 2, column : column + 2]
            room[...] = (R @ (kernels * pieces).sum(1) @ R.T)[:, : room.shape[1], : room.shape[2]]
        agree(words, expected, "conv2d_winograd", given)
        yield words
