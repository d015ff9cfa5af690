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


def reached(chain: tuple[tuple[int, int, int], ...], size: int) -> tuple[int, int, int]:
    """How many inputs the first output depends on, from first to last, how far away the next begins, and the first.

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
    return first[-1] - first[0] + 1, second[0] - first[0], first[0]


def along(axis: int, number: int) -> tuple[int, int]:
    """A number on one axis of an image, and 1 on the other."""
    return (number, 1) if axis == 0 else (1, number)


def fields() -> Iterator[Example]:
    """Chains of layers; their receptive fields counted in the polynomials that come out."""
    for chain in CHAINS:
        counted = [reached(chain[:count], 64) for count in range(len(chain) + 1)]
        for axis in (0, 1):
            layers = [
                shipped("Conv2D")(1, along(axis, k), stride=along(axis, s), dilation=along(axis, delta))
                for k, s, delta in chain
            ]
            network = shipped("Network")(layers, (1, *along(axis, 64)))
            for place, name in enumerate(network.names, 1):
                field = shipped("receptive_field")(network, name)
                given = np.array([pair[axis] for pair in (field.size, field.step, field.start)], dtype=object)
                words = f"size, step and start after {chain[:place]}"
                agree(words, np.array(counted[place], dtype=object), "receptive_field", given)
        sizes, steps, _ = zip(*counted)
        kernels, strides, dilations = zip((0, 0, 0), *chain)
        letters: Mapping[str, Any] = {"r": sizes, "g": steps, "k": kernels, "s": strides, r"\delta": dilations}
        yield Example(f"layers {chain}", letters, ranges={t: range(1, len(chain) + 1)})


def uneven_fields() -> Iterator[None]:
    """Windows, strides and margins that differ down and across, pooling among them; what outputs see, counted back."""
    kernels, strides, dilations = ((3, 2), (2, 3), (1, 2)), ((2, 1), (1, 2), (1, 1)), ((1, 1), (1, 1), (1, 2))
    paddings = ((2, 1), (1, 3)), ((0, 0), (0, 0)), ((0, 1), (2, 0))
    layers = [
        shipped("Conv2D")(1, kernels[0], stride=strides[0], padding=paddings[0]),
        shipped("ReLU")(),
        shipped("MaxPool2D")(kernels[1], stride=strides[1]),
        shipped("Conv2D")(1, kernels[2], dilation=dilations[2], padding=paddings[2]),
    ]
    network = shipped("Network")(layers, (1, 9, 14))
    for count, name in enumerate(("conv2d_1", "max_pool2d_1", "conv2d_2"), 1):
        field = shipped("receptive_field")(network, name)
        for output in ((0, 0), (1, 2), (3, 1)):
            window: list[int] = []
            for axis in (0, 1):
                first = last = output[axis]
                for layer in reversed(range(count)):
                    first = first * strides[layer][axis] - paddings[layer][axis][0]
                    last = last * strides[layer][axis] - paddings[layer][axis][0]
                    last += dilations[layer][axis] * (kernels[layer][axis] - 1)
                window += [first, last + 1]
            words = f"what output {output} of {name} sees"
            agree(
                words, np.array(window, dtype=object), "receptive_field", np.array(field.window(*output), dtype=object)
            )
        yield
