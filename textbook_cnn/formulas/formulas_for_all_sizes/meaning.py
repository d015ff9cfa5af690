"""What the printed formulas mean when sizes are symbols: sums of indexed letters.

A value is a `Map`: its sizes, and the expression that stands at given places, counted from 0.  A number has no sizes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce, singledispatch
from operator import add, mul
from typing import Any, NamedTuple

import sympy as sp

from ..notation import cases, functions, nodes, operators, sums, tensors
from .differentiation import derivative


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


@singledispatch
def meaning(node: Any, at: Letters) -> Map:
    """Return the value of a node."""
    if isinstance(node, sp.Symbol):
        return number(at.values.get(node, node))
    if isinstance(node, sp.Rational):
        return number(node)
    if type(node) in (sp.Add, sp.Mul):
        return number(node.func(*(scalar(part, at) for part in node.args)))
    raise NotUnderstood(f"{type(node).__name__} has no meaning for symbols as sizes: {nodes.latex(node)}")


def number(expression: Any) -> Map:
    """A number as a map without sizes."""
    return Map((), lambda: expression)


def scalar(node: Any, at: Letters) -> sp.Expr:
    """Value of a node that is a number."""
    value = meaning(node, at)
    if value.sizes:
        raise NotUnderstood(f"expected a number, got a map of {value.sizes}: {nodes.latex(node)}")
    return value.at()


def total(index: sp.Symbol, first: Any, last: Any, body: Callable[[sp.Symbol], sp.Expr]) -> sp.Expr:
    """Return a sum over an index of its own, which nothing else can mean."""
    own = sp.Dummy(index.name)
    return sp.Sum(body(own), (own, first, last))


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


@meaning.register
def _(node: tensors.Tensor, at: Letters) -> Map:
    return at.letter(node.name, [scalar(index, at) for index in node.args[1:]])


@meaning.register
def _(node: tensors.Gradient, at: Letters) -> Map:
    inner = node.args[0]
    if isinstance(inner, tensors.Element):
        return number(meaning(tensors.Gradient(inner.args[0]), at).at(*(scalar(part, at) for part in inner.args[1:])))
    if isinstance(inner, tensors.Tensor) and f"d{inner.name}" in at.sizes:  # given, where the formula begins
        return at.letter(f"d{inner.name}", [scalar(index, at) for index in inner.args[1:]])
    value = meaning(inner, at)
    return Map(value.sizes, lambda *place: derivative(at.loss(at), value.at(*place)))


@meaning.register
def _(node: tensors.Element, at: Letters) -> Map:
    return number(meaning(node.args[0], at).at(*(scalar(part, at) for part in node.args[1:])))


@meaning.register
def _(node: tensors.PaddedElement, at: Letters) -> Map:
    return number(meaning(node.args[0], at).padded(*(scalar(part, at) for part in node.args[1:])))


@meaning.register
def _(node: nodes.Plus, at: Letters) -> Map:
    return reduce(lambda left, right: by_place(add, left, right), (meaning(part, at) for part in node.args))


@meaning.register
def _(node: nodes.Times, at: Letters) -> Map:
    return reduce(lambda left, right: by_place(mul, left, right), (meaning(part, at) for part in node.args))


@meaning.register
def _(node: nodes.Negative, at: Letters) -> Map:
    return by_place(mul, number(-1), meaning(node.args[0], at))


@meaning.register
def _(node: nodes.Over, at: Letters) -> Map:
    above, below = (scalar(part, at) for part in node.args)
    return number(above / below)


@meaning.register
def _(node: sums.Sum, at: Letters) -> Map:
    body, index, first, last = node.args
    limits = scalar(first, at), scalar(last, at)
    sizes = meaning(body, at).sizes
    return Map(sizes, lambda *place: total(index, *limits, lambda m: meaning(body, at.bind({index: m})).at(*place)))


@meaning.register
def _(node: sums.SumOver, at: Letters) -> Map:
    body, *indices = node.args
    return number(over(indices, at, lambda inner: scalar(body, inner)))


@meaning.register
def _(node: sums.SumWhere, at: Letters) -> Map:
    places = [k for k, part in enumerate(node.args) if isinstance(part, sp.Symbol)]
    body, *conditions = node.args[: places[0]]

    def term(inner: Letters) -> sp.Expr:
        return sp.Mul(scalar(body, inner), *(scalar(condition, inner) for condition in conditions))

    return number(over(node.args[places[0] :], at, term))


def over(indices: Any, at: Letters, body: Callable[[Letters], sp.Expr]) -> sp.Expr:
    """Return the sum over indices whose ranges the letters give."""
    if not indices:
        return body(at)
    index, *others = indices
    if index not in at.ranges:
        raise NotUnderstood(f"the index {index} has no range")
    return total(index, *at.ranges[index], lambda m: over(others, at.bind({index: m}), body))


@meaning.register
def _(node: cases.Same, at: Letters) -> Map:
    return number(sp.KroneckerDelta(*(scalar(part, at) for part in node.args)))


@meaning.register
def _(node: cases.Exp, at: Letters) -> Map:
    return number(sp.exp(scalar(node.args[0], at)))


@meaning.register
def _(node: cases.Log, at: Letters) -> Map:
    return number(sp.log(scalar(node.args[0], at)))


@meaning.register
def _(node: cases.Entry, at: Letters) -> Map:
    return number(meaning(node.args[0], at).at(*(scalar(part, at) for part in node.args[1:])))


@meaning.register
def _(node: functions.Softmax, at: Letters) -> Map:
    scores = meaning(node.args[0], at)
    l = sp.Symbol("l")  # noqa: E741

    def entry(b: sp.Expr, k: sp.Expr) -> sp.Expr:
        whole = total(l, 1, scores.sizes[1], lambda m: sp.exp(scores.at(b, m)))
        return sp.exp(scores.at(b, k)) / whole

    return Map(scores.sizes, entry)


def slid(image: Map, kernel: Map, first: Callable[[sp.Expr], sp.Expr], *, grows: bool, turned: bool) -> Map:
    """Σ_uv image · kernel[u, v] over the whole kernel, for a kernel that begins at `first` of its size.

    Cross-correlation reads the image at p + u, convolution at p − u; `grows`: wherever the two overlap, zeros outside.
    """
    (H, W), (h, w) = image.sizes, kernel.sizes
    sign = 1 if grows else -1
    u, v = sp.symbols("u v")

    def at(p: sp.Expr, q: sp.Expr) -> sp.Expr:
        def term(a: sp.Expr, b: sp.Expr) -> sp.Expr:
            place = (p + first(h) + (-a if turned else a), q + first(w) + (-b if turned else b))
            return (image.padded if grows else image.at)(*place) * kernel.at(a, b)

        return total(u, 0, h - 1, lambda a: total(v, 0, w - 1, lambda b: term(a, b)))

    return Map((H + sign * (h - 1), W + sign * (w - 1)), at)


@meaning.register
def _(node: operators.Star, at: Letters) -> Map:
    return slid(*(meaning(part, at) for part in node.args), lambda h: sp.S(0), grows=False, turned=False)


@meaning.register
def _(node: operators.StarFull, at: Letters) -> Map:
    return slid(*(meaning(part, at) for part in node.args), lambda h: 1 - h, grows=True, turned=False)


@meaning.register
def _(node: operators.Conv, at: Letters) -> Map:
    return slid(*(meaning(part, at) for part in node.args), lambda h: h - 1, grows=False, turned=True)


@meaning.register
def _(node: operators.ConvFull, at: Letters) -> Map:
    return slid(*(meaning(part, at) for part in node.args), lambda h: sp.S(0), grows=True, turned=True)


@meaning.register
def _(node: functions.Rot180, at: Letters) -> Map:
    kernel = meaning(node.args[0], at)
    h, w = kernel.sizes
    return Map(kernel.sizes, lambda u, v: kernel.at(h - 1 - u, w - 1 - v))
