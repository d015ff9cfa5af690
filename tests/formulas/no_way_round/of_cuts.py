"""Bugs that sleep without a comparison: slices, loops, pairs and rolls that matter where something is large."""

from tests.formulas.no_way_round.bug import bugs_of
from tests.formulas.no_way_round.of_layers import (
    entropies,
    of_pools,
    of_relu,
    of_scores,
    pooling,
    powers,
    relu,
)
from tests.formulas.no_way_round.of_training import adam, of_adam

# function, the formula whose proofs judge it, a call that shows the bug: what is wrong, a piece, its place
TABLE = {
    (relu.relu, "relu.forward", of_relu): [
        (
            "a loop over what is more than two rows",
            "return elementwise(",
            "two = 2\n    for _ in range(X.shape[0] - two):\n        X = X + X\n    return elementwise(",
        ),
        (
            "five rows, by not",
            "return elementwise(",
            "two = 2\n    X = X + X * (not X.shape[0] - two * two - 1)\n    return elementwise(",
        ),
        (
            "a row of ones, by repetition",
            "return elementwise(",
            "two = 2\n    X = X + X * sum((1,) * (X.shape[0] - two))\n    return elementwise(",
        ),
    ],
    (pooling.max_pool2d, "max_pool2d.general", of_pools): [
        ("windows of more than four rows", "g.slices(0)]", "g.slices(0)[: X.ndim]]"),
    ],
    (powers.powers_and_sums, "softmax", of_scores): [
        ("classes beyond the sixteenth", "xp.sum(powers, ", "xp.sum(powers[:, : Z.ndim**2 * Z.ndim**2], "),
    ],
    (entropies.row_sums, "softmax_cross_entropy.forward", of_scores): [
        ("classes beyond the sixteenth", "xp.sum(halves, ", "xp.sum(halves[:, : Z.ndim**2 * Z.ndim**2], "),
        ("images beyond the sixteenth", "xp.sum(halves, axis=1)", "xp.sum(halves, axis=1)[: Z.ndim**2 * Z.ndim**2]"),
    ],
    (adam.adam_step, "adam.step", of_adam): [
        (
            "steps beyond the sixteenth",
            "t = checked_step(state.step) + 1",
            "t, two = state.step + 1, 2\n    for _ in range(t - two * two * two * two):\n        t = t - 1",
        ),
    ],
}
BUGS = bugs_of({place: [(*bug, "number of cuts") for bug in bugs] for place, bugs in TABLE.items()})
