"""Bugs on the border between two regions: zeros, pixels that tie, scores that tie, draws that are the rate itself."""

from importlib import import_module

import numpy as np

from tests.formulas.no_way_round.bug import bugs_of

pools, relu, dropout = (import_module(f"textbook_cnn.layers.{file}") for file in ("_pools", "relu", "dropout"))
evaluation, scores = (import_module(f"textbook_cnn.training.{file}") for file in ("evaluation", "scores"))
pool_loops, pooling = import_module("textbook_cnn.fast.pool_loops"), import_module("textbook_cnn.layers.pooling")


def of_zeros():
    """The way back through the rectifier."""
    return relu.relu_backward(np.array([-1.0, 0.0, 1.0]), np.ones(3))


def of_ties():
    """The way back through one window of equal pixels, by slices and by loops."""
    X, dY = np.ones((1, 1, 2, 2)), np.ones((1, 1, 1, 1))
    X[0, 0, 0, 0] = 0
    return pooling.max_pool2d_backward(X, dY), pool_loops.max_pool2d_backward_loops(X, dY)


class Quarters:
    """Draws that are multiples of a quarter."""

    bit_generator = None

    def random(self, size, dtype):
        """The same in every row."""
        return np.broadcast_to(np.arange(4, dtype=dtype)[:, None] / 4, size)


def of_quarters():
    """Dropout with draws that are its rate."""
    return dropout.dropout(np.ones((1, 4)), 0.5, Quarters())


def of_equal_scores():
    """The class of equal scores, and whether it is right."""
    Z = np.ones((1, 3))
    names = import_module("textbook_cnn")
    network, params = names.Network([names.Dense(3)], (3,)), {"dense_1.W": np.eye(3), "dense_1.B": np.zeros(3)}
    right = evaluation.evaluate(network, params, (Z, np.array([0])))
    return [evaluation.predict(network, params, Z), right.accuracy]


TABLE = {
    (relu._where_positive, "relu.backward", of_zeros): [
        ("the slope at zero is one", "X <= 0", "X < 0", "∂E/∂X of signs (1, 1, 1, 0)"),
    ],
    (pools.served, "max_pool2d.backward", of_ties): [
        ("all pixels that tie", "left ^ first", "left", "∂E/∂X (left side) against what max_pool2d_backward"),
    ],
    (pools.offsets_of, "max_pool2d.general_backward", of_ties): [
        (
            "the first down the columns",
            "rows, cols in product(g.slices(0), g.slices(1))",
            "cols, rows in product(g.slices(1), g.slices(0))",
            "∂E/∂X of image [[0, 1], [1, 0]]",
        ),
    ],
    (pool_loops.max_pool2d_backward_loops, "max_pool2d.general_backward", of_ties): [
        (
            "the last that ties",
            "X[b, j, place[0], place[1]])",
            "(X[b, j, place[0], place[1]], place))",
            "∂E/∂X of image [[0, 0], [0, 0]]",
        ),
    ],
    (dropout._masked, "dropout.chance", of_quarters): [
        ("a draw that is the rate", "draws >= rate", "draws > rate", "zero where the draw is below ρ"),
    ],
    (evaluation.predict, "accuracy", of_equal_scores): [
        (
            "the last that ties",
            "xp.argmax(Z, axis=1)",
            "Z.shape[1] - 1 - xp.argmax(xp.flip(Z, axis=1), axis=1)",
            "the classes",
        ),
    ],
    (scores.number_right, "accuracy", of_equal_scores): [
        ("the last that ties", "xp.argmax(Z, axis=1)", "2 - xp.argmax(xp.flip(Z, axis=1), axis=1)", "right of 27"),
    ],
}
BUGS = bugs_of(TABLE)
