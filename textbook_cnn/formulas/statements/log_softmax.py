"""The logarithm of the softmax."""

from __future__ import annotations

from ..examples.log_softmax import log_scores, many_scores
from ..formula import Formula
from ..notation.arrays import Z_bk, dZ_bk
from ..notation.derivatives import Gradient
from ..notation.elementary import Exp
from ..notation.letters import b, c, k, l
from ..notation.sums import Sum
from ..notation.tensors import Tensor
from ..proofs import as_printed, as_run
from .softmax_cross_entropy import LOG_SUM

Y_bk, Y_bl = Tensor("Y", b, k), Tensor("Y", b, l)
SCORES = as_printed(log_scores, "two images, three classes, any scores; three images, two classes", "regions")
MANY = as_run(
    many_scores, "up to 150 images or 130 classes, three letters in turn", "regions", "many logarithms of shares"
)

CHAPTER = 6
FORMULAS = (
    Formula(
        id="log_softmax.forward",
        title="Logarithm of the softmax, from the scores",
        slide="",
        rows=((Y_bk, Z_bk - LOG_SUM),),
        functions=("log_softmax",),
        proofs=(SCORES, MANY),
    ),
    Formula(
        id="log_softmax.backward",
        title="Gradient through the logarithm of the softmax",
        slide="",
        rows=((dZ_bk, Gradient(Y_bk) - Exp(Y_bk) * Sum(Gradient(Y_bl), l, 1, c)),),
        functions=("log_softmax_backward",),
        proofs=(SCORES, MANY),
    ),
)
