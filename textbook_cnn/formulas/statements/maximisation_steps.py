"""The steps in which images are made to order."""

from __future__ import annotations

from ..examples.maximisation_steps import climbs, searches
from ..examples.more_steps import three_searches, three_shifted_climbs
from ..formula import Formula
from ..notation.derivatives import SlopeOfObjective
from ..notation.elementary import HalfTurnCosine, RootMeanSquare
from ..notation.letters import eta, m, t
from ..notation.numbers import Decimal
from ..notation.tensors import Step
from ..proofs import as_printed, as_run

LAST = t - 1
X_t, X_before = Step("X", t), Step("X", LAST)
V_t, V_before = Step("V", t), Step("V", LAST)
UPHILL = SlopeOfObjective(X_before)
DIRECTION = UPHILL / RootMeanSquare(UPHILL)
FALLING = eta / 2 * (1 + HalfTurnCosine(LAST, m))
SEARCHES = as_printed(
    searches, "two and three steps from V₀ = 0, for the maps before and behind a ReLU; J of every step", "regions"
)
CLIMBS = as_printed(climbs, "two steps of two images, for classes and feature maps; J of every step", "regions")
THREE_SEARCHES = as_run(
    three_searches, "three steps of two images behind a layer that is linear; J of every step", "regions"
)
SHIFTED = as_run(
    three_shifted_climbs,
    "three steps of two images whose scores are linear, each shifted by up to three pixels; J of every step",
    "regions",
)

CHAPTER = 9
FORMULAS = (
    Formula(
        id="seeing.inversion_step",
        title="A step towards given feature maps",
        slide="",
        rows=(
            (V_t, Decimal("0.8") * V_before + Decimal("0.2") * DIRECTION),
            (X_t, X_before - FALLING * V_t),
        ),
        functions=("invert_features",),
        proofs=(SEARCHES, THREE_SEARCHES),
    ),
    Formula(
        id="seeing.objective_step",
        title="A step of an image made to order",
        slide="",
        rows=((X_t, X_before + eta * DIRECTION),),
        functions=("maximise_activation",),
        proofs=(CLIMBS, SHIFTED),
    ),
)
