"""How many pixels one output can see."""

from __future__ import annotations

from ..examples.receptive import fields, uneven_fields
from ..formula import Formula
from ..notation.letters import t
from ..notation.tensors import Step
from ..proofs import as_printed, as_run

CHAPTER = 9
FORMULAS = (
    Formula(
        id="seeing.receptive_field",
        title="Receptive field, layer by layer",
        slide="",
        rows=(
            (Step("r", t), Step("r", t - 1) + (Step("k", t) - 1) * Step(r"\delta", t) * Step("g", t - 1)),
            (Step("g", t), Step("s", t) * Step("g", t - 1)),
        ),
        functions=("receptive_field", "conv2d"),
        proofs=(
            as_printed(
                fields,
                "five chains of up to six layers, r₀ = g₀ = 1, down and across; what stands in the polynomials that "
                "come out",
            ),
            as_run(
                uneven_fields,
                "a convolution, a pooling and a convolution with uneven windows, strides and margins; counted back",
                "numbers",
            ),
        ),
    ),
)
