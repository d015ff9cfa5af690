"""The convolution layer by the convolution theorem: Fourier transforms turn sliding into one product a frequency."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

from .. import _options as option
from .._arrays import Array, array_namespace, narrowed, permute
from .._checks import Pair
from .._windows import Padding, padded
from ..convolution import rot180
from .sums import prepared

# (transform of the first two axes; its inverse, which is also told the sizes of these axes)
Transform: TypeAlias = tuple[Callable[[Array], Array], Callable[[Array, Pair], Array]]


def conv2d_fourier(X: Array, K: Array, *, padding: Padding = "valid", transform: Transform | None = None) -> Array:
    """Convolution layer by Fourier transforms: Y_i = 𝓕⁻¹(Σ_{j=1}^{n} 𝓕(X_j) 𝓕(rot180(K_ij))), cut to size.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input feature maps.
    K : array (d, n, kh, kw)
        Kernels, of any size: the cost does not depend on it.
    padding : "valid", "same", "full", int, pair (vertical, horizontal), or ((top, bottom), (left, right))
        Zeros around the input, as in `conv2d`.
    transform : pair of functions, optional
        The Fourier transform of an array along its first two axes, and its inverse, called with the sizes of these
        two axes as second argument. By default the fast transform of the array library for real numbers.

    Returns
    -------
    array (batch, d, height', width')
        What `conv2d` gives without a bias, up to rounding.

    Raises
    ------
    TypeError
        If `X` or `K` is no array, holds integers, or they come from different libraries; if `transform` is no pair of
        functions.
    ValueError
        If the shapes or the padding do not fit together.

    Notes
    -----
    Equation ``fourier.layer``, on no slide; networks are trained in this way in [1]_. The transform wraps around at the
    border; as it is as large as the padded input, that touches only outputs where the kernel would not lie inside, and
    these are cut off.

    References
    ----------
    .. [1] M. Mathieu, M. Henaff and Y. LeCun, "Fast Training of Convolutional Networks through FFTs", 2013.
       doi:10.48550/arXiv.1312.5851

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[[[1.0, 6, 2], [5, 3, 1], [7, 0, 4]]]])
    >>> conv2d_fourier(X, np.array([[[[1.0, 2], [-1, 0]]]])).round(9)
    array([[[[8., 7.],
             [4., 5.]]]])
    """
    X, K, g, dtype = prepared(X, K, padding, integers=False)
    forward, backward = _real_transform(array_namespace(X)) if transform is None else _given(transform)
    X = padded(permute(X, 2, 3, 1, 0), g.padding, (0, 1))
    (H, W), (kh, kw) = X.shape[:2], g.kernel_size
    K = padded(permute(rot180(K), 2, 3, 0, 1), ((0, H - kh), (0, W - kw)), (0, 1))
    Y = backward(forward(K) @ forward(X), (H, W))  # the matrix product sums over the channels, for each frequency
    return narrowed(permute(Y[kh - 1 :, kw - 1 :, ...], 3, 2, 0, 1), dtype)


def _given(transform: Transform) -> Transform:
    """A transform and its inverse, which must be two functions."""
    forward, backward = option.sequence("transform", transform, 2)
    return option.function("transform[0]", forward), option.function("transform[1]", backward)


def _real_transform(xp: Any) -> Transform:
    """The array library's transform of real numbers, which leaves out the half of the frequencies that repeats."""
    return partial(xp.fft.rfftn, axes=(0, 1)), lambda Z, size: xp.fft.irfftn(Z, s=size, axes=(0, 1))
