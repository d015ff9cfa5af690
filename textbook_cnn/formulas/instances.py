"""Instances: sizes and symbols for which a formula is proved, and what the shipped functions make of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import product
from typing import Any

import sympy as sp

from . import letters
from .convolution_layer import ConvolutionLayer
from .nodes import Disagreement

DIMENSIONS = ((3, 2), (2, 3), (1, 2), (2, 1))  # (d, n); d ≠ n is what finds a wrong bound
SIZES = (((3, 3), (2, 2)), ((4, 3), (2, 3)), ((3, 4), (1, 2)))  # of the input and of the kernel


@dataclass(frozen=True)
class Instance:
    """Arrays for the letters of a formula (or functions that make them), numbers for sizes, ranges for indices."""

    words: str
    arrays: Mapping[str, Any]
    gradients: Mapping[str, Any] = field(default_factory=dict)
    numbers: Mapping[sp.Symbol, Any] = field(default_factory=dict)
    ranges: Mapping[sp.Symbol, Iterable[int]] = field(default_factory=dict)

    def array(self, name: str) -> Any:
        """Array that the letter stands for."""
        if name not in self.arrays:
            raise Disagreement(f"the letter {name} stands for nothing")
        array = self.arrays[name]
        return array() if callable(array) else array

    def number(self, symbol: sp.Symbol) -> Any:
        """Value of a size, an index or a constant."""
        if symbol not in self.numbers:
            raise Disagreement(f"the symbol {symbol} has no value")
        return self.numbers[symbol]

    def bind(self, numbers: Mapping[sp.Symbol, Any]) -> Instance:
        """Return the instance with more symbols given values."""
        return replace(self, numbers={**self.numbers, **numbers})

    def gradient(self) -> Instance:
        """Return the instance in which every letter stands for ∂E/∂ of itself."""
        return replace(self, arrays=self.gradients)

    def assignments(self, symbols: Iterable[sp.Symbol], printed: Mapping[sp.Symbol, Iterable[int]]) -> Iterator[Any]:
        """All values of those symbols that are indices, in every combination; printed ranges go before the usual ones."""
        ranges = {**self.ranges, **printed}
        free = sorted((symbol for symbol in symbols if symbol not in self.numbers), key=str)
        unknown = [symbol for symbol in free if symbol not in ranges]
        if unknown:
            raise Disagreement(f"the symbols {unknown} have neither value nor range")
        return (dict(zip(free, values)) for values in product(*(ranges[symbol] for symbol in free)))


def layers(*, dimensions: Iterable[tuple[int, int]] = DIMENSIONS, sizes: Any = SIZES, tied: bool = True,
           **keywords: Any) -> Iterator[Instance]:  # fmt: skip
    """Convolution layers with d filters and n channels on one image: X_j, K_ij, B_i, Y_i."""
    for (d, n), (size, kernel) in product(dimensions, sizes):
        layer = ConvolutionLayer(d, n, size, kernel, tied=tied, **keywords)
        numbers = {letters.d: d, letters.n: n, letters.h: kernel[0], letters.w: kernel[1]}
        ranges = {letters.i: range(1, d + 1), letters.j: range(1, n + 1),
                  letters.p: range(layer.output[0]), letters.q: range(layer.output[1])}  # fmt: skip
        yield Instance(
            words=f"d = {d}, n = {n}, input {size[0]}×{size[1]}, kernel {kernel[0]}×{kernel[1]}",
            arrays={"X": layer.X[0], "K": layer.K, "B": layer.B, "Y": layer.Y[0]},
            gradients={"X": lambda layer=layer: layer.gradient("X")[0], "K": partial(layer.gradient, "K"),
                       "B": partial(layer.gradient, "B"), "Y": layer.dY[0]},
            numbers=numbers, ranges=ranges,
        )  # fmt: skip


def slide_layer() -> Iterator[Instance]:
    """The example of the slides: one 3×3 image, one 2×2 kernel, one bias a pixel; x_11 is an entry of X."""
    layer = ConvolutionLayer(1, 1, (3, 3), (2, 2), tied=False)
    arrays = {"X": layer.X[0, 0], "K": layer.K[0, 0], "B": layer.B[0], "Y": layer.Y[0, 0]}
    gradients = {"X": lambda: layer.gradient("X")[0, 0], "K": lambda: layer.gradient("K")[0, 0],
                 "B": lambda: layer.gradient("B")[0], "Y": layer.dY[0, 0]}  # fmt: skip
    yield Instance(
        words="input 3×3, kernel 2×2",
        arrays={**arrays, **{name.lower(): array for name, array in arrays.items()}},
        gradients={**gradients, **{name.lower(): array for name, array in gradients.items()}},
    )
