"""The convolution layer, Y_i = B_i + Σ_j X_j ⋆ K_ij, and the windows of its input, written as columns.

Arrays: X (batch, n, height, width), K (d, n/groups, kh, kw), Y (batch, d, height', width').  The layer and each
gradient in `conv2d_backward` are a matrix product with those columns, or with the gradients arranged in the same way.
"""

from __future__ import annotations

from .. import _checks as check
from .._arrays import Array, matrix_product, narrowed, reshape, summands, to_logical
from .._checks import Pair
from .._windows import Padding
from ._matrices import columns_of, kernels_of
from ._sizes import IMAGES, KERNELS, layer_geometry

__all__ = ["conv2d", "im2col"]


def conv2d(
    X: Array,
    K: Array,
    B: Array | None = None,
    *,
    stride: int | Pair = 1,
    padding: Padding = "valid",
    dilation: int | Pair = 1,
    groups: int = 1,
    columns: Array | None = None,
) -> Array:
    """Convolution layer, forward: Y_i = B_i + Σ_{j=1}^{n} X_j ⋆ K_ij for i = 1 … d.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input feature maps.
    K : array (d, n/groups, kh, kw)
        Kernels; the n/groups kernels of one i make a filter.
    B : array (d,) or (d, height', width'), optional
        Bias, one scalar per filter (as in Keras) or one per pixel (as on the slides).
    stride, dilation : int or pair (vertical, horizontal)
        Step between windows, and distance between neighbouring kernel elements, in pixels.
    padding : "valid", "same", "full", int, pair (vertical, horizontal), or ((top, bottom), (left, right))
        Zeros around the input. "same" is Keras's: output ⌈size/stride⌉, the odd zero at the bottom and right.
    groups : int
        Parts that the channels and filters are cut into; filter i sees only the channels of its part.
    columns : array (height', groups, kh·kw·n/groups, width'·batch), optional
        `im2col` of the same input and keywords, to save computing it here.

    Returns
    -------
    array (batch, d, height', width')
        Floating-point dtypes stay as they are, integers give int64 (in JAX without 64 bits int32), whose sums wrap
        around. Of several floating-point dtypes the result has the wider one, of float16 and bfloat16 float32; integers
        beside them take theirs. Half precision is added up in float32 and rounded once.

    Raises
    ------
    TypeError
        If an array argument is no array, the libraries are mixed, or a size is no integer.
    ValueError
        If the shapes, sizes, padding or groups do not fit together, or an integer of uint64 does not fit into int64.

    Notes
    -----
    Equation ``conv2d.forward``, slide "Forward propagation"; a layer of shared weights [1]_ with dilation [2]_. It
    holds for infinities too: 0 · ∞ is NaN, and so is a sum in which it stands, as in PyTorch; zeros of the padding are
    such factors.

    References
    ----------
    .. [1] Y. LeCun, B. Boser, J. S. Denker, D. Henderson, R. E. Howard, W. Hubbard and L. D. Jackel, "Backpropagation
       Applied to Handwritten Zip Code Recognition", Neural Computation, 1989. doi:10.1162/neco.1989.1.4.541
    .. [2] F. Yu and V. Koltun, "Multi-Scale Context Aggregation by Dilated Convolutions", 2015.
       doi:10.48550/arXiv.1511.07122

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[[[1, 6, 2], [5, 3, 1], [7, 0, 4]]]])
    >>> K = np.array([[[[1, 2], [-1, 0]]]])
    >>> conv2d(X, K, np.array([10]))
    array([[[[18, 17],
             [14, 15]]]])
    """
    check.arrays(X=X, K=K, B=B, columns=columns)
    check.axes("X", X, IMAGES)
    check.axes("K", K, KERNELS)
    g = layer_geometry(X.shape, K.shape, stride, padding, dilation, groups)
    dtype, (X, K, B, columns) = summands(X=X, K=K, B=B, columns=columns)
    (N, d, (H, W)), tied = (X.shape[0], K.shape[0], g.output_size), B is not None and B.ndim == 1
    if B is not None:
        check.shape("B", B, (d,) if tied else (d, H, W), "(d,)" if tied else "(d, height', width')")
    Y = matrix_product(kernels_of(K, groups), columns_of(X, g, groups, columns))
    Y = to_logical(reshape(Y, H, d, W, N))
    if B is not None:
        Y += B[:, None, None] if tied else B
    return narrowed(Y, dtype)


def im2col(
    X: Array,
    kernel_size: int | Pair,
    *,
    stride: int | Pair = 1,
    padding: Padding = "valid",
    dilation: int | Pair = 1,
    groups: int = 1,
) -> Array:
    """Write the windows of the images as the columns of matrices, one matrix for each row of outputs.

    Parameters
    ----------
    X : array (batch, n, height, width)
        Input feature maps.
    kernel_size : int or pair (kh, kw)
        Size of the window, in pixels.
    stride, padding, dilation, groups
        As in `conv2d`.

    Returns
    -------
    array (height', groups, kh·kw·n/groups, width'·batch)
        The columns; a matrix product with the kernels gives the outputs of a row.

    Raises
    ------
    TypeError
        If `X` is no array or a size is no integer.
    ValueError
        If the shapes, sizes, padding or groups do not fit together.

    Notes
    -----
    Equation ``im2col.columns``, on no slide; with it the layer of slide "Forward propagation" is a matrix product [1]_.

    References
    ----------
    .. [1] K. Chellapilla, S. Puri and P. Simard, "High Performance Convolutional Neural Networks for Document
       Processing", Tenth International Workshop on Frontiers in Handwriting Recognition, 2006.
       https://inria.hal.science/inria-00112631

    Examples
    --------
    >>> import numpy as np
    >>> im2col(np.array([[[[1, 6, 2], [5, 3, 1]]]]), 2)
    array([[[[1, 6],
             [6, 2],
             [5, 3],
             [3, 1]]]])
    """
    check.arrays(X=X)
    check.axes("X", X, IMAGES)
    groups = check.integer("groups", groups, 1)
    n, (kh, kw) = X.shape[1], check.pair("kernel_size", kernel_size, 1)
    g = layer_geometry(X.shape, (groups, n // groups, kh, kw), stride, padding, dilation, groups, None, "kernel_size")
    return columns_of(X, g, groups, None)
