"""The convolution layer on symbols: the shipped functions against a definition that calls nothing of the package."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from .operators import agree, shipped
from .symbols import derivative, ring_arrays, total

Pair = tuple[int, int]


def pair(value: Any) -> Any:
    """Return (vertical, horizontal)."""
    return value if isinstance(value, tuple) else (value, value)


def margins(padding: Any, size: Pair, kernel: Pair, stride: Pair, dilation: Pair) -> tuple[Pair, Pair]:
    """((top, bottom), (left, right)), as the names are defined: valid none, full the reach, same ⌈size/stride⌉ windows."""
    if not isinstance(padding, str):
        top, left = pair(padding)
        return pair(top), pair(left)
    reach = tuple(a * (m - 1) for a, m in zip(dilation, kernel))
    if padding == "same":
        spare = [max((-(-m // a) - 1) * a + b + 1 - m, 0) for m, a, b in zip(size, stride, reach)]
        return tuple((m // 2, m - m // 2) for m in spare)
    return tuple((m, m) if padding == "full" else (0, 0) for m in reach)


class ConvolutionLayer:
    """Symbols X, K, B and dY, the shipped Y, and E = Σ dY·Y, whose derivatives are the gradients.

    Making one proves the forward function for these sizes; asking for a gradient proves the backward function.
    """

    def __init__(self, d: int, n: int, size: Pair, kernel: Pair, *, batch: int = 1, tied: bool = True,
                 stride: Any = 1, padding: Any = "valid", dilation: Any = 1, groups: int = 1) -> None:  # fmt: skip
        self.size, self.kernel, self.tied = size, kernel, tied
        self.keywords = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
        self.stride, self.dilation = pair(stride), pair(dilation)
        self.margins = margins(padding, size, kernel, self.stride, self.dilation)
        self.output = tuple(len(self._starts(axis)) for axis in (0, 1))
        if 0 in self.output:
            raise ValueError(f"no window of {kernel} fits")
        arrays = ring_arrays({"x": (batch, n, *size), "k": (d, n // groups, *kernel),
                              "b": (d,) if tied else (d, *self.output), "dy": (batch, d, *self.output)})  # fmt: skip
        self.X, self.K, self.B, self.dY = arrays.values()
        self.Y = shipped("conv2d")(self.X, self.K, self.B, **self.keywords)
        agree("its definition", self.definition(), "conv2d", self.Y)
        self.E = total(self.dY * self.Y)
        self._gradients: dict[str, np.ndarray] = {"Y": self.dY}

    def _starts(self, axis: int) -> range:
        """First rows (or columns) of the windows, in the coordinates of the unpadded input."""
        before, after = self.margins[axis]
        reach = self.dilation[axis] * (self.kernel[axis] - 1)
        return range(-before, self.size[axis] + after - reach, self.stride[axis])

    def definition(self) -> np.ndarray:
        """Y[b, i, p, q] = B_i + Σ_juv X[b, j, row, column] K[i, j, u, v], scalar by scalar, zero outside X."""
        (dh, dw), (H, W) = self.dilation, self.size
        X, K, groups = self.X, self.K, self.keywords["groups"]
        d, m, kh, kw = K.shape
        Y = np.empty(self.dY.shape, dtype=object)
        for b, i, (p, top), (q, left) in product(range(len(X)), range(d), enumerate(self._starts(0)),
                                                 enumerate(self._starts(1))):  # fmt: skip
            first = i // (d // groups) * m
            Y[b, i, p, q] = sum((X[b, first + j, top + u * dh, left + v * dw] * K[i, j, u, v]
                                 for j, u, v in product(range(m), range(kh), range(kw))
                                 if 0 <= top + u * dh < H and 0 <= left + v * dw < W),
                                self.B[i] if self.tied else self.B[i, p, q])  # fmt: skip
        return Y

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
            return function(self.dY, self.K, self.size, **self.keywords)
        if name == "K":
            return function(self.X, self.dY, self.kernel, **self.keywords)
        return function(self.dY, tied=self.tied)

