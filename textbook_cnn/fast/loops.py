"""The gradients of the convolution layer as they stand in the book: sums of products, with a loop for each index."""

from __future__ import annotations

from itertools import product

from .. import _checks as check
from .._arrays import Array, narrowed, set_at, summands, zeros
from .._checks import Pair
from .._windows import Padding, padded
from ..layers._sizes import IMAGES, KERNELS, MAPS, layer_geometry


def conv2d_backward_kernel_loops(
    X: Array,
    dY: Array,
    kernel_size: int | Pair,
    *,
    stride: int | Pair = 1,
    padding: Padding = "valid",
    dilation: int | Pair = 1,
) -> Array:
    """Gradient with respect to the kernels, one product after the other.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input of the forward pass.
    dY : array (batch, d, height', width')
        ∂E/∂Y.
    kernel_size : int or pair (kh, kw)
        Size of the kernels.
    stride, padding, dilation
        As in the forward pass, `conv2d`.

    Returns
    -------
    array (d, n, kh, kw)
        What `conv2d_backward_kernel` gives, far more slowly.

    Raises
    ------
    TypeError
        If `X` or `dY` is no array, they come from different libraries, or a size is no integer.
    ValueError
        If `dY` has not the shape that the layer gives, or an integer of uint64 does not fit into int64.

    Notes
    -----
    Equation ``fast.loops_backward_kernel``, on no slide.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[[[1, 6, 2], [5, 3, 1], [7, 0, 4]]]])
    >>> conv2d_backward_kernel_loops(X, np.array([[[[1, 0], [0, 0]]]]), 2)
    array([[[[1, 6],
             [5, 3]]]])
    """
    check.arrays(X=X, dY=dY)
    check.axes("X", X, IMAGES)
    check.axes("dY", dY, MAPS)
    (N, d, *size), n = dY.shape, X.shape[1]
    shape = (d, n, *check.pair("kernel_size", kernel_size, 1))
    g = layer_geometry(X.shape, shape, stride, padding, dilation, 1, dY.shape, "kernel_size")
    dtype, (X, dY) = summands(X=X, dY=dY)
    (s, s2), (e, e2), X = g.stride, g.dilation, padded(X, g.padding, (2, 3))
    dK = zeros(shape, X)
    for i, j, u, v in product(*map(range, shape)):
        places = product(*map(range, (N, *size)))
        terms = (dY[b, i, p, q] * X[b, j, s * p + e * u, s2 * q + e2 * v] for b, p, q in places)
        dK = set_at(dK, (i, j, u, v), sum(terms))
    return narrowed(dK, dtype)


def conv2d_backward_input_loops(
    dY: Array,
    K: Array,
    input_size: int | Pair,
    *,
    stride: int | Pair = 1,
    padding: Padding = "valid",
    dilation: int | Pair = 1,
) -> Array:
    """Gradient with respect to the input, one product after the other.

    Parameters
    ----------
    dY : array (batch, d, height', width')
        ∂E/∂Y.
    K : array (d, n, kh, kw)
        Kernels of the forward pass.
    input_size : int or pair (height, width)
        Size of the input.
    stride, padding, dilation
        As in the forward pass, `conv2d`.

    Returns
    -------
    array (batch, n, height, width)
        What `conv2d_backward_input` gives, far more slowly: it looks for the terms of each pixel among all.

    Raises
    ------
    TypeError
        If `dY` or `K` is no array, they come from different libraries, or a size is no integer.
    ValueError
        If `dY` has not the shape that the layer gives, or an integer of uint64 does not fit into int64.

    Notes
    -----
    Equation ``fast.loops_backward_input``, on no slide.

    Examples
    --------
    >>> import numpy as np
    >>> conv2d_backward_input_loops(np.array([[[[1, 0], [0, 0]]]]), np.array([[[[1, 2], [-1, 0]]]]), 3)
    array([[[[ 1,  2,  0],
             [-1,  0,  0],
             [ 0,  0,  0]]]])
    """
    check.arrays(dY=dY, K=K)
    check.axes("dY", dY, MAPS)
    check.axes("K", K, KERNELS)
    (N, *maps), (_, n, *kernel) = dY.shape, K.shape
    shape = (N, n, *check.pair("input_size", input_size, 1))
    g = layer_geometry(shape, K.shape, stride, padding, dilation, 1, dY.shape)
    dtype, (dY, K) = summands(dY=dY, K=K)
    (s, s2), (e, e2), ((top, _), (left, _)) = g.stride, g.dilation, g.padding
    dX = zeros(shape, dY)
    for b, j, r, c in product(*map(range, shape)):
        terms = (
            dY[b, i, p, q] * K[i, j, u, v]
            for i, p, q, u, v in product(*map(range, (*maps, *kernel)))
            if s * p + e * u - top == r and s2 * q + e2 * v - left == c
        )
        dX = set_at(dX, (b, j, r, c), sum(terms, zeros((), dY)))
    return narrowed(dX, dtype)
