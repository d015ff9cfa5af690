"""The three gradients in one place, for one image, and for a batch."""

from ...examples.conv2d import layers_on_two_images
from ...formula import Formula
from ...notation.arrays import X_bj, Y_bi, dB_i, dK_ij
from ...notation.derivatives import Gradient
from ...notation.letters import N, b, p, q
from ...notation.operators import Star
from ...notation.sums import Sum, SumOver
from ...notation.tensors import Element
from ...proofs import as_printed
from ..conv2d import ANY_LAYER
from . import bias, input, kernel, sizes

FORMULAS = (
    Formula(
        id="conv2d.gradients",
        title="The three gradients",
        slide="",
        rows=(kernel.GRADIENT, bias.GRADIENT, input.GRADIENT),
        functions=(*kernel.KERNEL, *bias.BIAS, *input.INPUT),
        proofs=(ANY_LAYER, sizes.PARAMETER),
    ),
    Formula(
        id="conv2d.batch_gradients",
        title="The gradients of what the images of a batch share",
        slide="",
        rows=(
            (dK_ij, Sum(Star(X_bj, Gradient(Y_bi)), b, 1, N)),
            (dB_i, Sum(SumOver(Element(Gradient(Y_bi), p, q), p, q), b, 1, N)),
        ),
        functions=(*kernel.KERNEL, *bias.BIAS),
        proofs=(as_printed(layers_on_two_images, "two images, four (d, n), three sizes"), sizes.BATCH),
    ),
)
