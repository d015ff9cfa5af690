"""Bugs that sleep until there are many numbers, without asking how many: by ranges, slices, tuples, and polynomials."""

from importlib import import_module

import numpy as np

from tests.formulas.no_way_round.bug import bugs_of
from textbook_cnn import _checks
from textbook_cnn._arrays import promotion

FILES = ("_sizes", "dropout", "pooling", "relu", "softmax_cross_entropy")
sizes, dropout, pooling, relu, scores = (import_module(f"textbook_cnn.layers.{file}") for file in FILES)
sums, backward = import_module("textbook_cnn.fast.sums"), import_module("textbook_cnn.layers.conv2d_backward")
dense = import_module("textbook_cnn.layers.dense")
powers, entropies = import_module("textbook_cnn.layers._scores"), import_module("textbook_cnn.layers._entropies")
LARGE = "two = 2\n    large = ((two ** 2) ** 2) ** 2\n    "  # 256, without a number that stands on no list


def of_relu():
    """The rectifier on many numbers, and on five axes."""
    return relu.relu(-np.ones((2, 300))), relu.relu(-np.ones((1, 1, 1, 1, 1)))


def of_scores():
    """The softmax of many classes, and its gradient for many images."""
    labels = np.zeros(9, int)
    return scores.softmax(np.ones((1, 300))), scores.softmax_cross_entropy_backward(np.ones((9, 2)), labels)


def of_dropout():
    """Dropout at a rate that is NumPy's number."""
    return dropout.dropout(np.ones(100), np.float64(0.5), np.random.default_rng(0))


def of_types():
    """A dense layer of bytes and fractions."""
    return dense.dense(np.ones((1, 2), "int32"), np.full((2, 2), 0.5))


def of_strides():
    """Pooling whose stride is NumPy's number."""
    return pooling.max_pool2d(np.arange(36.0).reshape(1, 1, 6, 6), 2, stride=np.int64(2))


# function, the formula whose proofs judge it, a call that shows the bug: what is wrong, a piece, its place, the refusal
TABLE = {
    (relu._positive_part, "relu.forward", of_relu): [
        (
            "a range that begins late",
            "return xp.maximum(X, 0)",
            LARGE + "Y = xp.maximum(X, 0)\n    for _ in range(X.shape[-1] - large):\n        Y = Y + X\n    return Y",
            "number of cuts",
        ),
        (
            "a tuple repeated",
            "return xp.maximum(X, 0)",
            LARGE + "return sum((X,) * (X.shape[-1] - large), xp.maximum(X, 0))",
            "number of cuts",
        ),
        (
            "a slice that ends",
            "return xp.maximum(X, 0)",
            LARGE + "return xp.maximum(X, 0) + xp.sum(X[..., large:])",
            "number of cuts",
        ),
        (
            "rolled around",
            "xp.maximum(X, 0)",
            "xp.roll(xp.maximum(X, 0), X.shape[0] - X.shape[0], axis=0) - X * (X.ndim - 2)",
            "attribute roll",
        ),
        (
            "a number that is rounded",
            "return xp.maximum(X, 0)",
            LARGE
            + "huge = (large ** 2) ** 2\n    return xp.maximum(X, 0) + X * (1 + X.shape[-1] / huge / huge * large - 1)",
            "max(X, 0)",
        ),
        (
            "a polynomial of the axes",
            "xp.maximum(X, 0)",
            "xp.maximum(X, 0) + (X.ndim - 1) * (X.ndim - 2) * (X.ndim - 2 - 1) * (X.ndim - 2 - 2 + 0) * X",
            "max(X, 0)",
        ),
    ],
    (powers.powers_and_sums, "softmax", of_scores): [
        (
            "the first 256 classes",
            "return powers, xp.sum(powers, axis",
            LARGE + "return powers, xp.sum(powers[:, :large], axis",
            "number of cuts",
        ),
    ],
    (entropies.mean_differences, "softmax_cross_entropy.backward", of_scores): [
        ("a polynomial of the images", "/ count", "/ (count + (count - 1) * (count - 2) * (count - 3))", "150×3"),
    ],
    (
        pooling.max_pool2d,
        "max_pool2d.general",
        lambda: pooling.max_pool2d(np.arange(16.0).reshape(1, 1, 4, 4), (1, 2)),
    ): [
        (
            "windows of one row",
            "g.kernel_size == (1, 1)",
            "g.kernel_size <= (1, 2)",
            "Y (left side) against what max_pool2d returns",
        ),
    ],
    (sums.conv2d_loops, "fast.loops", lambda: sums.conv2d_loops(np.ones((4, 1, 2, 2)), np.ones((1, 1, 1, 1)))): [
        ("a polynomial of the images", "narrowed(Y,", "narrowed(Y * (1 + (N - 1) * (N - 2)),", "70 images"),
    ],
    (dropout.dropout, "dropout.forward", lambda: dropout.dropout(np.ones((40, 5)), 0.5, np.random.default_rng(0))): [
        (
            "draws that are rolled",
            "    Y, mask = elementwise(",
            "    draws = xp.roll(draws, X.ndim * (X.ndim + 1), axis=1)\n    Y, mask = elementwise(",
            "attribute roll",
        ),
    ],
    (_checks.number, "dropout.forward", of_dropout): [
        ("half of NumPy's numbers", "float(value) if fits", "float(value) / 2 if fits", "the mask"),
    ],
    (_checks.pair, "conv2d.general", lambda: pooling.max_pool2d(np.arange(36.0).reshape(1, 1, 6, 6), [1, 2])): [
        (
            "lists the other way round",
            "return integer(name, value[0], minimum), integer(name, value[1], minimum)",
            "first, second = value if type(value) is tuple else value[::-1]"
            "\n        return integer(name, first, minimum), integer(name, second, minimum)",
            "the outputs (left side) against what conv2d returns",
        ),
    ],
    (_checks.integer, "conv2d.general", of_strides): [
        ("one more than NumPy's integers", "else int(value)", "else int(value) + 1", "the outputs"),
    ],
    (promotion.promote, "dense.forward", of_types): [
        (
            "mixtures are doubled",
            "xp.astype(A, dtype, copy=False)",
            "xp.astype(A + A, dtype, copy=False)",
            "the outputs",
        ),
    ],
    (
        sizes.smallest_input_size,
        "conv2d.general_backward_input",
        lambda: backward.conv2d_backward_input(np.ones((1, 1, 5, 4)), np.ones((1, 1, 3, 3)), padding="same"),
    ): [
        (
            "images of the same padding are square",
            "return s[0] * Y[0], s[1] * Y[1]",
            "return s[0] * Y[0], s[1] * Y[0]",
            "expected shape (batch, d, height', width')",
        ),
    ],
}
BUGS = bugs_of(TABLE)
