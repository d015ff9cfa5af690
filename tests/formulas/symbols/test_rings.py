"""Rings that are named anew, without SymPy: they are what SymPy makes of new symbols."""

import pytest
from sympy import QQ, ZZ

from textbook_cnn.formulas.symbols.rings import Ring, generators
from textbook_cnn.formulas.symbols.rings_with_functions import RingWithFunctions

NAMES = ["x", "y", "z"]


def first_three(ring):
    """Generators as `generators` makes them."""
    return [ring.from_dict({ring.monomial_basis(place): ring.domain.one}) for place in range(3)]


@pytest.mark.parametrize("domain", [ZZ, QQ], ids=str)
@pytest.mark.parametrize("kind", [Ring, RingWithFunctions])
def test_a_named_ring_is_what_sympy_makes_of_the_symbols(kind, domain):
    named = kind.nameless(4, domain).named(NAMES)
    clone = kind.nameless(4, domain).clone(symbols=[*NAMES, "_3"])
    assert [str(symbol) for symbol in named.symbols] == [str(symbol) for symbol in clone.symbols] == [*NAMES, "_3"]
    assert set(vars(clone)) - set(NAMES) - {"_3"} <= set(vars(named))
    for operation in (
        lambda x, y, z: (x + y) ** 3 - z * x + 2,
        lambda x, y, z: (x * y * z - 1) * (x - y),
        lambda x, y, z: (x**2 * y + z).diff(0),
    ):
        ours, theirs = operation(*first_three(named)), operation(*first_three(clone))
        assert str(ours) == str(theirs)
        assert dict(ours) == dict(theirs)
        assert ours.ring is named


def test_names_of_one_ring_do_not_reach_another():
    (a,), (b,) = generators(["a"]), generators(["b"])
    assert (str(a), str(b)) == ("a", "b")
    assert a.ring is not b.ring
    assert not a.ring.is_element(b)
    assert str(a * a + 1) == "a**2 + 1"


def test_elements_are_put_for_generators():
    a, b, c = generators(["a", "b", "c"])
    f = 3 * a**2 * b + a * c - 5
    assert f.put({a.place(): b + 1}) == 3 * (b + 1) ** 2 * b + (b + 1) * c - 5
    assert f.put({a.place(): b, b.place(): a}) == 3 * b**2 * a + b * c - 5
    assert f.put({}) == f
