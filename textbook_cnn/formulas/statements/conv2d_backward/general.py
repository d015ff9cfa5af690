"""The gradients of a layer with stride, padding and dilation: by the chain rule, and with zeros in between."""

from ...examples.conv2d_backward import kept_outputs, stretched_layers
from ...formula import Formula
from ...notation.arrays import B_i, K_ij, X_j, X_j_rc, Y_i_pq, dX_j_rc, dY_i_pq
from ...notation.cases import Same
from ...notation.derivatives import Gradient, Partial
from ...notation.letters import c, d, delta, i, j, l, n, p, q, r, s, t, u, v
from ...notation.operators import ConvFull, Star
from ...notation.sums import Sum, SumOver, SumWhere
from ...notation.tensors import Element, PaddedElement, Tensor
from ...proofs import as_printed
from ..conv2d import COLUMN, GENERAL, LAYER_SHAPES, ROW
from . import sizes
from .input import INPUT_OF_ALL_SIZES, MET
from .kernel import KERNEL_OF_ALL_SIZES

KERNEL, INPUT = ("conv2d_backward_kernel",), ("conv2d_backward_input",)
WEIGHT, SEEN = Element(K_ij, u, v), PaddedElement(X_j, ROW, COLUMN)
dK_ij_uv = Gradient(WEIGHT)  # noqa: N816
THERE = [Same(ROW, r), Same(COLUMN, c)]
LAYERS = "d = 3, n = 2, two sizes, stride 2 and 3, dilation to 2, two margins; d = 2, n = 3, kernels of 1×2"
STRETCHED = as_printed(stretched_layers, LAYERS)
X_bar, K_bar, Y_bar = Tensor(r"\bar{X}", j), Tensor(r"\bar{K}", i, j), Tensor(r"\bar{Y}", i)
dY_bar = Gradient(Y_bar)  # noqa: N816
BACK = Sum(ConvFull(dY_bar, K_bar), i, 1, d)

FORMULAS = (
    Formula(
        id="conv2d.general_rule_kernel",
        title="Chain rule for a weight of any layer",
        slide="",
        rows=((dK_ij_uv, SumOver(dY_i_pq * Partial(Y_i_pq, WEIGHT), p, q)),),
        functions=KERNEL,
        proofs=(GENERAL,),
        derives="conv2d.general_backward_kernel",
        step="premise",
    ),
    Formula(
        id="conv2d.general_factor_kernel",
        title="What a weight is multiplied by",
        slide="",
        rows=((Partial(Y_i_pq, WEIGHT), SEEN),),
        functions=("conv2d",),
        proofs=(GENERAL,),
        derives="conv2d.general_backward_kernel",
        step="substitution",
    ),
    Formula(
        id="conv2d.general_backward_kernel",
        title="Kernel gradient with stride, padding and dilation",
        slide="",
        rows=((dK_ij_uv, SumOver(dY_i_pq * SEEN, p, q)),),
        functions=KERNEL,
        proofs=(GENERAL, *LAYER_SHAPES, sizes.GENERAL_PARAMETER, KERNEL_OF_ALL_SIZES),
        derives="conv2d.general_backward_kernel",
        step="result",
    ),
    Formula(
        id="conv2d.general_rule_input",
        title="Chain rule for a pixel of any layer",
        slide="",
        rows=((dX_j_rc, Sum(SumOver(dY_i_pq * Partial(Y_i_pq, X_j_rc), p, q), i, 1, d)),),
        functions=INPUT,
        proofs=(GENERAL,),
        derives="conv2d.general_backward_input",
        step="premise",
    ),
    Formula(
        id="conv2d.general_factor_input",
        title="What a pixel is multiplied by",
        slide="",
        rows=((Partial(Y_i_pq, X_j_rc), SumWhere(WEIGHT, THERE, [u, v])),),
        functions=("conv2d",),
        proofs=(GENERAL,),
        derives="conv2d.general_backward_input",
        step="substitution",
    ),
    Formula(
        id="conv2d.general_backward_input",
        title="Input gradient with stride, padding and dilation",
        slide="",
        rows=((dX_j_rc, Sum(SumWhere(MET, THERE, [p, q, u, v]), i, 1, d)),),
        functions=INPUT,
        proofs=(GENERAL, *LAYER_SHAPES, sizes.GENERAL_IMAGE, INPUT_OF_ALL_SIZES),
        derives="conv2d.general_backward_input",
        step="result",
    ),
    Formula(
        id="conv2d.stride_apart",
        title="Any layer as a plain one, of which some outputs are kept",
        slide="",
        rows=((Y_bar, B_i + Sum(Star(X_bar, K_bar), j, 1, n)), (Y_i_pq, Element(Y_bar, s * p, s * q))),
        functions=("conv2d",),
        proofs=(STRETCHED,),
        derives="conv2d.stride_backward",
        step="premise",
    ),
    Formula(
        id="conv2d.stride_zeros",
        title="Stride on the way back: zeros in between",
        slide="",
        rows=((Element(dY_bar, r, c), SumWhere(dY_i_pq, [Same(s * p, r), Same(s * q, c)], [p, q])),),
        functions=("conv2d",),
        proofs=(as_printed(kept_outputs, LAYERS),),
        derives="conv2d.stride_backward",
        step="substitution",
    ),
    Formula(
        id="conv2d.stride_backward",
        title="Both gradients with zeros in between",
        slide="",
        rows=(
            (dK_ij_uv, Element(Star(X_bar, dY_bar), delta * u, delta * v)),
            (dX_j_rc, Element(BACK, r + t, c + l)),
        ),
        functions=KERNEL + INPUT,
        proofs=(STRETCHED,),
        derives="conv2d.stride_backward",
        step="result",
    ),
)
