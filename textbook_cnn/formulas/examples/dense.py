"""Dense layers of symbols, and stacks of them whose weights are counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

from ..code_for_all_sizes.polynomials import unknown
from ..code_for_all_sizes.running import shipped_functions
from ..code_for_all_sizes.unknowns import WITNESSES, Unknowns
from ..example import Example
from ..notation.letters import N, b, d, i, j, l, n, t
from ..shipped import agree, shipped
from ..symbols.rings import derivative, ring_arrays, total
from .conv2d import DIMENSIONS
from .conv2d_sizes import elements


def dense_layers() -> Iterator[Example]:
    """Dense layers with d units and n inputs; the formulas speak of one image, the gradients are checked for two."""
    for alone, _ in zip(batches(1), batches(2), strict=True):
        yield replace(
            alone,
            arrays={**alone.arrays, **{letter: alone.arrays[letter][0] for letter in "XY"}},
            gradients={**alone.gradients, **{letter: alone.gradients[letter][0] for letter in "XY"}},
        )


def dense_batches() -> Iterator[Example]:
    """The same for two images at once."""
    return batches(2)


def batches(images: int) -> Iterator[Example]:
    """Dense layers of symbols for some images."""
    for units, inputs in DIMENSIONS:
        shapes = {"x": (images, inputs), "w": (units, inputs), "b": (units,), "dy": (images, units)}
        X, W, B, dY = ring_arrays(shapes).values()
        Y = shipped("dense")(X, W, B)
        E = total(dY * Y)
        dW = agree("∂E/∂W", derivative(E, W), "dense_backward_weight", shipped("dense_backward_weight")(X, dY))
        dB = agree("∂E/∂B", derivative(E, B), "dense_backward_bias", shipped("dense_backward_bias")(dY))
        dX = agree("∂E/∂X", derivative(E, X), "dense_backward_input", shipped("dense_backward_input")(dY, W))
        yield Example(
            f"d = {units}, n = {inputs}",
            {"X": X, "W": W, "B": B, "Y": Y},
            {"X": dX, "W": dW, "B": dB, "Y": dY},
            numbers={d: units, n: inputs, N: images},
            ranges={i: range(1, units + 1), j: range(1, inputs + 1), l: range(1, units + 1), b: range(1, images + 1)},
        )


STACKS = range(1, 7)  # numbers of hidden layers


def stack(inputs: int, units: int, layers: int) -> Any:
    """Return a network of that many dense layers."""
    return shipped("Network")(layers * [shipped("Dense")(units)], (inputs,))


def dense_stacks() -> Iterator[Example]:
    """Hidden layers of d units each on n inputs, and the weights in the arrays of their parameters."""
    for inputs, units in product(range(1, 6), repeat=2):
        params = (stack(inputs, units, layers).init(0) for layers in STACKS)
        counts = [sum(array.size for array in each.values() if array.ndim == 2) for each in params]
        yield weights(f"n = {inputs}, d = {units}", counts, inputs, units)


def unknown_dense_stacks() -> Iterator[Example]:
    """The same for unknown numbers of inputs and units."""
    for known in WITNESSES:
        unknowns = Unknowns(known)
        inputs, units = unknowns.size("n"), unknowns.size("d")
        with shipped_functions():
            counts = [elements(stack(inputs, units, layers), unknowns, "W") for layers in STACKS]
        yield weights("every n and d", counts, unknown("n"), unknown("d"))


def wide_stack() -> Iterator[Example]:
    """Three hidden layers of 1,000 units on the photograph of the slide, counted in the shapes of their parameters."""
    inputs, units = 1_440_000, 1_000
    counts = [elements(stack(inputs, units, layers), Unknowns(), "W").constant for layers in (1, 2, 3)]
    yield replace(weights("1,000 units on 1,440,000 inputs", counts, inputs, units), ranges={t: (2,)})


def weights(words: str, counts: list[Any], inputs: Any, units: Any) -> Example:
    """Return the numbers of weights by the number of layers, from 1 on."""
    return Example(words, {r"\text{weights}": [None, *counts]}, numbers={n: inputs, d: units}, ranges={t: STACKS})
