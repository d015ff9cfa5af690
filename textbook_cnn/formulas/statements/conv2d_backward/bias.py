"""The gradient for the bias, one for each filter or one for each pixel."""

from ...code_for_all_sizes import code_for_all_sizes
from ...formula import Formula
from ...notation.arrays import B_i, Y_i_pq, dB, dB_i, dY, dY_i, dY_i_pq
from ...notation.derivatives import Gradient, Partial
from ...notation.letters import p, q, u, v
from ...notation.matrices import Underbrace
from ...notation.sums import SumOver
from ...notation.tensors import Element, Tensor
from ..conv2d import A_BIAS_A_PIXEL, ANY_LAYER, ON_THE_SLIDE, SIMPLIFIED
from . import sizes
from .scalars import PLACES, chain, rule

BIAS = ("conv2d_backward_bias",)
GRADIENT = dB_i, SumOver(Element(dY_i, p, q), p, q)
BIAS_OF_ALL_SIZES = code_for_all_sizes("conv2d_backward_bias")
BIAS_A_PIXEL_OF_ALL_SIZES = code_for_all_sizes("conv2d_backward_bias, one per pixel")

FORMULAS = (
    Formula(
        id="conv2d.backward_bias_rule",
        title="Chain rule for the biases of the example",
        slide="",
        rows=rule(Tensor("b", u, v)),
        functions=BIAS,
        proofs=(ON_THE_SLIDE,),
        derives="conv2d.backward_bias_simplified",
        step="premise",
    ),
    Formula(
        id="conv2d.backward_bias_chain",
        title="Chain rule for one bias",
        slide="Backward bias",
        rows=chain(Tensor("b", 1, 1), {**dict.fromkeys(PLACES, 0), (1, 1): 1}),
        functions=BIAS,
        proofs=(ON_THE_SLIDE,),
        derives="conv2d.backward_bias_simplified",
        step="substitution",
    ),
    Formula(
        id="conv2d.backward_bias_scalar",
        title="Gradient for every bias",
        slide="Backward bias",
        rows=tuple((Gradient(Tensor("b", *place)), Gradient(Tensor("y", *place))) for place in PLACES),
        functions=BIAS,
        proofs=(ON_THE_SLIDE,),
        derives="conv2d.backward_bias_simplified",
        step="substitution",
    ),
    Formula(
        id="conv2d.backward_bias_simplified",
        title="Bias gradient, simplified",
        slide="Backward bias",
        rows=(SIMPLIFIED, (dB, dY)),
        layout="implies",
        functions=BIAS,
        proofs=(ON_THE_SLIDE, sizes.ONE_KERNEL),
        derives="conv2d.backward_bias_simplified",
        step="result",
    ),
    Formula(
        id="conv2d.backward_bias_per_pixel",
        title="Bias gradient, one bias per pixel",
        slide="Backward bias",
        rows=((dB_i, dY_i),),
        functions=BIAS,
        proofs=(A_BIAS_A_PIXEL, sizes.BIAS_A_PIXEL, BIAS_A_PIXEL_OF_ALL_SIZES),
    ),
    Formula(
        id="conv2d.backward_bias_shared",
        title="Chain rule for one bias per filter",
        slide="",
        rows=((dB_i, SumOver(dY_i_pq * Underbrace(Partial(Y_i_pq, B_i), 1), p, q)),),
        functions=BIAS,
        proofs=(ANY_LAYER,),
        derives="conv2d.backward_bias",
        step="premise",
    ),
    Formula(
        id="conv2d.backward_bias",
        title="Bias gradient",
        slide="Backward bias",
        rows=(GRADIENT,),
        functions=BIAS,
        proofs=(ANY_LAYER, sizes.PARAMETER, BIAS_OF_ALL_SIZES),
        derives="conv2d.backward_bias",
        step="result",
    ),
)
