"""Winograd's maps, and pieces of signals and images under them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sympy import QQ

from ...fast import winograd
from ..example import Example
from ..shipped import agree, shipped
from ..symbols.rings import ring_arrays

TILE = (((4, 4), (3, 3), 0),)
TILES = (((3, 3), (3, 3), 0), ((5, 6), (3, 3), 0), ((3, 2), (3, 3), 1), ((2, 3), (3, 3), ((2, 1), (0, 2))))


def winograd_maps() -> dict[str, np.ndarray]:
    """Winograd's three maps as matrices: what the code makes of the columns of the unit matrix."""
    unit = {size: np.array([[QQ(a == b) for b in range(size)] for a in range(size)], dtype=object) for size in (3, 4)}
    maps = winograd._map_input(unit[4], 0), winograd._map_kernel(unit[3], 0), winograd._map_back(unit[4], 0)
    P, G, R = map(np.asarray, maps)
    return {"P": P.reshape(-1, 4), "G": G.reshape(-1, 3), "R": R.reshape(-1, 4)}


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
