"""Average pooling, forward and backward: strided slices, one for each offset in the window."""

from __future__ import annotations

from functools import partial, reduce

from .. import _checks as check
from .._arrays import Array, elementwise, narrowed, widened
from .._checks import Pair
from .._windows import Padding
from ._elements import plus
from ._pools import offsets_of, pool_geometry, way_to_put
from ._shares import cropped, elements, quotient, surrounded

__all__ = ["avg_pool2d", "avg_pool2d_backward"]


def avg_pool2d(
    X: Array,
    kernel_size: int | Pair = 2,
    *,
    stride: int | Pair | None = None,
    padding: Padding = "valid",
    ceil_mode: bool = False,
    count_padding: bool | None = None,
) -> Array:
    """Average pooling: the mean of each window, channel by channel.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input feature maps, floating-point.
    kernel_size, stride, ceil_mode
        As in `max_pool2d`.
    padding
        As in `max_pool2d`; zeros.
    count_padding : bool, optional
        Whether the zeros of the padding count as elements of their windows, in the number that the sum is divided by.
        If left out, they do where the padding is given by numbers, as in PyTorch, and do not with "same", as in Keras.
        What lies beyond the padding in `ceil_mode` never counts.

    Returns
    -------
    array (batch, n, height', width')
        Same dtype as `X`; half precision is added up in float32.

    Raises
    ------
    TypeError
        If `X` is no array or an array of integers, a size is no integer, or an option is neither True nor False.
    ValueError
        If `X` has not four axes, no window fits, or the padding is unknown, negative or as large as the window.

    Notes
    -----
    Equation ``avg_pool2d.forward``; with any window and stride ``avg_pool2d.general``, with padding
    ``avg_pool2d.padded``, and where only pixels count ``avg_pool2d.pixels``. LeNet has layers of this kind [1]_.

    References
    ----------
    .. [1] Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-Based Learning Applied to Document Recognition",
       Proceedings of the IEEE, 1998. doi:10.1109/5.726791

    Examples
    --------
    >>> import numpy as np
    >>> avg_pool2d(np.array([[[[1.0, 6.0, 2.0, 0.0], [5.0, 4.0, 2.0, 4.0]]]]))
    array([[[[4., 2.]]]])
    >>> X = np.array([[[[8.0]]]])
    >>> avg_pool2d(X, padding=((1, 0), (1, 0))), avg_pool2d(X, padding=((1, 0), (1, 0)), count_padding=False)
    (array([[[[2.]]]]), array([[[[8.]]]]))
    """
    check.arrays(X=X)
    check.floating("X", X)
    g = pool_geometry(X, kernel_size, stride, padding, ceil_mode)
    V, dtype = surrounded(widened(X), g), X.dtype
    count = elements(g, padding, count_padding, V)
    total = reduce(partial(elementwise, plus), [V[index] for index in offsets_of(g)])
    return narrowed(elementwise(quotient, total, count), dtype)


def avg_pool2d_backward(
    X: Array,
    dY: Array,
    kernel_size: int | Pair = 2,
    *,
    stride: int | Pair | None = None,
    padding: Padding = "valid",
    ceil_mode: bool = False,
    count_padding: bool | None = None,
) -> Array:
    """Gradient of the loss for the input of an average pool: each element of a window gets an equal share of ∂E/∂Y.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input of the forward pass; only its shape counts.
    dY : array (batch, n, height', width')
        ∂E/∂Y, floating-point.
    kernel_size, stride, padding, ceil_mode, count_padding
        As in the forward pass, `avg_pool2d`.

    Returns
    -------
    array (batch, n, height, width)
        ∂E/∂X, same dtype as `dY`; half precision is added up in float32.

    Raises
    ------
    TypeError
        If an argument is no array, `dY` holds integers, the libraries are mixed, a size is no integer, or an option
        is neither True nor False.
    ValueError
        If a shape does not fit, no window fits, or the padding is unknown, negative or as large as the window.

    Notes
    -----
    Equation ``avg_pool2d.backward``; with any window and stride ``avg_pool2d.general_backward``, with padding
    ``avg_pool2d.padded_backward``, and where only pixels count ``avg_pool2d.pixels_backward``.

    Examples
    --------
    >>> import numpy as np
    >>> avg_pool2d_backward(np.zeros((1, 1, 2, 2)), np.array([[[[10.0]]]]))
    array([[[[2.5, 2.5],
             [2.5, 2.5]]]])
    """
    xp = check.arrays(X=X, dY=dY)
    check.floating("dY", dY)
    g = pool_geometry(X, kernel_size, stride, padding, ceil_mode, dY)
    put, dV, dtype = way_to_put(g), widened(dY), dY.dtype
    dV = elementwise(quotient, dV, elements(g, padding, count_padding, dV))
    dX = xp.zeros_like(surrounded(X, g), dtype=dV.dtype)
    for index in offsets_of(g):
        dX = put(dX, index, dV)
    return narrowed(cropped(dX, g), dtype)
