"""Global average pooling, forward and backward: one number for each feature map."""

from __future__ import annotations

from .. import _checks as check
from .._arrays import Array, narrowed, widened
from ._sizes import IMAGES

__all__ = ["global_avg_pool2d", "global_avg_pool2d_backward"]


def global_avg_pool2d(X: Array) -> Array:
    """Global average pooling: the mean of each whole feature map, one row of n numbers per image.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input feature maps, floating-point.

    Returns
    -------
    array (batch, n)
        Same dtype as `X`, ready for `dense`; half precision is added up in float32.

    Raises
    ------
    TypeError
        If `X` is no array or an array of integers.
    ValueError
        If `X` has not four axes, or its maps have no pixels.

    Notes
    -----
    Equation ``global_avg_pool2d.forward``. Proposed in [1]_.

    References
    ----------
    .. [1] M. Lin, Q. Chen and S. Yan, "Network in Network", 2013. doi:10.48550/arXiv.1312.4400

    Examples
    --------
    >>> import numpy as np
    >>> global_avg_pool2d(np.array([[[[1.0, 6.0], [5.0, 4.0]], [[0.0, 0.0], [2.0, 0.0]]]]))
    array([[4. , 0.5]])
    """
    xp = check.arrays(X=X)
    check.floating("X", X)
    _check_maps(X)
    total = xp.sum(widened(X), axis=(2, 3))
    return narrowed(total / (X.shape[2] * X.shape[3]), X.dtype)


def global_avg_pool2d_backward(X: Array, dY: Array) -> Array:
    """Gradient of the loss for the input of a global average pool: each pixel gets an equal share of its map's ∂E/∂Y.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input of the forward pass; only its shape counts.
    dY : array (batch, n)
        ∂E/∂Y, floating-point.

    Returns
    -------
    array (batch, n, height, width)
        ∂E/∂X, same dtype as `dY`.

    Raises
    ------
    TypeError
        If an argument is no array, `dY` holds integers, or the libraries are mixed.
    ValueError
        If a shape does not fit, or the maps have no pixels.

    Notes
    -----
    Equation ``global_avg_pool2d.backward``.

    Examples
    --------
    >>> import numpy as np
    >>> global_avg_pool2d_backward(np.zeros((1, 1, 2, 2)), np.array([[10.0]]))
    array([[[[2.5, 2.5],
             [2.5, 2.5]]]])
    """
    xp = check.arrays(X=X, dY=dY)
    check.floating("dY", dY)
    _check_maps(X)
    check.shape("dY", dY, X.shape[:2], "(batch, n)")
    share = narrowed(widened(dY) / (X.shape[2] * X.shape[3]), dY.dtype)
    return xp.zeros_like(X, dtype=dY.dtype) + share[:, :, None, None]


def _check_maps(X: Array) -> None:
    """Check four axes, and maps that have a mean."""
    check.axes("X", X, IMAGES)
    if 0 in X.shape[2:]:
        raise ValueError(f"X: expected maps with pixels, got shape {tuple(X.shape)}")
