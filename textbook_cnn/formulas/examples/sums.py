"""What the formulas of the chapter on fast convolution speak of: layers as matrices, pieces, spectra, counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import product
from typing import Any

import numpy as np
from sympy import QQ, ZZ, Symbol
from sympy.polys.domains.domain import Domain
from sympy.polys.rings import PolyElement

from ...fast import winograd
from ..notation import letters
from .convolution_layer import ConvolutionLayer, Pair, Shape
from .conv2d import DIMENSIONS, Instance
from ..notation.nodes import Disagreement
from ..notation.operators import agree, shipped
from ..symbols.rings import ring_arrays

ROOTS = QQ.cyclotomic_field(12)  # the rational numbers with e^(2πi/12), which has roots for the sizes that divide 12
m, m_2 = letters.m, Symbol("m'")  # size of a transform
H_out, W_out = Symbol("H'"), Symbol("W'")  # size of a layer's output

Sizes = Iterable[tuple[Pair, Pair, Any]]
SUMS = (((3, 4), (2, 3), 0), ((3, 3), (2, 1), ((1, 0), (0, 2))))  # input, kernel, padding
TILE = (((4, 4), (3, 3), 0),)
TILES = (((3, 3), (3, 3), 0), ((5, 6), (3, 3), 0), ((3, 2), (3, 3), 1), ((2, 3), (3, 3), ((2, 1), (0, 2))))
PRODUCTS = r"\text{products}"
SPECTRA = (((3, 2), (2, 2), 0), ((1, 2), (2, 2), ((1, 0), (0, 1))), ((2, 1), (3, 1), ((1, 1), (0, 0))))


def matrix_layers() -> Iterator[Instance]:
    """Layers of two images as the matrices that the code multiplies; V is what im2col returns."""
    for (d, n), stride, padding, dilation in product(((3, 2), (2, 3)), (1, 2), (0, ((1, 0), (2, 1))), (1, 2)):
        shape = Shape(d, n, (4, 3), (2, 2), 2, stride=stride, padding=padding, dilation=dilation)
        if all(shape.output):
            yield matrix_layer(ConvolutionLayer(shape))


def matrix_layer(layer: ConvolutionLayer) -> Instance:
    """Return the letters of a layer, and with a hat the same numbers as matrices."""
    shape, keywords = layer.shape, {**layer.shape.keywords, "groups": 1}
    N, d, H, W = layer.dY.shape
    kh, kw = shape.kernel

    def rows(Y: np.ndarray) -> np.ndarray:
        return Y.transpose(2, 1, 3, 0).reshape(H, d, W * N)

    def matrix(K: np.ndarray) -> np.ndarray:
        return K.transpose(0, 2, 3, 1).reshape(d, kh * kw * shape.n)

    without_bias, V = layer.Y - layer.B[:, None, None], shipped("im2col")(layer.X, (kh, kw), **keywords)[:, 0]
    return Instance(
        words=str(shape),
        arrays={"X": layer.X, "K": layer.K, "Y": without_bias, "V": V,
                r"\hat{K}": matrix(layer.K), r"\hat{Y}": rows(without_bias)},
        gradients={"X": partial(layer.gradient, "X"), r"\hat{K}": lambda: matrix(layer.gradient("K")),
                   r"\hat{Y}": rows(layer.dY)},
        numbers={letters.d: d, letters.n: shape.n, letters.N: N, letters.h: kh, letters.w: kw, letters.s: shape.stride,
                 letters.delta: shape.dilation, letters.t: shape.margins(0)[0], letters.l: shape.margins(1)[0]},
        ranges={letters.b: range(1, N + 1), letters.i: range(1, d + 1), letters.j: range(1, shape.n + 1),
                letters.p: range(H), letters.q: range(W), letters.u: range(kh), letters.v: range(kw),
                letters.r: range(shape.size[0]), letters.c: range(shape.size[1])},
    )  # fmt: skip


def plain_layers(function: str, sizes: Sizes, domain: Domain = ZZ, **keywords: Any) -> Iterator[Instance]:
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
        yield Instance(
            words, {"X": X[0], "K": K, "Y": Y[0], **winograd_maps()},
            numbers={letters.d: d, letters.n: n, letters.h: kernel[0], letters.w: kernel[1],
                     m: X.shape[2], m_2: X.shape[3]},
            ranges={letters.i: range(1, d + 1), letters.j: range(1, n + 1),
                    letters.p: range(Y.shape[2]), letters.q: range(Y.shape[3])},
        )  # fmt: skip


def winograd_maps() -> dict[str, np.ndarray]:
    """Winograd's three maps as matrices: what the code makes of the columns of the unit matrix."""
    unit = {size: np.array([[QQ(a == b) for b in range(size)] for a in range(size)], dtype=object) for size in (3, 4)}
    codes = {"P": (winograd._map_input, 4), "G": (winograd._map_kernel, 3), "R": (winograd._map_back, 4)}
    return {letter: code(unit[size], 0).reshape(-1, size) for letter, (code, size) in codes.items()}


