"""The layer as loops and as shifted images, and its number of products."""

from __future__ import annotations

from functools import partial

from ..examples import many_images
from ..examples.sums import PRODUCTS, SUMS, counted, plain_layers
from ..formula import Formula
from ..notation.arrays import K_ij, X_j, Y_i_pq
from ..notation.letters import H_out, N, W_out, d, h, j, n, p, q, u, v, w
from ..notation.spelling import Product
from ..notation.sums import Sum
from ..notation.tensors import Element, Tensor
from ..proofs import as_printed, as_run
from .convolution import LAST_COLUMN, LAST_ROW

MET = Element(X_j, p + u, q + v) * Element(K_ij, u, v)
LOOPS = as_printed(partial(plain_layers, "conv2d_loops", SUMS), "two images, four (d, n), two sizes and margins")
SHIFTS = as_printed(partial(plain_layers, "conv2d_shifts", SUMS), "two images, four (d, n), two sizes and margins")
MANY = as_run(many_images.other_ways, "up to 70 images or channels, rows of 75 pixels", "numbers", "other ways, many")
COUNTED = as_printed(
    partial(counted, "conv2d", ((1, 1), (2, 3), (3, 3))), "counted while conv2d runs; what it returns is the definition"
)

CHAPTER = 3
FORMULAS = (
    Formula(
        id="fast.loops",
        title="Convolution layer as one sum of products",
        slide="",
        rows=((Y_i_pq, Sum(Sum(Sum(MET, v, 0, LAST_COLUMN), u, 0, LAST_ROW), j, 1, n)),),
        functions=("conv2d_loops", "conv2d"),
        proofs=(LOOPS, MANY),
    ),
    Formula(
        id="fast.shifts",
        title="The same sum with the place in the kernel outside",
        slide="",
        rows=((Y_i_pq, Sum(Sum(Sum(MET, j, 1, n), v, 0, LAST_COLUMN), u, 0, LAST_ROW)),),
        functions=("conv2d_shifts", "conv2d"),
        proofs=(SHIFTS, MANY),
    ),
    Formula(
        id="conv2d.products",
        title="Products of the definition",
        slide="",
        rows=((Tensor(PRODUCTS), Product(N, d, n, h, w, H_out, W_out)),),
        functions=("conv2d",),
        proofs=(COUNTED,),
    ),
)
