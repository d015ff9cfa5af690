"""The way into the dense layers and back: feature maps as rows, and rows as feature maps."""

from __future__ import annotations

from .. import _checks as check
from .._arrays import Array, permute, reshape

__all__ = ["flatten", "unflatten"]


def flatten(X: Array) -> Array:
    """Write the feature maps of each image as one row.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Feature maps.

    Returns
    -------
    array (batch, n·height·width)
        Channel by channel, row by row; a view of `X` where the memory order allows it.

    Raises
    ------
    TypeError
        If `X` is no array.
    ValueError
        If `X` has not four axes.

    Notes
    -----
    Equation ``flatten``: no arithmetic, only another shape.

    Examples
    --------
    >>> import numpy as np
    >>> flatten(np.array([[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]]))
    array([[1, 2, 3, 4, 5, 6, 7, 8]])
    """
    check.arrays(X=X)
    check.axes("X", X, "(batch, n, height, width)")
    N, n, H, W = X.shape
    return reshape(permute(X, 1, 2, 3, 0), n * H * W, N).T  # the batch stays last in memory


def unflatten(X: Array, shape: tuple[int, int, int]) -> Array:
    """Undo `flatten`: one row per image becomes its feature maps. It is also the gradient of `flatten`.

    Parameters
    ----------
    X : array (batch, n·height·width)
        One row per image.
    shape : tuple (n, height, width)
        Shape of the feature maps of one image.

    Returns
    -------
    array (batch, n, height, width)
        A view of `X` where the memory order allows it.

    Raises
    ------
    TypeError
        If `X` is no array or `shape` holds no integers.
    ValueError
        If the number of elements does not fit.

    Notes
    -----
    Equation ``flatten``, read backwards.

    Examples
    --------
    >>> import numpy as np
    >>> unflatten(np.array([[1, 2, 3, 4]]), (1, 2, 2))
    array([[[[1, 2],
             [3, 4]]]])
    """
    check.arrays(X=X)
    check.axes("X", X, "(batch, n)")
    if not check.is_list(shape):
        raise TypeError(f"shape: expected (n, height, width), got {check.shown(shape)}")
    if len(shape) != 3:
        raise ValueError(f"shape: expected (n, height, width), got {check.shown(shape)}")
    n, H, W = (check.integer("shape", size, 0) for size in shape)
    check.shape("X", X, (X.shape[0], n * H * W), "(batch, n·height·width)")
    return permute(reshape(X.T, n, H, W, X.shape[0]), 3, 0, 1, 2)
