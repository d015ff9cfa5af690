"""Strict inequalities p > 0 that are linear in atoms: which follow from others.  Fourier and Motzkin's elimination.

An atom is a monomial, or a function of symbols: what makes it up is forgotten, up to its being positive.  What is
shown stays true; some true things cannot be shown.  Borders, p = 0, are left out: a comparison has no one answer there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm
from typing import Any

import sympy as sp

from .rings import Element

ONE = 0  # the atom of the constant
TOO_MANY = 3000  # inequalities, after which an elimination gives up
MANY = 12  # facts: an atom that occurs in more of them connects nearly all
Terms = dict[int, int]

_atoms: list[Any] = [None]  # by their numbers: expressions of SymPy, or the names and exponents of a ring's monomial
_numbers: dict[Any, int] = {}  # of the atoms, which are slower to compare than numbers
_names: dict[tuple[sp.Symbol, ...], int] = {}  # rings with the same symbols have the same atoms


def _number(atom: Any) -> int:
    number = _numbers.setdefault(atom, len(_atoms))
    if number == len(_atoms):
        _atoms.append(atom)
    return number


class Positive:
    """An inequality p > 0, kept as the terms of p: whole numbers by atom, without a common divisor."""

    def __init__(self, terms: Terms) -> None:
        common = gcd(*terms.values())
        self.terms = {atom: c // common for atom, c in terms.items()} if common > 1 else terms

    @cached_property
    def key(self) -> frozenset[tuple[int, int]]:
        """What identifies it."""
        return frozenset(self.terms.items())

    @cached_property
    def atoms(self) -> frozenset[int]:
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
        scale = next((c for atom, c in above.items() if atom != ONE), Fraction(1))
        above, below = ({atom: c / scale for atom, c in side.items()} for side in (above, below))
        return f"{_sum_in_words(above)} {sign} {_sum_in_words(below)}"

    @property
    def answer(self) -> bool | None:
        """Whether a number is positive; None if there are atoms."""
        return None if self.atoms else self.terms.get(ONE, 0) > 0


def positive(expression: Any, sign: int = 1) -> Positive:
    """The inequality sign · expression > 0."""
    if isinstance(expression, Element):
        symbols, one = expression.ring.symbols, expression.ring.zero_monom
        ring = _names.setdefault(symbols, len(_names))
        found = {ONE if monomial == one else _number((ring, monomial)): c for monomial, c in expression.items()}
    else:
        parts = sp.expand(expression).as_coefficients_dict()
        found = {ONE if atom == 1 else _number(atom): c for atom, c in parts.items()}
    scale = sign * lcm(*(int(c.denominator) for c in found.values()))
    return Positive({atom: int(c.numerator) * (scale // int(c.denominator)) for atom, c in found.items()})


def assumed(conditions: Iterable[Positive]) -> list[Positive]:
    """What SymPy knows of the signs of the atoms from its symbols; of generators of a ring nothing is known."""
    found = []
    for number in frozenset[int]().union(*(each.atoms for each in conditions)):
        atom = _atoms[number]
        if isinstance(atom, sp.Expr) and not atom.is_integer:
            if atom.is_nonnegative:
                found.append(Positive({number: 1}))
            elif atom.is_nonpositive:
                found.append(Positive({number: -1}))
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
    often = Counter(atom for fact in facts for atom in fact.atoms)
    common = {atom for atom, times in often.items() if times > MANY}
    return any(infeasible([*_connected(facts, goal, apart), -goal]) for apart in ([common] if common else []) + [set()])


def _bounds(system: set[Positive]) -> tuple[Terms, Terms]:
    """How many conditions bound each atom from below, and how many from above."""
    low: Terms = {}
    high: Terms = {}
    for each in system:
        for atom, c in each.terms.items():
            side = low if c > 0 else high
            side[atom] = side.get(atom, 0) + 1
    low.pop(ONE, None)
    high.pop(ONE, None)
    return low, high


def _without(atom: int, system: set[Positive]) -> set[Positive]:
    """What the system says about the other atoms: each lower bound lies below each upper bound."""
    low = [each for each in system if each.terms.get(atom, 0) > 0]
    high = [each for each in system if each.terms.get(atom, 0) < 0]
    return {each for each in system if atom not in each.terms} | {_sum(a, b, atom) for a in low for b in high}


def _sum(a: Positive, b: Positive, atom: int) -> Positive:
    """The sum of multiples of two in which the atom has gone."""
    times, others = -b.terms[atom], a.terms[atom]
    terms = {each: times * c for each, c in a.terms.items()}
    for each, c in b.terms.items():
        terms[each] = terms.get(each, 0) + others * c
    return Positive({each: c for each, c in terms.items() if c})


def _sum_in_words(terms: dict[int, Fraction]) -> str:
    return " + ".join(_in_words(atom, c) for atom, c in terms.items()) or "0"


def _in_words(number: int, c: Fraction) -> str:
    if number == ONE:
        return str(c)
    atom = _atoms[number]
    if isinstance(atom, tuple):  # a monomial of a ring
        ring, monomial = atom
        powers = zip(next(names for names, place in _names.items() if place == ring), monomial, strict=True)
        atom = sp.Mul(*(symbol**exponent for symbol, exponent in powers))
    return str(atom) if c == 1 else f"{c}*{atom}"


def _connected(facts: Iterable[Positive], goal: Positive, apart: set[int]) -> list[Positive]:
    """The facts that share atoms with the goal, directly or through other facts, other than the atoms `apart`."""
    reached, chosen, rest = goal.atoms - apart, [], list(facts)
    while near := [fact for fact in rest if not reached.isdisjoint(fact.atoms)]:
        chosen += near
        rest = [fact for fact in rest if reached.isdisjoint(fact.atoms)]
        reached = reached.union(*(fact.atoms for fact in near)) - apart
    return chosen
