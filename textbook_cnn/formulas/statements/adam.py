"""Adam."""

from __future__ import annotations

from typing import Any

from ..examples import types
from ..examples.adam import adam_steps, averages_of_ones, drawn_gradients, many_parameters
from ..formula import Formula
from ..notation.chance import Mean
from ..notation.elementary import Absolute, Root
from ..notation.letters import beta_1, beta_2, epsilon, eta, t, tau
from ..notation.nodes import Node
from ..notation.spelling import Slash
from ..notation.sums import Sum
from ..notation.tensors import Step
from ..proofs import as_printed, as_run

LAST_STEP = t - 1
CORRECTED_MEAN = Slash(Step("M", t), 1 - beta_1**t)
CORRECTED_SQUARE = Slash(Step("V", t), 1 - beta_2**t)
MANY = as_run(many_parameters, "two steps of three parameters, each as it moves alone", "regions")
ADAM = as_printed(
    adam_steps, "three steps, averages that start at 0, any gradients, η and ε, β₁ and β₂ below 1", "regions"
)
DRAWN = as_printed(
    drawn_gradients,
    "three steps, averages that start at 0, gradients of any two equally likely values, any η, β₁, β₂ and ε",
    "regions",
)
TYPES = as_run(
    types.steps, "numbers of NumPy's, arrays of up to three axes, 40 parameters", "numbers", "types of steps"
)
ONES = as_printed(
    averages_of_ones, "three steps, any β₁ and β₂; averages that start at 0, of gradients that are all 1", "regions"
)
G_t, G_1, G_TAU = Step("G", t), Step("G", 1), Step("G", tau)


def average(letter: str, beta: Any, new: Node) -> tuple[Node, Node]:
    """Return the running average of something new in every step."""
    return Step(letter, t), beta * Step(letter, LAST_STEP) + (1 - beta) * new


def closed(letter: str, beta: Any, new: Node) -> tuple[Node, Node]:
    """Return the running average as a sum over all steps so far; what is new in the step τ is given."""
    return Step(letter, t), (1 - beta) * Sum(beta ** (t - tau) * new, tau, 1, t)


def shares(beta: Any) -> tuple[Node, Node]:
    """Return what the shares of all steps in a running average add up to."""
    return (1 - beta) * Sum(beta ** (t - tau), tau, 1, t), 1 - beta**t


CHAPTER = 6
FORMULAS = (
    Formula(
        id="adam.moments",
        title="Running averages of Adam",
        slide="",
        rows=(average("M", beta_1, G_t), average("V", beta_2, G_t**2)),
        functions=("adam_step",),
        proofs=(ADAM,),
        derives="adam.unbiased",
        step="premise",
    ),
    Formula(
        id="adam.closed",
        title="Running averages as sums over all steps",
        slide="",
        rows=(closed("M", beta_1, G_TAU), closed("V", beta_2, G_TAU**2)),
        functions=("adam_init", "adam_step"),
        proofs=(ADAM,),
        derives="adam.unbiased",
        step="substitution",
    ),
    Formula(
        id="adam.shares",
        title="Shares of all steps in a running average",
        slide="",
        rows=(shares(beta_1), shares(beta_2)),
        functions=("adam_step",),
        proofs=(ONES,),
        derives="adam.unbiased",
        step="substitution",
    ),
    Formula(
        id="adam.unbiased",
        title="The corrected averages have no bias",
        slide="",
        rows=((Mean(CORRECTED_MEAN), Mean(G_t)), (Mean(CORRECTED_SQUARE), Mean(G_t**2))),
        functions=("adam_step",),
        proofs=(DRAWN,),
        derives="adam.unbiased",
        step="result",
    ),
    Formula(
        id="adam.step",
        title="A step of Adam",
        slide="",
        rows=((Step("P", t), Step("P", LAST_STEP) - eta * (CORRECTED_MEAN / (Root(CORRECTED_SQUARE) + epsilon))),),
        functions=("adam_step",),
        proofs=(ADAM, MANY, TYPES),
        derives="adam.first_step",
        step="premise",
    ),
    Formula(
        id="adam.first_averages",
        title="The averages after one step",
        slide="",
        rows=((Slash(Step("M", 1), 1 - beta_1), G_1), (Slash(Step("V", 1), 1 - beta_2), G_1**2)),
        functions=("adam_step",),
        proofs=(ADAM,),
        derives="adam.first_step",
        step="substitution",
    ),
    Formula(
        id="adam.first_step",
        title="The first step of Adam",
        slide="",
        rows=((Step("P", 1), Step("P", 0) - eta * (G_1 / (Absolute(G_1) + epsilon))),),
        functions=("adam_init", "adam_step"),
        proofs=(ADAM,),
        derives="adam.first_step",
        step="result",
    ),
)