def maps_alone() -> Iterator[Instance]:
    """The three matrices."""
    yield Instance("the sums in the code", winograd_maps())


def signal_pieces() -> Iterator[Instance]:
    """Four samples and a kernel of three; longer signals give what correlate1d gives."""
    for length in (3, 4, 5, 8):
        x, k = ring_arrays({"x": (length,), "k": (3,)}, domain=QQ).values()
        expected = shipped("correlate1d")(x, k)
        agree("what correlate1d returns", expected, "correlate1d_winograd", shipped("correlate1d_winograd")(x, k))
        if length == 4:
            yield Instance("4 samples, kernel of 3", {"x": x, "k": k, **winograd_maps()})


def image_piece() -> Iterator[Instance]:
    """An image of 4×4 and a kernel of 3×3."""
    X, K = ring_arrays({"x": (4, 4), "k": (3, 3)}, domain=QQ).values()
    given = shipped("conv2d_winograd")(X[None, None], K[None, None])[0, 0]
    agree("what correlate2d returns", shipped("correlate2d")(X, K), "conv2d_winograd", given)
    yield Instance("image 4×4, kernel 3×3", {"X": X, "K": K, **winograd_maps()})


def fourier(A: np.ndarray, size: Pair, sign: int = -1) -> np.ndarray:
    """Exact transform of the first two axes of A, continued with zeros to a size; sign 1: without the factor 1/m·m'."""
    if any(12 % length for length in size) or any(a > b for a, b in zip(A.shape, size)):
        raise Disagreement(f"there is no transform of size {size} for an array of shape {A.shape}")
    ring = next(a.ring for a in A.ravel() if isinstance(a, PolyElement))
    for axis, length in enumerate(size):
        roots = [[ring.ground_new(root(length, sign * a * p)) for p in range(A.shape[axis])] for a in range(length)]
        A = np.moveaxis(np.tensordot(np.array(roots, dtype=object), A, (1, axis)), 0, axis)
    return A


def inverse(Z: np.ndarray, size: Pair) -> np.ndarray:
    """Exact inverse transform of the first two axes."""
    return fourier(Z, size, 1) * (QQ(1) / (size[0] * size[1]))


def root(length: int, power: int) -> Any:
    """e^(2πi·power/length)."""
    return ROOTS.unit ** (12 // length * power % 12)


EXACT = (lambda A: fourier(A, A.shape[:2]), inverse)


def spectra() -> Iterator[Instance]:
    """Images and kernels, and the size of their full convolution."""
    for size, kernel in (((1, 1), (1, 1)), ((2, 3), (2, 2)), ((3, 2), (2, 1)), ((3, 4), (4, 3))):
        X, K = ring_arrays({"x": size, "k": kernel}, domain=ROOTS).values()
        rows, columns = (a + b - 1 for a, b in zip(size, kernel))
        yield Instance(f"image {size[0]}×{size[1]}, kernel {kernel[0]}×{kernel[1]}", {"X": X, "K": K},
                       numbers={m: rows, m_2: columns})  # fmt: skip


def images_of_transforms() -> Iterator[Instance]:
    """Images of the size of their transform."""
    for rows, columns in ((1, 2), (3, 4), (6, 2)):
        (X,) = ring_arrays({"x": (rows, columns)}, domain=ROOTS).values()
        yield Instance(f"image {rows}×{columns}", {"X": X}, numbers={m: rows, m_2: columns},
                       ranges={letters.r: range(rows), letters.c: range(columns)})  # fmt: skip


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


def counted(function: str, kernels: Iterable[Pair]) -> Iterator[Instance]:
    """How many products a function takes, for outputs of even height and width."""
    for (d, n), kernel, (height, width), N in product(DIMENSIONS, kernels, ((2, 4), (4, 2)), (1, 3)):
        tally = [0]
        X = np.full((N, n, height + kernel[0] - 1, width + kernel[1] - 1), Counted(tally), dtype=object)
        shipped(function)(X, np.full((d, n, *kernel), Counted(tally), dtype=object))
        yield Instance(f"N = {N}, d = {d}, n = {n}, output {height}×{width}, kernel {kernel[0]}×{kernel[1]}",
                       {PRODUCTS: np.array(tally[0], dtype=object)},
                       numbers={letters.N: N, letters.d: d, letters.n: n, letters.h: kernel[0], letters.w: kernel[1],
                                H_out: height, W_out: width})  # fmt: skip
