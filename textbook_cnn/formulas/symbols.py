"""Arrays of symbols: generators of a polynomial ring, which the shipped functions take like numbers.

Ring elements add and multiply exactly and 30 to 50 times faster than SymPy's own symbols.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from sympy import QQ, ZZ, Symbol
from sympy.polys.rings import PolyElement, PolyRing

Shape = tuple[int, ...]


class Element(PolyElement):
    """A ring element that leaves its product or sum with an array to the array."""

    def __add__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, np.ndarray) else super().__add__(other)

    def __sub__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, np.ndarray) else super().__sub__(other)

    def __mul__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, np.ndarray) else super().__mul__(other)


def generators(names: list[str], *, rational: bool = False) -> list[Element]:
    """Return the generators of a polynomial ring over the integers (or the rationals)."""
    ring = PolyRing(list(map(Symbol, names)), QQ if rational else ZZ)
    ring.dtype = Element(ring, ()).new
    return [ring.from_dict({ring.monomial_basis(place): 1}) for place in range(ring.ngens)]


def ring_arrays(shapes: Mapping[str, Shape], *, rational: bool = False) -> dict[str, np.ndarray]:
    """Return read-only arrays of generators; the entries of "x" are x_11, x_12, … as on the slides."""
    names = {name: [name + "_" + "".join(str(i + 1) for i in place) for place in np.ndindex(*shape)]
             for name, shape in shapes.items()}  # fmt: skip
    elements = iter(generators([entry for entries in names.values() for entry in entries], rational=rational))
    arrays = {}
    for name, shape in shapes.items():
        array = np.empty(shape, dtype=object)
        array.ravel()[:] = [next(elements) for _ in range(array.size)]
        array.flags.writeable = False
        arrays[name] = array
    return arrays


def total(array: np.ndarray) -> Any:
    """Return the sum of all elements."""
    first, *others = array.ravel()
    return sum(others, first)


def derivative(E: Any, array: np.ndarray) -> np.ndarray:
    """Differentiate E by every element of an array."""
    gradient = np.empty(array.shape, dtype=object)
    gradient.ravel()[:] = [E.diff(element) for element in array.ravel()]
    return gradient


def unequal(left: Any, right: Any) -> str:
    """Text that names the first element in which two values differ; empty if they are equal."""
    left, right = np.asarray(left, dtype=object), np.asarray(right, dtype=object)
    if left.shape != right.shape:
        return f"the left side has shape {left.shape}, the right side {right.shape}"
    for place in np.ndindex(*left.shape):
        if left[place] != right[place]:
            where = f"element {list(place)}: " if place else ""
            return f"{where}the left side is {left[place]}, the right side {right[place]}"
    return ""
