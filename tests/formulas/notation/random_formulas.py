"""Random formulas of all nodes that have a value, by kind: numbers, small integers, images, sequences, conditions."""

import random

import numpy as np
import sympy as sp

from textbook_cnn.formulas.example import Example
from textbook_cnn.formulas.notation import (
    cases,
    chance,
    derivatives,
    elementary,
    functions,
    largest,
    letters,
    matrices,
    matrix_operations,
    nodes,
    numbers,
    operators,
    sets,
    spelling,
    sums,
    tensors,
)
from textbook_cnn.formulas.notation.letters import a, b, c, j, n, p, q, r, t, u, v
from textbook_cnn.formulas.notation.tensors import Element, Tensor
from textbook_cnn.formulas.symbols.rings import generators

INDICES = letters.i, letters.j, letters.u, letters.v  # each from 1 to 2
NUMBERS = {letters.n: 2, letters.d: 3, letters.m: 5, letters.s: 7, letters.beta_1: 4, letters.delta: 6}
REALS = {letters.rho: 0.3, letters.eta: 1.7, letters.epsilon: 2.9}
PARTIAL = derivatives.Gradient, derivatives.Slope, derivatives.SlopeOfObjective


def example(seed):
    """Different integers for all letters, so that what is read otherwise is worth something else."""
    draws = random.Random(seed)

    def array(*shape):
        return np.array(draws.sample(range(2, 400), int(np.prod(shape))), dtype=object).reshape(shape)

    shapes = {
        "X": (4, 4),
        "A": (3, 3),
        "G": (3, 3),
        "K": (2, 2),
        "R": (3, 3),
        "Q": (3, 3),
        "C": (2, 3, 3),
        "x": (5,),
        "k": (2,),
    }
    arrays = {name: array(*shape) for name, shape in shapes.items()}
    arrays |= {"y": array(2, 2), "a": array(2), "M": list(array(4)), "P^*": np.array(draws.randint(2, 9), dtype=object)}
    arrays |= {"E of the parts": array(2), "batches": [{1, 2}, {2}], "V": array(2, 2, 3, 3), "U": array(2, 3, 3)}
    drawn = (np.array(draws.randint(2, 20), dtype=object) for _ in range(2))
    weights = [(sp.Rational(share, 4), {"z": z}) for share, z in zip((1, 3), drawn)]
    arrays |= {"draws": weights, "E of": [(3, 11), (5, 13)]}
    gradients = {name: array(*shape) for name, shape in shapes.items()} | {"P of the parts": array(2)}
    fixed = {letters.p: 1, letters.q: 2, letters.a: 1, letters.b: 2, letters.t: 2}
    ranges = {letters.r: range(2), letters.c: range(3)}
    numbers_of_all = {**NUMBERS, **REALS, **fixed, **dict.fromkeys(INDICES, 1)}
    arrays |= {name: np.array(g, dtype=object) for name, g in zip("FH", generators(["f", "h"]))}
    arrays |= {"Z": np.array([[0.5, -1.0], [1.5, 2.0]])}
    arrays |= {name: np.array(draws.randint(2, 9), dtype=object) for name in ("E", "f", "g", r"\text{share}")}
    return Example(f"seed {seed}", arrays, gradients, numbers_of_all, ranges)


class Grower(random.Random):
    """Grows formulas of a kind down to a depth; what it grows at depth 0 is a letter or a number."""

    def number(self, depth):
        """A formula that is one number."""
        if depth < 1:
            return self.choice(LEAVES)(self)
        return self.choice(NUMBER)(self, depth - 1)

    def integer(self, depth):
        """An index or a bound: from −1 to 3."""
        if depth < 1 or self.random() < 0.6:
            return self.choice((*INDICES, 1, 2, letters.n))
        return self.choice(
            (lambda: letters.n - self.integer(0) + 1, lambda: self.choice(INDICES) + 1, lambda: 2 * self.integer(0) - 1)
        )()

    def image(self, depth):
        """A formula that is an array of 3×3 numbers."""
        if depth < 1:
            return self.choice(IMAGES)
        return self.choice(IMAGE)(self, depth - 1)

    def sequence(self, depth):
        """A formula that is one row of numbers."""
        return self.choice(SEQUENCE)(self, depth - 1)

    def condition(self, depth):
        """Something that holds or does not."""
        return self.choice(CONDITION)(self, depth - 1)

    def several(self, depth):
        """Two or three numbers."""
        return [self.number(depth) for _ in range(self.choice((2, 2, 3)))]

    def polynomial(self, depth):
        """A polynomial of two letters, or a derivative of one."""
        if depth < 1:
            return self.choice((F, H, F, H, 2, -3, letters.n))
        return self.choice(POLYNOMIAL)(self, depth - 1)

    def beginning(self, letter, depth):
        """A letter, its square, or a product that begins with one of these."""
        first = self.choice((letter, letter**2))
        return first * self.number(depth) if self.random() < 0.8 else first

    def draws(self, depth):
        """Something with a letter that is drawn in it."""
        return self.choice((Tensor("z"), Tensor("z") * self.number(depth), self.number(depth) - Tensor("z")))


