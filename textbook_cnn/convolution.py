"""Convolution and cross-correlation in one and two dimensions, the half turn between them, and padding.

The definition on which the rest of the book stands is the cross-correlation (X ⋆ K)[p, q] = Σ_uv X[p+u, q+v] K[u, v].
"""

from __future__ import annotations

from itertools import product
from typing import Any

from . import _checks as check
from ._arrays import Array, copy, device, narrowed, promote, summands, zeros
from ._windows import PADDINGS, Padding, geometry, margins, output_size, padded

__all__ = ["convolve1d", "convolve2d", "correlate1d", "correlate2d", "output_size", "pad2d", "rot180"]

MODES = ("constant", "reflect", "edge", "wrap")  # what stands around an image


def correlate1d(x: Array, k: Array, *, padding: str = "valid") -> Array:
    """Cross-correlation of two sequences, (x ⋆ k)[p] = Σ_u x[p+u] k[u].

    Parameters
    ----------
    x : array (length,)
        The signal.
    k : array (size,)
        The kernel, in the same array library as `x`.
    padding : {"valid", "same", "full"}
        "valid": only where the kernel lies inside the signal. "full": wherever they overlap, zeros outside. "same": as
        long as the signal; for an even kernel the extra zero stands at the end.

    Returns
    -------
    array (length',)
        Of length − size + 1 ("valid"), length ("same") or length + size − 1 ("full") elements; floating-point dtypes
        stay as they are, integers give int64.

    Raises
    ------
    TypeError
        If `x` or `k` is no array, or they come from different libraries.
    ValueError
        If axes are missing or too many, `padding` is unknown, the kernel does not fit, or a uint64 is beyond int64.

    Notes
    -----
    Equation ``correlate1d.definition``, slide "Convolution?" (the integral, in its discrete form).

    Examples
    --------
    >>> import numpy as np
    >>> correlate1d(np.array([1, 2, 4, 8]), np.array([1, -1]))
    array([-1, -2, -4])
    """
    return correlate2d(*_as_rows(x, k), padding=padding)[0, :]


def convolve1d(x: Array, k: Array, *, padding: str = "valid") -> Array:
    """Convolution of two sequences, (x ∗ k)[p] = Σ_u x[p−u] k[u] where all of the kernel is inside.

    Parameters
    ----------
    x : array (length,)
        The signal.
    k : array (size,)
        The kernel, in the same array library as `x`.
    padding : {"valid", "same", "full"}
        As for `correlate1d`.

    Returns
    -------
    array (length',)
        `correlate1d` of `x` with the kernel read backwards, under the same padding.

    Raises
    ------
    TypeError, ValueError
        As `correlate1d`.

    Notes
    -----
    Equation ``convolution.commutes``, slide "Convolution?"; it is `convolve2d` on one row.

    Examples
    --------
    >>> import numpy as np
    >>> convolve1d(np.array([1, 2, 4, 8]), np.array([1, -1]), padding="full")
    array([ 1,  1,  2,  4, -8])
    """
    return convolve2d(*_as_rows(x, k), padding=padding)[0, :]


def _as_rows(x: Array, k: Array) -> tuple[Array, Array]:
    """Signal and kernel, checked, as images of one row."""
    check.arrays(x=x, k=k)
    check.axes("x", x, "(length,)")
    check.axes("k", k, "(size,)")
    return x[None, :], k[None, :]


def correlate2d(x: Array, k: Array, *, padding: str = "valid") -> Array:
    """Cross-correlation X ⋆ K of an image and a kernel: each output is a window times the kernel, summed.

    Parameters
    ----------
    x : array (height, width)
        The image.
    k : array (kh, kw)
        The kernel, in the same array library as `x`.
    padding : {"valid", "same", "full"}
        "valid": only where the kernel lies inside the image. "full": wherever they overlap, zeros outside. "same": the
        size of the image; for even kernels the extra zeros stand at the bottom and the right.

    Returns
    -------
    array (height', width')
        Sizes as `output_size` says; floating-point dtypes stay as they are, integers give int64, and half precision is
        added up in float32.

    Raises
    ------
    TypeError
        If `x` or `k` is no array, or they come from different libraries.
    ValueError
        If axes are missing or too many, `padding` is unknown, the kernel does not fit, or a uint64 is beyond int64.

    Notes
    -----
    Equation ``correlate2d.definition``, slide "2D Convolution ? Cross-Correlation".

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1, 6, 2], [5, 3, 1], [7, 0, 4]])
    >>> K = np.array([[1, 2], [-1, 0]])
    >>> correlate2d(X, K)
    array([[8, 7],
           [4, 5]])
    >>> correlate2d(X, K, padding="full")
    array([[ 0, -1, -6, -2],
           [ 2,  8,  7,  1],
           [10,  4,  5, -3],
           [14,  7,  8,  4]])
    """
    check.arrays(x=x, k=k)
    check.axes("x", x, "(height, width)")
    check.axes("k", k, "(kh, kw)")
    padding = check.choice("padding", padding, PADDINGS)
    dtype, (x, k) = summands(x=x, k=k)
    g = geometry(x.shape, k.shape, padding=padding, names=("x", "k"))
    x = padded(x, g.padding, (0, 1))
    Y = zeros(g.output_size, x)
    for (u, rows), (v, cols) in product(enumerate(g.slices(0)), enumerate(g.slices(1))):
        Y = Y + k[u, v] * x[rows, cols]
    return narrowed(Y, dtype)


