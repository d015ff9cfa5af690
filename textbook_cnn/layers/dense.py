"""The dense (fully connected) layer, Y_i = B_i + Σ_j W_ij X_j, and its three gradients."""

from __future__ import annotations

from .. import _checks as check
from .._arrays import Array, matrix_product, narrowed, summands

__all__ = ["dense", "dense_backward_bias", "dense_backward_input", "dense_backward_weight"]

ROWS, MAPS, WEIGHTS = "(batch, n)", "(batch, d)", "(d, n)"


def dense(X: Array, W: Array, B: Array | None = None) -> Array:
    """Dense layer, forward: Y_i = B_i + Σ_{j=1}^{n} W_ij X_j for i = 1 … d.

    Parameters
    ----------
    X : array (batch, n)
        Inputs, one row per image.
    W : array (d, n)
        Weights.
    B : array (d,), optional
        Biases.

    Returns
    -------
    array (batch, d)
        Floating-point dtypes stay as they are, integers give int64; mixtures, half precision and infinities as in
        `conv2d`.

    Raises
    ------
    TypeError
        If an argument is no array, or the libraries are mixed.
    ValueError
        If the shapes do not fit together, or an integer of uint64 does not fit into int64.

    Notes
    -----
    Equation ``dense.forward``, slide "DNN Image recognition". The layer of the perceptron [1]_.

    References
    ----------
    .. [1] F. Rosenblatt, "The Perceptron: a Probabilistic Model for Information Storage and Organization in the Brain",
       Psychological Review, 1958. doi:10.1037/h0042519

    Examples
    --------
    >>> import numpy as np
    >>> dense(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [5.0, 6.0]]), np.array([0.5, 0.0]))
    array([[11.5, 17. ]])
    """
    check.arrays(X=X, W=W, B=B)
    check.axes("X", X, ROWS)
    check.axes("W", W, WEIGHTS)
    check.shape("W", W, (W.shape[0], X.shape[1]), "(d, n of X)")
    if B is not None:
        check.shape("B", B, (W.shape[0],), "(d,)")
    dtype, (X, W, B) = summands(X=X, W=W, B=B)
    Y = matrix_product(W, X.T).T  # the batch last in memory, as the convolution layers leave it
    if B is not None:
        Y += B
    return narrowed(Y, dtype)


def dense_backward_weight(X: Array, dY: Array) -> Array:
    """Gradient of the loss for the weights: ∂E/∂W_ij = ∂E/∂Y_i X_j, summed over the images.

    Parameters
    ----------
    X : array (batch, n)
        Input of the forward pass.
    dY : array (batch, d)
        ∂E/∂Y.

    Returns
    -------
    array (d, n)
        ∂E/∂W; dtypes as in `conv2d`.

    Raises
    ------
    TypeError
        If an argument is no array, or the libraries are mixed.
    ValueError
        If the shapes do not fit together, or an integer of uint64 does not fit into int64.

    Notes
    -----
    Equation ``dense.backward_weight``.

    Examples
    --------
    >>> import numpy as np
    >>> dense_backward_weight(np.array([[1.0, 2.0]]), np.array([[10.0, 20.0]]))
    array([[10., 20.],
           [20., 40.]])
    """
    check.arrays(X=X, dY=dY)
    check.axes("X", X, ROWS)
    check.axes("dY", dY, MAPS)
    check.shape("dY", dY, (X.shape[0], dY.shape[1]), "(batch of X, d)")
    dtype, (X, dY) = summands(X=X, dY=dY)
    return narrowed(matrix_product(dY.T, X), dtype)


def dense_backward_bias(dY: Array) -> Array:
    """Gradient of the loss for the biases: ∂E/∂B_i = ∂E/∂Y_i, summed over the images.

    Parameters
    ----------
    dY : array (batch, d)
        ∂E/∂Y.

    Returns
    -------
    array (d,)
        ∂E/∂B; dtypes as in `conv2d`.

    Raises
    ------
    TypeError
        If `dY` is no array.
    ValueError
        If `dY` has not two axes, or an integer of uint64 does not fit into int64.

    Notes
    -----
    Equation ``dense.backward_bias``.

    Examples
    --------
    >>> import numpy as np
    >>> dense_backward_bias(np.array([[1.0, 2.0], [10.0, 20.0]]))
    array([11., 22.])
    """
    xp = check.arrays(dY=dY)
    check.axes("dY", dY, MAPS)
    dtype, (dY,) = summands(dY=dY)
    return narrowed(xp.sum(dY, axis=0), dtype)


def dense_backward_input(dY: Array, W: Array) -> Array:
    """Gradient of the loss for the input: ∂E/∂X_j = Σ_{i=1}^{d} W_ij ∂E/∂Y_i.

    Parameters
    ----------
    dY : array (batch, d)
        ∂E/∂Y.
    W : array (d, n)
        Weights of the forward pass.

    Returns
    -------
    array (batch, n)
        ∂E/∂X; dtypes as in `conv2d`.

    Raises
    ------
    TypeError
        If an argument is no array, or the libraries are mixed.
    ValueError
        If the shapes do not fit together, or an integer of uint64 does not fit into int64.

    Notes
    -----
    Equation ``dense.backward_input``.

    Examples
    --------
    >>> import numpy as np
    >>> dense_backward_input(np.array([[1.0, 10.0]]), np.array([[3.0, 4.0], [5.0, 6.0]]))
    array([[53., 64.]])
    """
    check.arrays(dY=dY, W=W)
    check.axes("dY", dY, MAPS)
    check.axes("W", W, WEIGHTS)
    check.shape("dY", dY, (dY.shape[0], W.shape[0]), "(batch, d of W)")
    dtype, (dY, W) = summands(dY=dY, W=W)
    return narrowed(matrix_product(W.T, dY.T).T, dtype)
