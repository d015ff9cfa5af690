"""Loss and gradients of one batch, cut into micro-batches that worker threads share.

How a batch is cut, and the order in which the parts are summed, depend on the batch alone: the result is the same, bit
by bit, for any number of workers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from numpy.random import default_rng

from .._arrays import Array, array_namespace, is_numpy_array, narrowed, widened
from ..layers.softmax_cross_entropy import cross_entropy_of_targets, cross_entropy_of_targets_backward
from ..network.network import Network
from .scores import number_right
from .threads import Workers

LARGEST_PART = 48  # images at the most: more are no faster and take more memory
LEAST_PART = 16  # images: below this, Python's own time shows


class Step(NamedTuple):
    """Mean loss of a batch, number of right answers (both 0-d arrays), and the gradients by name."""

    loss: Array
    right: Array
    grads: dict[str, Array]


def parts(X: Array) -> list[slice]:
    """The micro-batches of a batch: for NumPy an even number, so that two threads share them evenly; one elsewhere."""
    N = X.shape[0]
    pairs = -(-N // (2 * LARGEST_PART))
    size = max(LEAST_PART, -(-N // (2 * pairs))) if is_numpy_array(X) else N
    return [slice(start, min(start + size, N)) for start in range(0, N, size)]


def loss_and_gradients(
    network: Network,
    params: Mapping[str, Array],
    X: Array,
    T: Array,
    seed: Sequence[int],
    pool: Workers | None = None,
    draws: Any = None,
) -> Step:
    """Mean cross-entropy of a batch with target rows T, and its gradients.

    `seed` fixes the dropout masks, unless a GPU's own generator `draws` them.
    """

    def run(i: int, part: slice) -> Step:
        x, t = X[part, ...], T[part, :]
        share = x.shape[0] / X.shape[0]
        Z, cache = network.forward(params, x, rng=draws or default_rng([*seed, i]))
        scores = widened(Z)
        loss, dZ = cross_entropy_of_targets(scores, t), cross_entropy_of_targets_backward(scores, t)
        if share < 1:
            loss, dZ = loss * share, dZ * share
        _, grads = network.backward(params, cache, narrowed(dZ, Z.dtype), input_gradient=False)
        return Step(loss, number_right(Z, t, array_namespace(Z)), grads)

    cuts = parts(X)
    first, *others = map(run, range(len(cuts)), cuts) if pool is None else pool.map(run, range(len(cuts)), cuts)
    loss, right, total = first.loss, first.right, {key: widened(G) for key, G in first.grads.items()}
    for step in others:
        loss, right = loss + step.loss, right + step.right
        total = {key: total[key] + widened(step.grads[key]) for key in total}
    return Step(loss, right, {key: narrowed(total[key], G.dtype) for key, G in first.grads.items()})
