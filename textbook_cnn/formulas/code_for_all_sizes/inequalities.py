"""When do inequalities between polynomials follow from one another?  Fourier and Motzkin's elimination.

An inequality p ≥ 0 is written as the polynomial p.  Every monomial counts as an unknown of its own, which forgets that
h·w is a product: what is shown stays true; some true things cannot be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import gcd

from .polynomials import Monomial, Polynomial

TOO_MANY = 4000  # inequalities, after which an elimination gives up


def infeasible(inequalities: Iterable[Polynomial]) -> bool:
    """True if no integers satisfy all inequalities; False says that this was not shown."""
    system = {_tightened(p) for p in inequalities}
    while len(system) <= TOO_MANY:
        if any(p.constant is not None and p.constant < 0 for p in system):
            return True
        system = {p for p in system if p.constant is None}
        if not system:
            return False
        bounds = _bounds(system)
        if unbounded := {monomial for monomial, (low, high) in bounds.items() if not (low and high)}:
            system = {p for p in system if unbounded.isdisjoint(p.terms)}
        else:
            system = _without(min(sorted(bounds), key=lambda monomial: _cost(*bounds[monomial])), system)
    return False


def implied(facts: Sequence[Polynomial], goal: Polynomial) -> bool:
    """True if the inequality `goal` follows from `facts`; False says that this was not shown."""
    if goal.constant is not None and goal.constant >= 0:
        return True
    if any(_weaker(goal, fact) for fact in facts):
        return True
    return infeasible([*_connected(facts, goal), -goal - 1])


def _weaker(goal: Polynomial, fact: Polynomial) -> bool:
    """True if the goal is the fact plus a number from 0 on."""
    if any(fact.terms.get(monomial) != c for monomial, c in goal.terms.items() if monomial):
        return False
    more = (goal - fact).constant
    return more is not None and more >= 0


def _tightened(p: Polynomial) -> Polynomial:
    """The inequality divided by what its coefficients have in common, its constant rounded down."""
    common = gcd(*(c for monomial, c in p.terms.items() if monomial))
    return p if common < 2 else Polynomial({monomial: c // common for monomial, c in p.terms.items()})


def _bounds(system: set[Polynomial]) -> dict[Monomial, tuple[list[int], list[int]]]:
    """The coefficients of each monomial where it is bounded from below, and where from above."""
    bounds: dict[Monomial, tuple[list[int], list[int]]] = {}
    for p in system:
        for monomial, c in p.terms.items():
            bounds.setdefault(monomial, ([], []))[c < 0].append(abs(c))
    bounds.pop((), None)
    return bounds


def _cost(low: list[int], high: list[int]) -> tuple[bool, int]:
    """What an elimination costs: does it forget that the unknowns are integers; how many inequalities it adds."""
    return max(low) > 1 and max(high) > 1, len(low) * len(high) - len(low) - len(high)


def _without(monomial: Monomial, system: set[Polynomial]) -> set[Polynomial]:
    """What the system says about the other monomials: each lower bound is at most each upper bound."""
    low = [p for p in system if p.terms.get(monomial, 0) > 0]
    high = [p for p in system if p.terms.get(monomial, 0) < 0]
    others = {p for p in system if monomial not in p.terms}
    return others | {_tightened(a * -b.terms[monomial] + b * a.terms[monomial]) for a in low for b in high}


def _connected(facts: Sequence[Polynomial], goal: Polynomial) -> list[Polynomial]:
    """The facts that share monomials with the goal, directly or through other facts."""
    reached, chosen, rest = goal.terms.keys() - {()}, [], list(facts)
    while near := [fact for fact in rest if not reached.isdisjoint(fact.terms)]:
        chosen += near
        rest = [fact for fact in rest if reached.isdisjoint(fact.terms)]
        reached = reached.union(*(fact.terms for fact in near)) - {()}
    return chosen
