"""Global average pooling: one mean for each feature map."""

from __future__ import annotations

from ..examples.global_pooling import many_whole_maps, whole_maps
from ..formula import Formula
from ..notation.arrays import X_j_rc, Y_j, dX_j_rc, dY_j
from ..notation.letters import c, h, r, w
from ..notation.sums import Sum
from ..proofs import as_printed, as_run

SHARE = 1 / (h * w)
MAPS = as_printed(whole_maps, "three channels of up to 4×5 pixels")
MANY = as_run(many_whole_maps, "two images with three channels of 13×14 pixels, each a letter plus a whole number")

CHAPTER = 6
FORMULAS = (
    Formula(
        id="global_avg_pool2d.forward",
        title="Global average pooling",
        slide="",
        rows=((Y_j, SHARE * Sum(Sum(X_j_rc, c, 0, w - 1), r, 0, h - 1)),),
        functions=("global_avg_pool2d",),
        proofs=(MAPS, MANY),
    ),
    Formula(
        id="global_avg_pool2d.backward",
        title="Gradient through global average pooling",
        slide="",
        rows=((dX_j_rc, SHARE * dY_j),),
        functions=("global_avg_pool2d_backward",),
        proofs=(MAPS, MANY),
    ),
)
