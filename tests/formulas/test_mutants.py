"""Wrong formulas of the shape of the right ones: each must fail its proof, and the message must show the difference."""

from dataclasses import replace
from itertools import product

import pytest

from textbook_cnn.formulas import REGISTRY, Equation, prove
from textbook_cnn.formulas.notation.arrays import B_i, K, K_ij, X, X_j, Y, Y_i, dB, dB_i, dK, dK_ij, dX, dX_j, dY, dY_i
from textbook_cnn.formulas.notation.derivatives import Gradient
from textbook_cnn.formulas.notation.functions import Rot180
from textbook_cnn.formulas.notation.letters import d, i, j, n, p, q
from textbook_cnn.formulas.notation.matrices import Column, Matrix, Table
from textbook_cnn.formulas.notation.nodes import Plus
from textbook_cnn.formulas.notation.operators import Conv, ConvFull, DotStar, Star, StarFull, StarSame
from textbook_cnn.formulas.notation.sums import Dotted, Sum, SumOver
from textbook_cnn.formulas.notation.tensors import Element, Tensor
from textbook_cnn.formulas.statements.conv2d import SIMPLIFIED, entries, scalar
from textbook_cnn.formulas.statements.conv2d_backward.scalars import PLACES, chain, of_input, of_kernel, of_letter

K_ji, X_i, dY_other = Tensor("K", j, i), Tensor("X", i), Gradient(Tensor("Y", j))  # noqa: N816
x_11, k_11, b_11 = (Tensor(name, 1, 1) for name in "xkb")
SHORT = n - 1


def by_filter(right):
    """Y_1 … Y_d with this right side."""
    return (Equation(Y_i, right, i, d),)


def column(kernels, body=X_j, last=n):
    return ((Column(Y_i, i, d), Column(B_i, i, d) + DotStar(kernels, Column(body, j, last))),)


def example(image, kernel):
    return ((entries("y", 2, 2), entries("b", 2, 2) + Star(image, kernel)),)


def entry_rows(left, right, places):
    return tuple((left(*place), right(*place)) for place in places)


def transposed(name, rows, columns):
    return Matrix([[Tensor(name, b, a) for b in range(1, columns + 1)] for a in range(1, rows + 1)])


def moved(places):
    """∂E/∂k_uv with the entries of x at other places."""
    return tuple(
        (
            Gradient(Tensor("k", u, v)),
            Plus(*(Gradient(Tensor("y", a, b)) * Tensor("x", *places(a, b, u, v)) for a, b in PLACES)),
        )
        for u, v in PLACES
    )


def implied(equation):
    return SIMPLIFIED, equation


THREE = product((1, 2, 3), repeat=2)

