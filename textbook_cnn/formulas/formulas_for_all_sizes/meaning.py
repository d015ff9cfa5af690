"""What the printed formulas mean when sizes are symbols: a rule for each kind of node."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce, singledispatch
from operator import add, mul
from typing import Any

import sympy as sp

from ..notation import cases, derivatives, elementary, functions, nodes, operators, sums, tensors
from ..notation.letters import Letter
from ..notation.printing import latex
from .differentiation import derivative
from .maps import Letters, Map, NotUnderstood, by_place, number, over, total
from .sliding import Extent, Inside, Order, Overlapping, as_it_is, slid, turned

# For each sign where the kernel may lie, and in which order it is read.
WAYS: dict[type[operators.Operation], tuple[Extent, Order]] = {
    operators.Star: (Inside(), as_it_is),
    operators.StarFull: (Overlapping(), as_it_is),
    operators.Conv: (Inside(), turned),
    operators.ConvFull: (Overlapping(), turned),
}


@singledispatch
def meaning(node: Any, at: Letters) -> Map:
    """Return the value of a node that has SymPy's own symbols: `in_symbols` puts them in place of the letters."""
    if isinstance(node, Letter):
        raise NotUnderstood(f"expected SymPy's symbol {node}, got the letter, whose sums would stay as written")
    if isinstance(node, sp.Symbol):
        return number(at.values.get(node, node))
    if isinstance(node, sp.Rational):
        return number(node)
    raise NotUnderstood(f"{type(node).__name__} has no meaning for symbols as sizes: {latex(node)}")


def scalar(node: Any, at: Letters) -> sp.Expr:
    """Value of a node that is a number."""
    value = meaning(node, at)
    if value.sizes:
        raise NotUnderstood(f"expected a number, got a map of {value.sizes}: {latex(node)}")
    return value.at()


def entry(array: Any, indices: Iterable[Any], at: Letters) -> Map:
    """What a node's value has at a place."""
    return number(meaning(array, at).at(*(scalar(index, at) for index in indices)))


@meaning.register
def _(node: tensors.Tensor, at: Letters) -> Map:
    return at.letter(node.name, [scalar(index, at) for index in node.args[1:]])


@meaning.register
def _(node: derivatives.Gradient, at: Letters) -> Map:
    inner = node.args[0]
    if isinstance(inner, tensors.Element):
        return entry(derivatives.Gradient(inner.args[0]), inner.args[1:], at)
    if isinstance(inner, tensors.Tensor) and f"d{inner.name}" in at.sizes:  # given, where the formula begins
        return at.letter(f"d{inner.name}", [scalar(index, at) for index in inner.args[1:]])
    loss, value = at.loss, meaning(inner, at)
    if loss is None:
        raise NotUnderstood(f"there is no loss to differentiate by {latex(inner)}")
    return Map(value.sizes, lambda *place: derivative(loss(at), value.at(*place)))


@meaning.register
def _(node: tensors.Element, at: Letters) -> Map:
    return entry(node.args[0], node.args[1:], at)


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
def _(node: nodes.Power, at: Letters) -> Map:
    base, exponent = (scalar(part, at) for part in node.args)
    return number(base**exponent)


@meaning.register
def _(node: sums.Sum, at: Letters) -> Map:
    body, index, first, last = node.args
    limits = scalar(first, at), scalar(last, at)
    sizes = meaning(body, at).sizes
    return Map(sizes, lambda *place: total(index, *limits, lambda m: meaning(body, at.bind({index: m})).at(*place)))


@meaning.register
def _(node: sums.SumOver, at: Letters) -> Map:
    return number(over(node.indices, at, lambda inner: scalar(node.body, inner)))


@meaning.register
def _(node: sums.SumWhere, at: Letters) -> Map:
    def term(inner: Letters) -> sp.Expr:
        return sp.Mul(scalar(node.body, inner), *(scalar(condition, inner) for condition in node.conditions))

    return number(over(node.indices, at, term))


@meaning.register
def _(node: cases.Same, at: Letters) -> Map:
    return number(sp.KroneckerDelta(*(scalar(part, at) for part in node.args)))


@meaning.register
def _(node: elementary.Exp, at: Letters) -> Map:
    return number(sp.exp(scalar(node.args[0], at)))


@meaning.register
def _(node: elementary.Log, at: Letters) -> Map:
    return number(sp.log(scalar(node.args[0], at)))


@meaning.register
def _(node: tensors.Entry, at: Letters) -> Map:
    return entry(node.args[0], node.args[1:], at)


@meaning.register
def _(node: functions.Softmax, at: Letters) -> Map:
    scores = meaning(node.args[0], at)
    l = sp.Symbol("l")  # noqa: E741

    def entry(b: sp.Expr, k: sp.Expr) -> sp.Expr:
        whole = total(l, 1, scores.sizes[1], lambda m: sp.exp(scores.at(b, m)))
        return sp.exp(scores.at(b, k)) / whole

    return Map(scores.sizes, entry)


@meaning.register
def _(node: operators.Star | operators.StarFull | operators.Conv | operators.ConvFull, at: Letters) -> Map:
    image, kernel = (meaning(part, at) for part in node.args)
    return slid(image, kernel, *WAYS[type(node)])


@meaning.register
def _(node: functions.Rot180, at: Letters) -> Map:
    kernel = meaning(node.args[0], at)
    h, w = kernel.sizes
    return Map(kernel.sizes, lambda u, v: kernel.at(h - 1 - u, w - 1 - v))
