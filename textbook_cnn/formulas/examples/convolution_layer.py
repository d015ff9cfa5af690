"""The convolution layer on symbols: the shipped functions against a definition that calls nothing of the package."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from ..shipped import agree, shipped
from ..symbols.rings import derivative, ring_arrays, total

Pair = tuple[int, int]


def pair(value: Any) -> Any:
    """Return (vertical, horizontal)."""
    return value if isinstance(value, tuple) else (value, value)


def summed(X: np.ndarray, K: np.ndarray) -> np.ndarray:
    """Σ_j X_j ⋆ K_ij of each image by its definition, where the kernel lies inside."""
    rows, columns = (a - b + 1 for a, b in zip(X.shape[2:], K.shape[2:], strict=True))
    Y = np.empty((len(X), len(K), rows, columns), dtype=object)
    for b, i, p, q in np.ndindex(*Y.shape):
        Y[b, i, p, q] = total(X[b, :, p : p + K.shape[2], q : q + K.shape[3]] * K[i])
    return Y


@dataclass(frozen=True)
class Shape:
    """Sizes and hyperparameters of a layer, and where its windows lie."""

    d: int
    n: int
    size: Pair
    kernel: Pair
    batch: int = 1
    tied: bool = True
    stride: Any = 1
    padding: Any = "valid"
    dilation: Any = 1
    groups: int = 1

    @property
    def keywords(self) -> dict[str, Any]:
        """What conv2d is told beside the arrays."""
        return {name: getattr(self, name) for name in ("stride", "padding", "dilation", "groups")}

    def margins(self, axis: int) -> Pair:
        """Zeros before and after: valid none, full the reach of the kernel, same as ⌈size/stride⌉ windows need."""
        if not isinstance(self.padding, str):
            return pair(pair(self.padding)[axis])
        reach = self.reach(axis)
        if self.padding == "same":
            size, stride = self.size[axis], pair(self.stride)[axis]
            spare = max((-(-size // stride) - 1) * stride + reach + 1 - size, 0)
            return spare // 2, spare - spare // 2
        return (reach, reach) if self.padding == "full" else (0, 0)

    def reach(self, axis: int) -> int:
        """Distance between the first and the last row (or column) of the kernel, spread out by the dilation."""
        return pair(self.dilation)[axis] * (self.kernel[axis] - 1)

    def starts(self, axis: int) -> range:
        """First rows (or columns) of the windows, in the coordinates of the input without its margins."""
        before, after = self.margins(axis)
        return range(-before, self.size[axis] + after - self.reach(axis), pair(self.stride)[axis])

    @property
    def output(self) -> Pair:
        """Height and width of the output; 0 where no window fits."""
        return len(self.starts(0)), len(self.starts(1))

    def __str__(self) -> str:
        hyperparameters = [f"{name} {value}" for name, value in self.keywords.items() if value not in ("valid", 1)]
        sizes = f"input {self.size[0]}×{self.size[1]}", f"kernel {self.kernel[0]}×{self.kernel[1]}"
        images = [f"{self.batch} images"] if self.batch > 1 else []
        return ", ".join([f"d = {self.d}", f"n = {self.n}", *sizes, *hyperparameters, *images])


def by_windows(shape: Shape, X: np.ndarray, K: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Y[b, i, p, q] = B_i + Σ_juv X[b, j, row, column] K[i, j, u, v], scalar by scalar, zero outside X."""
    (dh, dw), (height, width), (filters, m, kh, kw) = pair(shape.dilation), shape.size, K.shape
    Y = np.empty((len(X), filters, *shape.output), dtype=object)
    for b, i, (p, top), (q, left) in product(
        range(len(X)), range(filters), enumerate(shape.starts(0)), enumerate(shape.starts(1))
    ):
        first = i // (filters // shape.groups) * m
        Y[b, i, p, q] = sum(
            (
                X[b, first + j, top + u * dh, left + v * dw] * K[i, j, u, v]
                for j, u, v in product(range(m), range(kh), range(kw))
                if 0 <= top + u * dh < height and 0 <= left + v * dw < width
            ),
            B[i, p, q] if B.ndim > 1 else B[i],
        )
    return Y


class ConvolutionLayer:
    """Symbols X, K, B and dY, the shipped Y, and E = Σ dY·Y, whose derivatives are the gradients.

    Making one proves the forward function for this shape; asking for a gradient proves the backward function.
    """

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        d, (height, width) = shape.d, shape.output
        shapes = {
            "x": (shape.batch, shape.n, *shape.size),
            "k": (d, shape.n // shape.groups, *shape.kernel),
            "b": (d,) if shape.tied else (d, height, width),
            "dy": (shape.batch, d, height, width),
        }
        single = shape.d == shape.n == 1  # then the names are those of the slides, such as x_11
        hidden = {"x": 1 + single, "k": 2 * single, "b": int(single and not shape.tied), "dy": 1 + single}
        self.X, self.K, self.B, self.dY = ring_arrays(shapes, hidden if shape.batch == 1 else {}).values()
        self.Y = shipped("conv2d")(self.X, self.K, self.B, **shape.keywords)
        agree("its definition", self.definition(), "conv2d", self.Y)
        self.E = total(self.dY * self.Y)
        self._gradients: dict[str, np.ndarray] = {"Y": self.dY}

    def definition(self) -> np.ndarray:
        """The layer by its windows."""
        return by_windows(self.shape, self.X, self.K, self.B)

    def gradient(self, name: str) -> np.ndarray:
        """∂E/∂X, ∂E/∂K or ∂E/∂B by differentiating E, once the shipped backward function has given the same."""
        if name not in self._gradients:
            expected = derivative(self.E, getattr(self, name))
            function = {"X": "conv2d_backward_input", "K": "conv2d_backward_kernel", "B": "conv2d_backward_bias"}[name]
            given = self._shipped_gradient(shipped(function), name)
            self._gradients[name] = agree(f"∂E/∂{name}", expected, function, given)
        return self._gradients[name]

    def _shipped_gradient(self, function: Any, name: str) -> np.ndarray:
        if name == "X":
            return function(self.dY, self.K, self.shape.size, **self.shape.keywords)
        if name == "K":
            return function(self.X, self.dY, self.shape.kernel, **self.shape.keywords)
        return function(self.dY, tied=self.shape.tied)
