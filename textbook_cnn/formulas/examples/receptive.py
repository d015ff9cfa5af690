"""Chains of windows, and the pixels they reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ..example import Example
from ..notation.letters import t
from ..shipped import agree, shipped
from ..symbols.rings import ring_arrays, total

CHAINS = (
    ((3, 1, 1), (3, 1, 1), (3, 1, 1)),
    ((3, 1, 1), (2, 2, 1), (3, 1, 1), (2, 2, 1)),
    ((5, 2, 1), (3, 1, 2), (2, 3, 1)),
    ((3, 1, 1), (3, 1, 1), (2, 2, 1), (3, 1, 1), (3, 1, 1), (2, 2, 1)),  # the first two blocks of VGG16
    ((1, 1, 1), (4, 3, 2), (3, 2, 1)),
)


def reached(chain: tuple[tuple[int, int, int], ...], size: int) -> tuple[int, int]:
    """How many inputs the first output depends on, from the first to the last, and how far away the next begins.

    The shipped convolution is run on symbols; what an output depends on is what stands in it.
    """
    X = ring_arrays({"x": (1, 1, 1, size)})["x"]
    symbols = {next(iter(x)): place for place, x in enumerate(X.ravel())}
    for k, s, delta in chain:
        count = (X.shape[3] - delta * (k - 1) - 1) // s + 1
        sums = [total(X[0, 0, 0, s * place :: delta][:k]) for place in range(count)]
        given = shipped("conv2d")(X, np.ones((1, 1, 1, k), dtype=int), stride=s, dilation=delta)
        X = agree(f"sums of {k}", np.array(sums, dtype=object).reshape(1, 1, 1, count), "conv2d", given)
    first, second = (sorted(symbols[monomial] for monomial in X[0, 0, 0, place]) for place in (0, 1))
    return first[-1] - first[0] + 1, second[0] - first[0]


def fields() -> Iterator[Example]:
    """Chains of layers; their receptive fields counted in the polynomials that come out."""
    for chain in CHAINS:
        counted = [reached(chain[:count], 64) for count in range(len(chain) + 1)]
        layers = [shipped("Conv2D")(1, (1, k), stride=(1, s), dilation=(1, delta)) for k, s, delta in chain]
        network = shipped("Network")(layers, (1, 1, 64))
        for place, name in enumerate(network.names, 1):
            field = shipped("receptive_field")(network, name)
            agree(
                f"size and step after {chain[:place]}",
                np.array(counted[place], dtype=object),
                "receptive_field",
                np.array([field.size[1], field.step[1]], dtype=object),
            )
        sizes, steps = zip(*counted)
        kernels, strides, dilations = zip((0, 0, 0), *chain)
        letters: Mapping[str, Any] = {"r": sizes, "g": steps, "k": kernels, "s": strides, r"\delta": dilations}
        yield Example(f"layers {chain}", letters, ranges={t: range(1, len(chain) + 1)})
