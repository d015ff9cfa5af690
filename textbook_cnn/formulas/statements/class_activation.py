"""Feature maps weighted by their slopes, and windows that are hidden."""

from __future__ import annotations

from ..examples.chosen_layers import maps_before_a_score, windows_before_a_score
from ..examples.class_activation import HIDDEN, hidden_windows, weighted_maps
from ..examples.every_layer_seen import uneven_maps, uneven_windows
from ..formula import Formula
from ..notation.arrays import S
from ..notation.cases import Larger
from ..notation.derivatives import Slope
from ..notation.letters import i, n, p, q
from ..notation.sums import Sum, SumOver
from ..notation.tensors import Element, Tensor
from ..proofs import as_printed, as_run
from .attribution import MEAN, REGIONS

A_i = Tensor("A", i)
D = Tensor("D")
L = Tensor("L")

CHAPTER = 10
FORMULAS = (
    Formula(
        id="seeing.grad_cam",
        title="Grad-CAM",
        slide="",
        rows=(
            (Tensor(r"\alpha", i), MEAN * SumOver(Slope(Element(A_i, p, q)), p, q)),
            (Element(L, p, q), Larger(Sum(Tensor(r"\alpha", i) * Element(A_i, p, q), i, 1, n), 0)),
        ),
        functions=("grad_cam",),
        proofs=(
            as_printed(
                weighted_maps,
                "one map and three of 2×2, two of 1×1, and a dense layer; six choices of signs",
                "regions",
            ),
            as_run(uneven_maps, "two images with two maps of 2×3 each, a class of its own for each", "regions"),
            as_run(maps_before_a_score, "the same for the scores of two layers that others follow", "regions"),
        ),
    ),
    Formula(
        id="seeing.occlusion",
        title="Fall of the score when a window is hidden",
        slide="",
        rows=((Element(D, p, q), S - Element(Tensor(HIDDEN), p, q)),),
        functions=("occlusion_map",),
        proofs=(
            as_printed(hidden_windows, REGIONS, "regions"),
            as_run(
                uneven_windows,
                "four sizes and strides of windows over 8×9 pixels, two colours; a dense layer",
                "regions",
            ),
            as_run(windows_before_a_score, "units of two layers that others follow", "regions"),
        ),
    ),
)
