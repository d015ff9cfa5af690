"""The way back of the deconvnet."""

from __future__ import annotations

from ..examples.every_layer_seen import strongest_places
from ..examples.projection import projected
from ..formula import Formula
from ..notation.cases import Larger
from ..notation.letters import p, q
from ..notation.tensors import Element
from ..proofs import as_printed, as_run
from .attribution import G_X, G_Y

CHAPTER = 9
FORMULAS = (
    Formula(
        id="seeing.deconvnet",
        title="The deconvnet's way back through a ReLU",
        slide="",
        rows=((Element(G_X, p, q), Larger(Element(G_Y, p, q), 0)),),
        functions=("deconvnet",),
        proofs=(
            as_printed(projected, "four inputs, all 16 choices of signs, two weights, two biases", "regions"),
            as_run(strongest_places, "the largest of one map of 2×3, six choices of signs; two images", "regions"),
        ),
    ),
)
