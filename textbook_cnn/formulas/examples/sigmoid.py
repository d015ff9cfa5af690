"""Inputs of every choice of signs for the sigmoid, which is computed in two ways."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from ..example import Example
from ..notation.letters import p, q
from ..shipped import agree, shipped
from ..symbols.rings import derivative, total
from ..symbols.scalars import scalars
from ..symbols.supposed import signs
from .many_numbers import numbers

SHAPES = ((150,), (1, 30), (2, 3, 5), (2, 1, 3, 2), (2, 1, 3, 2, 1))


def sigmoid_regions() -> Iterator[Example]:
    """Every choice of signs of four inputs."""
    for choice in product((1, -1), repeat=4):
        X, dY = scalars("x", np.reshape(choice, (2, 2))), scalars("dy", np.ones((2, 2), int))
        signs(X)
        Y = shipped("sigmoid")(X)
        given = shipped("sigmoid_backward")(Y, dY)
        dX = agree("∂E/∂X", derivative(total(dY * Y), X), "sigmoid_backward", given)
        yield Example(f"signs {choice}", {"X": X, "Y": Y}, {"X": dX, "Y": dY}, ranges={p: range(2), q: range(2)})


def sigmoid_of_many() -> Iterator[str]:
    """Both ways through the sigmoid."""
    for shape in SHAPES:
        (x, dy) = scalars("x", ["1/3", "1/3"])
        X, dY = numbers(x, *shape), numbers(dy, *shape, seed=1)
        signs(X)
        Y = 1 / (1 + np.exp(-X))
        agree(f"the sigmoid of shape {shape}", Y, "sigmoid", shipped("sigmoid")(X))
        given = shipped("sigmoid_backward")(Y, dY)
        agree(f"∂E/∂X of shape {shape}", dY * Y * (1 - Y), "sigmoid_backward", given)
        yield f"shape {shape}"
