"""What follows from inequalities: what is shown must be true; and what the proofs need must be shown."""

import random
from itertools import product

import pytest

from tests.formulas.code_for_all_sizes.numbers import at
from textbook_cnn.formulas.code_for_all_sizes.inequalities import implied, infeasible
from textbook_cnn.formulas.code_for_all_sizes.polynomials import Polynomial, unknown

H, W, p, q, s = map(unknown, "HWpqs")
BOX = range(-4, 5)


def random_system(choose):
    """Inequalities in x, y, z, with products, of which about half have no solution."""
    monomials = [("x",), ("y",), ("z",), ("x", "y")]
    return [
        Polynomial({m: choose.randint(-2, 2) for m in choose.sample(monomials, 2)} | {(): choose.randint(-4, 3)})
        for _ in range(choose.randint(2, 6))
    ]


def solutions(system):
    """All points of a box that satisfy the inequalities."""
    points = (dict(zip("xyz", place, strict=True)) for place in product(BOX, repeat=3))
    return [point for point in points if all(at(p, point) >= 0 for p in system)]


def test_what_has_a_solution_is_never_called_infeasible():
    choose, shown = random.Random(0), 0
    for _ in range(300):
        system = random_system(choose)
        if infeasible(system):
            shown += 1
            assert not solutions(system)
    assert shown > 50  # the test is not empty


def test_what_is_implied_holds():
    choose, shown = random.Random(1), 0
    for _ in range(300):
        *facts, goal = random_system(choose)
        if implied(facts, goal):
            shown += 1
            assert all(at(goal, point) >= 0 for point in solutions(facts))
    assert shown > 20


@pytest.mark.parametrize(
    ("facts", "goal"),
    [
        ([H - 3, p, H - 3 - p], H - 1 - p),  # the last row of a window lies in the image
        ([2 * p - q, q - 2 * p], 2 * p - q),
        ([2 * p - 2 * q - 1], p - q - 1),  # integers: 2p ≥ 2q + 1 says p ≥ q + 1
        ([H - 2 * p, 2 * p + 1 - H, H - 3], p - 1),  # p = ⌊H/2⌋
        ([s - 1, p, p * s, H - p * s - 1, H - 1], H + p * s - 1),
        ([], Polynomial({(): 0})),
    ],
)
def test_what_the_proofs_need_is_shown(facts, goal):
    assert implied(facts, goal)
    assert not implied(facts, -goal - 1) or infeasible(facts)


@pytest.mark.parametrize(
    "system",
    [
        [2 * p - q, q - 2 * p, 2 * W + 1 - q, q - 2 * W - 1],  # q both even and odd
        [p - 1, -p],
        [3 * p - 1, 2 - 3 * p],
    ],
)
def test_contradictions_between_integers_are_shown(system):
    assert infeasible(system)
