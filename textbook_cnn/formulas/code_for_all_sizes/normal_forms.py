"""When are two terms equal?  Bound names are eliminated or renamed, then summands are matched one by one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .inequalities import implied, infeasible
from .polynomials import Polynomial, unknown
from .terms import Summand, Term


class Facts(NamedTuple):
    """Inequalities p ≥ 0 that hold, and positive unknowns by which they may be multiplied."""

    inequalities: tuple[Polynomial, ...] = ()
    factors: tuple[Polynomial, ...] = ()

    def given(self, more: Iterable[Polynomial]) -> list[Polynomial]:
        """All that is known where more inequalities hold."""
        known = [*self.inequalities, *more]
        return known + [factor * p for factor in self.factors for p in known]


def difference(left: Term, right: Term, facts: Facts) -> list[Summand]:
    """Summands without an equal partner in the other term that are not known to vanish; [] proves equality."""
    known = frozenset(facts.inequalities)
    mine, theirs = ([n for s in term if (n := normal(s, known))] for term in (left, right))
    lost = []
    for a in mine:
        partner = next((b for b in theirs if _equal(a, b, facts)), None)
        if partner is None:
            lost.append(a)
        else:
            theirs.remove(partner)
    return [s for s in lost + theirs if not infeasible(facts.given(_guards(s)))]


def normal(s: Summand, known: frozenset[Polynomial] = frozenset()) -> Summand | None:
    """The summand in its normal form, None if it vanishes; guards that are `known` to hold are left out."""
    if _contradicted(s) or _contradicted(s := _eliminated(s)):
        return None
    s = _renamed(s._replace(factors=tuple(sorted(s.factors, key=lambda factor: factor[0]))))
    return s._replace(
        equal=tuple(sorted({max(e, -e, key=repr) for e in s.equal if e.constant is None}, key=repr)),
        at_least=tuple(dict.fromkeys(p for p in s.at_least if p.constant is None and p not in known)),
    )


def _contradicted(s: Summand) -> bool:
    """True if numbers alone show that a guard does not hold."""
    return any(e.constant for e in s.equal) or any(p.constant is not None and p.constant < 0 for p in s.at_least)


def _eliminated(s: Summand) -> Summand:
    """Use each equation that says bound name = polynomial: the sum over that name has this one summand."""
    while solvable := [(e, name) for e in s.equal for name in e.names & s.bound if abs(e.slope(name)) == 1]:
        e, name = min(solvable, key=lambda pair: _age(pair[1]))
        s = s._replace(equal=tuple(p for p in s.equal if p is not e), bound=s.bound - {name})
        s = s.replace({name: unknown(name) - e * e.slope(name)})
    return s


def _renamed(s: Summand) -> Summand:
    """Bound names in the order in which factors use them; an index ±name + rest becomes the new name alone."""
    for n, k in [(n, k) for n, (_, indices) in enumerate(s.factors) for k in range(len(indices))]:
        own = [name for name in s.factors[n][1][k].names & s.bound if name[0] != "#"]
        for m, name in enumerate(sorted(own, key=_age)):
            index, new = s.factors[n][1][k], f"#{n}.{k}.{m}"
            slope = index.slope(name)
            alone = (unknown(new) - (index - slope * unknown(name))) * slope if abs(slope) == 1 else unknown(new)
            s = s.replace({name: alone})._replace(bound=s.bound - {name} | {new})
    unused = sorted((name for name in s.bound if name[0] != "#"), key=_age)  # by any factor
    last = {name: unknown(f"#{k}") for k, name in enumerate(unused)}
    return s.replace(last)._replace(bound=s.bound.difference(last) | {f"#{k}" for k in range(len(unused))})


def _guards(s: Summand) -> list[Polynomial]:
    """All guards of the summand as inequalities."""
    return [*s.at_least, *s.equal, *(-e for e in s.equal)]


def _equal(a: Summand, b: Summand, facts: Facts) -> bool:
    """The same product over the same places."""
    if a._replace(at_least=()) != b._replace(at_least=()):
        return False
    for p, q in ((a, b), (b, a)):
        if goals := set(q.at_least).difference(p.at_least):
            known = facts.given(_guards(p))
            if not all(implied(known, goal) for goal in goals):
                return False
    return True


def _age(name: str) -> tuple[int, str]:
    """For an order of bound names that does not depend on how many there were before: _9 before _10."""
    return len(name), name
