"""The changes themselves: for each kind of node, what a careless hand could make of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp
from sympy.core.symbol import Str

from textbook_cnn.formulas.notation import letters
from textbook_cnn.formulas.notation.cases import Both, Cases, Greater, Larger, Less, Same
from textbook_cnn.formulas.notation.chance import Mean, Variance
from textbook_cnn.formulas.notation.derivatives import Gradient, Partial
from textbook_cnn.formulas.notation.elementary import (
    Absolute,
    Ceil,
    Exp,
    Floor,
    HalfTurnCosine,
    Log,
    Root,
    RootMeanSquare,
)
from textbook_cnn.formulas.notation.functions import Pooled, Rectified, Rot180, Softmax, ThroughRelu
from textbook_cnn.formulas.notation.largest import Below, Largest
from textbook_cnn.formulas.notation.matrices import Matrix
from textbook_cnn.formulas.notation.matrix_operations import EntryByEntry, MatrixProduct, Transposed
from textbook_cnn.formulas.notation.nodes import Negative, Over, Plus, Power, Times
from textbook_cnn.formulas.notation.numbers import Decimal
from textbook_cnn.formulas.notation.operators import (
    Conv,
    Conv1Full,
    ConvFull,
    DotStar,
    Star,
    Star1,
    Star1Full,
    StarFull,
    StarSame,
)
from textbook_cnn.formulas.notation.sums import Dotted, Indicator, Sum, SumOver, SumWhere
from textbook_cnn.formulas.notation.tensors import Element, Entry, PaddedElement, Step, Tensor
from textbook_cnn.formulas.statements.fourier import Fourier, UnitRoot

SIGNS = (Star, StarFull, StarSame, Conv, ConvFull)
ALIKE = [  # symbols that one confuses
    {letters.i, letters.j},
    {letters.d, letters.n},
    {letters.h, letters.w},
    {letters.h, letters.n},
    *({letters.N, other} for other in (letters.c, letters.w, letters.m)),
    {letters.p, letters.q},
    {letters.u, letters.v},
    {letters.b, letters.k, letters.l},
    {letters.m, letters.k},
    {letters.s, letters.delta},
    {letters.beta_1, letters.beta_2},
    {letters.r, letters.c},
    {letters.n, letters.N},
    {letters.t, letters.l},
]
CONDITIONS = {Greater: Less, Less: Greater}


def here(node: sp.Basic) -> Iterator[sp.Basic]:
    """Return the changes of this node itself."""
    for kinds, rule in RULES:
        if isinstance(node, kinds):
            yield from rule(node)


def confused(symbol: sp.Basic) -> Iterator[sp.Basic]:
    """Return the symbols that are easily taken for this one."""
    for group in ALIKE:
        if symbol in group:
            yield from sorted(group - {symbol}, key=str)


def other_number(number: sp.Integer) -> Iterator[sp.Basic]:
    """One more, one less."""
    yield number + 1
    yield number - 1


def another_sign(node: Any) -> Iterator[sp.Basic]:
    """⋆ for ∗, no "full", operands exchanged, an operand turned."""
    left, right = node.args
    if not isinstance(node, ConvFull | Conv1Full):  # full convolution commutes
        yield node.func(right, left)
    if isinstance(node, SIGNS):
        yield from (sign(left, right) for sign in SIGNS if sign is not node.func)
        yield from (node.func(Rot180(left), right), node.func(left, Rot180(right)))


def only_inside(node: Any) -> Iterator[sp.Basic]:
    """Leave the function or the sign away: rot180(K) becomes K, −x becomes x, ∂E/∂X becomes X."""
    yield node.args[0]


def only_gradient(node: ThroughRelu) -> Iterator[sp.Basic]:
    """Leave the way back through the layer away."""
    yield node.args[1]


def letter(node: Tensor) -> Iterator[sp.Basic]:
    """Exchange indices, or shift one; numbers are changed elsewhere."""
    name, *indices = node.args
    if len(indices) == 2:
        yield Tensor(name, *reversed(indices))
    yield from shifted(node)


def shifted(node: Any) -> Iterator[sp.Basic]:
    """An index one on, or one back."""
    for place, index in enumerate(node.args):
        if place and not isinstance(index, sp.Integer | Str):
            for step in (1, -1):
                yield node.func(
                    *node.args[:place],
                    Plus(index, step) if step > 0 else Plus(index, Negative(1)),
                    *node.args[place + 1 :],
                )


def element(node: Any) -> Iterator[sp.Basic]:
    """Exchange row and column, or shift one."""
    array, *place = node.args
    if len(place) > 1:
        yield node.func(array, *reversed(place))
    yield from shifted(node)


def terms(node: Plus) -> Iterator[sp.Basic]:
    """Leave a term away, or change its sign."""
    for place, term in enumerate(node.args if len(node.args) > 1 else ()):
        others = [*node.args[:place], *node.args[place + 1 :]]
        yield Plus(*others) if len(others) > 1 else others[0]
        if not isinstance(term, Negative):
            yield Plus(*node.args[:place], Negative(term), *node.args[place + 1 :])


def factors(node: Any) -> Iterator[sp.Basic]:
    """Leave a factor away."""
    for place in range(len(node.args) if len(node.args) > 1 else 0):
        others = [*node.args[:place], *node.args[place + 1 :]]
        yield node.func(*others) if len(others) > 1 else others[0]


def bounds(node: Any) -> Iterator[sp.Basic]:
    """Begin one later, end one earlier, or do not sum."""
    body, index, first, last = node.args
    yield node.func(body, index, Plus(first, 1), last)
    yield node.func(body, index, first, Plus(last, Negative(1)))
    yield body


def fewer_indices(node: SumOver) -> Iterator[sp.Basic]:
    """Sum over one index less."""
    for index in node.indices:
        others = [other for other in node.indices if other != index]
        if not others:
            yield node.body
        elif isinstance(node, SumWhere):
            yield SumWhere(node.body, [*node.conditions], others)
        else:
            yield SumOver(node.body, *others)


def fewer_conditions(node: SumWhere) -> Iterator[sp.Basic]:
    """Forget one of the conditions."""
    for condition in node.conditions:
        yield SumWhere(node.body, [other for other in node.conditions if other != condition], [*node.indices])


def fraction(node: Any) -> Iterator[sp.Basic]:
    """Turn it upside down, or leave a part away."""
    above, below = node.args
    yield from (node.func(below, above), above, below)


def exchanged(node: Any) -> Iterator[sp.Basic]:
    """Exchange the two arguments."""
    yield node.func(*reversed(node.args))


def opposite(node: UnitRoot) -> Iterator[sp.Basic]:
    """Turn the other way."""
    length, power = node.args
    yield UnitRoot(length, Negative(power))


def matrix(node: Matrix) -> Iterator[sp.Basic]:
    """Transpose it, exchange two rows, exchange the first two entries."""
    rows = [list(row) for row in node.args[0]]
    yield Matrix([list(column) for column in zip(*rows)])
    yield Matrix([*rows[1:], rows[0]])
    yield Matrix([[row[1], row[0], *row[2:]] for row in rows])


def distinctions(node: Cases) -> Iterator[sp.Basic]:
    """Exchange the values, or leave the distinction away."""
    (first, *condition), (second, *rest) = node.args
    yield Cases([second, *condition], [first, *rest])
    yield from (first, second)


def conditions(node: Any) -> Iterator[sp.Basic]:
    """The other way round."""
    if type(node) in CONDITIONS:
        yield CONDITIONS[type(node)](*node.args)


def either(node: Any) -> Iterator[sp.Basic]:
    """One of the arguments alone."""
    yield from node.args


def brackets(node: Indicator) -> Iterator[sp.Basic]:
    """1 everywhere, or one of several conditions forgotten."""
    yield sp.Integer(1)
    for condition in node.args if len(node.args) > 1 else ():
        yield Indicator(*(other for other in node.args if other != condition))


def without_zeros(node: PaddedElement) -> Iterator[sp.Basic]:
    """Forget that the array continues with zeros."""
    yield Element(*node.args)


def as_many(node: Below) -> Iterator[sp.Basic]:
    """One place more, one less."""
    *running, last = node.args
    yield node.func(*running, Plus(last, 1))
    yield node.func(*running, Plus(last, Negative(1)))


def decimal(node: Decimal) -> Iterator[sp.Basic]:
    """Another last digit."""
    text = str(node.args[0])
    yield Decimal(text[:-1] + str((int(text[-1]) + 1) % 10))


RULES = [
    (sp.Symbol, confused),
    (sp.Integer, other_number),
    ((*SIGNS, Star1, Star1Full, Conv1Full, DotStar), another_sign),
    ((Rot180, Negative, Gradient, Exp, Log, Root, Floor, Ceil, Power, Variance, Mean, Absolute), only_inside),
    ((Rectified, Pooled, Softmax, Fourier, Transposed, RootMeanSquare), only_inside),
    (ThroughRelu, only_gradient),
    (Partial, exchanged),
    (Tensor, letter),
    ((Step, Entry), shifted),
    (Element, element),
    (PaddedElement, without_zeros),
    (Indicator, brackets),
    (Below, as_many),
    (Largest, only_inside),
    (Plus, terms),
    ((Times, MatrixProduct, EntryByEntry), factors),
    (MatrixProduct, exchanged),
    (UnitRoot, opposite),
    ((Sum, Dotted), bounds),
    (SumOver, fewer_indices),
    (SumWhere, fewer_conditions),
    (Over, fraction),
    (HalfTurnCosine, exchanged),
    (Matrix, matrix),
    (Cases, distinctions),
    ((Greater, Less, Same), conditions),
    ((Larger, Both), either),
    (Decimal, decimal),
]
