"""A batch in parts."""

from __future__ import annotations

from ..examples.gradients import micro_batches, shared_batches
from ..formula import Formula
from ..notation.arrays import E, P
from ..notation.derivatives import Gradient, PartGradient
from ..notation.letters import N, S, a
from ..notation.sums import Sum
from ..notation.tensors import OfPart
from ..proofs import as_printed

E_a = OfPart("E", a)
N_a = OfPart("N", a)
IN_PARTS = as_printed(
    micro_batches,
    "the step of training and train, on one worker and several: 4 to 1,024 images in up to 22 parts, unequal ones too; "
    "one dense layer, or two with a ReLU between them; every parameter, the loss and the number of right answers",
    "regions",
)
SHARED = as_printed(
    shared_batches, "batches of 2 to 32 images that up to 20 processes share, some of them without any", "regions"
)

CHAPTER = 7
FORMULAS = (
    Formula(
        id="training.parts",
        title="A batch in parts",
        slide="",
        rows=(
            (E, Sum(N_a / N * E_a, a, 1, S)),
            (Gradient(P), Sum(N_a / N * PartGradient("P", a), a, 1, S)),
        ),
        functions=("train",),
        proofs=(IN_PARTS, SHARED),
    ),
)
