"""Unknown integers, what is known of them, and the path that the code took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import prod
from typing import cast

from .inequalities import implied
from .integers import SymInt
from .polynomials import Polynomial, polynomial, unknown
from .sealed import refuse

# Two sets of witnesses.  Code that read the number of a size and not its symbol would not do the same with both.
WITNESSES = (
    (23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97),
    (40, 36, 34, 81, 55, 49, 90, 66, 33, 95, 77, 85, 62, 58, 98, 64, 99),
)


class Unknowns:
    """What is known of the unknown integers of one run, and the path that the code took.

    Attributes
    ----------
    witness : dict
        Name of each unknown, and the number that stands in for it.
    facts : list of Polynomial
        Inequalities p ≥ 0 that hold for all sizes under consideration.
    path : list of Polynomial
        Inequalities p ≥ 0 that the code's comparisons found true of the witness.
    factors : list of Polynomial
        Unknowns that are positive; facts are multiplied by them where a proof needs products.

    """

    def __init__(self, witnesses: tuple[int, ...] = WITNESSES[0], *, large: int = 100) -> None:
        self.witness: dict[str, int] = {}
        self.facts: list[Polynomial] = []
        self.path: list[Polynomial] = []
        self.factors: list[Polynomial] = []
        self._witnesses: Iterator[int] = iter(witnesses)
        self._large = large

    def size(self, name: str, *, least: int = 1, below: int | None = None, large: bool = False) -> int:
        """A new unknown integer from `least` on and less than `below`, if given; a `large` one has a large witness."""
        witness = next(self._witnesses) * (self._large if large else 1)
        if below is not None:
            witness = least + witness % (self.value(polynomial(below)) - least)
            self.facts.append(polynomial(below) - 1 - unknown(name))
        self.facts.append(unknown(name) - least)
        self.witness[name] = witness
        return self.integer(unknown(name))

    def value(self, p: Polynomial) -> int:
        """The polynomial at the witness."""
        return sum(c * prod(self.witness[name] for name in monomial) for monomial, c in p.terms.items())

    def integer(self, p: Polynomial) -> int:
        """The polynomial as an integer, a plain one if it is constant."""
        return cast(int, SymInt(p, self)) if p.constant is None else p.constant

    def at_least_zero(self, p: Polynomial) -> bool:
        """Is p ≥ 0?  Answered at the witness; the answer becomes a condition of the path."""
        if p.constant is not None:
            return p.constant >= 0
        answer = self.value(p) >= 0
        self.path.append(p if answer else -p - 1)
        return answer

    def zero(self, p: Polynomial) -> bool:
        """Is p = 0?  If not, the condition is p ≥ 1 or p ≤ −1: less than could be said, and linear."""
        if p.constant is not None:
            return p.constant == 0
        value = self.value(p)
        self.path += [p, -p] if value == 0 else [p - 1] if value > 0 else [-p - 1]
        return value == 0

    def quotient(self, a: Polynomial, b: Polynomial) -> int:
        """⌊a/b⌋."""
        return self.integer(self._by_unknown(a, b) if b.constant is None else self._by_number(a, b.constant))

    def _by_number(self, a: Polynomial, b: int) -> Polynomial:
        """The part of a that b divides, plus a new unknown f with b·f ≤ rest < b·f + b for the other part."""
        if b < 1:
            refuse(f"({a}) // {b}: expected a divisor of at least 1")
        exact = Polynomial({monomial: c // b for monomial, c in a.terms.items() if c % b == 0 or not monomial})
        rest = a - exact * b
        if rest.constant is not None:
            return exact
        name = f"⌊({rest})/{b}⌋"
        if name not in self.witness:
            self.witness[name] = self.value(rest) // b
            self.facts += [rest - b * unknown(name), b * unknown(name) + (b - 1) - rest]
        return exact + unknown(name)

    def _by_unknown(self, a: Polynomial, b: Polynomial) -> Polynomial:
        """The part of a that the monomial b divides, if the other part is known to lie in 0 … b − 1."""
        if len(b.terms) != 1:
            refuse(f"({a}) // ({b}): expected a divisor of one term")
        ((divisor, factor),) = b.terms.items()
        whole = {}
        for monomial, c in a.terms.items():
            if not Counter(divisor) - Counter(monomial) and c % factor == 0:
                whole[tuple(sorted((Counter(monomial) - Counter(divisor)).elements()))] = c // factor
        rest = a - Polynomial(whole) * b
        if not (implied(self.facts, rest) and implied(self.facts, b - 1 - rest)):
            refuse(f"({a}) // ({b}): it is not known that 0 ≤ {rest} < {b}")
        return Polynomial(whole)
