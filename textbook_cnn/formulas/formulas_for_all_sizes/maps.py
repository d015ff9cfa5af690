"""Values for symbols as sizes: sums of indexed letters, place by place.

A value is a `Map`: its sizes, and the expression that stands at given places, counted from 0.  A number has no sizes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import sympy as sp


class NotUnderstood(TypeError):  # noqa: N818 - says what came of reading
    """A node or an expression that has no meaning for symbols as sizes."""


class AtLeastZero(sp.Function):
    """1 where a number is at least 0, else 0; its derivative by what is no place is 0."""

    @classmethod
    def eval(cls, number: sp.Expr) -> sp.Expr | None:
        """Known for numbers."""
        return sp.Integer(bool(number >= 0)) if number.is_Number else None


class Map(NamedTuple):
    """Sizes, and what stands at a place."""

    sizes: tuple[sp.Expr, ...]
    at: Callable[..., sp.Expr]

    def padded(self, *place: sp.Expr) -> sp.Expr:
        """What stands at a place, and 0 outside."""
        inside = [AtLeastZero(part) for m, size in zip(place, self.sizes, strict=True) for part in (m, size - 1 - m)]
        return sp.Mul(*inside, self.at(*place))


@dataclass(frozen=True)
class Letters:
    """What the letters stand for.

    Parameters
    ----------
    sizes : mapping
        Sizes of the axes of each letter; the first is `image` for what each image has of its own.
    ranges : mapping
        First and last value of the indices, also of the free ones.
    loss : callable, optional
        From these letters to E as SymPy's expression.
    image : Symbol, optional
        The index of the image of which the formula speaks.
    counted : mapping
        For each letter the first value of each index: 1 for channels, 0 for rows and columns.

    """

    sizes: Mapping[str, tuple[Any, ...]]
    ranges: Mapping[sp.Symbol, tuple[Any, Any]]
    loss: Callable[[Letters], sp.Expr] | None = None
    image: sp.Symbol | None = None
    counted: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    values: Mapping[sp.Symbol, sp.Expr] = field(default_factory=dict)

    def bind(self, values: Mapping[sp.Symbol, sp.Expr]) -> Letters:
        """Give symbols other values."""
        return replace(self, values={**self.values, **values})

    def letter(self, name: str, places: list[sp.Expr]) -> Map:
        """A letter with its first indices given, of the image of which the formula speaks."""
        if name not in self.sizes:
            raise NotUnderstood(f"the letter {name} stands for nothing")
        own = self.image is not None and self.sizes[name][:1] == (self.image,)
        given = [self.values.get(self.image, self.image)] * own + places
        base = sp.IndexedBase(name)
        rest = self.sizes[name][len(given) :]
        return Map(rest, lambda *place: sp.Indexed(base, *given, *place) if (*given, *place) else sp.Symbol(name))


def number(expression: Any) -> Map:
    """A number as a map without sizes."""
    return Map((), lambda: expression)


def by_place(operation: Callable[[Any, Any], Any], left: Map, right: Map) -> Map:
    """Two maps place by place; a number goes with every place."""
    if left.sizes and right.sizes and not same(left.sizes, right.sizes):
        raise NotUnderstood(f"maps of {left.sizes} and {right.sizes} do not fit together")

    def at(*place: sp.Expr) -> sp.Expr:
        return operation(*(value.at(*place) if value.sizes else value.at() for value in (left, right)))

    return Map(left.sizes or right.sizes, at)


def same(a: tuple[sp.Expr, ...], b: tuple[sp.Expr, ...]) -> bool:
    """Whether two shapes are the same."""
    return len(a) == len(b) and all(sp.expand(x - y) == 0 for x, y in zip(a, b, strict=True))


def total(index: sp.Symbol, first: Any, last: Any, body: Callable[[sp.Symbol], sp.Expr]) -> sp.Expr:
    """Return a sum over an index of its own, which nothing else can mean."""
    own = sp.Dummy(index.name)
    return sp.Sum(body(own), (own, first, last))


def over(indices: Any, at: Letters, body: Callable[[Letters], sp.Expr]) -> sp.Expr:
    """Return the sum over indices whose ranges the letters give."""
    if not indices:
        return body(at)
    index, *others = indices
    if index not in at.ranges:
        raise NotUnderstood(f"the index {index} has no range")
    return total(index, *at.ranges[index], lambda m: over(others, at.bind({index: m}), body))
