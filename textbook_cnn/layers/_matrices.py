"""A convolution layer as products of matrices, one for each row: its input, its output and its kernels, rearranged."""

from __future__ import annotations

from .. import _checks as check
from .._arrays import Array, array_namespace, permute, reshape, set_at, sliding_rows, to_memory, zeros
from .._windows import Geometry, windows


def columns_of(X: Array, g: Geometry, groups: int, given: Array | None) -> Array:
    """Matrices (H', groups, kh·kw·n/groups, W'·N) whose columns are the windows of X, unless they are given."""
    (N, n), (kh, kw), (H, W) = X.shape[:2], g.kernel_size, g.output_size
    if given is not None:
        expected = (H, groups, kh * kw * n // groups, W * N)
        check.shape("columns", given, expected, "(height', groups, kh·kw·n/groups, width'·batch)")
        return given
    V = windows(to_memory(X), g)
    V = permute(reshape(V, H, kh, kw, groups, n // groups, W, N), 0, 3, 1, 2, 4, 5, 6)
    return reshape(V, H, groups, kh * kw * n // groups, W * N)


def outputs_of(Y: Array, groups: int) -> Array:
    """Matrices (H', groups, d/groups, W'·N) of Y (N, d, H', W')."""
    N, d, H, W = Y.shape
    return reshape(to_memory(Y), H, groups, d // groups, W * N)


def kernels_of(K: Array, groups: int) -> Array:
    """Matrices (groups, d/groups, kh·kw·n/groups) of K (d, n/groups, kh, kw)."""
    d, m, kh, kw = K.shape
    return reshape(permute(K, 0, 2, 3, 1), groups, d // groups, kh * kw * m)


def gradient_rows_of(dY: Array, g: Geometry, groups: int) -> Array:
    """Matrices (H, groups, kh·d/groups, W'·N): for each row of the input, the rows of ∂E/∂Y that a kernel meets there.

    Between those rows stand s − 1 rows of zeros, and around them as many as the kernel reaches: the full convolution.
    """
    (N, d, _, W), (kh, _), (top, bottom) = dY.shape, g.kernel_size, g.padding[0]
    (H, _), reach = g.input_size, g.dilation[0] * (kh - 1)
    Z = zeros((top + H + bottom + reach, d, W, N), dY)
    last = reach + g.stride[0] * (g.output_size[0] - 1)
    Z = set_at(Z, (slice(reach, last + 1, g.stride[0]), ...), to_memory(dY))
    V = sliding_rows(Z[top : top + H + reach, ...], reach + 1, 1)[..., :: g.dilation[0]]
    V = reshape(permute(V, 0, 4, 1, 2, 3), H, kh, groups, d // groups, W, N)
    return reshape(permute(V, 0, 2, 1, 3, 4, 5), H, groups, kh * d // groups, W * N)


def turned_kernels_of(K: Array, groups: int) -> Array:
    """Matrices (groups, kw·n/groups, kh·d/groups) of K (d, n/groups, kh, kw), upside down."""
    d, m, kh, kw = K.shape
    turned = reshape(array_namespace(K).flip(K, axis=2), groups, d // groups, m, kh, kw)
    return reshape(permute(turned, 0, 4, 2, 3, 1), groups, kw * m, kh * d // groups)
