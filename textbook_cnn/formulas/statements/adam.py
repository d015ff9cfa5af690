"""Adam."""

from __future__ import annotations

from typing import Any

from ..examples.adam import adam_steps
from ..formula import Formula
from ..notation.cases import Root
from ..notation.letters import beta_1, beta_2, epsilon, eta, t
from ..notation.nodes import Negative, Node, Over, Plus, Power, Slash, Times
from ..notation.tensors import Step
from ..proofs import as_printed

LAST_STEP = Plus(t, Negative(1))
ADAM = as_printed(adam_steps, "three steps, any gradients, η, β₁, β₂ and ε", "regions")


def average(letter: str, beta: Any, new: Node) -> tuple[Node, Node]:
    """Return the running average of something new in every step."""
    return Step(letter, t), Plus(Times(beta, Step(letter, LAST_STEP)), Times(Plus(1, Negative(beta)), new))


CHAPTER = 5
FORMULAS = (
    Formula(
        id="adam.moments",
        title="Running averages of Adam",
        slide="",
        rows=(average("M", beta_1, Step("G", t)), average("V", beta_2, Power(Step("G", t), 2))),
        functions=("adam_init", "adam_step"),
        proofs=(ADAM,),
    ),
    Formula(
        id="adam.step",
        title="A step of Adam",
        slide="",
        rows=(
            (
                Step("P", t),
                Plus(
                    Step("P", LAST_STEP),
                    Negative(
                        Times(
                            eta,
                            Over(
                                Slash(Step("M", t), Plus(1, Negative(Power(beta_1, t)))),
                                Plus(Root(Slash(Step("V", t), Plus(1, Negative(Power(beta_2, t))))), epsilon),
                            ),
                        )
                    ),
                ),
            ),
        ),
        functions=("adam_step",),
        proofs=(ADAM,),
    ),
)
