"""Outputs and targets of symbols, and kernels that are to give outputs of symbols."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from sympy import QQ

from ..example import Example
from ..notation.letters import k, m, p, q
from ..shipped import agree, shipped
from ..symbols.rings import derivative, ring_arrays, total
from .convolution_layer import summed

SHAPES = ((), (1,), (2,), (5,), (2, 3), (1, 2, 1, 3))


def outputs_and_targets() -> Iterator[Example]:
    """Arrays of several shapes, whose entries the formulas count from 1 to m."""
    for shape in SHAPES:
        Y, T = ring_arrays({"y": shape, "t": shape}, domain=QQ).values()
        E = loss(Y, T)
        dY = agree("∂E/∂Y", derivative(E, Y), "squared_error_backward", shipped("squared_error_backward")(Y, T))
        yield Example(
            f"shape {shape}",
            {"Y": Y.ravel(), "T": T.ravel(), "E": np.array(E, dtype=object)},
            {"Y": dY.ravel()},
            numbers={m: Y.size},
            ranges={k: range(1, Y.size + 1)},
        )


def kernels_to_learn() -> Iterator[Example]:
    """A layer with one kernel, without bias, and the loss of its output on targets of symbols."""
    for kernel, output in product(((1, 1), (1, 2), (2, 2), (2, 3)), ((1, 1), (2, 3))):
        image = tuple(a + b - 1 for a, b in zip(kernel, output, strict=True))
        shapes = {"x": image, "k": kernel, "d": kernel, "t": output}
        arrays = ring_arrays({name: (1, 1, *shape) for name, shape in shapes.items()}, domain=QQ)
        X, K, direction, T = arrays.values()
        Y = shipped("conv2d")(X, K)
        given = shipped("conv2d_backward_kernel")(X, shipped("squared_error_backward")(Y, T))
        dK = agree("∂E/∂K", derivative(loss(Y, T), K), "conv2d_backward_kernel", given)
        places = [K, K + direction]
        outputs = [agree("X ⋆ K", summed(X, place), "conv2d", shipped("conv2d")(X, place)) for place in places]
        losses = [(place[0, 0], loss(Y, T)) for place, Y in zip(places, outputs, strict=True)]
        yield Example(
            f"kernel {kernel}, output {output}",
            {"X": X[0, 0], "K": K[0, 0], "D": direction[0, 0], "E of": losses},
            {"K": dK[0, 0]},
            numbers={m: T.size},
            ranges={p: range(output[0]), q: range(output[1])},
        )


def loss(Y: np.ndarray, T: np.ndarray) -> Any:
    """The mean squared error by its definition; squared_error must give the same."""
    squares = np.asarray((Y - T) * (Y - T), dtype=object)
    E = total(squares) * Fraction(1, Y.size)
    return agree("the mean of the squares", E, "squared_error", shipped("squared_error")(Y, T))