A, C, G, K, M, X = (Tensor(name) for name in "ACGKMX")
F, H, Z = map(Tensor, "FHZ")
BRACES = (Tensor("a", 1), Tensor("a", 1)), (letters.m, 5), (5, letters.m), (n, 2)
FUNCTIONS = "E", "f", "g"
CALLED = (*map(Tensor, FUNCTIONS), Tensor(r"\text{share}"))  # before parentheses these would be functions
y, C_i = Tensor("y", letters.i, letters.j), Tensor("C", letters.i)
IMAGES = (A, G, Tensor("R"), C_i, Tensor("C", 2), derivatives.Gradient(A), derivatives.Gradient(C_i))
LEAVES = [
    lambda g: g.choice((-3, -1, 0, 1, 2, 3, 12)),
    lambda g: sp.Rational(g.choice((-2, 1, 3)), g.choice((5, 7))),
    lambda g: g.choice((*NUMBERS, *REALS, *INDICES)),
    lambda g: g.choice((y, Tensor("y", 1, 2), Tensor("a", letters.i), Tensor("P^*"))),
    lambda g: g.choice((Element(A, p, q), Element(Tensor("y"), 0, 1), Element(C, 0, 1, 2), Element(C_i, p, q))),
    lambda g: tensors.PaddedElement(X, g.integer(1), g.choice((-1, 2, 5))),
    lambda g: tensors.CentredElement(Tensor("Q"), g.choice((-1, 0, 1)), g.choice((-1, 0, 1))),
    lambda g: g.choice(CALLED),
    lambda g: g.choice((letters.d, letters.delta)) ** g.choice((1, 2)),
    lambda g: tensors.Step("M", g.choice((t, t - 1, 0, 3))),
    lambda g: tensors.Step("M", letters.i * j),
    lambda g: tensors.OfPart("E", g.choice((a, b, a * b))),
    lambda g: g.choice(PARTIAL)(g.choice((Element(A, p, q), Element(C_i, 0, 2)))),
    lambda g: derivatives.PartGradient("P", g.choice((a, b, a * b))),
    lambda g: derivatives.LossAt(g.choice((3, letters.m, Tensor("a", 1) * 0 + 3))),
    lambda g: numbers.Decimal(g.choice(("0.25", "1.5", "-0.5"))),
    lambda g: elementary.Exp(g.choice((1, letters.rho, -letters.rho))),
    lambda g: numbers.Axes(numbers.Sizes(*g.several(0))),
]
NUMBER = [
    lambda g, d: nodes.Negative(g.number(d)),
    lambda g, d: nodes.Plus(*g.several(d)),
    lambda g, d: g.number(d) - g.number(d),
    lambda g, d: nodes.Times(*g.several(d)),
    lambda g, d: spelling.Product(*g.several(d)),
    lambda g, d: nodes.Power(g.number(d), g.choice((2, 2, 3, n, -1))),
    lambda g, d: nodes.Over(g.number(d), g.number(d)),
    lambda g, d: nodes.Times(*g.choice(((), (n,))), g.choice(CALLED), g.number(d) + g.number(d)),
    lambda g, d: nodes.Over(g.beginning(letters.d, d), g.beginning(letters.d, d)) * g.number(d),
    lambda g, d: nodes.Over(g.beginning(letters.delta, d), g.beginning(letters.delta, d)),
    lambda g, d: elementary.Absolute(g.number(0) * elementary.Absolute(g.number(d)) * g.number(0)),
    lambda g, d: spelling.Slash(g.number(d), g.number(d)),
    lambda g, d: sums.Sum(g.number(d), g.choice(INDICES), g.choice((1, 2)), g.choice((2, n))),
    lambda g, d: sums.Sum(nodes.Times(g.number(d), u), u, 1, n),
    lambda g, d: sums.Dotted(g.choice((Tensor("y", letters.i, j), j * g.number(d), g.number(d) - j)), j, 1, n),
    lambda g, d: sums.SumOver(g.number(d), *g.choice(((r,), (r, c)))),
    lambda g, d: sums.SumOver(g.number(d) * Element(A, r, c), r, c),
    lambda g, d: sums.SumWhere(
        g.number(d) * (r + 1), [g.choice((cases.Same, cases.Less))(r, c), cases.Less(c, 2)], [r, c]
    ),
    lambda g, d: sums.Indicator(*(g.condition(d) for _ in range(g.choice((1, 1, 2))))),
    lambda g, d: cases.Larger(g.number(d), g.number(d)),
    lambda g, d: largest.Largest(
        g.number(d) * (u - v), largest.Below(u, v, n), *g.choice(((), (largest.Below(r, 2),)))
    ),
    lambda g, d: largest.Largest(g.number(d) - j, largest.UpTo(j, g.choice((n, n + 1)))),
    lambda g, d: elementary.Log(elementary.Absolute(g.number(d))),
    lambda g, d: elementary.Log(g.number(d)),
    lambda g, d: elementary.Exp(letters.rho * g.integer(d)),
    lambda g, d: elementary.Root(g.number(d)),
    lambda g, d: elementary.RootMeanSquare(g.choice((g.image, g.sequence))(d)),
    lambda g, d: elementary.HalfTurnCosine(g.number(d), g.number(d)) ** g.choice((1, 2)),
    lambda g, d: elementary.Absolute(g.number(d)),
    lambda g, d: g.choice((elementary.Floor, elementary.Ceil))(g.number(d)),
    lambda g, d: Element(g.image(d), p, g.choice((0, 1, q))),
    lambda g, d: tensors.Entry(g.image(d), letters.i, j),
    lambda g, d: tensors.Entry(functions.Softmax(g.choice((Z, Z - 2 * Z))), letters.i, g.choice((1, 2))),
    lambda g, d: matrix_operations.Inner(g.image(d), g.image(d)),
    lambda g, d: chance.Mean(g.draws(d)),
    lambda g, d: chance.VarianceOfDraws(g.draws(d)),
    lambda g, d: g.choice((1, 3, letters.m)) * matrices.Underbrace(*g.choice(BRACES)),
    lambda g, d: Element(g.sequence(d), g.choice((0, 1))),
]
IMAGE = [
    lambda g, d: g.choice(IMAGES),
    lambda g, d: nodes.Plus(g.image(d), g.image(d)),
    lambda g, d: g.image(d) - g.image(d),
    lambda g, d: nodes.Negative(g.image(d)),
    lambda g, d: nodes.Times(g.number(d), g.image(d)),
    lambda g, d: operators.Star(X, K) * (g.number(d) + g.number(d)),
    lambda g, d: sums.Sum(nodes.Times(g.integer(d), g.image(d)), g.choice(INDICES), 1, n),
    lambda g, d: sums.Dotted(operators.StarSame(Tensor("C", j), g.choice((A, K))), j, 1, n),
    lambda g, d: g.choice((operators.StarSame,))(g.image(d), g.choice((K, g.image(d)))),
    lambda g, d: g.choice((operators.Star, operators.Conv))(X, g.choice((K, K + K, 2 * K))),
    lambda g, d: g.choice((operators.StarFull, operators.ConvFull))(K, g.choice((K, functions.Rot180(K), K - 2 * K))),
    lambda g, d: Tensor("U", letters.i) + Element(operators.DotStar(Tensor("V"), C), 0, 0, 0),
    lambda g, d: functions.Rot180(g.image(d)),
    lambda g, d: functions.Rectified(g.image(d)),
    lambda g, d: functions.ThroughRelu(g.image(d), g.image(d)),
    lambda g, d: functions.ThroughPool(X, functions.Pooled(X)) if d % 2 else functions.Pooled(X),
    lambda g, d: matrix_operations.MatrixProduct(g.image(d), g.image(d)),
    lambda g, d: matrix_operations.Transposed(g.image(d)),
    lambda g, d: matrix_operations.EntryByEntry(g.image(d), g.image(d)),
    lambda g, d: matrices.Matrix([[g.number(0) for _ in range(3)] for _ in range(3)]),
    lambda g, d: matrices.Table(Tensor("y", letters.i, j) + g.number(0), letters.i, n, j, n),
    lambda g, d: cases.Cases([g.image(d), g.condition(d)], [g.image(d)]),
]
POLYNOMIAL = [
    lambda g, d: nodes.Plus(g.polynomial(d), g.polynomial(d)),
    lambda g, d: nodes.Times(g.polynomial(d), g.polynomial(d)),
    lambda g, d: spelling.Product(g.polynomial(d), g.polynomial(d)),
    lambda g, d: nodes.Negative(g.polynomial(d)),
    lambda g, d: nodes.Power(g.polynomial(d), 2),
    lambda g, d: sums.Sum(g.polynomial(d) * j, j, 1, n),
    lambda g, d: g.choice((derivatives.DerivativeOf, derivatives.Partial))(g.polynomial(d), g.choice((F, H))),
]
SEQUENCE = [
    lambda g, d: operators.Star1(Tensor("x"), Tensor("k")),
    lambda g, d: g.choice((operators.Star1Full, operators.Conv1Full))(Tensor("x"), Tensor("k") + 2 * Tensor("k")),
    lambda g, d: matrix_operations.Listed(*g.several(d)),
    lambda g, d: g.choice((n, *CALLED)) * matrix_operations.Listed(*g.several(d)),
    lambda g, d: matrix_operations.Listed(g.image(d), g.number(d)),
    lambda g, d: functions.Flattened(g.choice((C, Tensor("U") - C))),
    lambda g, d: matrices.Column(g.choice((Tensor("a", j) - g.number(d), j * g.number(d))), j, n),
    lambda g, d: numbers.Sizes(*g.several(d)),
]
CONDITION = [
    lambda g, d: cases.Greater(g.number(d), g.number(d)),
    lambda g, d: cases.Less(g.number(d), g.number(d)),
    lambda g, d: cases.Same(g.integer(d), g.integer(d)),
    lambda g, d: cases.Both(cases.Less(g.integer(d), letters.i), cases.Greater(g.number(0), g.number(0))),
    lambda g, d: sets.In(g.choice((1, 2)), g.choice((a, b))),
]
