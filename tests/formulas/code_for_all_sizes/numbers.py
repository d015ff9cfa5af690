"""Elements of arrays without a size, computed in numbers: what the model says, to be held against NumPy."""

from fractions import Fraction
from math import prod

import numpy as np

from textbook_cnn.formulas.code_for_all_sizes.kinds import axes_of, term_at
from textbook_cnn.formulas.code_for_all_sizes.polynomials import polynomial
from textbook_cnn.formulas.code_for_all_sizes.terms import in_blocks
from textbook_cnn.formulas.code_for_all_sizes.unknowns import Unknowns


def plain(size, unknowns):
    """The number that stands in for a size."""
    return unknowns.value(polynomial(size))


def at(p, values):
    """A polynomial in numbers."""
    return sum(c * prod(values[name] for name in monomial) for monomial, c in p.terms.items())


def number(term, values, entry, places):
    """A term in numbers: bound names take all of the places that their guards allow."""
    return sum((s.coefficient * _total(s, values, sorted(s.bound), entry, places) for s in term), Fraction(0))


def _total(s, values, names, entry, places):
    """The sum over the names that have no value yet; guards are asked as soon as all their names have one."""
    equal, at_least = ([at(p, values) for p in guards if p.names.isdisjoint(names)] for guards in (s.equal, s.at_least))
    if any(equal) or min(at_least, default=0) < 0:
        return 0
    if names:
        return sum(_total(s, values | {names[0]: place}, names[1:], entry, places) for place in places)
    return prod(entry(letter, [at(p, values) for p in indices]) for letter, indices in s.factors)


class Inputs:
    """Unknown sizes with small witnesses, and for each unknown array one of random integers in NumPy."""

    def __init__(self, kind, witnesses, seed=0):
        self.kind, self.unknowns, self.data = kind, Unknowns(witnesses, large=1), {}
        self.places, self.random = range(max(witnesses) + 4), np.random.default_rng(seed)

    def plain(self, size):
        """The number that stands in for a size."""
        return plain(size, self.unknowns)

    def array(self, letter, *axes):
        """The unknown array and its NumPy counterpart; an axis is a size or a tuple of sizes."""
        unknown = self.kind.unknown(letter, *axes)
        whole = self.random.integers(-9, 10, [self.plain(length) for length in unknown.shape])
        self.data[letter] = whole.reshape([self.plain(size) for axis in axes_of(unknown) for size in axis])
        return unknown, whole

    def numbers(self, array):
        """All elements of an array without a size, in the shape that its witnesses give it."""
        places = np.ndindex(*(self.plain(size) for axis in axes_of(array) for size in axis))
        elements = [self.element(array, place) for place in places]
        return np.array(elements, dtype=object).reshape([self.plain(length) for length in array.shape])

    def element(self, array, place):
        """One element, at one index for each size that makes up an axis."""
        term = term_at(array, in_blocks((polynomial(int(index)) for index in place), axes_of(array)))
        return number(term, self.unknowns.witness, self._entry, self.places)

    def _entry(self, letter, place):
        array = self.data[letter]
        if not all(0 <= index < size for index, size in zip(place, array.shape, strict=True)):
            raise IndexError(f"{letter}{place} in an array of shape {array.shape}")  # NumPy would read from the end
        return int(array[tuple(place)])
