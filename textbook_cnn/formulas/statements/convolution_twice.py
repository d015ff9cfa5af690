"""Two kernels, one after the other, are one kernel."""

from __future__ import annotations

from ..examples.convolution_twice import two_kernels
from ..formula import Formula
from ..notation.arrays import X
from ..notation.operators import Conv, ConvFull, Star
from ..notation.tensors import Tensor
from ..proofs import as_printed

K_1, K_2 = Tensor("K", 1), Tensor("K", 2)
TOGETHER = ConvFull(K_1, K_2)
KERNELS = as_printed(
    two_kernels, "images of up to 5×6, two kernels of up to 3×2 and 2×3, of different sizes among them"
)

CHAPTER = 2
FORMULAS = (
    Formula(
        id="convolution.associative",
        title="Convolution is associative",
        slide="",
        rows=((Conv(Conv(X, K_1), K_2), Conv(X, TOGETHER)),),
        functions=("convolve2d",),
        proofs=(KERNELS,),
    ),
    Formula(
        id="correlation.twice",
        title="Two cross-correlations are one",
        slide="",
        rows=((Star(Star(X, K_1), K_2), Star(X, TOGETHER)),),
        functions=("correlate2d", "convolve2d"),
        proofs=(KERNELS,),
    ),
)
