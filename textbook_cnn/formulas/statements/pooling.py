"""Max and average pooling, side by side and with any window and stride."""

from __future__ import annotations

from functools import partial

from ..code_for_all_sizes import code_for_all_sizes
from ..examples import borders, many_numbers
from ..examples.pooling import average_pools, average_windows, largest_in_windows, max_pool_regions, uneven_strides
from ..formula import Equation, Formula
from ..formulas_for_all_sizes import formula_for_all_sizes, loss_of, settings
from ..notation.arrays import X_j, X_j_rc, Y_j_pq, dX_j_rc, dY_j_pq
from ..notation.cases import Cases, Same
from ..notation.derivatives import Gradient, Partial
from ..notation.largest import Below, Largest
from ..notation.letters import c, h, k, p, q, r, s, u, v, w
from ..notation.sums import Sum, SumOver, SumWhere
from ..notation.tensors import Element
from ..proofs import as_printed, as_run

IN_SQUARE = Element(X_j, k * p + u, k * q + v)
AREA = 1 / k**2
TO_SQUARE = Partial(Y_j_pq, IN_SQUARE)
ONE_WINDOW = Equation(Gradient(IN_SQUARE), dY_j_pq * TO_SQUARE)  # the only one that holds the pixel
ORDERS = as_printed(
    max_pool_regions,
    "24 orders in one window of 2×2, 256 places of the largest in four, windows of 1×1, nine places in 3×3; no ties",
    "regions",
)
SQUARE_AVERAGES = as_printed(average_pools, "images of up to 6×6, windows of 1×1, 2×2, 3×3 side by side")
ROW = s * p + u
COLUMN = s * q + v
IN_WINDOW = Element(X_j, ROW, COLUMN)
SHARE = 1 / (h * w)
MET = [Same(ROW, r), Same(COLUMN, c)]  # the window at p, q meets the pixel r, c with its element u, v
TO_PIXEL = Partial(Y_j_pq, X_j_rc)
ALL_WINDOWS = Equation(dX_j_rc, SumOver(dY_j_pq * TO_PIXEL, p, q))
AVERAGE = Equation(Y_j_pq, SHARE * Sum(Sum(IN_WINDOW, v, 0, w - 1), u, 0, h - 1))
EVERY_WINDOW = "every number of images and channels, every size of windows and output, every stride, windows inside"
OVERLAPPING = as_printed(
    largest_in_windows, "720 orders of six pixels under two windows; windows up to 3×2, 2×3, strides 1 to 3", "regions"
)
OVERLAPPING_ONCE = as_printed(
    partial(largest_in_windows, 1),
    "720 orders of six pixels under two windows; one order for each other window",
    "regions",
)
AVERAGES = as_printed(average_windows, "two channels of up to 5×6, windows of up to 3×2 and 2×3, strides 1 to 3")
UNEVEN = as_run(
    uneven_strides, "five windows and strides that differ down and across; two images with two channels", "regions"
)
TIES = as_run(
    borders.tied_pixels,
    "pixels that tie, in one window and in two that overlap: the first of the largest gets the gradient",
    "regions",
    "ties under windows",
)
MANY = "13×14 pixels, each a letter plus a whole number, windows of one to 81 pixels, side by side or overlapping"
MANY_LARGEST = as_run(many_numbers.pooled, MANY, "regions", "many largest")
MANY_AVERAGES = as_run(many_numbers.averaged, MANY, "regions", "many averages")

CHAPTER = 6
FORMULAS = (
    Formula(
        id="max_pool2d.forward",
        title="Max pooling",
        slide="",
        rows=((Y_j_pq, Largest(IN_SQUARE, Below(u, v, k))),),
        functions=("max_pool2d",),
        proofs=(ORDERS, TIES),
        derives="max_pool2d.backward",
        step="premise",
    ),
    Formula(
        id="max_pool2d.slope",
        title="Slope of the maximum, and the chain rule",
        slide="",
        rows=((TO_SQUARE, Cases([1, Same(IN_SQUARE, Y_j_pq)], [0])), ONE_WINDOW),
        functions=("max_pool2d_backward",),
        proofs=(ORDERS,),
        derives="max_pool2d.backward",
        step="substitution",
    ),
    Formula(
        id="max_pool2d.backward",
        title="Gradient through max pooling",
        slide="",
        rows=((Gradient(IN_SQUARE), Cases([dY_j_pq, Same(IN_SQUARE, Y_j_pq)], [0])),),
        functions=("max_pool2d_backward",),
        proofs=(ORDERS, TIES),
        derives="max_pool2d.backward",
        step="result",
    ),
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
        id="max_pool2d.general",
        title="Max pooling with any window and stride",
        slide="",
        rows=((Y_j_pq, Largest(IN_WINDOW, Below(u, h), Below(v, w))),),
        functions=("max_pool2d_loops", "max_pool2d"),
        proofs=(OVERLAPPING, UNEVEN, MANY_LARGEST, TIES),
        derives="max_pool2d.general_backward",
        step="premise",
    ),
    Formula(
        id="max_pool2d.general_slope",
        title="Slopes of maxima in overlapping windows, and the chain rule",
        slide="",
        rows=((TO_PIXEL, SumWhere(1, [*MET, Same(X_j_rc, Y_j_pq)], [u, v])), ALL_WINDOWS),
        functions=("max_pool2d_backward",),
        proofs=(OVERLAPPING_ONCE,),
        derives="max_pool2d.general_backward",
        step="substitution",
    ),
    Formula(
        id="max_pool2d.general_backward",
        title="Gradient through max pooling with overlapping windows",
        slide="",
        rows=((dX_j_rc, SumWhere(dY_j_pq, [*MET, Same(X_j_rc, Y_j_pq)], [p, q, u, v])),),
        functions=("max_pool2d_backward_loops", "max_pool2d_backward"),
        proofs=(OVERLAPPING, UNEVEN, MANY_LARGEST, TIES),
        derives="max_pool2d.general_backward",
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
)
