"""The three gradients in one place."""

from ...formula import Formula
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
)
