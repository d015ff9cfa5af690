"""Formulas of the chapter on the backward pass: gradients for the kernels, the bias and the input."""

from itertools import product
from typing import Any

from ..code_for_all_sizes import code_for_all_sizes
from ..formula import Equation, Formula, Proof
from ..formulas_for_all_sizes import formula_for_all_sizes, loss_of, settings
from ..notation.arrays import B, B_i, K, K_ij, X, X_j, Y, Y_i
from ..notation.cases import Same
from ..notation.derivatives import Gradient, Partial
from ..notation.functions import Rot180
from ..notation.letters import c, d, i, p, q, r, u, v
from ..notation.matrices import Matrix, Underbrace
from ..notation.nodes import Node, Plus, Times
from ..notation.operators import ConvFull, Star, StarFull
from ..notation.sums import Sum, SumOver, SumWhere
from ..notation.tensors import Element, PaddedElement, Tensor
from .conv2d import (
    A_BIAS_A_PIXEL,
    ANY_LAYER,
    COLUMN,
    FAMILIES,
    FORWARD,
    GENERAL,
    GENERAL_FORWARD,
    ON_THE_SLIDE,
    ROW,
    SIMPLIFIED,
    entries,
)

dX, dK, dB, dY = map(Gradient, (X, K, B, Y))
dX_j, dK_ij, dB_i, dY_i = map(Gradient, (X_j, K_ij, B_i, Y_i))  # noqa: N816
PLACES = tuple(product((1, 2), repeat=2))


def gradients(name: str, rows: int, columns: int) -> Matrix:
    """Return the matrix of ∂E/∂ of the entries of a letter."""
    return Matrix([[Gradient(Tensor(name, a, b)) for b in range(1, columns + 1)] for a in range(1, rows + 1)])


def chain(scalar: Node, factors: dict[tuple[int, int], Any]) -> tuple[Equation, ...]:
    """∂E/∂ of a scalar by the chain rule: over all outputs, with each factor under a brace, and with it put in."""
    terms = [(Gradient(Tensor("y", *place)), Partial(Tensor("y", *place), scalar)) for place in PLACES]
    braces = [dy * Underbrace(factor, factors[place]) for place, (dy, factor) in zip(PLACES, terms)]
    last = [
        dy * factors[place] if factors[place] != 1 else dy
        for place, (dy, _) in zip(PLACES, terms)
        if factors[place] != 0
    ]
    rights = Plus(*(Times(*term) for term in terms)), Plus(*braces), Plus(*last)
    return tuple(Equation(Gradient(scalar), right) for right in rights)


def kernel_scalar(u: int, v: int) -> Plus:
    """∂E/∂k_uv of the example on the slides, term by term."""
    return Plus(*(Gradient(Tensor("y", a, b)) * Tensor("x", a + u - 1, b + v - 1) for a, b in PLACES))


def input_scalar(r: int, c: int) -> Plus:
    """∂E/∂x_rc of the example on the slides: the outputs whose window holds x_rc."""
    return Plus(
        *(
            Gradient(Tensor("y", a, b)) * Tensor("k", r - a + 1, c - b + 1)
            for a, b in PLACES
            if (r - a + 1, c - b + 1) in PLACES
        )
    )


KERNEL = "conv2d_backward_kernel", "correlate2d"
BIAS = ("conv2d_backward_bias",)
INPUT = "conv2d_backward_input", "convolve2d"
EVERY_SIZE = "every size of the image, and of a kernel that fits into it"
EVERY_LAYER = f"every number of images, channels and filters, {EVERY_SIZE}"
EVERY_GENERAL = (
    "every number of images, channels and filters, every size of image, kernel and output, every stride, "
    "dilation and margin"
)
ONE_KERNEL_OF_ALL_SIZES = formula_for_all_sizes(settings.one_kernel(), EVERY_SIZE)


