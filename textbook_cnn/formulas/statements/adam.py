"""Adam."""

from __future__ import annotations

from typing import Any

from ..examples.adam import adam_steps
from ..formula import Formula
from ..notation.elementary import Root
from ..notation.letters import beta_1, beta_2, epsilon, eta, t
from ..notation.nodes import Node
from ..notation.spelling import Slash
from ..notation.tensors import Step
from ..proofs import as_printed

LAST_STEP = t - 1
CORRECTED_MEAN = Slash(Step("M", t), 1 - beta_1**t)
CORRECTED_SQUARE = Slash(Step("V", t), 1 - beta_2**t)
ADAM = as_printed(adam_steps, "three steps, any gradients, η, β₁, β₂ and ε", "regions")


def average(letter: str, beta: Any, new: Node) -> tuple[Node, Node]:
    """Return the running average of something new in every step."""
    return Step(letter, t), beta * Step(letter, LAST_STEP) + (1 - beta) * new


CHAPTER = 6
FORMULAS = (
    Formula(
        id="adam.moments",
        title="Running averages of Adam",
        slide="",
        rows=(average("M", beta_1, Step("G", t)), average("V", beta_2, Step("G", t) ** 2)),
        functions=("adam_init", "adam_step"),
        proofs=(ADAM,),
    ),
    Formula(
        id="adam.step",
        title="A step of Adam",
        slide="",
        rows=((Step("P", t), Step("P", LAST_STEP) - eta * (CORRECTED_MEAN / (Root(CORRECTED_SQUARE) + epsilon))),),
        functions=("adam_step",),
        proofs=(ADAM,),
    ),
)
