"""Layers whose parts are counted, with numbers for sizes and with unknown ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from ..code_for_all_sizes.inequalities import implied
from ..code_for_all_sizes.integers import WITNESSES, Unknowns, product_of
from ..code_for_all_sizes.polynomials import polynomial, unknown
from .conv2d import Instance
from ..notation.letters import d, delta, h, k, m, n, s, t, w, z
from ..notation.nodes import Disagreement
from ..notation.operators import agree, shipped
from ..symbols.rings import ring_arrays

STACKS = range(1, 7)  # numbers of hidden layers


def number(counted: Any) -> np.ndarray:
    """Return what a letter without indices stands for."""
    return np.array(counted, dtype=object)


def filters_and_kernels() -> Iterator[Instance]:
    """Convolution layers, the kernels of 2×3 numbers in their arrays, and the feature maps they make."""
    for filters, channels in product(range(1, 7), repeat=2):
        network = shipped("Network")([shipped("Conv2D")(filters, (2, 3))], (channels, 4, 5))
        K = network.init(0)["conv2d_1.K"]
        Y = shipped("conv2d")(np.zeros((1, channels, 4, 5), K.dtype), K)
        letters = {r"\text{kernels}": number(K.size // 6), r"\text{feature maps}": number(Y.shape[1])}
        yield Instance(f"d = {filters}, n = {channels}", letters, numbers={d: filters, n: channels})


def one_bias_a_pixel() -> Iterator[Instance]:
    """The layer of the slides with a bias of the shape of its output."""
    X, K, B = (np.zeros(shape) for shape in ((1, 1, 28, 28), (32, 1, 3, 3), (32, 28, 28)))
    Y = shipped("conv2d")(X, K, B, padding="same")
    agree("the shape of the bias", np.array(B.shape), "conv2d", Y.shape[1:])
    agree("25,376 parameters", 25_376, "the two arrays", K.size + B.size)
    yield Instance("32 filters of 3×3 on 28×28 pixels", {})


def unknown_layers() -> Iterator[Instance]:
    """A convolution layer with unknown sizes; its parameters are counted in the shapes that a network gives them."""
    for known in WITNESSES:
        unknowns = Unknowns(known)
        filters, channels, height, width, *image = (unknowns.size(name) for name in ("d", "n", "h", "w", "H", "W"))
        layer = shipped("Conv2D")(filters, (height, width), padding="same")
        total = elements(shipped("Network")([layer], (channels, *image)), unknowns)
        yield Instance("every d, n, h and w", {r"\text{parameters}": number(total)},
                       numbers={symbol: unknown(str(symbol)) for symbol in (d, n, h, w)})  # fmt: skip


def elements(network: Any, unknowns: Unknowns, letters: str = "KBW") -> Any:
    """Numbers in the parameters with these letters; of the sizes nothing may be asked but that they are at least 1."""
    shapes = [shape for name, shape in network.parameter_shapes.items() if name[-1] in letters]
    left_over = [condition for condition in unknowns.path if not implied(unknowns.facts, condition)]
    if left_over:
        raise Disagreement(f"this holds only where {left_over[0]} ≥ 0")
    return sum((polynomial(product_of(shape)) for shape in shapes), polynomial(0))


def stack(inputs: int, units: int, layers: int) -> Any:
    """Return a network of that many dense layers."""
    return shipped("Network")(layers * [shipped("Dense")(units)], (inputs,))


def dense_stacks() -> Iterator[Instance]:
    """Hidden layers of d units each on n inputs, and the weights in the arrays of their parameters."""
    for inputs, units in product(range(1, 6), repeat=2):
        params = (stack(inputs, units, layers).init(0) for layers in STACKS)
        counts = [sum(array.size for array in each.values() if array.ndim == 2) for each in params]
        yield weights(f"n = {inputs}, d = {units}", counts, inputs, units)


def unknown_dense_stacks() -> Iterator[Instance]:
    """The same for unknown numbers of inputs and units."""
    for known in WITNESSES:
        unknowns = Unknowns(known)
        inputs, units = unknowns.size("n"), unknowns.size("d")
        counts = [elements(stack(inputs, units, layers), unknowns, "W") for layers in STACKS]
        yield weights("every n and d", counts, unknown("n"), unknown("d"))


def wide_stack() -> Iterator[Instance]:
    """Three hidden layers of 1,000 units on the photograph of the slide, counted in the shapes of their parameters."""
    inputs, units = 1_440_000, 1_000
    counts = [elements(stack(inputs, units, layers), Unknowns(), "W").constant for layers in (1, 2, 3)]
    yield replace(weights("1,000 units on 1,440,000 inputs", counts, inputs, units), ranges={t: (2,)})


def weights(words: str, counts: list[Any], inputs: Any, units: Any) -> Instance:
    """Return the numbers of weights by the number of layers, from 1 on."""
    return Instance(words, {r"\text{weights}": [None, *counts]}, numbers={n: inputs, d: units}, ranges={t: STACKS})


def same_paddings() -> Iterator[Instance]:
    """Columns of m pixels under padding "same"; where its windows lie is read from the symbols in the output."""
    for size, kernel, stride, dilation in product(range(1, 10), range(1, 6), range(1, 5), (1, 2)):
        X, K = ring_arrays({"x": (1, 1, size, 1), "k": (1, 1, kernel, 1)}).values()
        keywords = {"stride": (stride, 1), "dilation": (dilation, 1)}
        Y = shipped("conv2d")(X, K, padding="same", **keywords)
        before = rows_before(Y.ravel(), X.ravel(), K.ravel(), stride, dilation)
        if before is None:  # no window meets a pixel
            continue
        after = max((Y.shape[2] - 1) * stride + dilation * (kernel - 1) - before - (size - 1), 0)
        padded = shipped("conv2d")(X, K, padding=((before, after), (0, 0)), **keywords)
        words = f"m = {size}, k = {kernel}, s = {stride}, δ = {dilation}"
        agree(f'{words}: conv2d with "same"', Y, f"it with {before} and {after} zeros", padded)
        sizes = {m: size, k: kernel, s: stride, delta: dilation, t: before, z: before + after}
        yield Instance(words, {"m'": number(Y.shape[2])}, numbers=sizes)


def rows_before(Y: np.ndarray, X: np.ndarray, K: np.ndarray, stride: int, dilation: int) -> int | None:
    """Rows of zeros above: what is missing from the row of each pixel to the place where the window meets it."""
    found = {stride * row + dilation * offset - pixel for row, offset, pixel in np.ndindex(len(Y), len(K), len(X))
             if Y[row].by(K[offset]) == X[pixel]}  # fmt: skip
    if len(found) > 1:
        raise Disagreement(f"the windows lie {sorted(found)} rows above the image")
    return found.pop() if found else None