def all_sizes(*, summed: bool, **keywords: bool) -> Proof:
    """Proof of a gradient formula, from the printed forward formula, for all sizes of a layer."""
    forward = FORWARD if keywords.get("valid", True) else GENERAL_FORWARD
    words = EVERY_LAYER if keywords.get("valid", True) else EVERY_GENERAL
    letters = settings.layer(loss_of(forward), **keywords)
    return formula_for_all_sizes(letters, words + "; summed over the images" * summed)


KERNEL_OF_ALL_SIZES, INPUT_OF_ALL_SIZES, BIAS_OF_ALL_SIZES, BIAS_A_PIXEL_OF_ALL_SIZES = map(
    code_for_all_sizes,
    (
        "conv2d_backward_kernel",
        "conv2d_backward_input",
        "conv2d_backward_bias",
        "conv2d_backward_bias, one a pixel",
    ),
)

CHAPTER = 4
FORMULAS = (
    Formula(
        id="conv2d.backward_kernel_chain",
        title="Chain rule for one kernel element",
        slide="Backward Kernel",
        rows=chain(Tensor("k", 1, 1), {place: Tensor("x", *place) for place in PLACES}),
        functions=KERNEL,
        proofs=(ON_THE_SLIDE,),
    ),
    Formula(
        id="conv2d.backward_kernel_scalar",
        title="Gradient for every kernel element",
        slide="Backward Kernel",
        rows=tuple((Gradient(Tensor("k", u, v)), kernel_scalar(u, v)) for u, v in PLACES),
        functions=KERNEL,
        proofs=(ON_THE_SLIDE,),
    ),
    Formula(
        id="conv2d.backward_kernel_matrix",
        title="Kernel gradient as a cross-correlation",
        slide="Backward Kernel",
        rows=((gradients("k", 2, 2), Star(entries("x", 3, 3), gradients("y", 2, 2))),),
        functions=KERNEL,
        proofs=(ON_THE_SLIDE,),
    ),
    Formula(
        id="conv2d.backward_kernel_simplified",
        title="Kernel gradient, simplified",
        slide="Backward Kernel",
        rows=(SIMPLIFIED, (dK, Star(X, dY))),
        layout="implies",
        functions=KERNEL,
        proofs=(ON_THE_SLIDE, ONE_KERNEL_OF_ALL_SIZES),
    ),
    Formula(
        id="conv2d.backward_kernel",
        title="Kernel gradient",
        slide="Backward Kernel",
        rows=((dK_ij, Star(X_j, dY_i)),),
        functions=KERNEL,
        proofs=(ANY_LAYER, all_sizes(summed=True), KERNEL_OF_ALL_SIZES),
    ),
    Formula(
        id="conv2d.general_backward_kernel",
        title="Kernel gradient with stride, padding and dilation",
        slide="",
        rows=(
            (
                Gradient(Element(K_ij, u, v)),
                SumOver(Gradient(Element(Y_i, p, q)) * PaddedElement(X_j, ROW, COLUMN), p, q),
            ),
        ),
        functions=("conv2d_backward_kernel",),
        proofs=(GENERAL, *FAMILIES, all_sizes(summed=True, valid=False), KERNEL_OF_ALL_SIZES),
    ),
    Formula(
        id="conv2d.backward_bias_chain",
        title="Chain rule for one bias",
        slide="Backward bias",
        rows=chain(Tensor("b", 1, 1), {place: int(place == (1, 1)) for place in PLACES}),
        functions=BIAS,
        proofs=(ON_THE_SLIDE,),
    ),
    Formula(
        id="conv2d.backward_bias_scalar",
        title="Gradient for every bias",
        slide="Backward bias",
        rows=tuple((Gradient(Tensor("b", *place)), Gradient(Tensor("y", *place))) for place in PLACES),
        functions=BIAS,
        proofs=(ON_THE_SLIDE,),
    ),
    Formula(
        id="conv2d.backward_bias_simplified",
        title="Bias gradient, simplified",
        slide="Backward bias",
        rows=(SIMPLIFIED, (dB, dY)),
        layout="implies",
        functions=BIAS,
        proofs=(ON_THE_SLIDE, ONE_KERNEL_OF_ALL_SIZES),
    ),
    Formula(
        id="conv2d.backward_bias_per_pixel",
        title="Bias gradient, one bias a pixel",
        slide="Backward bias",
        rows=((dB_i, dY_i),),
        functions=BIAS,
        proofs=(A_BIAS_A_PIXEL, all_sizes(summed=True, tied=False), BIAS_A_PIXEL_OF_ALL_SIZES),
    ),
    Formula(
        id="conv2d.backward_bias",
        title="Bias gradient",
        slide="Backward bias",
        rows=((dB_i, SumOver(Element(dY_i, p, q), p, q)),),
        functions=BIAS,
        proofs=(ANY_LAYER, all_sizes(summed=True), BIAS_OF_ALL_SIZES),
    ),
    Formula(
        id="conv2d.backward_input_chain",
        title="Chain rule for one input pixel",
        slide="Backward input",
        rows=chain(Tensor("x", 1, 1), {place: Tensor("k", 1, 1) if place == (1, 1) else 0 for place in PLACES}),
        functions=INPUT,
        proofs=(ON_THE_SLIDE,),
    ),
    Formula(
        id="conv2d.backward_input_scalar",
        title="Gradient for every input pixel",
        slide="Backward input",
        rows=tuple((Gradient(Tensor("x", r, c)), input_scalar(r, c)) for r, c in product((1, 2, 3), repeat=2)),
        functions=INPUT,
        proofs=(ON_THE_SLIDE,),
    ),
    Formula(
        id="conv2d.backward_input_matrix",
        title="Input gradient with the turned kernel",
        slide="Backward input",
        rows=(
            (
                gradients("x", 3, 3),
                StarFull(
                    gradients("y", 2, 2),
                    Matrix([[Tensor("k", 2, 2), Tensor("k", 2, 1)], [Tensor("k", 1, 2), Tensor("k", 1, 1)]]),
                ),
            ),
        ),
        functions=INPUT,
        proofs=(ON_THE_SLIDE,),
    ),
    Formula(
        id="conv2d.backward_input_simplified",
        title="Input gradient, simplified",
        slide="Backward input",
        rows=(SIMPLIFIED, (dX, ConvFull(dY, K))),
        layout="implies",
        functions=INPUT,
        proofs=(ON_THE_SLIDE, ONE_KERNEL_OF_ALL_SIZES),
    ),
    Formula(
        id="conv2d.backward_input_rot180",
        title="Input gradient by cross-correlation",
        slide="",
        rows=((dX, StarFull(dY, Rot180(K))),),
        functions=("conv2d_backward_input", "correlate2d", "rot180"),
        proofs=(ON_THE_SLIDE, formula_for_all_sizes(settings.one_kernel(loss_of(SIMPLIFIED)), EVERY_SIZE)),
    ),
    Formula(
        id="conv2d.backward_input",
        title="Input gradient",
        slide="Backward input",
        rows=((dX_j, Sum(ConvFull(dY_i, K_ij), i, 1, d)),),
        functions=INPUT,
        proofs=(ANY_LAYER, all_sizes(summed=False), INPUT_OF_ALL_SIZES),
    ),
    Formula(
        id="conv2d.general_backward_input",
        title="Input gradient with stride, padding and dilation",
        slide="",
        rows=(
            (
                Gradient(Element(X_j, r, c)),
                Sum(
                    SumWhere(
                        Gradient(Element(Y_i, p, q)) * Element(K_ij, u, v),
                        [Same(ROW, r), Same(COLUMN, c)],
                        [p, q, u, v],
                    ),
                    i,
                    1,
                    d,
                ),
            ),
        ),
        functions=("conv2d_backward_input",),
        proofs=(GENERAL, *FAMILIES, all_sizes(summed=False, valid=False), INPUT_OF_ALL_SIZES),
    ),
)
