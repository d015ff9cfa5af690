"""Softmax and the cross-entropy of labels and of target rows."""

from __future__ import annotations

from ..examples.softmax_cross_entropy import any_target_rows, every_label, scores
from ..formula import Equation, Formula
from ..formulas_for_all_sizes import formula_for_all_sizes, loss_of, settings
from ..notation.arrays import E, P_bk, T_bk, T_bl, Z, Z_bk, Z_bl, dZ_bk
from ..notation.cases import Cases, Entry, Exp, Log, Same
from ..notation.functions import Softmax
from ..notation.letters import N, b, c, k, l
from ..notation.nodes import Negative, Over, Plus, Times
from ..notation.sums import Sum
from ..notation.tensors import Gradient, Tensor
from ..proofs import as_printed

LOSS = Equation(
    E, Times(Over(1, N), Sum(Plus(Log(Sum(Exp(Z_bl), l, 1, c)), Negative(Sum(Times(T_bl, Z_bl), l, 1, c))), b, 1, N))
)
SCORES = as_printed(scores, "two images, three classes, the largest score in every place; rows T and labels", "regions")
LABEL = Tensor(r"\ell", b)
MEAN = Over(1, N)
LABELS = as_printed(every_label, "two images, three classes, all nine pairs of labels, three orders", "regions")
ANY_SUM = as_printed(any_target_rows, "two images, three classes, any target rows; the loss as printed", "regions")

CHAPTER = 5
FORMULAS = (
    Formula(
        id="softmax",
        title="Softmax",
        slide="",
        rows=((Entry(Softmax(Z), b, k), Over(Exp(Z_bk), Sum(Exp(Z_bl), l, 1, c))),),
        functions=("softmax",),
        proofs=(SCORES,),
    ),
    Formula(
        id="softmax_cross_entropy.forward",
        title="Cross-entropy of the softmax",
        slide="",
        rows=(LOSS,),
        functions=("softmax_cross_entropy",),
        proofs=(SCORES,),
    ),
    Formula(
        id="softmax_cross_entropy.backward",
        title="Gradient of the cross-entropy",
        slide="",
        layout="implies",
        rows=(
            (Sum(T_bl, l, 1, c), 1),
            (Gradient(Z_bk), Times(Over(1, N), Plus(Entry(Softmax(Z), b, k), Negative(T_bk)))),
        ),
        functions=("softmax_cross_entropy_backward",),
        proofs=(
            SCORES,
            formula_for_all_sizes(
                settings.scores(loss_of(LOSS)), "every number of images and classes, for the loss as printed"
            ),
        ),
    ),
    Formula(
        id="softmax_cross_entropy.labels",
        title="Cross-entropy with labels, and its gradient",
        slide="",
        rows=(
            (E, Times(MEAN, Sum(Plus(Log(Sum(Exp(Z_bl), l, 1, c)), Negative(Tensor("Z", b, LABEL))), b, 1, N))),
            (dZ_bk, Times(MEAN, Plus(P_bk, Negative(Cases([1, Same(k, LABEL)], [0]))))),
        ),
        functions=("softmax_cross_entropy", "softmax_cross_entropy_backward"),
        proofs=(LABELS,),
    ),
    Formula(
        id="softmax_cross_entropy.any_targets",
        title="Gradient for targets of any sum",
        slide="",
        rows=(
            (E, Negative(Times(MEAN, Sum(Sum(Times(T_bl, Log(Entry(Softmax(Z), b, l))), l, 1, c), b, 1, N)))),
            (
                Plus(dZ_bk, Negative(Times(MEAN, Plus(P_bk, Negative(T_bk))))),
                Times(MEAN, P_bk, Plus(Sum(T_bl, l, 1, c), Negative(1))),
            ),
        ),
        functions=("softmax", "softmax_cross_entropy"),
        proofs=(ANY_SUM,),
    ),
)
