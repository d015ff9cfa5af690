"""Inputs of the hyperbolic tangent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..example import Example
from ..notation.letters import p, q
from ..shipped import agree, shipped
from ..symbols.rings import derivative, total
from ..symbols.scalars import scalars
from .many_numbers import numbers
from .sigmoid import SHAPES


def any_inputs() -> Iterator[Example]:
    """Four inputs, of which nothing is asked."""
    X, dY = scalars("x", [[1, -1], [2, -3]]), scalars("dy", np.ones((2, 2), int))
    Y = shipped("tanh")(X)
    dX = agree("∂E/∂X", derivative(total(dY * Y), X), "tanh_backward", shipped("tanh_backward")(Y, dY))
    yield Example("four inputs", {"X": X, "Y": Y}, {"X": dX, "Y": dY}, ranges={p: range(2), q: range(2)})


def tanh_of_many() -> Iterator[str]:
    """Both ways through the hyperbolic tangent."""
    for shape in SHAPES:
        (x, dy) = scalars("x", ["1/3", "1/3"])
        X, dY = numbers(x, *shape), numbers(dy, *shape, seed=1)
        up, down = np.exp(X), np.exp(-X)
        Y = (up - down) / (up + down)
        agree(f"the tanh of shape {shape}", Y, "tanh", shipped("tanh")(X))
        given = shipped("tanh_backward")(Y, dY)
        agree(f"∂E/∂X of shape {shape}", dY * (1 - Y * Y), "tanh_backward", given)
        yield f"shape {shape}"
