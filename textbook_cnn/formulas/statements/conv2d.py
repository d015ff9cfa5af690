"""The convolution layer, forward."""

from itertools import product

from ..code_for_all_sizes import code_for_all_sizes
from ..examples import types
from ..examples.conv2d import general_layers, layers, slide_layer
from ..examples.layer_shapes import for_every, isotropic, stratified
from ..formula import Equation, Formula
from ..notation.arrays import B, B_i, K, K_ij, X, X_bj, X_j, Y, Y_bi, Y_i, Y_i_pq
from ..notation.letters import d, delta, i, j, l, n, p, q, s, t, u, v
from ..notation.matrices import Column, Matrix, Table
from ..notation.nodes import Plus
from ..notation.operators import DotStar, Star
from ..notation.sums import Dotted, Sum
from ..notation.tensors import Element, PaddedElement, Tensor
from ..proofs import as_printed, as_run
from .convolution import LAST_COLUMN, LAST_ROW

FORWARD = Equation(Y_i, B_i + Sum(Star(X_j, K_ij), j, 1, n))
FORWARD_OF_A_BATCH = Equation(Y_bi, B_i + Sum(Star(X_bj, K_ij), j, 1, n))
ROW = s * p + delta * u - t
COLUMN = s * q + delta * v - l
SIMPLIFIED = Equation(Y, B + Star(X, K))


def weighed(image: Tensor) -> Sum:
    """What a window of an image gives to an output, with stride, padding and dilation."""
    product = PaddedElement(image, ROW, COLUMN) * Element(K_ij, u, v)
    return Sum(Sum(Sum(product, v, 0, LAST_COLUMN), u, 0, LAST_ROW), j, 1, n)


GENERAL_FORWARD = Equation(Y_i_pq, B_i + weighed(X_j))
GENERAL_FORWARD_OF_A_BATCH = Equation(Element(Y_bi, p, q), B_i + weighed(X_bj))
ANY_LAYER = as_printed(layers, "one image, (d, n) = (3, 2), (2, 3), (1, 2), (2, 1), three sizes of image and kernel")
A_BIAS_A_PIXEL = as_printed(lambda: layers(tied=False), "one image and one bias per pixel, four (d, n), three sizes")
THREE_CHANNELS = as_printed(lambda: layers(dimensions=((1, 3), (2, 3), (4, 3))), "n = 3, d = 1, 2, 4, three sizes")
ON_THE_SLIDE = as_printed(slide_layer, "any 3×3 image, 2×2 kernel and bias")


def entries(name: str, rows: int, columns: int) -> Matrix:
    """Return the matrix of the entries of a letter, such as x_11, x_12, ..."""
    return Matrix([[Tensor(name, a, b) for b in range(1, columns + 1)] for a in range(1, rows + 1)])


def scalar(a: int, b: int) -> Plus:
    """y_ab of the example on the slides, term by term."""
    terms = (Tensor("k", u, v) * Tensor("x", a + u - 1, b + v - 1) for u, v in product((1, 2), repeat=2))
    return Plus(Tensor("b", a, b), *terms)


TYPES = as_run(
    types.layers, "integers, truth values and floating-point numbers, and mixtures", "numbers", "types of layers"
)
GENERAL = as_printed(
    general_layers, "d = 3, n = 2, two sizes, stride to 2, dilation to 2, three margins; d = 2, n = 3, kernels of 1×2"
)
EVERY_ISOTROPIC = for_every(
    isotropic,
    "conv2d and its gradients: one channel, sizes to 6, kernels to 4, stride to 3, padding, dilation to 2",
    about="every isotropic shape",
)
STRATIFIED = for_every(
    stratified,
    "conv2d and its gradients: groups, d ≠ n, two images, unequal sides, every padding, both kinds of bias",
    about="shapes of every sort",
)
LAYER_SHAPES = EVERY_ISOTROPIC, STRATIFIED
FORWARD_OF_ALL_SIZES = code_for_all_sizes("conv2d")

CHAPTER = 3
FORMULAS = (
    Formula(
        id="conv2d.forward_three",
        title="Convolution layer with three input channels",
        slide="Forward propagation",
        rows=(Equation(Y_i, Plus(B_i, *(Star(Tensor("X", m), Tensor("K", i, m)) for m in (1, 2, 3))), i, d),),
        functions=("conv2d", "correlate2d"),
        proofs=(THREE_CHANNELS,),
    ),
    Formula(
        id="conv2d.forward",
        title="Convolution layer",
        slide="Forward propagation",
        rows=(FORWARD,),
        ranges=((i, d),),
        functions=("conv2d", "correlate2d"),
        proofs=(ANY_LAYER, A_BIAS_A_PIXEL, FORWARD_OF_ALL_SIZES),
    ),
    Formula(
        id="conv2d.forward_expanded",
        title="Convolution layer, filter by filter",
        slide="Forward propagation",
        rows=(Equation(Y_i, B_i + Dotted(Star(X_j, K_ij), j, 1, n), i, d),),
        functions=("conv2d", "correlate2d"),
        proofs=(ANY_LAYER,),
    ),
    Formula(
        id="conv2d.forward_matrix",
        title="Convolution layer as a matrix of kernels",
        slide="Forward propagation",
        rows=(
            (Column(Y_i, i, d), Column(B_i, i, d) + DotStar(Table(K_ij, i, d, j, n), Column(X_j, j, n))),
            (Y, B + DotStar(K, X)),
        ),
        functions=("conv2d", "correlate2d"),
        proofs=(ANY_LAYER,),
    ),
    Formula(
        id="conv2d.general",
        title="Convolution layer with stride, padding and dilation",
        slide="",
        rows=(GENERAL_FORWARD,),
        functions=("conv2d", "conv2d_backward_kernel", "conv2d_backward_bias", "conv2d_backward_input"),
        proofs=(GENERAL, *LAYER_SHAPES, TYPES, FORWARD_OF_ALL_SIZES),
    ),
    Formula(
        id="conv2d.simplified",
        title="Simplified example",
        slide="Backward Kernel",
        rows=((entries("y", 2, 2), entries("b", 2, 2) + Star(entries("x", 3, 3), entries("k", 2, 2))),),
        functions=("conv2d", "correlate2d"),
        proofs=(ON_THE_SLIDE,),
    ),
    Formula(
        id="conv2d.scalar_system",
        title="The example as four scalar equations",
        slide="Backward Kernel",
        rows=tuple((Tensor("y", a, b), scalar(a, b)) for a, b in product((1, 2), repeat=2)),
        layout="cases",
        functions=("conv2d",),
        proofs=(ON_THE_SLIDE,),
    ),
)
