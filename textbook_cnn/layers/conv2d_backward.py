"""The three gradients of the convolution layer: with respect to its kernels, its bias and its input.

Arrays as in `conv2d`: X (batch, n, height, width), K (d, n/groups, kh, kw), and ∂E/∂Y (batch, d, height', width').
"""

from __future__ import annotations

from .. import _checks as check
from .. import _options as option
from .._arrays import Array, matrix_product, narrowed, permute, reshape, summands, to_logical
from .._checks import Pair
from .._windows import Padding, columns_adjoint
from ._matrices import columns_of, gradient_rows_of, outputs_of, turned_kernels_of
from ._sizes import IMAGES, KERNELS, MAPS, infer_input_size, infer_kernel_size, layer_geometry

__all__ = ["conv2d_backward_bias", "conv2d_backward_input", "conv2d_backward_kernel"]


def conv2d_backward_kernel(
    X: Array,
    dY: Array,
    kernel_size: int | Pair | None = None,
    *,
    stride: int | Pair = 1,
    padding: Padding = "valid",
    dilation: int | Pair = 1,
    groups: int = 1,
    columns: Array | None = None,
) -> Array:
    """Gradient with respect to the kernels: ∂E/∂K_ij = X_j ⋆ ∂E/∂Y_i, summed over the images.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input of the forward pass.
    dY : array (batch, d, height', width')
        ∂E/∂Y.
    kernel_size : int or pair (kh, kw), optional
        Needed for padding="same" or a stride above 1, else inferred from the sizes of `X` and `dY`.
    stride, padding, dilation, groups, columns
        As in the forward pass, `conv2d`.

    Returns
    -------
    array (d, n/groups, kh, kw)
        ∂E/∂K; dtypes as in `conv2d`.

    Raises
    ------
    TypeError
        If an array argument is no array, the libraries are mixed, or a size is no integer.
    ValueError
        If `dY` has not the shape the layer gives, `kernel_size` is left out where it cannot be inferred, or an integer
        of uint64 does not fit into int64.

    Notes
    -----
    Equation ``conv2d.backward_kernel``, slide "Backward Kernel". Backpropagation went through shared weights in [1]_.

    References
    ----------
    .. [1] Y. LeCun, B. Boser, J. S. Denker, D. Henderson, R. E. Howard, W. Hubbard and L. D. Jackel, "Backpropagation
       Applied to Handwritten Zip Code Recognition", Neural Computation, 1989. doi:10.1162/neco.1989.1.4.541

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[[[1, 6, 2], [5, 3, 1], [7, 0, 4]]]])
    >>> conv2d_backward_kernel(X, np.array([[[[1, 0], [0, 0]]]]))
    array([[[[1, 6],
             [5, 3]]]])
    """
    xp = check.arrays(X=X, dY=dY, columns=columns)
    check.axes("X", X, IMAGES)
    check.axes("dY", dY, MAPS)
    groups = check.integer("groups", groups, 1)
    if kernel_size is None:
        kernel_size = infer_kernel_size(X.shape[2:], dY.shape[2:], stride, padding, dilation)
    (kh, kw), d, m = check.pair("kernel_size", kernel_size, 1), dY.shape[1], X.shape[1] // groups
    g = layer_geometry(X.shape, (d, m, kh, kw), stride, padding, dilation, groups, dY.shape, "kernel_size")
    dtype, (X, dY, columns) = summands(X=X, dY=dY, columns=columns)
    dK = xp.sum(matrix_product(columns_of(X, g, groups, columns), outputs_of(dY, groups).mT), axis=0)
    dK = reshape(permute(reshape(dK, groups, kh, kw, m, d // groups), 0, 4, 3, 1, 2), d, m, kh, kw)
    return narrowed(dK, dtype)


def conv2d_backward_bias(dY: Array, *, tied: bool = True) -> Array:
    """Gradient with respect to the bias: ∂E/∂B_i = Σ_pq ∂E/∂Y_i[p, q], or ∂E/∂Y_i itself for one bias per pixel.

    Parameters
    ----------
    dY : array (batch, d, height', width')
        ∂E/∂Y.
    tied : bool
        True: one scalar per filter, shared by all its pixels. False: one bias per pixel.

    Returns
    -------
    array (d,) or (d, height', width')
        ∂E/∂B, summed over the images; dtypes as in `conv2d`.

    Raises
    ------
    TypeError
        If `dY` is no array, or `tied` neither True nor False.
    ValueError
        If `dY` has not four axes, or an integer of uint64 does not fit into int64.

    Notes
    -----
    Equations ``conv2d.backward_bias`` and ``conv2d.backward_bias_per_pixel``, slide "Backward bias".

    Examples
    --------
    >>> import numpy as np
    >>> conv2d_backward_bias(np.array([[[[1, 2], [3, 4]]]]))
    array([10])
    """
    xp = check.arrays(dY=dY)
    check.axes("dY", dY, MAPS)
    tied = option.flag("tied", tied)
    dtype, (dY,) = summands(dY=dY)
    return narrowed(xp.sum(dY, axis=(0, 2, 3) if tied else 0), dtype)


def conv2d_backward_input(
    dY: Array,
    K: Array,
    input_size: int | Pair | None = None,
    *,
    stride: int | Pair = 1,
    padding: Padding = "valid",
    dilation: int | Pair = 1,
    groups: int = 1,
) -> Array:
    """Gradient with respect to the input: ∂E/∂X_j = Σ_{i=1}^{d} ∂E/∂Y_i ∗_full K_ij.

    Parameters
    ----------
    dY : array (batch, d, height', width')
        ∂E/∂Y.
    K : array (d, n/groups, kh, kw)
        Kernels of the forward pass.
    input_size : int or pair (height, width), optional
        Needed for a stride above 1, else inferred from the sizes of `dY` and `K`.
    stride, padding, dilation, groups
        As in the forward pass, `conv2d`.

    Returns
    -------
    array (batch, n, height, width)
        ∂E/∂X; dtypes as in `conv2d`.

    Raises
    ------
    TypeError
        If an array argument is no array, the libraries are mixed, or a size is no integer.
    ValueError
        If `dY` has not the shape the layer gives, `input_size` is left out where it cannot be inferred, or an integer
        of uint64 does not fit into int64.

    Notes
    -----
    Equation ``conv2d.backward_input``, slide "Backward input" (headed "Backward bias" there). The code
    is that full convolution along the rows; along the columns it adds each gradient where its window was taken from,
    which is proved to be the same and copies less.

    Examples
    --------
    >>> import numpy as np
    >>> conv2d_backward_input(np.array([[[[1, 0], [0, 0]]]]), np.array([[[[1, 2], [-1, 0]]]]))
    array([[[[ 1,  2,  0],
             [-1,  0,  0],
             [ 0,  0,  0]]]])
    """
    check.arrays(dY=dY, K=K)
    check.axes("dY", dY, MAPS)
    check.axes("K", K, KERNELS)
    groups = check.integer("groups", groups, 1)
    (N, _, *size), (_, m, kh, kw) = dY.shape, K.shape
    if input_size is None:
        input_size = infer_input_size(size, (kh, kw), stride, padding, dilation)
    H, W = check.pair("input_size", input_size, 1)
    g = layer_geometry((N, m * groups, H, W), K.shape, stride, padding, dilation, groups, dY.shape)
    dtype, (dY, K) = summands(dY=dY, K=K)
    rows = matrix_product(turned_kernels_of(K, groups), gradient_rows_of(dY, g, groups))
    return narrowed(to_logical(columns_adjoint(reshape(rows, H, groups, kw, m, size[1], N), g)), dtype)
