"""Max pooling and average pooling, forward and backward: strided slices, one for each offset in the window."""

from __future__ import annotations

from functools import partial, reduce

from .. import _checks as check
from .._arrays import Array, copy, elementwise, promote, trues
from .._checks import Pair
from ._elements import chosen, plus
from ._pools import larger, offsets_of, pool_geometry, quotient, served, way_to_put

__all__ = ["avg_pool2d", "avg_pool2d_backward", "max_pool2d", "max_pool2d_backward"]


def max_pool2d(X: Array, kernel_size: int | Pair = 2, *, stride: int | Pair | None = None) -> Array:
    """Max pooling: the largest element of each window, channel by channel.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input feature maps.
    kernel_size : int or pair (vertical, horizontal)
        Size of the window, in pixels.
    stride : int or pair (vertical, horizontal), optional
        Step between windows, in pixels; the window's size if left out. Rows and columns in which no window fits are
        left out.

    Returns
    -------
    array (batch, n, height', width')
        Same dtype as `X`.

    Raises
    ------
    TypeError
        If `X` is no array or a size is no integer.
    ValueError
        If `X` has not four axes or no window fits.

    Notes
    -----
    Equation ``max_pool2d.forward``.

    Examples
    --------
    >>> import numpy as np
    >>> max_pool2d(np.array([[[[1.0, 6.0, 2.0, 0.0], [5.0, 3.0, 1.0, 4.0]]]]))
    array([[[[6., 4.]]]])
    """
    check.arrays(X=X)
    g = pool_geometry(X, kernel_size, stride)
    if g.kernel_size == (1, 1):
        return copy(X[..., g.slices(0)[0], g.slices(1)[0]])
    maximum = partial(elementwise, larger)
    Y = reduce(maximum, [X[..., rows, :] for rows in g.slices(0)])  # rows first: they are the longest runs
    return reduce(maximum, [Y[..., cols] for cols in g.slices(1)])


def max_pool2d_backward(
    X: Array, dY: Array, kernel_size: int | Pair = 2, *, stride: int | Pair | None = None, Y: Array | None = None
) -> Array:
    """Gradient of the loss for the input of a max pool: ∂E/∂Y goes to the first largest element of its window.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input of the forward pass.
    dY : array (batch, n, height', width')
        ∂E/∂Y.
    kernel_size, stride
        As in the forward pass, `max_pool2d`.
    Y : array (batch, n, height', width'), optional
        Result of the forward pass, computed again if not given.

    Returns
    -------
    array (batch, n, height, width)
        ∂E/∂X; floating-point dtypes stay as that of `dY`, integers give int64. Of equal largest elements the first,
        row by row, takes the gradient.

    Raises
    ------
    TypeError
        If an array argument is none, the libraries are mixed, or a size is no integer.
    ValueError
        If a shape does not fit or no window fits.

    Notes
    -----
    Equation ``max_pool2d.backward``.

    Examples
    --------
    >>> import numpy as np
    >>> max_pool2d_backward(np.array([[[[1.0, 6.0], [5.0, 6.0]]]]), np.array([[[[10.0]]]]))
    array([[[[ 0., 10.],
             [ 0.,  0.]]]])
    """
    if Y is None:
        Y = max_pool2d(X, kernel_size, stride=stride)
    xp = check.arrays(X=X, dY=dY, Y=Y)
    g = pool_geometry(X, kernel_size, stride, dY)
    *offsets, last = offsets_of(g)
    check.shape("Y", Y, dY.shape, "that of dY")
    (dY,), put = promote(dY), way_to_put(g)
    dX, left = xp.zeros_like(X, dtype=dY.dtype), trues(Y)  # left: windows not yet served
    for index in offsets:
        dV, left = elementwise(served, dY, X[index], Y, left)
        dX = put(dX, index, dV)
    return put(dX, last, elementwise(chosen, dY, left))


def avg_pool2d(X: Array, kernel_size: int | Pair = 2, *, stride: int | Pair | None = None) -> Array:
    """Average pooling: the mean of each window, channel by channel.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input feature maps, floating-point.
    kernel_size, stride
        As in `max_pool2d`.

    Returns
    -------
    array (batch, n, height', width')
        Same dtype as `X`.

    Raises
    ------
    TypeError
        If `X` is no array or an array of integers, or a size is no integer.
    ValueError
        If `X` has not four axes or no window fits.

    Notes
    -----
    Equation ``avg_pool2d.forward``.

    Examples
    --------
    >>> import numpy as np
    >>> avg_pool2d(np.array([[[[1.0, 6.0, 2.0, 0.0], [5.0, 4.0, 2.0, 4.0]]]]))
    array([[[[4., 2.]]]])
    """
    check.arrays(X=X)
    check.floating("X", X)
    offsets = offsets_of(pool_geometry(X, kernel_size, stride))
    total = reduce(partial(elementwise, plus), [X[index] for index in offsets])
    return elementwise(quotient, total, len(offsets))


def avg_pool2d_backward(X: Array, dY: Array, kernel_size: int | Pair = 2, *, stride: int | Pair | None = None) -> Array:
    """Gradient of the loss for the input of an average pool: each element of a window gets an equal share of ∂E/∂Y.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input of the forward pass; only its shape counts.
    dY : array (batch, n, height', width')
        ∂E/∂Y, floating-point.
    kernel_size, stride
        As in the forward pass, `avg_pool2d`.

    Returns
    -------
    array (batch, n, height, width)
        ∂E/∂X, same dtype as `dY`.

    Raises
    ------
    TypeError
        If an argument is no array, `dY` holds integers, the libraries are mixed, or a size is no integer.
    ValueError
        If a shape does not fit or no window fits.

    Notes
    -----
    Equation ``avg_pool2d.backward``.

    Examples
    --------
    >>> import numpy as np
    >>> avg_pool2d_backward(np.zeros((1, 1, 2, 2)), np.array([[[[10.0]]]]))
    array([[[[2.5, 2.5],
             [2.5, 2.5]]]])
    """
    xp = check.arrays(X=X, dY=dY)
    check.floating("dY", dY)
    g = pool_geometry(X, kernel_size, stride, dY)
    offsets = offsets_of(g)
    put, dX = way_to_put(g), xp.zeros_like(X, dtype=dY.dtype)
    dV = elementwise(quotient, dY, len(offsets))
    for index in offsets:
        dX = put(dX, index, dV)
    return dX
