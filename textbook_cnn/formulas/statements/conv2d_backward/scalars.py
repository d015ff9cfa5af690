"""The gradients of the example on the slides, element by element: an image of 3×3, a kernel of 2×2."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from ...formula import Equation
from ...notation.derivatives import Gradient, Partial
from ...notation.letters import p, q
from ...notation.matrices import Matrix, Underbrace
from ...notation.nodes import Node, Plus
from ...notation.sums import SumOver
from ...notation.tensors import Tensor

Place = tuple[int, int]
PLACES: tuple[Place, ...] = tuple(product((1, 2), (1, 2)))  # of an output, or of a kernel element


def of_letter(name: str, rows: int, columns: int) -> Matrix:
    """Return the matrix of ∂E/∂ of the entries of a letter."""

    def row(a: int) -> list[Gradient]:
        return [Gradient(Tensor(name, a, b)) for b in range(1, columns + 1)]

    return Matrix([row(a) for a in range(1, rows + 1)])


def rule(scalar: Node) -> tuple[Equation, ...]:
    """∂E/∂ of a scalar by the chain rule: over all outputs."""
    y = Tensor("y", p, q)
    return (Equation(Gradient(scalar), SumOver(Gradient(y) * Partial(y, scalar), p, q)),)


def chain(scalar: Node, factors: Mapping[Place, Any]) -> tuple[Equation, ...]:
    """∂E/∂ of a scalar by the chain rule: over all outputs, with each factor under a brace, and with it put in."""
    outputs = {place: Tensor("y", *place) for place in PLACES}
    terms = [Gradient(y) * Partial(y, scalar) for y in outputs.values()]
    braces = [Gradient(y) * Underbrace(Partial(y, scalar), factors[place]) for place, y in outputs.items()]
    last = [
        Gradient(y) if factors[place] == 1 else Gradient(y) * factors[place]
        for place, y in outputs.items()
        if factors[place] != 0
    ]
    return tuple(Equation(Gradient(scalar), Plus(*right)) for right in (terms, braces, last))


def of_kernel(u: int, v: int) -> Plus:
    """∂E/∂k_uv, term by term."""
    return Plus(*(Gradient(Tensor("y", a, b)) * Tensor("x", a + u - 1, b + v - 1) for a, b in PLACES))


def of_input(r: int, c: int) -> Plus:
    """∂E/∂x_rc: the outputs whose window holds x_rc."""
    met = {(a, b): (r - a + 1, c - b + 1) for a, b in PLACES}
    return Plus(*(Gradient(Tensor("y", *y)) * Tensor("k", *k) for y, k in met.items() if k in PLACES))
