"""Slopes of a score with respect to the pixels."""

from __future__ import annotations

from ..examples.attribution import channel_scores, class_scores, rectified
from ..examples.chosen_layers import slopes_of_two_images
from ..examples.every_layer_seen import slopes_of_every_layer
from ..formula import Formula
from ..notation.arrays import M_pq, S, X_j, X_pq
from ..notation.cases import Both, Cases, Greater
from ..notation.derivatives import Slope
from ..notation.elementary import Absolute
from ..notation.largest import Largest, UpTo
from ..notation.letters import j, l, m, n, p, q
from ..notation.sums import SumOver
from ..notation.tensors import Element, Tensor
from ..proofs import as_printed, as_run

Y_l = Tensor("Y", l)
G_X = Tensor("G_X")
G_Y = Tensor("G_Y")
G_Y_pq = Element(G_Y, p, q)
MEAN = 1 / m**2
REGIONS = "images of 2×3×2 and 3×2×3, a convolution layer, a ReLU and a dense layer; six choices of signs, two classes"

CHAPTER = 10
FORMULAS = (
    Formula(
        id="seeing.score",
        title="Score of a channel, and its gradient for the pixels",
        slide="",
        layout="implies",
        rows=(
            (S, MEAN * SumOver(Element(Y_l, p, q), p, q)),
            (Element(Tensor("G", j), p, q), Slope(Element(X_j, p, q))),
        ),
        functions=("input_gradient",),
        proofs=(
            as_printed(
                channel_scores,
                "both channels of a convolution layer, maps of 2×2 and 4×4 as large as the image, six choices of signs",
                "regions",
            ),
            as_run(
                slopes_of_every_layer,
                "units of maps of 2×4 and of classes, in a network of all kinds of layers; two images",
                "regions",
            ),
        ),
    ),
    Formula(
        id="seeing.saliency",
        title="Saliency map",
        slide="",
        rows=((M_pq, Largest(Absolute(Slope(Element(X_j, p, q))), UpTo(j, n))),),
        functions=("saliency", "input_gradient"),
        proofs=(
            as_printed(class_scores, REGIONS, "regions"),
            as_run(
                slopes_of_two_images,
                "two images with a unit of its own for each, of two layers that others follow; three choices of signs",
                "regions",
            ),
        ),
    ),
    Formula(
        id="seeing.guided",
        title="Guided backpropagation through a ReLU",
        slide="",
        rows=((Element(G_X, p, q), Cases([G_Y_pq, Both(Greater(X_pq, 0), Greater(G_Y_pq, 0))], [0])),),
        functions=("guided_backpropagation",),
        proofs=(as_printed(rectified, "four inputs, all 16 choices of signs, four of what comes back", "regions"),),
    ),
)
