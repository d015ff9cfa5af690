"""How the size of the first weights is found: what a dense layer behind a ReLU makes of variances."""

from __future__ import annotations

from ..examples.network_first_weights import drawn_layers, he_layers, several_layers
from ..formula import Formula
from ..notation.arrays import W_ij, X_j, Y_i
from ..notation.cases import Cases, Larger, Same
from ..notation.chance import Mean, VarianceOfDraws
from ..notation.letters import i, j, l, n
from ..notation.nodes import Over
from ..notation.sums import Sum
from ..notation.tensors import Tensor
from ..proofs import as_printed, as_run

W_il, X_l, Z_j = Tensor("W", i, l), Tensor("X", l), Tensor("Z", j)
OF_WEIGHT, OF_OUTPUT, OF_INPUT = map(VarianceOfDraws, (W_ij, Y_i, Z_j))
SQUARE = Mean(Y_i**2)
BOTH_WEIGHTS, BOTH_INPUTS = Mean(W_ij * W_il), Mean(X_j * X_l)
PRODUCTS = Sum(Mean(W_ij * W_il * X_j * X_l), l, 1, n)
LIKELY = "inputs as likely as their negatives"
DRAWS = as_printed(
    drawn_layers, f"up to three inputs, every draw: what init makes of numbers with the mean 0, {LIKELY}", "regions"
)
KEPT = as_printed(
    he_layers, f"up to three inputs, every draw: weights of the mean 0 and the variance 2/n, {LIKELY}", "regions"
)
LAYERS = as_run(
    several_layers,
    "a network of four layers with 2, 8, 32 and 8 inputs a unit, one of them in groups: each weight is a draw of its "
    "own times its spread, biases are 0; two seeds",
)
HE = "he_initialisation"

CHAPTER = 6
FORMULAS = (
    Formula(
        id="first_weights.independent",
        title="Weights drawn one by one, with the mean zero",
        slide="",
        rows=(
            (Mean(W_ij * W_il * X_j * X_l), BOTH_WEIGHTS * BOTH_INPUTS),
            (BOTH_WEIGHTS, Cases([OF_WEIGHT, Same(l, j)], [0])),
        ),
        functions=("Network",),
        proofs=(DRAWS, LAYERS),
        derives=HE,
        step="premise",
    ),
    Formula(
        id="first_weights.sum",
        title="Variance of a sum of products",
        slide="",
        rows=(
            (OF_OUTPUT, SQUARE),
            (OF_OUTPUT, Sum(PRODUCTS, j, 1, n)),
            (OF_OUTPUT, Sum(OF_WEIGHT * Mean(X_j**2), j, 1, n)),
        ),
        functions=("dense",),
        proofs=(DRAWS,),
        derives=HE,
        step="substitution",
    ),
    Formula(
        id="first_weights.half",
        title="Mean square behind a rectifier",
        slide="",
        rows=((Mean(X_j**2), Mean(Larger(Z_j, 0) ** 2)), (Mean(X_j**2), Over(1, 2) * OF_INPUT)),
        functions=("relu",),
        proofs=(DRAWS,),
        derives=HE,
        step="substitution",
    ),
    Formula(
        id="first_weights.layer",
        title="What a layer makes of a variance",
        slide="",
        rows=((OF_OUTPUT, n / 2 * OF_WEIGHT * OF_INPUT),),
        functions=("relu", "dense"),
        proofs=(DRAWS,),
        derives=HE,
        step="substitution",
    ),
    Formula(
        id="first_weights.kept",
        title="The variance that keeps a variance",
        slide="",
        layout="implies",
        rows=((OF_WEIGHT, 2 / n), (OF_OUTPUT, OF_INPUT)),
        functions=("relu", "dense"),
        proofs=(KEPT,),
        derives=HE,
        step="substitution",
    ),
)
