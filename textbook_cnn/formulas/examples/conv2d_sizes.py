"""Layers whose parts are counted, with numbers for sizes and with unknown ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from ..code_for_all_sizes.inequalities import implied
from ..code_for_all_sizes.integers import product_of
from ..code_for_all_sizes.polynomials import polynomial, unknown
from ..code_for_all_sizes.running import BRANCHES, shipped_functions
from ..code_for_all_sizes.unknowns import WITNESSES, Unknowns
from ..example import Disagreement, Example
from ..notation.letters import d, delta, h, k, m, n, s, t, w, z
from ..shipped import agree, shipped
from ..symbols.rings import ring_arrays


def number(counted: Any) -> np.ndarray:
    """Return what a letter without indices stands for."""
    return np.array(counted, dtype=object)


def filters_and_kernels() -> Iterator[Example]:
    """Convolution layers, the kernels of 2×3 numbers in their arrays, and the feature maps they make."""
    for filters, channels in product(range(1, 7), repeat=2):
        network = shipped("Network")([shipped("Conv2D")(filters, (2, 3))], (channels, 4, 5))
        K = network.init(0)["conv2d_1.K"]
        Y = shipped("conv2d")(np.zeros((1, K.shape[1], 4, 5), K.dtype), K, padding="full")
        letters = {r"\text{kernels}": number(K.shape[0] * K.shape[1]), r"\text{feature maps}": number(Y.shape[1])}
        yield Example(f"d = {filters}, n = {channels}", letters, numbers={d: filters, n: channels})


def unknown_kernels() -> Iterator[Example]:
    """Unknown numbers of filters and channels: kernels in the shape of the parameters, feature maps in the output's."""
    for known, kind in product(WITNESSES, BRANCHES.values()):
        unknowns = Unknowns(known)
        filters, channels, images, height, width = (unknowns.size(name) for name in ("d", "n", "N", "H", "W"))
        with shipped_functions():
            network = shipped("Network")(
                [shipped("Conv2D")(filters, (2, 3), padding="full")], (channels, height, width)
            )
            shape = network.parameter_shapes["conv2d_1.K"]
            X, K = kind.unknown("X", images, channels, height, width), kind.unknown("K", *shape)
            Y = shipped("conv2d")(X, K, padding="full")
        nothing_left_over(unknowns)
        agree("feature maps of the layer", polynomial(network.output_shape[0]), "conv2d", polynomial(Y.shape[1]))
        letters = {
            r"\text{kernels}": number(polynomial(product_of(shape[:2]))),
            r"\text{feature maps}": number(polynomial(Y.shape[1])),
        }
        yield Example("every d and n", letters, numbers={symbol: unknown(str(symbol)) for symbol in (d, n)})


def one_bias_a_pixel() -> Iterator[Example]:
    """The layer of the slides with a bias of the shape of its output."""
    X, K, B = (np.zeros(shape) for shape in ((1, 1, 28, 28), (32, 1, 3, 3), (32, 28, 28)))
    Y = shipped("conv2d")(X, K, B, padding="same")
    agree("the shape of the bias", np.array(B.shape), "conv2d", Y.shape[1:])
    agree("25,376 parameters", 25_376, "the two arrays", K.size + B.size)
    yield Example("32 filters of 3×3 on 28×28 pixels", {})


def unknown_layers() -> Iterator[Example]:
    """A convolution layer with unknown sizes; its parameters are counted in the shapes that a network gives them."""
    for known in WITNESSES:
        unknowns = Unknowns(known)
        filters, channels, height, width, *image = (unknowns.size(name) for name in ("d", "n", "h", "w", "H", "W"))
        with shipped_functions():
            layer = shipped("Conv2D")(filters, (height, width), padding="same")
            total = elements(shipped("Network")([layer], (channels, *image)), unknowns)
        yield Example(
            "every d, n, h and w",
            {r"\text{parameters}": number(total)},
            numbers={symbol: unknown(str(symbol)) for symbol in (d, n, h, w)},
        )


