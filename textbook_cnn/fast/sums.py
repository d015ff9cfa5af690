"""The convolution layer as it stands in the book: a sum of products, and a sum of shifted images."""

from __future__ import annotations

from itertools import product
from typing import Any

from .. import _checks as check
from .._arrays import Array, narrowed, reshape, set_at, summands, to_logical, to_memory, zeros
from .._windows import Geometry, Padding, padded
from ..layers._sizes import IMAGES, KERNELS, layer_geometry


def conv2d_loops(X: Array, K: Array, *, padding: Padding = "valid") -> Array:
    """Convolution layer by its definition, one product after the other: Y_i = Σ_{j=1}^{n} X_j ⋆ K_ij.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input feature maps.
    K : array (d, n, kh, kw)
        Kernels.
    padding : "valid", "same", "full", int, pair (vertical, horizontal), or ((top, bottom), (left, right))
        Zeros around the input, as in `conv2d`.

    Returns
    -------
    array (batch, d, height', width')
        What `conv2d` gives without a bias, some thousand times more slowly.

    Raises
    ------
    TypeError
        If `X` or `K` is no array, or they come from different libraries.
    ValueError
        If the shapes or the padding do not fit together, or an integer of uint64 does not fit into int64.

    Notes
    -----
    Equation ``fast.loops``, on no slide: the definition of ⋆ put into slide "Forward propagation".

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[[[1, 6, 2], [5, 3, 1], [7, 0, 4]]]])
    >>> conv2d_loops(X, np.array([[[[1, 2], [-1, 0]]]]))
    array([[[[8, 7],
             [4, 5]]]])
    """
    X, K, g, dtype = prepared(X, K, padding)
    (N, (d, n, kh, kw)), X = (X.shape[0], K.shape), padded(X, g.padding, (2, 3))
    Y = zeros((N, d, *g.output_size), X)
    for b, i, p, q in product(*map(range, Y.shape)):
        terms = (X[b, j, p + u, q + v] * K[i, j, u, v] for j, u, v in product(range(n), range(kh), range(kw)))
        Y = set_at(Y, (b, i, p, q), sum(terms))
    return narrowed(Y, dtype)


def conv2d_shifts(X: Array, K: Array, *, padding: Padding = "valid") -> Array:
    """Convolution layer as kh·kw matrix products, one for each place in the kernel, with the image shifted to it.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input feature maps.
    K : array (d, n, kh, kw)
        Kernels.
    padding : "valid", "same", "full", int, pair (vertical, horizontal), or ((top, bottom), (left, right))
        Zeros around the input, as in `conv2d`.

    Returns
    -------
    array (batch, d, height', width')
        What `conv2d` gives without a bias.

    Raises
    ------
    TypeError
        If `X` or `K` is no array, or they come from different libraries.
    ValueError
        If the shapes or the padding do not fit together, or an integer of uint64 does not fit into int64.

    Notes
    -----
    Equation ``fast.shifts``, on no slide.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[[[1, 6, 2], [5, 3, 1], [7, 0, 4]]]])
    >>> conv2d_shifts(X, np.array([[[[1, 2], [-1, 0]]]]))
    array([[[[8, 7],
             [4, 5]]]])
    """
    X, K, g, dtype = prepared(X, K, padding)
    (N, n), d, (H, W) = X.shape[:2], K.shape[0], g.output_size
    X = padded(to_memory(X), g.padding, (0, 2))
    Y = zeros((H, d, W * N), X)
    for (u, rows), (v, cols) in product(enumerate(g.slices(0)), enumerate(g.slices(1))):
        Y = Y + K[:, :, u, v] @ reshape(X[rows, :, cols, :], H, n, W * N)
    return narrowed(to_logical(reshape(Y, H, d, W, N)), dtype)


def prepared(X: Array, K: Array, padding: Padding, *, integers: bool = True) -> tuple[Array, Array, Geometry, Any]:
    """Check the arguments of a layer without stride, dilation, groups and bias; find padding and the result's dtype."""
    check.arrays(X=X, K=K)
    check.axes("X", X, IMAGES)
    check.axes("K", K, KERNELS)
    if not integers:
        check.floating("X", X)
        check.floating("K", K)
    g = layer_geometry(X.shape, K.shape, 1, padding, 1, 1)
    dtype, (X, K) = summands(X=X, K=K)
    return X, K, g, dtype
