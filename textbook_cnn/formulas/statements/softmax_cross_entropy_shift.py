"""What taking the same number off all scores does: nothing, which is why the code may take the largest off."""

from __future__ import annotations

from ..examples.softmax_cross_entropy_shift import shifted_scores
from ..formula import Formula
from ..notation.arrays import E, T, T_bk, Z, Z_bl
from ..notation.cases import Same
from ..notation.derivatives import DerivativeOf
from ..notation.elementary import Exp, Log
from ..notation.functions import CrossEntropy, Softmax
from ..notation.letters import a, b, c, k, l
from ..notation.sums import Indicator, Sum
from ..notation.tensors import Entry
from ..proofs import as_printed
from .softmax_cross_entropy import LOG_SUM, P_bk, P_bl

LESS = Z - a
LOG_SUM_LESS = Log(Sum(Exp(Z_bl - a), l, 1, c))
ANY_NUMBER = as_printed(
    shifted_scores,
    "two images, three classes, the largest score in every place; three images, two classes; rows T that sum to 1; "
    "any a",
    "regions",
)

CHAPTER = 6
FORMULAS = (
    Formula(
        id="softmax.shift",
        title="The same number taken off all scores",
        slide="",
        rows=(
            (Entry(Softmax(LESS), b, k), P_bk),
            (LOG_SUM, a + LOG_SUM_LESS),
            (CrossEntropy(LESS, T), E),
        ),
        functions=("softmax", "softmax_cross_entropy"),
        proofs=(ANY_NUMBER,),
    ),
    Formula(
        id="softmax.term",
        title="Derivative of one term of the cross-entropy",
        slide="",
        rows=((DerivativeOf(-(T_bk * Log(P_bk)), Z_bl), -(T_bk * (Indicator(Same(k, l)) - P_bl))),),
        functions=("softmax",),
        proofs=(ANY_NUMBER,),
    ),
)