def elements(network: Any, unknowns: Unknowns, letters: str = "KBW") -> Any:
    """Numbers in the parameters with these letters; of the sizes nothing may be asked but that they are at least 1."""
    shapes = [shape for name, shape in network.parameter_shapes.items() if name[-1] in letters]
    nothing_left_over(unknowns)
    return sum((polynomial(product_of(shape)) for shape in shapes), polynomial(0))


def nothing_left_over(unknowns: Unknowns) -> None:
    """What the code asked of the sizes must follow from their being at least 1."""
    left_over = [condition for condition in unknowns.path if not implied(unknowns.facts, condition)]
    if left_over:
        raise Disagreement(f"this holds only where {left_over[0]} ≥ 0")


def same_paddings() -> Iterator[Example]:
    """Columns of m pixels under padding "same"; where its windows lie is read from the symbols in the output."""
    for size, kernel, stride, dilation in product(range(1, 10), range(1, 6), range(1, 5), (1, 2)):
        X, K = ring_arrays({"x": (1, 1, size, 1), "k": (1, 1, kernel, 1)}).values()
        keywords = {"stride": (stride, 1), "dilation": (dilation, 1)}
        Y = shipped("conv2d")(X, K, padding="same", **keywords)
        before = rows_before(Y.ravel(), X.ravel(), K.ravel(), stride, dilation)
        if before is None:  # no window meets a pixel
            continue
        words = f"m = {size}, k = {kernel}, s = {stride}, δ = {dilation}"
        met = [window(X.ravel(), K.ravel(), stride * row - before, dilation) for row in range(Y.shape[2])]
        agree(f"{words}: the windows from row {-before} on", np.array(met, dtype=object), "conv2d", Y.ravel())
        after = max((Y.shape[2] - 1) * stride + dilation * (kernel - 1) - before - (size - 1), 0)
        padded = shipped("conv2d")(X, K, padding=((before, after), (0, 0)), **keywords)
        agree(f'{words}: conv2d with "same"', Y, f"it with {before} and {after} zeros", padded)
        sizes = {m: size, k: kernel, s: stride, delta: dilation, t: before, z: before + after}
        yield Example(words, {"m'": number(Y.shape[2])}, numbers=sizes)


def rows_before(Y: np.ndarray, X: np.ndarray, K: np.ndarray, stride: int, dilation: int) -> int | None:
    """Rows of zeros above: what is missing from the row of each pixel to the place where the window meets it."""
    found = {
        stride * row + dilation * offset - pixel
        for (row, y), (offset, k), (pixel, x) in product(enumerate(Y), enumerate(K), enumerate(X))
        if next(iter(x * k)) in y
    }
    if len(found) > 1:
        raise Disagreement(f"the windows lie {sorted(found)} rows above the image")
    return found.pop() if found else None


def window(X: np.ndarray, K: np.ndarray, first: int, dilation: int) -> Any:
    """Σ over the kernel of what a window that begins in the row `first` meets; outside the image it meets zeros."""
    rows = (first + dilation * offset for offset in range(len(K)))
    return sum((X[row] * k for row, k in zip(rows, K, strict=True) if 0 <= row < len(X)), X[0] * 0)


def counted_layers() -> Iterator[Example]:
    """Convolution layers, and the number of elements in the arrays that a network makes for them."""
    small = product(range(1, 6), range(1, 5), range(1, 5), range(1, 4))
    for filters, channels, height, width in ((32, 1, 3, 3), *small):
        layer = shipped("Conv2D")(filters, (height, width), padding="same")
        params = shipped("Network")([layer], (channels, 6, 6)).init(0)
        elements = sum(array.size for array in params.values())
        yield Example(
            f"d = {filters}, n = {channels}, h = {height}, w = {width}",
            {r"\text{parameters}": np.array(elements, dtype=object)},
            numbers={d: filters, n: channels, h: height, w: width},
        )
