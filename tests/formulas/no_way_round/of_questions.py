"""Bugs that ask without a comparison, or spend a question that NumPy's arrays do not need on another."""

import numpy as np

from tests.formulas.no_way_round.bug import bugs_of
from tests.formulas.no_way_round.of_many import of_relu, relu
from tests.formulas.no_way_round.of_training import adam, conv2d, gradients

LARGE = "two = 2\n    k = two * two * two * two * two\n    "  # 32, without a number that stands on no list
LATE = (
    "late = [1 for _ in {}] + [0" + " for _ in (1, 2)" * 8 + "]\n    "
)  # 256 zeros behind as many ones as there are rows


def of_many_parameters():
    """A step of Adam for more parameters than 254 in one array."""
    params = {"a": np.ones(300)}
    return adam.adam_step(params, params, adam.adam_init(params))


def of_late_steps():
    """Steps 1024 and 2000 of Adam."""
    params = {"a": np.ones(3)}
    state = adam.adam_init(params)
    return [adam.adam_step(params, params, state._replace(step=step)) for step in (1023, 1999)]


def of_images():
    """A convolution of 32 images."""
    layer = conv2d.Conv2D(1, 1)
    return layer.forward({"K": np.ones((1, 1, 1, 1)), "B": np.ones(1)}, np.ones((32, 1, 1, 1)))[0]


def of_batches():
    """The parts of a batch of 2100 images."""
    return [part.stop for part in gradients.parts(np.ones((2100, 1)))]


# function, the formula whose proofs judge it, a call that shows the bug: what is wrong, a piece, its place, the refusal
TABLE = {
    (adam._moved, "adam.step", of_many_parameters): [
        (
            "no step beyond 254 parameters, by the index of a list",
            "return P - rate * M",
            LARGE + LATE.format("P") + "return P - (1 - late[two * two * two * k - two]) * rate * M",
            "number of lookups",
        ),
    ],
    (relu._positive_part, "relu.forward", of_relu): [
        (
            "wrong beyond 254 columns, by the index of a list",
            "return xp.maximum(X, 0)",
            LARGE + LATE.format("X.T") + "return xp.maximum(X, 0) - late[two * two * two * k - two] * X",
            "number of lookups",
        ),
    ],
    (conv2d.Conv2D.forward, "network.gradients", of_images): [
        (
            "negative for 32 images, by a dict",
            "return Y, (X, columns)",
            LARGE + "return {X.shape[0]: Y, k: -Y}[X.shape[0]], (X, columns)",
            "number of lookups",
        ),
    ],
    (adam.adam_step, "adam.step", of_late_steps): [
        (
            "wrong at step 1024, by a dict",
            "moved, M, V = {}, {}, {}",
            LARGE + "rate = {t: rate, k * k: -rate}[t]\n    moved, M, V = {}, {}, {}",
            "number of lookups",
        ),
        (
            "steps counted up to 1024, by a question that is spent",
            '    rate, unbias = elementwise(_unbiased, t, *numbers) if hasattr(t, "dtype") '
            "else _unbiased(None, t, *numbers)",
            "    " + LARGE + "rate, unbias = _unbiased(None, min(t, k * k), *numbers)",
            "number of decisions",
        ),
    ],
    (gradients.parts, "training.parts", of_batches): [
        (
            "no image beyond 2048, by a question that is spent",
            "    size = max(LEAST_PART, -(-N // (2 * pairs))) if is_numpy_array(X) else N\n"
            "    return [slice(start, min(start + size, N)) for start in range(0, N, size)]",
            "    size = max(LEAST_PART, -(-N // (2 * pairs)))\n    "
            + LARGE
            + "return [slice(i, min(i + size, N)) for i in range(0, min(N, 2 * k * k), size)]",
            "number of decisions",
        ),
    ],
}
BUGS = bugs_of(TABLE)
