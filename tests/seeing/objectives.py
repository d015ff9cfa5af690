"""What the images made to order are judged by, written out in loops."""

import numpy as np

from tests.seeing import plain


def roughness(X):
    total = 0.0
    for j, p, q in np.ndindex(X.shape):
        if p + 1 < X.shape[1]:
            total += (X[j, p + 1, q] - X[j, p, q]) ** 2
        if q + 1 < X.shape[2]:
            total += (X[j, p, q + 1] - X[j, p, q]) ** 2
    return total / 2


def slope(function, X):
    return plain.jacobian(lambda A: np.array(function(A)), X).reshape(X.shape)
