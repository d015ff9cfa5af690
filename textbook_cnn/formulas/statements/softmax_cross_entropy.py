"""Softmax and the cross-entropy of labels and of target rows."""

from __future__ import annotations

from ..examples import many_numbers
from ..examples.softmax_cross_entropy import any_target_rows, every_label, scores
from ..formula import Equation, Formula
from ..formulas_for_all_sizes import formula_for_all_sizes, loss_of, settings
from ..notation.arrays import E, T_bk, T_bl, Z, Z_bk, Z_bl, dZ_bk
from ..notation.cases import Same
from ..notation.derivatives import DerivativeOf, Partial
from ..notation.elementary import Exp, Log
from ..notation.functions import Softmax
from ..notation.letters import N, b, c, k, l
from ..notation.sums import Indicator, Sum
from ..notation.tensors import Entry, Tensor
from ..proofs import as_printed, as_run

P_bk, P_bl = Entry(Softmax(Z), b, k), Entry(Softmax(Z), b, l)
MEAN = 1 / N
POWERS, PICKED = Sum(Exp(Z_bl), l, 1, c), Sum(T_bl * Z_bl, l, 1, c)
LOG_SUM = Log(POWERS)
ONE_IMAGE = LOG_SUM - PICKED
LOSS = Equation(E, MEAN * Sum(ONE_IMAGE, b, 1, N))
MINUS_LOG = -(MEAN * Sum(Sum(T_bl * Log(P_bl), l, 1, c), b, 1, N))
ONE = Equation(Sum(T_bl, l, 1, c), 1)  # a target row sums to 1
OF_LOG_SUM = DerivativeOf(LOG_SUM, Z_bk)
SCORES = as_printed(
    scores, "two images, three classes, any scores; rows T that sum to 1; three images, two classes", "regions"
)
MANY = as_run(many_numbers.scored, "up to 150 images or 130 classes, three letters in turn", "regions", "many scores")
LABEL = Tensor(r"\ell", b)
LABELS = as_printed(
    every_label,
    "two images, three classes, any scores, all nine pairs of labels; three images, two classes",
    "regions",
)
ANY_SUM = as_printed(
    any_target_rows,
    "two images, three classes, any scores, any target rows; three images, two classes; the loss as printed",
    "regions",
)

CHAPTER = 6
FORMULAS = (
    Formula(
        id="softmax",
        title="Softmax",
        slide="",
        rows=((P_bk, Exp(Z_bk) / POWERS),),
        functions=("softmax",),
        proofs=(SCORES, MANY),
    ),
    Formula(
        id="softmax_cross_entropy.definition",
        title="Cross-entropy",
        slide="",
        layout="implies",
        rows=(ONE, (E, MINUS_LOG)),
        functions=("softmax_cross_entropy",),
        proofs=(SCORES,),
        derives="softmax_cross_entropy.backward",
        step="premise",
    ),
    Formula(
        id="softmax_cross_entropy.log_softmax",
        title="Logarithm of the softmax",
        slide="",
        rows=((Log(P_bk), Z_bk - LOG_SUM),),
        functions=("softmax",),
        proofs=(SCORES,),
        derives="softmax_cross_entropy.backward",
        step="substitution",
    ),
    Formula(
        id="softmax_cross_entropy.forward",
        title="Cross-entropy of the softmax",
        slide="",
        rows=(LOSS,),
        functions=("softmax_cross_entropy",),
        proofs=(SCORES, MANY),
        derives="softmax_cross_entropy.backward",
        step="substitution",
    ),
    Formula(
        id="softmax_cross_entropy.one_image",
        title="One score meets one image of the batch",
        slide="",
        rows=((dZ_bk, MEAN * DerivativeOf(ONE_IMAGE, Z_bk)),),
        functions=("softmax_cross_entropy_backward",),
        proofs=(SCORES,),
        derives="softmax_cross_entropy.backward",
        step="substitution",
    ),
    Formula(
        id="softmax_cross_entropy.log_sum",
        title="Derivative of the logarithm of the sum",
        slide="",
        rows=((OF_LOG_SUM, 1 / POWERS * DerivativeOf(POWERS, Z_bk)), (OF_LOG_SUM, Exp(Z_bk) / POWERS)),
        functions=("softmax_cross_entropy_backward",),
        proofs=(SCORES,),
        derives="softmax_cross_entropy.backward",
        step="substitution",
    ),
    Formula(
        id="softmax_cross_entropy.share",
        title="The derivative is the softmax",
        slide="",
        rows=((OF_LOG_SUM, P_bk),),
        functions=("softmax_cross_entropy_backward",),
        proofs=(SCORES,),
        derives="softmax_cross_entropy.backward",
        step="substitution",
    ),
    Formula(
        id="softmax_cross_entropy.picked",
        title="Derivative of the score of the true class",
        slide="",
        rows=((DerivativeOf(PICKED, Z_bk), T_bk),),
        functions=("softmax_cross_entropy_backward",),
        proofs=(SCORES,),
        derives="softmax_cross_entropy.backward",
        step="substitution",
    ),
    Formula(
        id="softmax_cross_entropy.backward",
        title="Gradient of the cross-entropy",
        slide="",
        layout="implies",
        rows=(
            ONE,
            (dZ_bk, MEAN * (P_bk - T_bk)),
        ),
        functions=("softmax_cross_entropy_backward",),
        proofs=(
            SCORES,
            MANY,
            formula_for_all_sizes(
                settings.scores(loss_of(LOSS)), "every number of images and classes, for the loss as printed"
            ),
        ),
        derives="softmax_cross_entropy.backward",
        step="result",
    ),
    Formula(
        id="softmax_cross_entropy.labels",
        title="Cross-entropy with labels, and its gradient",
        slide="",
        rows=(
            (E, MEAN * Sum(LOG_SUM - Tensor("Z", b, LABEL), b, 1, N)),
            (dZ_bk, MEAN * (P_bk - Indicator(Same(k, LABEL)))),
        ),
        functions=("softmax_cross_entropy", "softmax_cross_entropy_backward"),
        proofs=(LABELS,),
    ),
    Formula(
        id="softmax_cross_entropy.any_targets",
        title="Gradient for targets of any sum",
        slide="",
        rows=(
            (E, MINUS_LOG),
            (dZ_bk - MEAN * (P_bk - T_bk), MEAN * P_bk * (Sum(T_bl, l, 1, c) - 1)),
        ),
        functions=("softmax",),
        proofs=(ANY_SUM,),
    ),
    Formula(
        id="softmax.derivatives",
        title="Derivatives of the softmax",
        slide="",
        rows=((Partial(P_bk, Z_bl), P_bk * (Indicator(Same(k, l)) - P_bl)),),
        functions=("softmax",),
        proofs=(SCORES,),
    ),
)
