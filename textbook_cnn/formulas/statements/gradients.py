"""A batch in parts."""

from __future__ import annotations

from ..examples.epochs import epochs
from ..examples.gradients import micro_batches, shared_batches
from ..examples.left_out import defaults_of_training
from ..examples.scores_in_parts import draws_of_parts, evaluations
from ..formula import Formula
from ..notation.arrays import E, P
from ..notation.derivatives import Gradient, PartGradient
from ..notation.letters import N, S, a
from ..notation.sums import Sum
from ..notation.tensors import OfPart
from ..proofs import as_printed, as_run

E_a = OfPart("E", a)
N_a = OfPart("N", a)
IN_PARTS = as_printed(
    micro_batches,
    "the step of training and train, on one worker and several: 4 to 1,024 images, of two kinds, in up to 22 parts, "
    "unequal ones too; one dense layer, or two with a ReLU between them; every parameter, the loss and the number of "
    "right answers",
    "regions",
)
SHARED = as_printed(
    shared_batches,
    "batches of 2 to 32 images, of two kinds, that up to 20 processes share, some of them without any",
    "regions",
)
LOOP = as_run(
    epochs,
    "train, called in 20 ways (rate or schedule, a share of the images held out, others or none, patience or none, "
    "alone or as one of three processes): which images, draws, rate, parameters and state each step is given, in up to "
    "seven epochs of five uneven batches; what is measured, noted and told, and what comes back",
    "numbers",
)
DEFAULTS = as_run(
    defaults_of_training,
    "train and adam_step with nothing chosen: the same of three epochs of two batches; one step",
    "numbers",
)
DRAWS = as_run(
    draws_of_parts,
    "from what each part of 200 images draws, on one worker and three, and with one generator for all of them",
    "numbers",
)
MEASURED = as_run(evaluations, "evaluate and predict, 4 and 8 images in parts of up to three", "regions")

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
        proofs=(IN_PARTS, SHARED, LOOP, DEFAULTS, DRAWS, MEASURED),
    ),
)
