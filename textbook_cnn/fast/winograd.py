"""Winograd's convolutions with kernels of three: 4 products give 2 outputs, 16 products give 2×2 outputs.

Three linear maps do the work, each a few sums of slices: P of a piece of input, G of the kernel, R of their products.
"""

from __future__ import annotations

from .. import _checks as check
from .._arrays import Array, array_namespace, narrowed, permute, reshape, summands, to_logical, to_memory
from .._windows import Padding, padded
from .sums import prepared


def correlate1d_winograd(x: Array, k: Array) -> Array:
    """Cross-correlation with a kernel of three, F(2, 3): two outputs for four products.

    Parameters
    ----------
    x : array (length,)
        The signal, at least three samples.
    k : array (3,)
        The kernel, in the same array library as `x`.

    Returns
    -------
    array (length - 2,)
        What `correlate1d` gives, up to rounding.

    Raises
    ------
    TypeError
        If `x` or `k` is no array, holds integers (the kernel is halved), or they come from different libraries.
    ValueError
        If `x` is too short or `k` has not three elements.

    Notes
    -----
    Equation ``winograd.f23``, on no slide; the method of [1]_.

    References
    ----------
    .. [1] S. Winograd, "Arithmetic Complexity of Computations", SIAM, 1980. doi:10.1137/1.9781611970364

    Examples
    --------
    >>> import numpy as np
    >>> correlate1d_winograd(np.array([1.0, 2.0, 4.0, 8.0]), np.array([1.0, -1.0, 2.0]))
    array([ 7., 14.])
    """
    xp = check.arrays(x=x, k=k)
    check.axes("x", x, "(length,)")
    check.shape("k", k, (3,), "(3,)")
    check.floating("x", x)
    check.floating("k", k)
    if x.shape[0] < 3:
        raise ValueError(f"x: expected at least 3 samples, got {x.shape[0]}")
    dtype, (x, k) = summands(x=x, k=k)
    m = x.shape[0] - 2
    pieces = _map_input(padded(x[:, None], ((0, m % 2), (0, 0)), (0, 1)), 0)
    Y = _map_back(pieces * _map_kernel(k[:, None, None]))
    return narrowed(reshape(xp.permute_dims(Y, (1, 0, 2)), -1)[:m], dtype)


def conv2d_winograd(X: Array, K: Array, *, padding: Padding = "valid") -> Array:
    """Convolution layer with kernels of 3×3, F(2×2, 3×3): 16 products for four outputs, where the definition has 36.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input feature maps.
    K : array (d, n, 3, 3)
        Kernels.
    padding : "valid", "same", "full", int, pair (vertical, horizontal), or ((top, bottom), (left, right))
        Zeros around the input, as in `conv2d`.

    Returns
    -------
    array (batch, d, height', width')
        What `conv2d` gives without a bias, up to rounding.

    Raises
    ------
    TypeError
        If `X` or `K` is no array, holds integers (the kernels are halved), or they come from different libraries.
    ValueError
        If the shapes or the padding do not fit together.

    Notes
    -----
    Equation ``winograd.layer``, on no slide; [1]_ takes the method of [2]_ to the layers of networks.

    References
    ----------
    .. [1] A. Lavin and S. Gray, "Fast Algorithms for Convolutional Neural Networks", IEEE Conference on Computer Vision
       and Pattern Recognition, 2016. doi:10.1109/CVPR.2016.435
    .. [2] S. Winograd, "Arithmetic Complexity of Computations", SIAM, 1980. doi:10.1137/1.9781611970364

    Examples
    --------
    >>> import numpy as np
    >>> conv2d_winograd(np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)))
    array([[[[9., 9.],
             [9., 9.]]]])
    """
    X, K, g, dtype = prepared(X, K, padding, integers=False)
    check.shape("K", K, (*K.shape[:2], 3, 3), "(d, n, 3, 3)")
    (N, n), d, (H, W) = X.shape[:2], K.shape[0], g.output_size
    (top, bottom), (left, right) = g.padding
    X = padded(to_memory(X), ((top, bottom + H % 2), (left, right + W % 2)), (0, 2))
    rows, cols = -(-H // 2), -(-W // 2)
    V = _map_input(_map_input(X, 2), 1)  # (4, 4, rows, n, cols, N): a 4×4 piece for each 2×2 outputs
    G = _map_kernel(_map_kernel(permute(K, 2, 3, 0, 1)), 1)  # (4, 4, d, n)
    M = G[:, :, None, :, :] @ reshape(V, 4, 4, rows, n, cols * N)
    Y = _map_back(_map_back(M), 1)  # (2, 2, rows, d, cols·N)
    Y = permute(reshape(Y, 2, 2, rows, d, cols, N), 2, 0, 3, 4, 1, 5)
    return narrowed(to_logical(reshape(Y, 2 * rows, d, 2 * cols, N)[:H, :, :W, :]), dtype)


def _map_input(X: Array, axis: int) -> Array:
    """P x for the pieces x of four along `axis`, one piece every two: a new first axis of 4."""
    last = X.shape[axis] - 3
    a, b, c, d = (X[(slice(None),) * axis + (slice(u, u + last, 2), ...)] for u in range(4))
    return array_namespace(X).stack([a - c, b + c, c - b, b - d])


def _map_kernel(K: Array, axis: int = 0) -> Array:
    """G k for kernels k of three along `axis`, which becomes an axis of 4."""
    a, b, c = (K[(slice(None),) * axis + (u, ...)] for u in range(3))
    return array_namespace(K).stack([a, (a + b + c) / 2, (a - b + c) / 2, c], axis=axis)


def _map_back(M: Array, axis: int = 0) -> Array:
    """R m for the four products m along `axis`, which becomes an axis of 2."""
    a, b, c, d = (M[(slice(None),) * axis + (u, ...)] for u in range(4))
    return array_namespace(M).stack([a + b + c, b - c - d], axis=axis)
