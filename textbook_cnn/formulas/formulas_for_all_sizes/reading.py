"""SymPy's sums as the terms of `all_sizes`, in which equality can be decided without SymPy's summation."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from itertools import count
from operator import add, mul

import sympy as sp

from ..code_for_all_sizes.polynomials import Polynomial, polynomial, unknown
from ..code_for_all_sizes.terms import Summand, Term, entry, guard, scaled, times
from .meaning import AtLeastZero, NotUnderstood

Names = Mapping[sp.Symbol, Polynomial]


class Reader:
    """Reads expressions; every sum gets a name of its own for its index, whatever SymPy calls it."""

    def __init__(self) -> None:
        self._numbers = count()

    def term(self, expression: sp.Expr, names: Names) -> Term:
        """The expression as a term."""
        if isinstance(expression, sp.Add):
            return tuple(summand for part in expression.args for summand in self.term(part, names))
        if isinstance(expression, sp.Mul):
            return reduce(times, (self.term(part, names) for part in expression.args))
        if isinstance(expression, sp.Sum):
            return self._sum(expression, names)
        if isinstance(expression, sp.Rational):
            return scaled((Summand(),), Fraction(int(expression.p), int(expression.q))) if expression else ()
        if isinstance(expression, sp.Indexed):
            return entry(str(expression.base), *(place(index, names) for index in expression.indices))
        if isinstance(expression, sp.KroneckerDelta):
            left, right = (place(index, names) for index in expression.args)
            return guard(equal=[left - right])
        if isinstance(expression, AtLeastZero):
            return guard(at_least=[place(expression.args[0], names)])
        return self._function(expression, names)

    def _sum(self, expression: sp.Sum, names: Names) -> Term:
        """Σ from the outermost index, SymPy's last, to the innermost: limits may use what stands further out."""
        inner = {limit[0] for limit in expression.limits}
        ranges, bound = [], []
        for index, first, last in reversed(expression.limits):
            if unclear := inner & (first.free_symbols | last.free_symbols):
                raise NotUnderstood(f"the limits of {index} use {sorted(unclear, key=str)}, summed over further inside")
            inner.discard(index)
            limits = place(first, names), place(last, names)
            name = f"_{next(self._numbers)}"
            names = {**names, index: unknown(name)}
            bound.append(name)
            ranges += [unknown(name) - limits[0], limits[1] - unknown(name)]
        frame = (Summand(bound=frozenset(bound), at_least=tuple(ranges)),)
        return times(frame, self.term(expression.function, names))

    def _function(self, expression: sp.Expr, names: Names) -> Term:
        """Anything without a meaning of its own, as a letter; its indices are the symbols that are free in it."""
        known = isinstance(expression, sp.Symbol | sp.exp) or (isinstance(expression, sp.Pow) and expression.exp == -1)
        if not known or expression.has(sp.KroneckerDelta):
            raise NotUnderstood(f"{type(expression).__name__} cannot be read: {expression}")
        free = sorted(names_in(expression), key=lambda symbol: first_place(expression, symbol))
        bound = dict.fromkeys(
            limit[0] for part in sp.preorder_traversal(expression) if isinstance(part, sp.Sum) for limit in part.limits
        )
        if captured := bound.keys() & set(free):
            raise NotUnderstood(f"{sorted(captured, key=str)} are free and summed over in {expression}")
        if isinstance(expression, sp.Symbol):
            return entry(str(expression))
        shown = {symbol: sp.Symbol(f"${k}") for k, symbol in enumerate(free)}
        shown |= {symbol: sp.Symbol(f"#{k}") for k, symbol in enumerate(bound)}
        return entry(str(expression.xreplace(shown)), *(place(symbol, names) for symbol in free))


def names_in(expression: sp.Expr) -> set[sp.Symbol]:
    """Free symbols but for the letters; SymPy also counts an indexed letter as one."""
    letters = {base.label for base in expression.atoms(sp.IndexedBase)}
    return {symbol for symbol in expression.free_symbols if isinstance(symbol, sp.Symbol)} - letters


def first_place(expression: sp.Expr, symbol: sp.Symbol) -> int:
    """Where a symbol occurs first."""
    return next(k for k, part in enumerate(sp.preorder_traversal(expression)) if part == symbol)


def place(index: sp.Expr, names: Names) -> Polynomial:
    """An index as a polynomial."""
    if isinstance(index, sp.Symbol):
        return names.get(index, unknown(str(index)))
    if isinstance(index, sp.Integer):
        return polynomial(int(index))
    if isinstance(index, sp.Add | sp.Mul):
        operation = add if isinstance(index, sp.Add) else mul
        return reduce(operation, (place(part, names) for part in index.args))
    raise NotUnderstood(f"expected an index made of sums and products, got {index}")


def read(expression: sp.Expr) -> Term:
    """An expression in which every symbol that no sum binds is free."""
    return Reader().term(sp.sympify(expression), {})
