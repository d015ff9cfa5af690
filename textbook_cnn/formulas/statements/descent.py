"""Gradient descent: the step, what it does on parabolas and bowls, and the gradient of a batch."""

from __future__ import annotations

from dataclasses import replace

from ..examples.descent import (
    batches_of_images,
    bowls,
    every_step_of_a_bowl,
    every_step_on_a_parabola,
    images_one_by_one,
    parabolas,
    rates,
    steps,
)
from ..formula import Formula
from ..notation.arrays import E, P
from ..notation.cases import Less
from ..notation.derivatives import Gradient, PartGradient
from ..notation.elementary import Absolute
from ..notation.letters import L, N, S, a, b, eta, k, m, t
from ..notation.sets import In, OpenInterval, Where
from ..notation.sums import Indicator, Sum, SumOver
from ..notation.tensors import Element, OfPart, Step, Tensor
from ..proofs import as_printed

LAST = Step("P", t - 1)
P_t, P_0, BEST = Step("P", t), Step("P", 0), Tensor("P^*")
E_t, E_0 = Step("E", t), Step("E", 0)
FACTOR = 1 - eta * L
CURVATURES = Tensor("L")
L_k, P_t_k, P_0_k, BEST_k = (Element(A, k) for A in (CURVATURES, P_t, P_0, BEST))
IN_DIRECTION = 1 - eta * L_k

ANY_LOSS = as_printed(steps, "three steps of two arrays, any parameters, gradients and η")
PARABOLA = as_printed(parabolas, "six steps down a parabola, any L, P*, P₀ and η")
EVERY_STEP = as_printed(
    every_step_on_a_parabola, "every number of steps down a parabola, from one to the next", "all sizes"
)
RATES = as_printed(rates, "every real η L; SymPy solves the inequality", "all sizes")
BOWL = as_printed(bowls, "three steps in a bowl of one to three parameters, any L, P*, P₀ and η")
EVERY_STEP_OF_A_BOWL = as_printed(
    every_step_of_a_bowl, "every number of steps in a bowl, from one to the next", "all sizes"
)
A_PARABOLA, A_BOWL = replace(PARABOLA, kind="symbols"), replace(BOWL, kind="symbols")
IMAGES = as_printed(images_one_by_one, "a dense layer, one to four images")
BATCHES = as_printed(batches_of_images, "a dense layer, all batches of three and of four images")
SHARES = as_printed(batches_of_images, "all batches of three and of four images", "symbols")

CHAPTER = 4
FORMULAS = (
    Formula(
        id="descent.step",
        title="A step of gradient descent",
        slide="",
        rows=((P_t, LAST - eta * Gradient(LAST)),),
        functions=("descent_step",),
        proofs=(ANY_LOSS,),
    ),
    Formula(
        id="descent.parabola",
        title="A parabola and its slope",
        slide="",
        rows=((E_t, L / 2 * (P_t - BEST) ** 2), (Gradient(P_t), L * (P_t - BEST))),
        proofs=(A_PARABOLA,),
        derives="descent.distance",
        step="premise",
    ),
    Formula(
        id="descent.substituted",
        title="The slope put into the step",
        slide="",
        rows=((P_t - BEST, LAST - eta * L * (LAST - BEST) - BEST),),
        functions=("descent_step",),
        proofs=(PARABOLA,),
        derives="descent.distance",
        step="substitution",
    ),
    Formula(
        id="descent.factor",
        title="The factor of one step",
        slide="",
        rows=((P_t - BEST, FACTOR * (LAST - BEST)),),
        functions=("descent_step",),
        proofs=(PARABOLA,),
        derives="descent.distance",
        step="substitution",
    ),
    Formula(
        id="descent.distance",
        title="The distance after t steps",
        slide="",
        rows=((P_t - BEST, FACTOR**t * (P_0 - BEST)),),
        functions=("descent_step",),
        proofs=(PARABOLA, EVERY_STEP),
        derives="descent.distance",
        step="result",
    ),
    Formula(
        id="descent.loss_substituted",
        title="The distance put into the loss",
        slide="",
        rows=((E_t, L / 2 * (FACTOR**t * (P_0 - BEST)) ** 2),),
        functions=("descent_step",),
        proofs=(PARABOLA, EVERY_STEP),
        derives="descent.loss",
        step="substitution",
    ),
    Formula(
        id="descent.loss",
        title="The loss after t steps",
        slide="",
        rows=((E_t, FACTOR ** (2 * t) * E_0),),
        functions=("descent_step",),
        proofs=(PARABOLA, EVERY_STEP),
        derives="descent.loss",
        step="result",
    ),
    Formula(
        id="descent.fall",
        title="How far the loss falls in a step",
        slide="",
        rows=((Step("E", t - 1) - E_t, eta * L * (2 - eta * L) * Step("E", t - 1)),),
        functions=("descent_step",),
        proofs=(PARABOLA,),
    ),
    Formula(
        id="descent.rates",
        title="Rates that converge",
        slide="",
        rows=((Where(eta * L, Less(Absolute(FACTOR), 1)), OpenInterval(0, 2)),),
        proofs=(RATES,),
    ),
    Formula(
        id="descent.bowl",
        title="A bowl with a curvature for each direction",
        slide="",
        rows=((E_t, SumOver(L_k / 2 * (P_t_k - BEST_k) ** 2, k)),),
        proofs=(A_BOWL,),
        derives="descent.directions",
        step="premise",
    ),
    Formula(
        id="descent.directions",
        title="Each direction for itself",
        slide="",
        rows=((P_t_k - BEST_k, IN_DIRECTION**t * (P_0_k - BEST_k)),),
        functions=("descent_step",),
        proofs=(BOWL, EVERY_STEP_OF_A_BOWL),
        derives="descent.directions",
        step="result",
    ),
    Formula(
        id="descent.mean",
        title="The gradient of a mean",
        slide="",
        rows=(
            (E, (1 / N) * Sum(OfPart("E", b), b, 1, N)),
            (Gradient(P), (1 / N) * Sum(PartGradient("P", b), b, 1, N)),
        ),
        functions=("squared_error",),
        proofs=(IMAGES,),
        derives="descent.batches",
        step="premise",
    ),
    Formula(
        id="descent.share",
        title="The share of the batches that an image is in",
        slide="",
        rows=(((1 / S) * Sum(Indicator(In(b, a)), a, 1, S), m / N),),
        proofs=(SHARES,),
        derives="descent.batches",
        step="substitution",
    ),
    Formula(
        id="descent.batches",
        title="The mean over all batches",
        slide="",
        rows=(((1 / S) * Sum(PartGradient("P", a), a, 1, S), Gradient(P)),),
        functions=("squared_error",),
        proofs=(BATCHES,),
        derives="descent.batches",
        step="result",
    ),
)
