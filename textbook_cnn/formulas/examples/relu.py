"""Inputs of every choice of signs for the rectifier."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from ..example import Example
from ..notation.letters import p, q
from ..shipped import agree, shipped
from ..symbols.rings import derivative, total
from ..symbols.scalars import ring_scalars


def relu_regions() -> Iterator[Example]:
    """Every choice of signs of four inputs."""
    for signs in product((1, -1), repeat=4):
        X, dY = ring_scalars(x=np.reshape(signs, (2, 2)), dy=np.ones((2, 2), int))
        Y = shipped("relu")(X)
        given = shipped("relu_backward")(X, dY)
        dX = agree("∂E/∂X", derivative(total(dY * Y), X), "relu_backward", given)
        yield Example(f"signs {signs}", {"X": X, "Y": Y}, {"X": dX, "Y": dY}, ranges={p: range(2), q: range(2)})
