"""Equality of terms: what is called equal must be equal in numbers; and ways of writing the same are seen through."""

import random
from itertools import product

import pytest

from tests.formulas.code_for_all_sizes.numbers import number
from textbook_cnn.formulas.code_for_all_sizes.normal_forms import Facts, difference, normal
from textbook_cnn.formulas.code_for_all_sizes.polynomials import Polynomial, polynomial, unknown
from textbook_cnn.formulas.code_for_all_sizes.terms import (
    NAMES,
    Summand,
    entry,
    guard,
    index_over,
    scaled,
    sum_over,
    times,
)
from textbook_cnn.formulas.code_for_all_sizes.unknowns import Unknowns

H, W, i, s, v, w = map(unknown, "HWisvw")
KNOWN = Facts((H - 4, i, H - 1 - i), ())  # i is an index of an array of H ≥ 4 elements
SIZES = [{"H": size, "i": place} for size in (4, 5, 7) for place in range(size)]


def in_numbers(term, places=range(8)):
    """The term for several sizes and every place; entries are numbers without a pattern, also outside the array."""
    return [number(term, values, lambda letter, place: hash((ord(letter), *place)) % 1009, places) for values in SIZES]


def test_the_same_computation_gives_the_same_names_from_zero():
    size = Unknowns().size("n")
    before = NAMES.new()

    def made():
        return sum_over([(size,)], lambda blocks: entry("X", *blocks[0]))

    with NAMES.from_zero():
        first = made()
    with NAMES.from_zero():
        assert made() == first
        with pytest.raises(ZeroDivisionError), NAMES.from_zero():
            raise ZeroDivisionError
        assert made() != first  # goes on counting after the inner context
    assert int(str(NAMES.new())[1:]) == int(str(before)[1:]) + 1


def sum_of(*, bound=("v",), equal=(), at_least=(), factors=(("X", v),), coefficient=1):
    """Σ over bound names from 0 to H − 1, as one summand."""
    ranges = [limit for name in bound for limit in (unknown(name), H - 1 - unknown(name))]
    factors = tuple((letter, tuple(map(polynomial, indices))) for letter, *indices in factors)
    return (Summand(coefficient, frozenset(bound), tuple(equal), (*ranges, *at_least), factors),)


PAIR = (("X", v), ("K", w))
SAME = {
    "another name": (sum_of(), sum_of(bound=("w",), factors=[("X", w)])),
    "read backwards": (sum_of(), sum_of(factors=[("X", H - 1 - v)])),
    "moved": (sum_of(factors=[("X", v - 2)], at_least=[v - 2]), sum_of(at_least=[H - 3 - v])),
    "one place": (sum_of(equal=[v - i]), entry("X", i)),
    "one place from behind": (sum_of(equal=[H - 1 - v - i]), entry("X", H - 1 - i)),
    "a place outside": (sum_of(equal=[v - i - H]), ()),
    "guards that say less": (sum_of(at_least=[v - 2]), sum_of(at_least=[v - 2, v - 1, 2 * v - 3, H - v])),
    "guards on a lattice": (sum_of(at_least=[2 * v - 3]), sum_of(at_least=[v - 2])),
    "known guards": (times(guard(at_least=[i, H - 3]), entry("X", i)), entry("X", i)),
    "even and odd": (sum_of(bound=("v", "w"), equal=[2 * v - i, 2 * w + 1 - i], factors=PAIR), ()),
    "order of factors": (sum_of(bound=("v", "w"), factors=PAIR), sum_of(bound=("v", "w"), factors=PAIR[::-1])),
    "order of summands": (sum_of() + entry("X", i), entry("X", i) + sum_of()),
    "exchanged names": (
        sum_of(bound=("v", "w"), factors=PAIR, at_least=[v - w]),
        sum_of(bound=("v", "w"), factors=(("X", w), ("K", v)), at_least=[w - v]),
    ),
    "a product of sums": (
        times(sum_of(), sum_of(bound=("w",), factors=[("K", w)])),
        sum_of(bound=("v", "w"), factors=PAIR),
    ),
    "sign of an equation": (sum_of(equal=[2 * v - i]), sum_of(equal=[i - 2 * v])),
}
OTHER = {
    "another letter": (sum_of(), sum_of(factors=[("K", v)])),
    "moved by one": (sum_of(), sum_of(factors=[("X", v + 1)])),
    "one term less": (sum_of(), sum_of(at_least=[v - 1])),
    "one term less at the end": (sum_of(), sum_of(at_least=[H - 2 - v])),
    "another place": (sum_of(equal=[v - i]), entry("X", i + 1)),
    "twice": (sum_of(), scaled(sum_of(), 2)),
    "twice by repetition": (sum_of(), sum_of() + sum_of()),
    "every second": (sum_of(), sum_of(equal=[2 * w - v], bound=("v", "w"))),
    "a different order of indices": (
        sum_of(bound=("v", "w"), factors=[("X", v, w)], at_least=[v - w]),
        sum_of(bound=("v", "w"), factors=[("X", w, v)], at_least=[v - w]),
    ),
    "different in the first place": (entry("X", i), times(guard(at_least=[i - 1]), entry("X", i))),
    "different for one size only": (entry("X", i), times(guard(at_least=[H - 5]), entry("X", i))),
    "zero": (sum_of(equal=[2 * v - i]), ()),
    "diagonal": (sum_of(bound=("v", "w"), factors=PAIR), sum_of(bound=("v", "w"), factors=PAIR, equal=[v - w])),
}


