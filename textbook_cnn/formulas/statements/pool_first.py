"""Bias and ReLU change places with max pooling."""

from __future__ import annotations

from ..examples.pool_first import pooled_and_rectified, reordered_networks
from ..formula import Formula
from ..notation.arrays import B_j, X_j, dY_j
from ..notation.functions import Pooled, Rectified, ThroughPool, ThroughRelu
from ..notation.letters import c, p, q, r
from ..notation.sums import SumOver
from ..notation.tensors import Element
from ..proofs import as_printed, as_run

REORDERED = as_printed(
    pooled_and_rectified,
    "a window in all 24 orders, 0 to 4 of its elements positive; four windows in one order",
    "regions",
)
NETWORKS = as_run(
    reordered_networks,
    "two networks with the same parameters, windows 2×2 and 3×2, strides 1 and 2: outputs and all gradients",
    "regions",
)

CHAPTER = 6
FORMULAS = (
    Formula(
        id="pool_first.forward",
        title="Bias and ReLU change places with max pooling",
        slide="",
        rows=((Pooled(X_j + B_j), Pooled(X_j) + B_j), (Pooled(Rectified(X_j)), Rectified(Pooled(X_j)))),
        functions=("pool_first", "max_pool2d", "relu"),
        proofs=(REORDERED, NETWORKS),
    ),
    Formula(
        id="pool_first.backward",
        title="The gradients change places too",
        slide="",
        rows=(
            (ThroughPool(X_j + B_j, dY_j), ThroughPool(X_j, dY_j)),
            (SumOver(Element(ThroughPool(X_j, dY_j), r, c), r, c), SumOver(Element(dY_j, p, q), p, q)),
            (ThroughRelu(X_j, ThroughPool(Rectified(X_j), dY_j)), ThroughPool(X_j, ThroughRelu(Pooled(X_j), dY_j))),
        ),
        functions=("pool_first", "max_pool2d_backward", "relu_backward"),
        proofs=(REORDERED, NETWORKS),
    ),
)
