"""What stands before an arrow is needed for what stands behind it, and does not follow from it."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

import textbook_cnn
from tests.support import oracles
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.example import Example
from textbook_cnn.formulas.notation.letters import N, b, c, i, j, k, l, m, n, p, q
from textbook_cnn.formulas.notation.nodes import value

X = np.array([[3, 1, 4], [1, 5, 9], [2, 6, 5]])
K, B, G = np.array([[2, 7], [1, 8]]), np.array([[2, 8], [1, 8]]), np.array([[3, -1], [2, 5]])


def simplified(factor, more=0):
    """Y is so many times B + X ⋆ K, and more; the gradients of Σ G·Y are what one more in each place adds to it."""

    def output(**changed):
        of = {"X": X, "K": K, "B": B, **changed}
        return factor * (oracles.correlate2d(of["X"], of["K"], padding="valid") + of["B"]) + more

    gradients = {"Y": G}
    for name, array in {"X": X, "K": K, "B": B}.items():
        gradients[name] = np.zeros_like(array)
        for place in np.ndindex(array.shape):
            one = np.zeros_like(array)
            one[place] = 1
            gradients[name][place] = (G * (output(**{name: array + one}) - output())).sum()
    return Example("", {"X": X, "K": K, "B": B, "Y": output()}, gradients)


def scored(total, *, exchanged=False):
    """Scores and target rows of a sum; E is the loss as the code computes it, ∂E/∂Z that of −Σ T log softmax(Z).

    With any sum but 1 these are two losses; exchanged, E is the second of them and ∂E/∂Z the slope of the first.
    """
    Z, T = np.array([[0.5, -1.0, 2.0], [1.5, 0.25, -0.5]]), np.array([[0.5, 0.25, 0.25], [0.125, 0.5, 0.375]]) * total

    def minus_log(Z):
        return -(T * (Z - np.log(np.exp(Z).sum(axis=1))[:, None])).sum() / 2

    def as_computed(Z):
        return np.mean([np.log(sum(np.exp(z))) - z @ t for z, t in zip(Z, T)])

    E, of_slope = (minus_log, as_computed) if exchanged else (as_computed, minus_log)
    dZ, step = np.zeros_like(Z), 1e-5
    for place in np.ndindex(Z.shape):
        one = np.zeros_like(Z)
        one[place] = step
        dZ[place] = (of_slope(Z + one) - of_slope(Z - one)) / (2 * step)
    return Example("", {"Z": Z, "T": T, "E": np.array(E(Z))}, {"Z": dZ}, {N: 2, c: 3}, {b: (1, 2), k: (1, 2, 3)})


def drawn(weights, inputs=(1, -1)):
    """One unit on one input, of two that are equally likely, and weights of the given values and probabilities."""
    draws = []
    for (share, w), z in product(weights, inputs):
        x = max(z, 0)
        letters = {"W": [[w]], "Z": [z], "X": [x], "Y": [w * x]}
        draws.append((share / 2, {name: np.array(row, dtype=object) for name, row in letters.items()}))
    return Example("", {"draws": draws}, numbers={n: 1}, ranges={i: (1,), j: (1,)})


def looked_at(factor, more=0):
    """One map Y = 3 X of 2×2 pixels; S is so many times its mean, and more, G what the code gives for the map."""
    pixels = np.array([[1.0, 2.0], [-3.0, 4.0]])
    network = textbook_cnn.Network([textbook_cnn.Conv2D(1, 1)], (1, 2, 2))
    params = {"conv2d_1.K": np.full((1, 1, 1, 1), 3.0), "conv2d_1.B": np.zeros(1)}
    given = textbook_cnn.input_gradient(network, params, pixels[None, None], 0, layer="conv2d_1")[0]
    letters = {"Y": 3 * pixels[None], "S": np.array(factor * 3 * pixels.sum() / 4 + more), "G": given}
    numbers, ranges = {m: 2, l: 1}, {j: (1,), p: range(2), q: range(2)}
    return Example("", letters, {"X": np.full((1, 2, 2), factor * 3 / 4)}, numbers, ranges)


HALVES = [(Fraction(1, 2), 1), (Fraction(1, 2), -1)]  # of the variance 1
QUARTERS = [(Fraction(1, 4), 2), (Fraction(1, 2), 0), (Fraction(1, 4), -2)]  # of the variance 2
EIGHTHS = [(share, w / 2) for share, w in QUARTERS]  # of the variance 1/2
# For each formula "premise ⇒ conclusion": where both fail, where both hold, where the conclusion holds without it.
CASES = {
    **dict.fromkeys(
        ("conv2d.backward_kernel_simplified", "conv2d.backward_bias_simplified", "conv2d.backward_input_simplified"),
        (simplified(2), simplified(1), simplified(1, more=1)),
    ),
    **dict.fromkeys(
        ("softmax_cross_entropy.definition", "softmax_cross_entropy.backward"),
        (scored(2), scored(1), scored(2, exchanged=True)),
    ),
    "first_weights.kept": (drawn(HALVES), drawn(QUARTERS), drawn(EIGHTHS, inputs=(1, 0))),
    "seeing.score": (looked_at(2), looked_at(1), looked_at(1, more=1)),
}


def holds(row, at):
    """Whether the two sides of a printed row are equal for all values of its free indices, floats but for rounding."""
    for indices in at.assignments(row.free_symbols, {}):
        left, right = (np.asarray(value(side, at.bind(indices)), dtype=object) for side in (row.left, row.right))
        if left.shape != right.shape or any(abs(x - y) > 1e-8 for x, y in zip(left.flat, right.flat)):
            return False
    return True


def test_every_formula_with_an_arrow_has_its_cases():
    arrows = {formula.id for formula in REGISTRY.values() if formula.layout == "implies"}
    assert set(CASES) == arrows, "tests/formulas/test_premises.py: CASES: the formulas with ⇒, each with three examples"


@pytest.mark.parametrize("name", CASES)
def test_the_conclusion_needs_the_premise(name):
    premise, conclusion = REGISTRY[name].equations()
    neither, both, _ = CASES[name]
    assert (holds(premise, neither), holds(conclusion, neither)) == (False, False)
    assert (holds(premise, both), holds(conclusion, both)) == (True, True)


@pytest.mark.parametrize("name", CASES)
def test_the_arrow_points_one_way(name):
    premise, conclusion = REGISTRY[name].equations()
    *_, without = CASES[name]
    assert (holds(premise, without), holds(conclusion, without)) == (False, True)
