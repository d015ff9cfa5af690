"""Elements of arrays whose size is unknown: sums of guarded products of the elements of the inputs.

A summand reads  coefficient · Σ over bound names · [equations and inequalities] · Π letter[indices],  where a guard in
square brackets is 1 where it holds and 0 elsewhere.  A term is a tuple of summands; the empty one is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from itertools import chain, count, islice, product
from typing import NamedTuple

from .polynomials import Polynomial, polynomial, unknown

Factor = tuple[str, tuple[Polynomial, ...]]  # letter[indices]
Axis = tuple[int, ...]  # the sizes whose product is the length of the axis; none of them is the number 1
Block = tuple[Polynomial, ...]  # one index for each size of an axis


class Summand(NamedTuple):
    """One product under a sum; the ranges of the bound names are among the guards."""

    coefficient: int | Fraction = 1
    bound: frozenset[str] = frozenset()
    equal: tuple[Polynomial, ...] = ()  # guards p = 0
    at_least: tuple[Polynomial, ...] = ()  # guards p ≥ 0
    factors: tuple[Factor, ...] = ()

    def replace(self, values: dict[str, Polynomial]) -> Summand:
        """Put polynomials in place of names."""
        return self._replace(
            equal=tuple(p.replace(values) for p in self.equal),
            at_least=tuple(p.replace(values) for p in self.at_least),
            factors=tuple((letter, tuple(p.replace(values) for p in indices)) for letter, indices in self.factors),
        )

    def __str__(self) -> str:
        names = sorted(self.bound, key=lambda name: (len(name), name))
        letters = {name: unknown(f"t{k}") for k, name in enumerate(names, 1)}
        s = self.replace(letters)
        parts = [f"Σ({', '.join(str(letter) for letter in letters.values())})"] if names else []
        guards = [f"{p} = 0" for p in s.equal] + [f"{p} ≥ 0" for p in s.at_least]
        parts += [f"[{', '.join(guards)}]"] if guards else []
        factors = [f"{letter}[{', '.join(map(str, indices))}]" for letter, indices in s.factors]
        number = [str(self.coefficient)] if self.coefficient != 1 or not factors else []
        return " ".join([*parts, "·".join(number + factors)])


Term = tuple[Summand, ...]
Element = Callable[[Sequence[Block]], Term]


def in_words(term: Term) -> str:
    """The term as text: t1, t2 … are the bound names of each summand."""
    return " + ".join(map(str, term)) or "0"


def entry(letter: str, *indices: Polynomial) -> Term:
    """letter[indices]: one element of an input."""
    return (Summand(factors=((letter, indices),)),)


def guard(*, equal: Iterable[Polynomial] = (), at_least: Iterable[Polynomial] = ()) -> Term:
    """Return 1 where the equations and inequalities hold, 0 elsewhere."""
    return (Summand(equal=tuple(equal), at_least=tuple(at_least)),)


def times(left: Term, right: Term) -> Term:
    """Product of two terms."""
    result = []
    for a, b in product(left, right):
        if a.bound & b.bound:
            raise AssertionError(f"the bound names {a.bound & b.bound} would be captured")
        result.append(
            Summand(
                a.coefficient * b.coefficient,
                a.bound | b.bound,
                a.equal + b.equal,
                a.at_least + b.at_least,
                a.factors + b.factors,
            )
        )
    return tuple(result)


def scaled(term: Term, factor: int | Fraction) -> Term:
    """The term times a number."""
    return tuple(s._replace(coefficient=s.coefficient * factor) for s in term)


class Names:
    """Names for what is summed over: _0, _1, …, each given once."""

    def __init__(self) -> None:
        self._numbers = count()

    def new(self) -> Polynomial:
        """A name that was not given before."""
        return unknown(f"_{next(self._numbers)}")

    @contextmanager
    def from_zero(self) -> Iterator[None]:
        """While in this context, begin anew with _0, so that the same computation gives the same names."""
        before, self._numbers = self._numbers, count()
        try:
            yield
        finally:
            self._numbers = before


NAMES = Names()


def index_over(size: int) -> tuple[Polynomial, tuple[Polynomial, Polynomial]]:
    """A new index, and the two inequalities that say 0 ≤ index < size."""
    index = NAMES.new()
    return index, (index, polynomial(size) - 1 - index)


def sum_over(axes: Sequence[Axis], body: Callable[[list[Block]], Term]) -> Term:
    """Σ of the body over all indices of the axes: written out where a size is a number, else with a bound name."""
    choices: list[list[Polynomial]] = []
    ranges: list[Polynomial] = []
    bound: set[str] = set()
    for size in chain(*axes):
        if type(size) is int:
            choices.append([polynomial(place) for place in range(size)])
        else:
            index, limits = index_over(size)
            choices.append([index])
            ranges += limits
            bound |= index.names
    frame = (Summand(bound=frozenset(bound), at_least=tuple(ranges)),)
    return tuple(s for flat in product(*choices) for s in times(frame, body(in_blocks(flat, axes))))


def in_blocks(flat: Iterable[Polynomial], axes: Sequence[Sequence[int]]) -> list[Block]:
    """Cut a list of indices into pieces as long as the axes."""
    rest = iter(flat)
    return [tuple(islice(rest, len(axis))) for axis in axes]


def flat_index(block: Block) -> Polynomial:
    """The index along an axis of at most one size."""
    return block[0] if block else polynomial(0)
