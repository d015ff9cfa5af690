"""Signals, images and kernels of symbols, and sizes, for the formulas of the chapter on convolution."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from ..example import Disagreement, Example
from ..notation.letters import delta, h, i, j, k, m, p, q, r, s, u, v, w
from ..shipped import agree, shipped
from ..symbols.rings import ring_arrays


def sequences() -> Iterator[Example]:
    """Signals of up to 7 samples and kernels of up to 4."""
    for size, width in product(range(1, 8), range(1, 5)):
        if width <= size:
            arrays = ring_arrays({"x": (size,), "k": (width,)})
            yield Example(
                f"{size} samples, kernel of {width}", arrays, numbers={w: width}, ranges={p: range(size - width + 1)}
            )


def overlapping_sequences() -> Iterator[Example]:
    """Signals of up to 6 samples and kernels of up to 4, longer than the signal among them."""
    for size, width in product(range(1, 7), range(1, 5)):
        yield Example(
            f"{size} samples, kernel of {width}",
            ring_arrays({"x": (size,), "k": (width,)}),
            numbers={m: size, w: width},
            ranges={p: range(size + width - 1)},
        )


def images() -> Iterator[Example]:
    """Images of up to 4×5 pixels and kernels of up to 3×3."""
    for size, kernel in product(product(range(1, 5), range(1, 6)), product((1, 2, 3), repeat=2)):
        if kernel[0] <= size[0] and kernel[1] <= size[1]:
            arrays = ring_arrays({"x": size, "k": kernel})
            output = size[0] - kernel[0] + 1, size[1] - kernel[1] + 1
            yield Example(
                f"image {size[0]}×{size[1]}, kernel {kernel[0]}×{kernel[1]}",
                {"X": arrays["x"], "K": arrays["k"], "I": arrays["x"], "*": turned(*arrays.values())},
                numbers={h: kernel[0], w: kernel[1]},
                ranges={p: range(output[0]), q: range(output[1])},
            )


def kernels() -> Iterator[Example]:
    """Kernels of up to 3×4."""
    for rows, columns in product(range(1, 4), range(1, 5)):
        arrays = ring_arrays({"k": (rows, columns)})
        yield Example(
            f"kernel {rows}×{columns}",
            {"K": arrays["k"]},
            numbers={h: rows, w: columns},
            ranges={u: range(rows), v: range(columns)},
        )


def answered_images() -> Iterator[Example]:
    """The same images and kernels, with symbols for ∂E/∂Y."""
    for known in images():
        X, K = known.array("X"), known.array("K")
        output = [a - b + 1 for a, b in zip(X.shape, K.shape)]
        arrays = ring_arrays({"x": X.shape, "k": K.shape, "dy": tuple(output)})
        yield Example(known.words, {"X": arrays["x"], "K": arrays["k"]}, {"Y": arrays["dy"]})


def turned(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Convolution by its definition where all of the kernel is inside; convolve2d must give the same."""
    (height, width), (rows, columns) = image.shape, kernel.shape
    expected = np.empty((height - rows + 1, width - columns + 1), dtype=object)
    for a, b in np.ndindex(*expected.shape):
        last = a + rows - 1, b + columns - 1
        first, *others = (image[last[0] - u, last[1] - v] * kernel[u, v] for u, v in np.ndindex(rows, columns))
        expected[a, b] = sum(others, first)
    return agree("the definition of ∗", expected, "convolve2d", shipped("convolve2d")(image, kernel))


def filtered_images() -> Iterator[Example]:
    """Images of up to 5×4 pixels filtered with kernels of 2r+1 rows and columns, zeros outside."""
    for (height, width), half in product(((1, 1), (3, 4), (5, 3)), (0, 1, 2)):
        arrays = ring_arrays({"f": (height, width), "k": (2 * half + 1, 2 * half + 1)})
        filtered = shipped("convolve2d")(arrays["f"], arrays["k"], padding="same")
        yield Example(
            f"image {height}×{width}, r = {half}, zeros outside",
            {**arrays, "g": filtered},
            numbers={r: half},
            ranges={i: range(height), j: range(width)},
        )


def sizes() -> Iterator[Example]:
    """Sizes along one axis, and the number of windows: counted, and as the package's functions have it."""
    for size, kernel, stride, padding, dilation in product(range(1, 9), range(1, 5), (1, 2, 3), (0, 1, 2), (1, 2)):
        starts = range(-padding, size + padding, stride)
        counted = sum(start + dilation * (kernel - 1) < size + padding for start in starts)
        if counted:
            keywords = {"stride": stride, "padding": padding, "dilation": dilation}
            given = shipped("output_size")(size, kernel, **keywords)
            image = shipped("conv2d")(np.zeros((1, 1, size, size)), np.zeros((1, 1, kernel, kernel)), **keywords)
            words = f"m = {size}, k = {kernel}, s = {stride}, p = {padding}, δ = {dilation}"
            if not counted == given == image.shape[2] == image.shape[3]:
                raise Disagreement(f"{words}: {counted} windows, output_size {given}, conv2d {image.shape[2:]}")
            yield Example(
                words,
                {"m'": np.array(counted, dtype=object)},
                numbers={m: size, k: kernel, s: stride, p: padding, delta: dilation},
            )


def numbers() -> Iterator[Example]:
    """No letters, only numbers."""
    yield Example("the numbers of the worked example", arrays={})
