"""The transposed convolution layer, Y_j = B_j + Σ_i X_i ∗_full K_ij: the way back through `conv2d`, as a layer."""

from __future__ import annotations

from .. import _checks as check
from .._arrays import Array, narrowed, summands
from .._checks import Pair
from .._windows import Padding
from ._sizes import KERNELS, layer_geometry, smallest_input_size
from .conv2d_backward import conv2d_backward_input

__all__ = ["conv2d_transpose"]


def conv2d_transpose(
    X: Array,
    K: Array,
    B: Array | None = None,
    output_size: int | Pair | None = None,
    *,
    stride: int | Pair = 1,
    padding: Padding = "valid",
    dilation: int | Pair = 1,
    groups: int = 1,
) -> Array:
    """Transposed convolution layer: Y_j = B_j + Σ_{i=1}^{d} X_i ∗_full K_ij, as `conv2d_backward_input` gives it.

    What `conv2d` makes smaller, it makes larger; known as Conv2DTranspose in Keras and conv_transpose2d in PyTorch.

    Parameters
    ----------
    X : array (batch, d, height, width)
        Input feature maps.
    K : array (d, n/groups, kh, kw)
        Kernels, as those of a `conv2d` that makes `d` maps of `n`.
    B : array (n,) or (n, height', width'), optional
        Bias, one scalar per map or one per pixel.
    output_size : int or pair (height', width'), optional
        Any size from which that `conv2d` makes (height, width). If left out, the smallest, or with "same" the input's
        times the stride. PyTorch's `output_padding` is what is above the smallest.
    stride, padding, dilation, groups
        Those of that `conv2d`: with a stride the output grows, and padding cuts off its border.

    Returns
    -------
    array (batch, n, height', width')
        Dtypes as in `conv2d`.

    Raises
    ------
    TypeError
        If an array argument is no array, the libraries are mixed, or a size is no integer.
    ValueError
        If the shapes, sizes, padding or groups do not fit together, or an integer of uint64 does not fit into int64.

    Notes
    -----
    Equations ``conv2d_transpose.forward`` and, with stride, padding and dilation, ``conv2d_transpose.general``, on no
    slide. Backward, by equation ``conv2d_transpose.backward``, the roles are exchanged: ∂E/∂X is `conv2d` of ∂E/∂Y with
    `K`, ∂E/∂K is `conv2d_backward_kernel` with ∂E/∂Y in the place of its input and `X` in that of its gradient, both
    with the same keywords, the second with the size of the kernels if a stride or "same" hides it; ∂E/∂B is
    `conv2d_backward_bias`. Also called deconvolution [1]_; [2]_ draws all its cases.

    References
    ----------
    .. [1] M. D. Zeiler, D. Krishnan, G. W. Taylor and R. Fergus, "Deconvolutional Networks", IEEE Conference on
       Computer Vision and Pattern Recognition, 2010. doi:10.1109/CVPR.2010.5539957
    .. [2] V. Dumoulin and F. Visin, "A Guide to Convolution Arithmetic for Deep Learning", 2016.
       doi:10.48550/arXiv.1603.07285

    Examples
    --------
    >>> import numpy as np
    >>> K = np.array([[[[1, 2], [3, 4]]]])
    >>> conv2d_transpose(np.array([[[[1, 10]]]]), K, stride=2)
    array([[[[ 1,  2, 10, 20],
             [ 3,  4, 30, 40]]]])
    """
    check.arrays(X=X, K=K, B=B)
    check.axes("X", X, "(batch, d, height, width)")
    check.axes("K", K, KERNELS)
    groups = check.integer("groups", groups, 1)
    (N, d, *size), (_, m, kh, kw) = X.shape, K.shape
    check.shape("K", K, (d, m, kh, kw), "(d of X, n/groups, kh, kw)")
    if output_size is None:
        output_size = smallest_input_size("X", size, (kh, kw), stride, padding, dilation)
    H, W = check.pair("output_size", output_size, 1)
    g = layer_geometry((N, m * groups, H, W), K.shape, stride, padding, dilation, groups)
    if any(a != b for a, b in zip(g.output_size, size)):
        raise ValueError(
            f"output_size: expected a size from which conv2d makes the (height, width) of X = {tuple(size)}, "
            f"got {(H, W)}, from which it makes {g.output_size}"
        )
    tied = B is not None and B.ndim == 1
    if B is not None:
        check.shape("B", B, (m * groups,) if tied else (m * groups, H, W), "(n,)" if tied else "(n, height', width')")
    dtype, (X, K, B) = summands(X=X, K=K, B=B)
    Y = conv2d_backward_input(X, K, (H, W), stride=stride, padding=padding, dilation=dilation, groups=groups)
    if B is not None:
        Y += B[:, None, None] if tied else B
    return narrowed(Y, dtype)