@pytest.mark.parametrize("what", SAME)
def test_the_same_in_other_words(what):
    left, right = SAME[what]
    assert in_numbers(left) == in_numbers(right)
    assert difference(left, right, KNOWN) == []


@pytest.mark.parametrize("what", OTHER)
def test_what_differs_is_kept_apart(what):
    left, right = OTHER[what]
    assert in_numbers(left) != in_numbers(right)
    assert difference(left, right, KNOWN)


def random_term(choose):
    """One or two summands with small numbers, so that pairs of them are often equal or nearly so."""

    def linear(*names):
        return Polynomial({(name,): choose.choice((-1, 0, 1, 1, 2)) for name in names} | {(): choose.randint(-1, 1)})

    term = ()
    for _ in range(choose.choice((1, 1, 2))):
        bound = choose.choice(((), ("v",), ("v", "w")))
        names = [*bound, "i"]
        equal = [linear(*names) for _ in range(choose.choice((0, 1, 1, 2)))]
        at_least = [linear(*names, "H") for _ in range(choose.choice((0, 0, 1)))]
        factors = [(letter, linear(choose.choice(names))) for letter in choose.choice(("X", "K", "XK"))]
        term += sum_of(bound=bound, equal=equal, at_least=at_least, factors=factors)
    return term


def test_random_terms_called_equal_are_equal_in_numbers():
    choose = random.Random(0)
    terms = [random_term(choose) for _ in range(60)]
    values = list(map(in_numbers, terms))
    found = 0
    for (a, x), (b, y) in product(zip(terms, values, strict=True), repeat=2):
        if a is not b and not difference(a, b, KNOWN):
            found += 1
            assert x == y, (a, b)
    assert found > 30  # the test is not empty


def test_normal_forms_are_equal_in_numbers():
    choose = random.Random(1)
    for _ in range(50):
        term = random_term(choose)
        assert in_numbers(tuple(filter(None, map(normal, term))), range(-20, 24)) == in_numbers(term)


def test_multiplied_facts():
    """With a step s ≥ 1, 0 ≤ i says 0 ≤ s·i."""
    left, right = entry("X", s * i), times(guard(at_least=[s * i]), entry("X", s * i))
    assert difference(left, right, Facts((i, s - 1), ()))
    assert difference(left, right, Facts((i, s - 1), (s,))) == []


def test_bound_names_are_not_captured():
    with pytest.raises(AssertionError, match="captured"):
        times(sum_of(), sum_of(factors=[("K", v)]))


def test_sums_over_numbers_are_written_out():
    term = sum_over([(3,), ()], lambda blocks: entry("X", *blocks[0]))
    assert term == entry("X", polynomial(0)) + entry("X", polynomial(1)) + entry("X", polynomial(2))
    assert sum_over([(0,)], lambda blocks: entry("X", *blocks[0])) == ()


def test_new_indices_are_new():
    names = [index_over(3)[0] for _ in range(5)]
    assert len(set(names)) == 5
