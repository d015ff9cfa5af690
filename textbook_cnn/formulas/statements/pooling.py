"""Max pooling, side by side, with any window and stride, and with padding."""

from __future__ import annotations

from functools import partial

from ..examples import borders, many_numbers
from ..examples.pooling import largest_in_windows, max_pool_regions, uneven_strides
from ..examples.pooling_padded import many_largest, padded_largest
from ..formula import Equation, Formula
from ..notation.arrays import X_j, X_j_rc, Y_j_pq, dX_j_rc, dY_j_pq
from ..notation.cases import Cases, Same
from ..notation.derivatives import Gradient, Partial
from ..notation.largest import Below, Largest
from ..notation.letters import c, h, j, k, l, p, q, r, s, t, u, v, w
from ..notation.sums import SumOver, SumWhere
from ..notation.tensors import Element, Tensor
from ..proofs import as_printed, as_run

IN_SQUARE = Element(X_j, k * p + u, k * q + v)
TO_SQUARE = Partial(Y_j_pq, IN_SQUARE)
ONE_WINDOW = Equation(Gradient(IN_SQUARE), dY_j_pq * TO_SQUARE)  # the only one that holds the pixel
ORDERS = as_printed(
    max_pool_regions,
    "24 orders in one window of 2×2, 256 places of the largest in four, windows of 1×1, nine places in 3×3; no ties",
    "regions",
)
ROW = s * p + u
COLUMN = s * q + v
IN_WINDOW = Element(X_j, ROW, COLUMN)
MET = [Same(ROW, r), Same(COLUMN, c)]  # the window at p, q meets the pixel r, c with its element u, v
MET_PADDED = [Same(ROW - t, r), Same(COLUMN - l, c)]
CONTINUED = Tensor(r"\bar{X}", j)  # with margins t and l, in which nothing is larger than in the window
TO_PIXEL = Partial(Y_j_pq, X_j_rc)
ALL_WINDOWS = Equation(dX_j_rc, SumOver(dY_j_pq * TO_PIXEL, p, q))
OVERLAPPING = as_printed(
    largest_in_windows,
    "720 orders of six pixels under two windows; windows up to 3×2, 2×3, strides 1 to 3; no ties",
    "regions",
)
OVERLAPPING_ONCE = as_printed(
    partial(largest_in_windows, 1),
    "720 orders of six pixels under two windows; one order for each other window; no ties",
    "regions",
)
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
PADDED = as_printed(
    padded_largest,
    "two channels of up to 5×5, windows of up to 3×2 and 2×3, strides 1 and 2, four margins, windows beyond the end; "
    "no ties",
    "regions",
)
MANY_PADDED = as_run(
    many_largest, f"{MANY}; margins by numbers, “same”, and windows beyond the end", "regions", "many padded"
)

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
        id="max_pool2d.padded",
        title="Max pooling with padding",
        slide="",
        rows=(
            (Y_j_pq, Largest(Element(CONTINUED, ROW, COLUMN), Below(u, h), Below(v, w))),
            (Element(CONTINUED, r + t, c + l), X_j_rc),
        ),
        functions=("max_pool2d",),
        proofs=(PADDED, MANY_PADDED),
    ),
    Formula(
        id="max_pool2d.padded_backward",
        title="Gradient through max pooling with padding",
        slide="",
        rows=((dX_j_rc, SumWhere(dY_j_pq, [*MET_PADDED, Same(X_j_rc, Y_j_pq)], [p, q, u, v])),),
        functions=("max_pool2d_backward",),
        proofs=(PADDED, MANY_PADDED),
    ),
)
