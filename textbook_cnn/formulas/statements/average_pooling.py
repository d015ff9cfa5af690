"""Average pooling, side by side, with any window and stride, and with padding that counts or does not."""

from __future__ import annotations

from ..code_for_all_sizes import code_for_all_sizes
from ..examples import many_numbers
from ..examples.average_pooling import average_pools, average_windows, padded_averages
from ..examples.pooling_padded import many_averages
from ..formula import Equation, Formula
from ..formulas_for_all_sizes import formula_for_all_sizes, loss_of, settings
from ..notation.arrays import X_j, X_j_rc, Y_j_pq, dX_j_rc, dY_j_pq
from ..notation.derivatives import Gradient
from ..notation.letters import c, h, k, l, p, q, r, t, u, v, w
from ..notation.sums import Sum, SumWhere
from ..notation.tensors import Element, PaddedElement, Tensor
from ..proofs import as_printed, as_run
from .pooling import (
    ALL_WINDOWS,
    COLUMN,
    IN_SQUARE,
    IN_WINDOW,
    MANY,
    MET,
    MET_PADDED,
    ONE_WINDOW,
    ROW,
    TO_PIXEL,
    TO_SQUARE,
    UNEVEN,
)

AREA = 1 / k**2
SQUARE_AVERAGES = as_printed(average_pools, "images of up to 6×6, windows of 1×1, 2×2, 3×3 side by side")
SHARE = 1 / (h * w)
AVERAGE = Equation(Y_j_pq, SHARE * Sum(Sum(IN_WINDOW, v, 0, w - 1), u, 0, h - 1))
IN_PADDED = PaddedElement(X_j, ROW - t, COLUMN - l)
COUNT = Element(Tensor("C"), p, q)  # how many pixels a window has
EVERY_WINDOW = "every number of images and channels, every size of windows and output, every stride, windows inside"
AVERAGES = as_printed(average_windows, "two channels of up to 5×6, windows of up to 3×2 and 2×3, strides 1 to 3")
MANY_AVERAGES = as_run(many_numbers.averaged, MANY, "regions", "many averages")
SHAPES = "two channels of up to 5×5, windows of up to 3×2 and 2×3, strides 1 and 2"
PADDED = as_printed(padded_averages, f"{SHAPES}, three margins of zeros that count")
PIXELS = as_printed(lambda: padded_averages(count_padding=False), f"{SHAPES}, four margins, windows beyond the end")
MANY_PADDED = as_run(
    many_averages, f"{MANY}; margins by numbers, “same”, and windows beyond the end; counted and not", "regions"
)

CHAPTER = 6
FORMULAS = (
    Formula(
        id="avg_pool2d.forward",
        title="Average pooling",
        slide="",
        rows=((Y_j_pq, AREA * Sum(Sum(IN_SQUARE, v, 0, k - 1), u, 0, k - 1)),),
        functions=("avg_pool2d",),
        proofs=(SQUARE_AVERAGES, code_for_all_sizes("avg_pool2d")),
        derives="avg_pool2d.backward",
        step="premise",
    ),
    Formula(
        id="avg_pool2d.slope",
        title="Slope of the mean, and the chain rule",
        slide="",
        rows=((TO_SQUARE, AREA), ONE_WINDOW),
        functions=("avg_pool2d_backward",),
        proofs=(SQUARE_AVERAGES,),
        derives="avg_pool2d.backward",
        step="substitution",
    ),
    Formula(
        id="avg_pool2d.backward",
        title="Gradient through average pooling",
        slide="",
        rows=((Gradient(IN_SQUARE), AREA * dY_j_pq),),
        functions=("avg_pool2d_backward",),
        proofs=(SQUARE_AVERAGES, code_for_all_sizes("avg_pool2d_backward")),
        derives="avg_pool2d.backward",
        step="result",
    ),
    Formula(
        id="avg_pool2d.general",
        title="Average pooling with any window and stride",
        slide="",
        rows=(AVERAGE,),
        functions=("avg_pool2d",),
        proofs=(AVERAGES, UNEVEN, MANY_AVERAGES, code_for_all_sizes("avg_pool2d")),
        derives="avg_pool2d.general_backward",
        step="premise",
    ),
    Formula(
        id="avg_pool2d.general_slope",
        title="Slopes of means in overlapping windows, and the chain rule",
        slide="",
        rows=((TO_PIXEL, SHARE * SumWhere(1, MET, [u, v])), ALL_WINDOWS),
        functions=("avg_pool2d_backward",),
        proofs=(AVERAGES,),
        derives="avg_pool2d.general_backward",
        step="substitution",
    ),
    Formula(
        id="avg_pool2d.general_backward",
        title="Gradient through average pooling with overlapping windows",
        slide="",
        rows=((dX_j_rc, SHARE * SumWhere(dY_j_pq, MET, [p, q, u, v])),),
        functions=("avg_pool2d_backward",),
        proofs=(
            AVERAGES,
            UNEVEN,
            MANY_AVERAGES,
            formula_for_all_sizes(settings.windows(loss_of(AVERAGE)), EVERY_WINDOW),
            code_for_all_sizes("avg_pool2d_backward"),
        ),
        derives="avg_pool2d.general_backward",
        step="result",
    ),
    Formula(
        id="avg_pool2d.padded",
        title="Average pooling with padding that counts",
        slide="",
        rows=((Y_j_pq, SHARE * Sum(Sum(IN_PADDED, v, 0, w - 1), u, 0, h - 1)),),
        functions=("avg_pool2d",),
        proofs=(PADDED, MANY_PADDED, code_for_all_sizes("avg_pool2d")),
    ),
    Formula(
        id="avg_pool2d.padded_backward",
        title="Gradient through average pooling with padding that counts",
        slide="",
        rows=((dX_j_rc, SHARE * SumWhere(dY_j_pq, MET_PADDED, [p, q, u, v])),),
        functions=("avg_pool2d_backward",),
        proofs=(PADDED, MANY_PADDED, code_for_all_sizes("avg_pool2d_backward")),
    ),
    Formula(
        id="avg_pool2d.pixels",
        title="Average pooling of pixels alone",
        slide="",
        rows=(
            (COUNT, SumWhere(1, MET_PADDED, [r, c, u, v])),
            (Y_j_pq, 1 / COUNT * SumWhere(X_j_rc, MET_PADDED, [r, c, u, v])),
        ),
        functions=("avg_pool2d",),
        proofs=(PIXELS, MANY_PADDED),
    ),
    Formula(
        id="avg_pool2d.pixels_backward",
        title="Gradient through average pooling of pixels alone",
        slide="",
        rows=((dX_j_rc, SumWhere(1 / COUNT * dY_j_pq, MET_PADDED, [p, q, u, v])),),
        functions=("avg_pool2d_backward",),
        proofs=(PIXELS, MANY_PADDED),
    ),
)