# id: what is wrong, the wrong rows, and what the message must show
MUTANTS = {
    "conv2d.forward_three": [
        (
            "kernel 2 twice",
            by_filter(Plus(B_i, *(Star(Tensor("X", m), Tensor("K", i, min(m, 2))) for m in (1, 2, 3)))),
            "x_3_11*k_12_11 + x_3_12*k_12_12",
        ),
        (
            "channel 3 left out",
            by_filter(Plus(B_i, *(Star(Tensor("X", m), Tensor("K", i, m)) for m in (1, 2)))),
            "x_2_22*k_12_22 + b_1",
        ),
    ],
    "conv2d.forward": [
        (
            "operands swapped",
            ((Y_i, B_i + Sum(Star(K_ij, X_j), j, 1, n)),),
            "expected a kernel no larger than the padded input, got (3, 3)",
        ),
        (
            "bound d for n",
            ((Y_i, B_i + Sum(Star(X_j, K_ij), j, 1, d)),),
            "there is no X at [3]: the sizes are [2]",
        ),
        ("bound one short", ((Y_i, B_i + Sum(Star(X_j, K_ij), j, 1, SHORT)),), "x_1_22*k_11_22 + b_1"),
        (
            "indices of K transposed",
            ((Y_i, B_i + Sum(Star(X_j, K_ji), j, 1, n)),),
            "x_2_11*k_21_11 + x_2_12*k_21_12",
        ),
        (
            "convolution for correlation",
            ((Y_i, B_i + Sum(Conv(X_j, K_ij), j, 1, n)),),
            "x_1_11*k_11_22 + x_1_12*k_11_21",
        ),
        ("bias inside the sum", ((Y_i, Sum(B_i + Star(X_j, K_ij), j, 1, n)),), "2*b_1"),
        ("no bias", ((Y_i, Sum(Star(X_j, K_ij), j, 1, n)),), "x_2_21*k_12_21 + x_2_22*k_12_22"),
        (
            "same padding",
            ((Y_i, B_i + Sum(StarSame(X_j, K_ij), j, 1, n)),),
            "the left side has shape (2, 2), the right side (3, 3)",
        ),
    ],
    "conv2d.forward_expanded": [
        ("up to d", by_filter(B_i + Dotted(Star(X_j, K_ij), j, 1, d)), "there is no X at [3]: the sizes are [2]"),
        (
            "from 2",
            by_filter(B_i + Dotted(Star(X_j, K_ij), j, 2, n)),
            "the right side x_2_11*k_12_11 + x_2_12*k_12_12",
        ),
        (
            "rot180 added",
            by_filter(B_i + Dotted(Star(X_j, Rot180(K_ij)), j, 1, n)),
            "x_1_11*k_11_22 + x_1_12*k_11_21",
        ),
    ],
    "conv2d.forward_matrix": [
        ("table transposed", column(Table(K_ji, i, d, j, n)), "there is no K at [1, 3]: the sizes are [3, 2]"),
        ("d columns", column(Table(K_ij, i, d, j, d), last=d), "there is no K at [1, 3]: the sizes are [3, 2]"),
        ("bias of another filter", ((Y, Column(Tensor("B", 1), i, d) + DotStar(K, X)),), "b_1"),
    ],
    "conv2d.simplified": [
        (
            "image transposed",
            example(transposed("x", 3, 3), entries("k", 2, 2)),
            "the right side x_11*k_11 + x_12*k_21 + x_21*k_12 + x_22*k_22 + b_11",
        ),
        (
            "kernel transposed",
            example(entries("x", 3, 3), transposed("k", 2, 2)),
            "the right side x_11*k_11 + x_12*k_21 + x_21*k_12 + x_22*k_22 + b_11",
        ),
        (
            "kernel turned",
            example(entries("x", 3, 3), Rot180(entries("k", 2, 2))),
            "the right side x_11*k_22 + x_12*k_21 + x_21*k_12 + x_22*k_11 + b_11",
        ),
    ],
    "conv2d.scalar_system": [
        (
            "rows of y exchanged",
            entry_rows(lambda a, b: Tensor("y", b, a), scalar, PLACES),
            "the right side x_12*k_11 + x_13*k_12 + x_22*k_21 + x_23*k_22 + b_12",
        ),
        (
            "k_12 for k_21",
            entry_rows(
                lambda a, b: Tensor("y", a, b),
                lambda a, b: Plus(
                    Tensor("b", a, b), *(Tensor("k", v, u) * Tensor("x", a + u - 1, b + v - 1) for u, v in PLACES)
                ),
                PLACES,
            ),
            "the right side x_11*k_11 + x_12*k_21 + x_21*k_12 + x_22*k_22 + b_11",
        ),
        (
            "x one column on",
            entry_rows(
                lambda a, b: Tensor("y", a, b),
                lambda a, b: Plus(
                    Tensor("b", a, b), *(Tensor("k", u, v) * Tensor("x", a + u - 1, min(b + v, 3)) for u, v in PLACES)
                ),
                PLACES,
            ),
            "the right side x_12*k_11 + x_13*k_12 + x_22*k_21 + x_23*k_22 + b_11",
        ),
    ],
    "conv2d.backward_kernel_chain": [
        (
            "x transposed",
            chain(k_11, {(a, b): Tensor("x", b, a) for a, b in PLACES}),
            "over the brace stands x_12, under it x_21",
        ),
        (
            "x one row on",
            chain(k_11, {(a, b): Tensor("x", a + 1, b) for a, b in PLACES}),
            "over the brace stands x_11, under it x_21",
        ),
    ],
    "conv2d.backward_kernel_scalar": [
        (
            "x minus instead of plus",
            moved(lambda a, b, u, v: (abs(a - u) + 1, abs(b - v) + 1)),
            "the right side x_11*dy_12 + x_12*dy_11 + x_21*dy_22 + x_22*dy_21",
        ),
        (
            "x transposed",
            moved(lambda a, b, u, v: (b + v - 1, a + u - 1)),
            "the right side x_11*dy_11 + x_12*dy_21 + x_21*dy_12 + x_22*dy_22",
        ),
        (
            "rows exchanged",
            entry_rows(lambda u, v: Gradient(Tensor("k", v, u)), of_kernel, PLACES),
            "the right side x_12*dy_11 + x_13*dy_12 + x_22*dy_21 + x_23*dy_22",
        ),
    ],
    "conv2d.backward_kernel_matrix": [
        (
            "operands swapped",
            ((of_letter("k", 2, 2), Star(of_letter("y", 2, 2), entries("x", 3, 3))),),
            "expected a kernel no larger than the padded input, got (3, 3)",
        ),
        (
            "gradient turned",
            ((of_letter("k", 2, 2), Star(entries("x", 3, 3), Rot180(of_letter("y", 2, 2)))),),
            "the right side x_11*dy_22 + x_12*dy_21 + x_21*dy_12 + x_22*dy_11",
        ),
        (
            "image transposed",
            ((of_letter("k", 2, 2), Star(transposed("x", 3, 3), of_letter("y", 2, 2))),),
            "the right side x_11*dy_11 + x_12*dy_21 + x_21*dy_12 + x_22*dy_22",
        ),
    ],
    "conv2d.backward_kernel_simplified": [
        (
            "convolution for correlation",
            implied((dK, Conv(X, dY))),
            "the right side x_11*dy_22 + x_12*dy_21 + x_21*dy_12 + x_22*dy_11",
        ),
        ("full padding", implied((dK, StarFull(X, dY))), "the left side has shape (2, 2), the right side (4, 4)"),
        (
            "premise without bias",
            ((Y, Star(X, K)), (dK, Star(X, dY))),
            "the right side x_11*k_11 + x_12*k_12 + x_21*k_21 + x_22*k_22",
        ),
        (
            "sign",
            implied((dK, -Star(X, dY))),
            "the right side -x_11*dy_11 - x_12*dy_12 - x_21*dy_21 - x_22*dy_22",
        ),
    ],
    "conv2d.backward_kernel": [
        ("indices transposed", ((dK_ij, Star(X_i, dY_other)),), "x_1_11*dy_2_11 + x_1_12*dy_2_12"),
        (
            "operands swapped",
            ((dK_ij, Star(dY_i, X_j)),),
            "expected a kernel no larger than the padded input, got (3, 3)",
        ),
        ("gradient turned", ((dK_ij, Star(X_j, Rot180(dY_i))),), "x_1_11*dy_1_22 + x_1_12*dy_1_21"),
        ("summed over filters", ((dK_ij, Sum(Star(X_j, dY_i), i, 1, d)),), "x_1_11*dy_2_11 + x_1_11*dy_3_11"),
    ],
    "conv2d.backward_bias_chain": [
        (
            "factor 1 at the next output",
            chain(b_11, {place: int(place == (1, 2)) for place in PLACES}),
            "over the brace stands 1, under it 0",
        ),
        ("factor 1 everywhere", chain(b_11, dict.fromkeys(PLACES, 1)), "over the brace stands 0, under it 1"),
    ],
    "conv2d.backward_bias_scalar": [
        (
            "outputs transposed",
            entry_rows(lambda a, b: Gradient(Tensor("b", a, b)), lambda a, b: Gradient(Tensor("y", b, a)), PLACES),
            "the left side is dy_12, the right side dy_21",
        ),
    ],
    "conv2d.backward_bias_simplified": [
        ("gradient turned", implied((dB, Rot180(dY))), "the left side is dy_11, the right side dy_22"),
        ("value for gradient", implied((dB, Y)), "the right side x_11*k_11 + x_12*k_12 + x_21*k_21 + x_22*k_22 + b_11"),
    ],
    "conv2d.backward_bias_per_pixel": [
        (
            "summed over pixels",
            ((dB_i, SumOver(Element(dY_i, p, q), p, q)),),
            "the left side has shape (2, 2), the right side ()",
        ),
        (
            "first output for all",
            ((dB_i, Gradient(Tensor("Y", 1))),),
            "the left side is dy_2_11, the right side dy_1_11",
        ),
    ],
    "conv2d.backward_bias": [
        ("not summed", ((dB_i, dY_i),), "the left side has shape (), the right side (2, 2)"),
        ("summed over filters", ((dB_i, Sum(SumOver(Element(dY_i, p, q), p, q), i, 1, d)),), "dy_2_11 + dy_2_12"),
        ("one column", ((dB_i, SumOver(Element(dY_i, p, 0), p)),), "the right side dy_1_11 + dy_1_21"),
    ],
    "conv2d.backward_input_chain": [
        (
            "factor k_22",
            chain(x_11, {place: Tensor("k", 2, 2) if place == (1, 1) else 0 for place in PLACES}),
            "over the brace stands k_11, under it k_22",
        ),
        (
            "factors everywhere",
            chain(x_11, {place: Tensor("k", *place) for place in PLACES}),
            "over the brace stands 0, under it k_12",
        ),
    ],
    "conv2d.backward_input_scalar": [
        (
            "kernel transposed",
            entry_rows(lambda r, c: Gradient(Tensor("x", c, r)), of_input, THREE),
            "the left side is k_11*dy_21 + k_21*dy_11, the right side k_11*dy_12 + k_12*dy_11",
        ),
    ],
    "conv2d.backward_input_matrix": [
        (
            "kernel not turned",
            ((of_letter("x", 3, 3), StarFull(of_letter("y", 2, 2), entries("k", 2, 2))),),
            "the left side is k_11*dy_11, the right side k_22*dy_11",
        ),
        (
            "convolution with the turned kernel",
            ((of_letter("x", 3, 3), ConvFull(of_letter("y", 2, 2), Rot180(entries("k", 2, 2)))),),
            "the left side is k_11*dy_11, the right side k_22*dy_11",
        ),
    ],
    "conv2d.backward_input_simplified": [
        (
            "correlation for convolution",
            implied((dX, StarFull(dY, K))),
            "the left side is k_11*dy_11, the right side k_22*dy_11",
        ),
        ("valid padding", implied((dX, Conv(dY, K))), "the left side has shape (3, 3), the right side (1, 1)"),
    ],
    "conv2d.backward_input_rot180": [
        ("rot180 dropped", ((dX, StarFull(dY, K)),), "the left side is k_11*dy_11, the right side k_22*dy_11"),
        (
            "rot180 of the gradient",
            ((dX, StarFull(Rot180(dY), K)),),
            "the left side is k_11*dy_11, the right side k_22*dy_22",
        ),
    ],
    "conv2d.backward_input": [
        (
            "bound n for d",
            ((dX_j, Sum(ConvFull(dY_i, K_ij), i, 1, n)),),
            "the right side k_11_11*dy_1_11 + k_21_11*dy_2_11",
        ),
        (
            "indices transposed",
            ((dX_j, Sum(ConvFull(dY_i, K_ji), i, 1, d)),),
            "there is no K at [1, 3]: the sizes are [3, 2]",
        ),
        (
            "rot180 dropped",
            ((dX_j, Sum(StarFull(dY_i, K_ij), i, 1, d)),),
            "the right side k_11_22*dy_1_11 + k_21_22*dy_2_11 + k_31_22*dy_3_11",
        ),
        ("from 2", ((dX_j, Sum(ConvFull(dY_i, K_ij), i, 2, d)),), "the right side k_21_11*dy_2_11 + k_31_11*dy_3_11"),
    ],
}
CASES = [(name, what, rows, shows) for name, mutants in MUTANTS.items() for what, rows, shows in mutants]


@pytest.mark.parametrize(("name", "what", "rows", "shows"), CASES, ids=[f"{name}: {what}" for name, what, *_ in CASES])
def test_mutant_is_refuted(name, what, rows, shows):
    formula = REGISTRY[name]
    (result,) = prove(replace(formula, rows=rows, ranges=(), errata=(), proofs=formula.proofs[:1]))
    assert not result.passed, what
    left, comma, right = result.counterexample.partition(", the right side ")
    assert shows in ("the right side " + right if comma and not shows.startswith("the left") else result.counterexample)
    assert left.rpartition("the left side is ")[2] != right


def test_a_wrong_printed_range_is_refuted():
    formula = REGISTRY["conv2d.forward"]
    (result,) = prove(replace(formula, ranges=((i, n),), proofs=formula.proofs[:1]))
    assert not result.passed
    assert "d = 3, n = 2" in result.counterexample
    assert "expected a case for every element of Y, got none for that at [3]" in result.counterexample
