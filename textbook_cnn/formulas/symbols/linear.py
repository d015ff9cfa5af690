"""Strict inequalities p > 0 that are linear in atoms: which follow from others.  Fourier and Motzkin's elimination.

An atom is a monomial, or a function of symbols: what makes it up is forgotten, up to its being positive.  What is
shown stays true, some true things cannot be shown.  All is up to borders, p = 0, where a comparison has no one answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm
from typing import Any

import sympy as sp

from .rings import Element

ONE = "1"  # the atom of the constant
TOO_MANY = 3000  # inequalities, after which an elimination gives up
Terms = dict[Any, int]


class Positive:
    """An inequality p > 0, kept as the terms of p: whole numbers by atom, without a common divisor."""

    def __init__(self, terms: Terms) -> None:
        common = gcd(*terms.values())
        self.terms = {atom: c // common for atom, c in terms.items()} if common > 1 else terms

    @cached_property
    def key(self) -> frozenset[tuple[Any, int]]:
        """What identifies it."""
        return frozenset(self.terms.items())

    @cached_property
    def atoms(self) -> frozenset[Any]:
        """The atoms other than the constant."""
        return frozenset(self.terms) - {ONE}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Positive) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(self.key)

    def __neg__(self) -> Positive:
        return Positive({atom: -c for atom, c in self.terms.items()})

    def __str__(self) -> str:
        """Words with what is subtracted on the other side, and a number alone on the right: x_11 < 6."""
        above = {atom: Fraction(c) for atom, c in self.terms.items() if c > 0}
        below = {atom: Fraction(-c) for atom, c in self.terms.items() if c < 0}
        sign = ">"
        if above.keys() <= {ONE}:
            above, below, sign = below, above, "<"
        if len(above) == 1 and below.keys() <= {ONE}:
            ((atom, c),) = above.items()
            above, below = {atom: Fraction(1)}, {ONE: below.get(ONE, Fraction(0)) / c}
        return f"{_sum_in_words(above)} {sign} {_sum_in_words(below)}"

    @property
    def answer(self) -> bool | None:
        """Whether a number is positive; None if there are atoms."""
        return None if self.atoms else self.terms.get(ONE, 0) > 0


def positive(expression: Any, sign: int = 1) -> Positive:
    """The inequality sign · expression > 0."""
    if isinstance(expression, Element):
        names = tuple(map(str, expression.ring.symbols))
        found = {(names, monomial) if any(monomial) else ONE: c for monomial, c in expression.items()}
    else:
        parts = sp.expand(expression).as_coefficients_dict()
        found = {ONE if atom == 1 else atom: c for atom, c in parts.items()}
    scale = sign * lcm(*(int(c.denominator) for c in found.values()))
    return Positive({atom: int(c.numerator) * (scale // int(c.denominator)) for atom, c in found.items()})


def assumed(conditions: Iterable[Positive]) -> list[Positive]:
    """What SymPy knows of the signs of the atoms from its symbols; of generators of a ring nothing is known."""
    found = []
    for atom in frozenset().union(*(each.atoms for each in conditions)):
        if isinstance(atom, sp.Expr) and not atom.is_integer:
            if atom.is_nonnegative:
                found.append(Positive({atom: 1}))
            elif atom.is_nonpositive:
                found.append(Positive({atom: -1}))
    return found


def infeasible(conditions: Iterable[Positive]) -> bool:
    """True if no real numbers satisfy all conditions; False says that this was not shown."""
    system = set(conditions)
    while len(system) <= TOO_MANY:
        if any(each.answer is False for each in system):
            return True
        system = {each for each in system if each.answer is None}
        if not system:
            return False
        low, high = _bounds(system)
        if one_sided := low.keys() ^ high.keys():
            system = {each for each in system if one_sided.isdisjoint(each.atoms)}
        else:
            cheapest = min(low, key=lambda atom: low[atom] * high[atom] - low[atom] - high[atom])
            system = _without(cheapest, system)
    return False


def follows(facts: Collection[Positive], goal: Positive) -> bool:
    """True if the goal follows from the facts; False says that this was not shown."""
    if goal in facts or goal.answer is not None:
        return goal in facts or bool(goal.answer)
    return infeasible([*_connected(facts, goal), -goal])


def _bounds(system: set[Positive]) -> tuple[dict[Any, int], dict[Any, int]]:
    """How many conditions bound each atom from below, and how many from above."""
    low: dict[Any, int] = {}
    high: dict[Any, int] = {}
    for each in system:
        for atom in each.atoms:
            side = low if each.terms[atom] > 0 else high
            side[atom] = side.get(atom, 0) + 1
    return low, high


def _without(atom: Any, system: set[Positive]) -> set[Positive]:
    """What the system says about the other atoms: each lower bound lies below each upper bound."""
    low = [each for each in system if each.terms.get(atom, 0) > 0]
    high = [each for each in system if each.terms.get(atom, 0) < 0]
    return {each for each in system if atom not in each.terms} | {_sum(a, b, atom) for a in low for b in high}


def _sum(a: Positive, b: Positive, atom: Any) -> Positive:
    """The sum of multiples of two in which the atom has gone."""
    times, others = -b.terms[atom], a.terms[atom]
    terms = {each: times * c for each, c in a.terms.items()}
    for each, c in b.terms.items():
        terms[each] = terms.get(each, 0) + others * c
    return Positive({each: c for each, c in terms.items() if c})


def _sum_in_words(terms: dict[Any, Fraction]) -> str:
    return " + ".join(_in_words(atom, c) for atom, c in terms.items()) or "0"


def _in_words(atom: Any, c: Fraction) -> str:
    if atom == ONE:
        return str(c)
    if isinstance(atom, tuple):  # a monomial of a ring: names and exponents
        powers = [(name, exponent) for name, exponent in zip(*atom, strict=True) if exponent]
        atom = "*".join(name if exponent == 1 else f"{name}**{exponent}" for name, exponent in powers)
    return str(atom) if c == 1 else f"{c}*{atom}"


def _connected(facts: Iterable[Positive], goal: Positive) -> list[Positive]:
    """The facts that share atoms with the goal, directly or through other facts."""
    reached, chosen, rest = set(goal.atoms), [], list(facts)
    while near := [fact for fact in rest if not reached.isdisjoint(fact.atoms)]:
        chosen += near
        rest = [fact for fact in rest if reached.isdisjoint(fact.atoms)]
        reached.update(*(fact.atoms for fact in near))
    return chosen
