"""When are two terms equal?  Bound names are eliminated or renamed, then summands are matched one by one."""

from __future__ import annotations

from collections.abc import Sequence

from .inequalities import implied, infeasible
from .polynomials import Polynomial, unknown
from .terms import Summand, Term


def difference(left: Term, right: Term, facts: Sequence[Polynomial]) -> list[Summand]:
    """Summands of either term that found no equal partner in the other and are not known to vanish; [] proves equality."""
    known = frozenset(facts)
    mine, theirs = ([n for s in term if (n := normal(s, known))] for term in (left, right))
    lost = []
    for a in mine:
        partner = next((b for b in theirs if _equal(a, b, facts)), None)
        if partner is None:
            lost.append(a)
        else:
            theirs.remove(partner)
    return [s for s in lost + theirs if not infeasible([*facts, *_guards(s)])]


def normal(s: Summand, known: frozenset[Polynomial] = frozenset()) -> Summand | None:
    """The summand in its normal form, None if it vanishes; guards that are `known` to hold are left out."""
    s = _eliminated(s)
    if any(e.constant for e in s.equal) or any(p.constant is not None and p.constant < 0 for p in s.at_least):
        return None
    s = _renamed(s._replace(factors=tuple(sorted(s.factors, key=lambda factor: factor[0]))))
    return s._replace(
        equal=tuple(sorted({max(e, -e, key=repr) for e in s.equal if e.constant is None}, key=repr)),
        at_least=tuple(dict.fromkeys(p for p in s.at_least if p.constant is None and p not in known)),
    )


def _eliminated(s: Summand) -> Summand:
    """Use each equation that says bound name = polynomial: the sum over that name has this one summand."""
    solvable = True
    while solvable:
        solvable = next(((e, name) for e in s.equal for name in sorted(s.bound) if abs(e.slope(name)) == 1), None)
        if solvable:
            e, name = solvable
            s = s._replace(equal=tuple(p for p in s.equal if p is not e), bound=s.bound - {name})
            s = s.replace({name: unknown(name) - e * e.slope(name)})
    return s


def _renamed(s: Summand) -> Summand:
    """Bound names #0, #1 … in the order in which factors use them; an index ±name + rest becomes one such name alone."""
    for n, place in enumerate((n, k) for n, (_, indices) in enumerate(s.factors) for k in range(len(indices))):
        index = s.factors[place[0]][1][place[1]]
        own = sorted((name for name in index.names & s.bound if name[0] != "#"),
                     key=lambda name: (index.terms.get((name,), 0), name))  # fmt: skip
        for k, name in enumerate(own):
            index, new = s.factors[place[0]][1][place[1]], f"#{n}.{k}"
            slope = index.slope(name)
            shifted = (unknown(new) - (index - slope * unknown(name))) * slope if abs(slope) == 1 else unknown(new)
            s = s.replace({name: shifted})._replace(bound=s.bound - {name} | {new})
    return s


def _guards(s: Summand) -> list[Polynomial]:
    """All guards of the summand as inequalities."""
    return [*s.at_least, *s.equal, *(-e for e in s.equal)]


def _equal(a: Summand, b: Summand, facts: Sequence[Polynomial]) -> bool:
    """The same product over the same places."""
    if a._replace(at_least=()) != b._replace(at_least=()):
        return False
    return all(implied([*facts, *_guards(p)], goal) for p, q in ((a, b), (b, a)) for goal in q.at_least
               if goal not in p.at_least)  # fmt: skip
