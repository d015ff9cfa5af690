"""Integers without a value, against Python's own; and what must not happen to them."""

import math
import operator
import random
from itertools import product

import pytest

from tests.formulas.code_for_all_sizes.numbers import at, plain
from textbook_cnn.formulas.code_for_all_sizes.integers import SymInt
from textbook_cnn.formulas.code_for_all_sizes.polynomials import Polynomial, polynomial, unknown
from textbook_cnn.formulas.code_for_all_sizes.unknowns import Unknowns

EXPRESSIONS = {
    "sum": lambda a, b: a + b + 3,
    "number first": lambda a, b: 7 - a + 2 * b,
    "product": lambda a, b: (a - b) * (a + b) * 3,
    "sign": lambda a, b: -a + b,
    "half": lambda a, b: (a + 1) // 2,
    "half rounded up": lambda a, b: -(-a // 2),
    "part and rest": lambda a, b: (a // 3) * 3 + a % 3,
    "rest": lambda a, b: (2 * a + 5 * b) % 4,
    "quotient of a difference": lambda a, b: (a - 2 * b - 1) // 3 + 1,
    "quotient of a quotient": lambda a, b: (a // 2 + b) // 3,
    "quotient by an unknown": lambda a, b: (a * b + 2 * b) // b,
    "quotient of a part": lambda a, b: (6 * a * b) // (2 * a),
    "rest by an unknown": lambda a, b: (a * b) % a,
    "same minus same": lambda a, b: a - a + b - b,
}


@pytest.mark.parametrize("what", EXPRESSIONS)
def test_expressions_agree_with_numbers(what):
    for witnesses in product((1, 2, 3, 5, 8), (1, 2, 4, 7)):
        unknowns = Unknowns(witnesses)
        a, b = unknowns.size("a"), unknowns.size("b")
        result = EXPRESSIONS[what](a, b)
        assert plain(result, unknowns) == EXPRESSIONS[what](*witnesses)
        assert at(polynomial(result), unknowns.witness) == plain(result, unknowns)
        assert all(unknowns.value(fact) >= 0 for fact in unknowns.facts)
        assert not unknowns.path  # arithmetic compares nothing


def test_a_constant_is_a_plain_int():
    a = Unknowns().size("a")
    assert type(a - a + 2) is int
    assert type((6 * a) // a) is int


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne])
def test_comparisons_agree_with_numbers_and_are_written_down(compare):
    for witness, other in product((1, 2, 3), repeat=2):
        unknowns = Unknowns((witness, other))
        a, b = unknowns.size("a"), unknowns.size("b")
        assert compare(a, b) == compare(witness, other)
        assert unknowns.path
        assert all(unknowns.value(condition) >= 0 for condition in unknowns.path)
        # and the path holds for no other sizes in which the comparison comes out differently
        for x, y in product(range(1, 5), repeat=2):
            if all(at(condition, {"a": x, "b": y}) >= 0 for condition in unknowns.path):
                assert compare(x, y) == compare(witness, other)


def test_truth_is_a_comparison_with_zero():
    unknowns = Unknowns((5,))
    a = unknowns.size("a", least=0)
    assert bool(a)
    assert [repr(condition) for condition in unknowns.path] == ["a - 1"]
    assert not a - a


def test_comparison_of_equal_polynomials_asks_nothing():
    unknowns = Unknowns()
    a = unknowns.size("a")
    assert a == a + 0
    assert a + 1 > a
    assert not unknowns.path
    assert a != "a"
    assert a is not None


LOSSES = {
    "float": float,
    "int": int,
    "power": lambda a: a**2,
    "shift": lambda a: a << 1,
    "bits": lambda a: a & 1,
    "true quotient": lambda a: a / 2,
    "divmod": lambda a: divmod(a, 2),
    "absolute": abs,
    "round": round,
    "hash": hash,
    "as an index": operator.index,
    "as a number of items": lambda a: [0] * a,
    "end of a range": range,
    "format": lambda a: f"{a:d}",
    "floor": math.floor,
    "the other way round": lambda a: 2**a,
    "sign kept": lambda a: +a,
    "bits turned": lambda a: ~a,
    "numerator": lambda a: a.numerator,
    "bit length": lambda a: a.bit_length(),
    "with a fraction": lambda a: a + 0.5,
    "by a fraction": lambda a: a > 1.5,
    "equal to a float": lambda a: a == 5.0,
    "quotient by what is not known": lambda a: 5 // a,
    "quotient by a sum": lambda a: (a * a) // (a + 1),
    "quotient by zero": lambda a: a // 0,
    "quotient by a negative number": lambda a: a // -2,
}


@pytest.mark.parametrize("what", LOSSES)
def test_what_would_lose_the_symbol_is_refused(what):
    with pytest.raises(
        (TypeError, AttributeError), match=r"here$|the format|expected an integer|divisor|it is not known"
    ):
        LOSSES[what](Unknowns((5,)).size("a"))


def test_a_number_below_an_unknown():
    a = Unknowns().size("a", least=6)
    assert (5 // a, 5 % a, 0 % a) == (0, 5, 0)


def test_a_divisor_that_may_be_zero_is_refused():
    unknowns = Unknowns()
    a, zero = unknowns.size("a"), unknowns.size("z", least=0)
    with pytest.raises(TypeError, match="it is not known that 0 ≤ 0 < z"):
        (a * zero) // zero


def test_sizes_keep_to_their_limits():
    for witness in range(20):
        unknowns = Unknowns((witness + 2, witness))
        step = unknowns.size("s")
        rest = unknowns.size("r", least=1, below=step)
        assert 1 <= plain(rest, unknowns) < plain(step, unknowns)
        assert all(unknowns.value(fact) >= 0 for fact in unknowns.facts)
    for unknowns, expected in ((Unknowns((7,)), 700), (Unknowns((7,), large=1), 7)):
        assert plain(unknowns.size("n", large=True), unknowns) == expected


def test_names_in_messages():
    unknowns = Unknowns()
    a, b = unknowns.size("a"), unknowns.size("b")
    assert f"{2 * a - b + 1} {(a,)} {a * b - a // 2}" == "-b + 2·a + 1 (a,) -⌊(a)/2⌋ + a·b"
    assert repr(Polynomial({})) == "0"
    assert isinstance(a, SymInt)


def random_polynomial(choose):
    monomials = [(), ("x",), ("y",), ("x", "y"), ("x", "x")]
    return Polynomial({monomial: choose.randint(-3, 3) for monomial in choose.sample(monomials, 3)})


def test_polynomials_agree_with_numbers():
    choose = random.Random(0)
    for _ in range(200):
        p, q = random_polynomial(choose), random_polynomial(choose)
        values = {"x": choose.randint(-5, 5), "y": choose.randint(-5, 5)}
        x, y = at(p, values), at(q, values)
        for combined, number in ((p + q, x + y), (p - q, x - y), (p * q, x * y), (-p, -x), (3 - p, 3 - x)):
            assert at(combined, values) == number
        assert at(p.replace({"x": q}), values) == at(p, {**values, "x": y})
        assert (p == q) == (p - q == 0)
        assert p.constant == (x if not p.names else None)
        if slope := p.slope("y"):
            assert at(p, {**values, "y": values["y"] + 1}) - x == slope


def test_slope_is_that_of_a_straight_line():
    x, y = unknown("x"), unknown("y")
    assert (3 * x + y).slope("x") == 3
    assert (x * x).slope("x") == (x + x * y).slope("x") == 0
