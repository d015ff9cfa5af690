"""Max pooling as it stands in the book: one window after the other, and in each one pixel after the other."""

from __future__ import annotations

from itertools import product

from .. import _checks as check
from .._arrays import Array, narrowed, set_at, summands, zeros
from .._checks import Pair
from ..layers._pools import pool_geometry


def max_pool2d_loops(X: Array, kernel_size: int | Pair = 2, *, stride: int | Pair | None = None) -> Array:
    """Max pooling by its definition: the largest element of each window, one window after the other.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input feature maps.
    kernel_size, stride
        As in `max_pool2d`.

    Returns
    -------
    array (batch, n, height', width')
        What `max_pool2d` gives where no element is NaN, much more slowly.

    Raises
    ------
    TypeError
        If `X` is no array or a size is no integer.
    ValueError
        If `X` has not four axes or no window fits.

    Notes
    -----
    Equation ``max_pool2d.general``, on no slide.

    Examples
    --------
    >>> import numpy as np
    >>> max_pool2d_loops(np.array([[[[1.0, 6.0, 2.0, 0.0], [5.0, 3.0, 1.0, 4.0]]]]))
    array([[[[6., 4.]]]])
    """
    check.arrays(X=X)
    check.read("X", X)
    check.ordered("X", X)
    g = pool_geometry(X, kernel_size, stride)
    (h, w), (s, t) = g.kernel_size, g.stride
    Y = zeros((*X.shape[:2], *g.output_size), X)
    for b, j, p, q in product(*map(range, Y.shape)):
        largest = max(X[b, j, s * p + u, t * q + v] for u, v in product(range(h), range(w)))
        Y = set_at(Y, (b, j, p, q), largest)
    return Y


def max_pool2d_backward_loops(
    X: Array, dY: Array, kernel_size: int | Pair = 2, *, stride: int | Pair | None = None
) -> Array:
    """Gradient of the loss for the input of a max pool, one window after the other: the first largest pixel gets it.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input of the forward pass.
    dY : array (batch, n, height', width')
        ∂E/∂Y.
    kernel_size, stride
        As in the forward pass, `max_pool2d`.

    Returns
    -------
    array (batch, n, height, width)
        What `max_pool2d_backward` gives where no element is NaN, much more slowly.

    Raises
    ------
    TypeError
        If an array argument is no array, the libraries are mixed, or a size is no integer.
    ValueError
        If a shape does not fit, no window fits, or an integer of uint64 in `dY` does not fit into int64.

    Notes
    -----
    Equation ``max_pool2d.general_backward``, on no slide.

    Examples
    --------
    >>> import numpy as np
    >>> max_pool2d_backward_loops(np.array([[[[1.0, 6.0], [5.0, 6.0]]]]), np.array([[[[10.0]]]]))
    array([[[[ 0., 10.],
             [ 0.,  0.]]]])
    """
    check.arrays(X=X, dY=dY)
    check.read("X", X)
    check.ordered("X", X)
    g = pool_geometry(X, kernel_size, stride, dY=dY)
    (h, w), (s, t), (dtype, (dY,)) = g.kernel_size, g.stride, summands(dY=dY)
    dX = zeros(tuple(X.shape), dY)
    for b, j, p, q in product(*map(range, dY.shape)):
        window = product(range(s * p, s * p + h), range(t * q, t * q + w))
        r, c = max(window, key=lambda place: X[b, j, place[0], place[1]])
        dX = set_at(dX, (b, j, r, c), dX[b, j, r, c] + dY[b, j, p, q])
    return narrowed(dX, dtype)
