"""The cross-entropy with weights for the classes, and of images some of which do not count."""

from __future__ import annotations

from ..examples.softmax_cross_entropy_weights import some_left_out, target_rows_weighted, weighted_labels
from ..formula import Formula
from ..notation.arrays import E, T_bl, dZ_bk
from ..notation.cases import Same
from ..notation.elementary import Log
from ..notation.letters import N, b, c, i, k, l
from ..notation.sums import Indicator, Sum
from ..notation.tensors import Tensor
from ..proofs import as_printed, as_run
from .softmax_cross_entropy import LABEL, LOG_SUM, MEAN, P_bk, P_bl

W_LABEL, W_l = Tensor("w", LABEL), Tensor("w", l)
ALL = Sum(Tensor("w", Tensor(r"\ell", i)), i, 1, N)

CHAPTER = 6
FORMULAS = (
    Formula(
        id="softmax_cross_entropy.weights",
        title="Cross-entropy with weights, and its gradient",
        slide="",
        rows=(
            (E, Sum(W_LABEL * (LOG_SUM - Tensor("Z", b, LABEL)), b, 1, N) / ALL),
            (dZ_bk, (W_LABEL / ALL) * (P_bk - Indicator(Same(k, LABEL)))),
        ),
        functions=("softmax_cross_entropy", "softmax_cross_entropy_backward"),
        proofs=(
            as_printed(
                weighted_labels,
                "two images, three classes in one order, weights 2, 3 and 5, all nine pairs of labels; three "
                "images, two classes",
                "regions",
            ),
            as_run(
                some_left_out,
                "four images, any scores of three classes, any positive weights, each choice of images that count",
                "regions",
                "images that do not count",
            ),
        ),
    ),
    Formula(
        id="softmax_cross_entropy.weighted_rows",
        title="Cross-entropy of target rows with weights",
        slide="",
        rows=((E, -(MEAN * Sum(Sum(W_l * T_bl * Log(P_bl), l, 1, c), b, 1, N))),),
        functions=("softmax_cross_entropy", "softmax_cross_entropy_backward"),
        proofs=(
            as_printed(
                target_rows_weighted,
                "two images, three classes in one order, weights 2, 3 and 5, rows T that sum to 1; three "
                "images, two classes",
                "regions",
            ),
        ),
    ),
)