def convolve2d(x: Array, k: Array, *, padding: str = "valid") -> Array:
    """Convolution X ∗ K = X ⋆ rot180(K) of an image and a kernel.

    Parameters
    ----------
    x : array (height, width)
        The image.
    k : array (kh, kw)
        The kernel, in the same array library as `x`.
    padding : {"valid", "same", "full"}
        As for `correlate2d`, which is called with the rotated kernel and the same padding.

    Returns
    -------
    array (height', width')
        As `correlate2d`.

    Raises
    ------
    TypeError, ValueError
        As `correlate2d`.

    Notes
    -----
    Equation ``convolve2d.rot180``, slide "Convolution & Cross Correlation".

    Examples
    --------
    >>> import numpy as np
    >>> convolve2d(np.array([[1, 6, 2], [5, 3, 1], [7, 0, 4]]), np.array([[0, -1], [2, 1]]))
    array([[8, 7],
           [4, 5]])
    """
    check.arrays(x=x, k=k)
    check.axes("k", k, "(kh, kw)")
    x, k = promote(x=x, k=k)  # to integers that can be turned
    return correlate2d(x, rot180(k), padding=padding)


def rot180(K: Array) -> Array:
    """Turn kernels by 180°: rot180(K)[u, v] = K[kh−1−u, kw−1−v].

    Parameters
    ----------
    K : array (..., kh, kw)
        One kernel or any stack of them.

    Returns
    -------
    array (..., kh, kw)
        The last two axes reversed; same dtype.

    Raises
    ------
    TypeError
        If `K` is no array.
    ValueError
        If `K` has fewer than two axes.

    Notes
    -----
    Equation ``rot180``, part of equation ``convolve2d.rot180``, slide "Convolution & Cross Correlation".

    Examples
    --------
    >>> import numpy as np
    >>> rot180(np.array([[1, 2], [-1, 0]]))
    array([[ 0, -1],
           [ 2,  1]])
    """
    xp = check.arrays(K=K)
    check.ordered("K", K)
    if K.ndim < 2:
        raise ValueError(f"K: expected an array (..., kh, kw), got shape {tuple(K.shape)}")
    return xp.flip(K, axis=(-2, -1))


def pad2d(X: Array, padding: Padding, mode: str = "constant") -> Array:
    """Put a border around the last two axes: of zeros, or of pixels of the image itself.

    Parameters
    ----------
    X : array (..., height, width)
        One image or any stack of them.
    padding : int, pair (vertical, horizontal), or ((top, bottom), (left, right))
        The border on every side; (vertical, horizontal); or ((top, bottom), (left, right)). In pixels.
    mode : {"constant", "reflect", "edge", "wrap"}
        What stands in the border. "constant": zeros. "reflect": the image mirrored at its outermost pixels, which are
        not repeated (PyTorch's "reflect"). "edge": the nearest pixel (PyTorch's "replicate"). "wrap": the image again,
        as on a torus (PyTorch's "circular"). As `numpy.pad`: a border may be wider than the image, which is then
        mirrored or repeated as often as needed.

    Returns
    -------
    array (..., top + height + bottom, left + width + right)
        Always a new array, of the dtype of `X`.

    Raises
    ------
    TypeError
        If `X` is no array or `padding` is not made of integers.
    ValueError
        If `X` has fewer than two axes, `padding` is negative or more than memory can hold, `mode` is unknown, or an
        image without pixels is to be continued.

    Notes
    -----
    Equations ``pad2d.constant``, ``pad2d.reflect``, ``pad2d.edge`` and ``pad2d.wrap``; slide "Padding".

    Examples
    --------
    >>> import numpy as np
    >>> pad2d(np.array([[1, 2]]), ((0, 1), (1, 0)))
    array([[0, 1, 2],
           [0, 0, 0]])
    >>> pad2d(np.array([[1, 2, 3]]), (0, 2), mode="reflect")
    array([[3, 2, 1, 2, 3, 2, 1]])
    """
    xp = check.arrays(X=X)
    mode = check.choice("mode", mode, MODES)
    if X.ndim < 2:
        raise ValueError(f"X: expected an array (..., height, width), got shape {tuple(X.shape)}")
    if isinstance(padding, str):
        raise TypeError(f"padding: expected an integer, a pair, or a pair of pairs, got {padding!r}")
    axes, sides = (X.ndim - 2, X.ndim - 1), margins(padding)
    Y = padded(X, sides, axes)
    if Y is X:
        return copy(X)
    if mode == "constant":
        return Y
    for axis, (before, after) in zip(axes, sides):
        if before or after:
            n = X.shape[axis]
            if n < 1:
                raise ValueError(f'X: expected some pixels to continue, got shape {tuple(X.shape)} with mode="{mode}"')
            X = xp.take(X, _source(xp.arange(-before, n + after, device=device(X)), n, mode, xp), axis=axis)
    return X


def _source(place: Array, n: int, mode: str, xp: Any) -> Array:
    """Which of the n pixels 0 … n − 1 stands at a place that may lie outside."""
    if mode == "edge":
        return xp.clip(place, 0, n - 1)
    if mode == "wrap":
        return place % n
    period = max(2 * (n - 1), 1)  # there and back
    return xp.minimum(place % period, period - place % period)
