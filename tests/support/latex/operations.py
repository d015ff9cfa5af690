"""Signs and functions of the formulas as a reader knows them, by the oracles; nothing here calls the package."""

import numpy as np
import sympy as sp

from tests.support import oracles

from .signs import Unreadable


def beside(left, right):
    """A product: of matrices, or of numbers, or of a number and an array."""
    if np.ndim(left) and np.ndim(right):
        return left @ right
    return left * right


def over(above, below):
    """A fraction; of integers an exact one."""
    if not np.ndim(below) and below == 0:
        raise ZeroDivisionError(f"{above} / 0")
    return sp.Rational(above, below) if isinstance(above, int) and isinstance(below, int) else above / below


def added(left, right):
    """A sum; the bias of a filter goes to all places of its map."""
    left = left[:, None, None] if np.ndim(left) == 1 and np.ndim(right) == 3 else left
    if np.ndim(left) and np.ndim(right) and np.shape(left) != np.shape(right) and np.ndim(left) != 3:
        raise Unreadable(f"arrays of {np.shape(left)} and {np.shape(right)} do not add up")
    return left + right


def slid(padding, *, turned=False):
    """⋆ or ∗, of images or of sequences."""

    def operation(X, K):
        if X.ndim == 1:
            return operation(X[None], K[None])[0]
        return (oracles.convolve2d if turned else oracles.correlate2d)(X, K, padding=padding)

    return operation


def matrix_star(K, X):
    """K ·⋆ X: row by row the sum over the channels."""
    return np.array([sum(oracles.correlate2d(x, k) for x, k in zip(X, row)) for row in K])


def by_entry(A, B):
    """A ⊙ B."""
    if np.shape(A) != np.shape(B):
        raise Unreadable("⊙ of arrays that are not alike")
    return A * B


OPERATIONS = {
    "star": slid("valid"),
    "star full": slid("full"),
    "star same": slid("same"),
    "convolution": slid("valid", turned=True),
    "convolution full": slid("full", turned=True),
    "matrix star": matrix_star,
    "entry by entry": by_entry,
    "/": over,
}


def of_batch(function):
    """A function of a batch of maps, for one map or the maps of one image."""

    def alone(*arrays):
        missing = (None,) * (4 - arrays[0].ndim)
        return function(*(array[missing] for array in arrays))[(0,) * len(missing)]

    return alone


def rectified(X):
    """max(x, 0) for each element."""
    return each(lambda x: x if x > 0 else 0 * x, X)


def through_relu(X, dY):
    """What goes back through a ReLU."""
    return each(lambda x, g: g if x > 0 else 0 * g, X, dY)


def each(function, *arrays):
    """A function of equally placed elements."""
    given = np.empty(arrays[0].shape, dtype=object)
    for place in np.ndindex(given.shape):
        given[place] = function(*(array[place] for array in arrays))
    return given


def softmax(Z):
    """e to each score, divided by the sum of these in its row."""
    powers = np.exp(Z)
    return powers / powers.sum(axis=1)[:, None]


def cross_entropy(Z, T):
    """The mean over the rows of −Σ T log softmax(Z)."""
    return -sum(T[b, k] * np.log(softmax(Z)[b, k]) for b, k in np.ndindex(Z.shape)) / len(Z)


def root_mean_square(A):
    """√ of the mean of the squares."""
    return np.sqrt(sum(entry**2 for entry in np.ravel(A)) / np.size(A))


def larger(a, b):
    """The larger of two."""
    return a if a > b else b


FUNCTIONS = {
    "rot180": oracles.rot180,
    "relu": rectified,
    "relu'": through_relu,
    "pool": of_batch(oracles.max_pool2d),
    "pool'": of_batch(oracles.max_pool2d_backward),
    "flatten": lambda maps: maps.ravel(),
    "softmax": softmax,
    "cross-entropy": cross_entropy,
    "max": larger,
    "rms": root_mean_square,
    "cos": sp.cos,
    r"\Gamma": sp.gamma,
}
COMPARISONS = {
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    "=": lambda a, b: a == b,
    r"\le": lambda a, b: a <= b,
    r"\ne": lambda a, b: a != b,
}
