"""Max pooling, forward and backward: strided slices, one for each offset in the window."""

from __future__ import annotations

from functools import partial, reduce

from .. import _checks as check
from .._arrays import Array, copy, elementwise, narrowed, promote, trues, widened
from .._checks import Pair
from .._windows import Padding
from ._elements import chosen
from ._pools import (
    edged,
    folded,
    larger,
    may_hold_nan,
    offsets_of,
    pool_geometry,
    served,
    served_by_nan,
    way_to_put,
)

__all__ = ["max_pool2d", "max_pool2d_backward"]


def max_pool2d(
    X: Array,
    kernel_size: int | Pair = 2,
    *,
    stride: int | Pair | None = None,
    padding: Padding = "valid",
    ceil_mode: bool = False,
) -> Array:
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
    padding : int, pair, or ((top, bottom), (left, right)), or "valid" or "same"
        As in `conv2d`, in pixels, on each side fewer than the window has. Padding is never the largest, not even of
        negative numbers: it counts as −∞.
    ceil_mode : bool
        Whether one more window may begin in the image, or before it, and reach beyond the end, where rows or columns
        would be left out. What lies beyond counts as −∞ too. With "same" it changes nothing.

    Returns
    -------
    array (batch, n, height', width')
        Same dtype as `X`. A NaN in a window makes its output NaN.

    Raises
    ------
    TypeError
        If `X` is no array, a size is no integer, or `ceil_mode` is neither True nor False.
    ValueError
        If `X` has not four axes, no window fits, or the padding is unknown, negative or as large as the window.

    Notes
    -----
    Equation ``max_pool2d.forward``; with any window and stride ``max_pool2d.general``, with padding
    ``max_pool2d.padded``. Of the padding the code takes the nearest pixel, which every window that reaches so far holds
    anyway: the largest is the same, for integers too, which have no −∞. From models of the visual cortex [1]_; compared
    with other kinds in [2]_.

    References
    ----------
    .. [1] M. Riesenhuber and T. Poggio, "Hierarchical Models of Object Recognition in Cortex", Nature Neuroscience,
       1999. doi:10.1038/14819
    .. [2] D. Scherer, A. Müller and S. Behnke, "Evaluation of Pooling Operations in Convolutional Architectures for
       Object Recognition", Artificial Neural Networks -- ICANN 2010, 2010. doi:10.1007/978-3-642-15825-4_10

    Examples
    --------
    >>> import numpy as np
    >>> max_pool2d(np.array([[[[1.0, 6.0, 2.0, 0.0], [5.0, 3.0, 1.0, 4.0]]]]))
    array([[[[6., 4.]]]])
    >>> max_pool2d(np.array([[[[-1.0, -2.0, -3.0]]]]), (1, 2), padding="same")
    array([[[[-1., -3.]]]])
    """
    check.arrays(X=X)
    check.ordered("X", X)
    g = pool_geometry(X, kernel_size, stride, padding, ceil_mode)
    X = edged(X, g)
    if g.kernel_size == (1, 1):
        return copy(X[..., g.slices(0)[0], g.slices(1)[0]])
    maximum = partial(elementwise, larger)
    Y = reduce(maximum, [X[..., rows, :] for rows in g.slices(0)])  # rows first: they are the longest runs
    return reduce(maximum, [Y[..., cols] for cols in g.slices(1)])


def max_pool2d_backward(
    X: Array,
    dY: Array,
    kernel_size: int | Pair = 2,
    *,
    stride: int | Pair | None = None,
    padding: Padding = "valid",
    ceil_mode: bool = False,
    Y: Array | None = None,
) -> Array:
    """Gradient of the loss for the input of a max pool: ∂E/∂Y goes to the first largest element of its window.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input of the forward pass.
    dY : array (batch, n, height', width')
        ∂E/∂Y.
    kernel_size, stride, padding, ceil_mode
        As in the forward pass, `max_pool2d`.
    Y : array (batch, n, height', width'), optional
        Result of the forward pass, computed again if not given.

    Returns
    -------
    array (batch, n, height, width)
        ∂E/∂X, in the dtype of `dY` if that is floating-point, else in int64. Of equal largest elements the first, row
        by row, takes the gradient; where a window holds NaNs, the first of them. (PyTorch takes the last of
        several NaNs.) All other elements get 0, whatever the gradient is, infinite or NaN.

    Raises
    ------
    TypeError
        If an array argument is no array, the libraries are mixed, a size is no integer, or `ceil_mode` is neither True
        nor False.
    ValueError
        If a shape does not fit, no window fits, the padding is unknown, negative or as large as the window, or an
        integer of uint64 in `dY` does not fit into int64.

    Notes
    -----
    Equation ``max_pool2d.backward``; with any window and stride ``max_pool2d.general_backward``, with padding
    ``max_pool2d.padded_backward``. Gradients of half precision are added up in float32.

    Examples
    --------
    >>> import numpy as np
    >>> max_pool2d_backward(np.array([[[[1.0, 6.0], [5.0, 6.0]]]]), np.array([[[[10.0]]]]))
    array([[[[ 0., 10.],
             [ 0.,  0.]]]])
    """
    if Y is None:
        Y = max_pool2d(X, kernel_size, stride=stride, padding=padding, ceil_mode=ceil_mode)
    xp = check.arrays(X=X, dY=dY, Y=Y)
    check.ordered("X", X)
    g = pool_geometry(X, kernel_size, stride, padding, ceil_mode, dY)
    *offsets, last = offsets_of(g)
    check.shape("Y", Y, dY.shape, "that of dY")
    X, (dY,), put = edged(X, g), promote(dY=dY), way_to_put(g)
    dtype, dY, serve = dY.dtype, widened(dY), served_by_nan if may_hold_nan(Y) else served
    dX, left = xp.zeros_like(X, dtype=dY.dtype), trues(Y)  # left: windows not yet served
    for index in offsets:
        dV, left = elementwise(serve, dY, X[index], Y, left)
        dX = put(dX, index, dV)
    return narrowed(folded(put(dX, last, elementwise(chosen, dY, left)), g), dtype)
