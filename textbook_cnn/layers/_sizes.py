"""Sizes of a convolution layer: whether they fit together, and those that can be inferred from the others."""

from __future__ import annotations

from collections.abc import Sequence

from .. import _checks as check
from .._checks import Pair
from .._windows import PADDINGS, Geometry, Padding, geometry, margins

Sizes = Sequence[int]
IMAGES, KERNELS, MAPS = "(batch, n, height, width)", "(d, n/groups, kh, kw)", "(batch, d, height', width')"


def layer_geometry(
    X: Sizes,
    K: Sizes,
    stride: int | Pair,
    padding: Padding,
    dilation: int | Pair,
    groups: int,
    Y: Sizes | None = None,
    kernel_name: str = "K",
) -> Geometry:
    """Geometry for the shapes X (N, n, H, W), K (d, n/groups, kh, kw) and, if given, dY.

    `kernel_name` is that of the argument from which the size of K comes.
    """
    groups = check.integer("groups", groups, 1)
    if X[1] % groups or K[0] % groups:
        raise ValueError(f"groups: expected a divisor of n = {X[1]} (X) and of d = {K[0]} (K, dY), got {groups}")
    if X[1] != K[1] * groups:
        raise ValueError(
            f"K: expected kernels for n/groups = {X[1] // groups} channels, got {K[1]} (X {tuple(X)}, K {tuple(K)})"
        )
    size, kernel = check.pair("X", tuple(X[2:]), 1), check.pair(kernel_name, tuple(K[2:]), 1)
    g = geometry(size, kernel, stride=stride, padding=padding, dilation=dilation, names=("X", kernel_name))
    expected = (X[0], K[0], *g.output_size)
    if Y is not None and any(a != b for a, b in zip(Y, expected)):  # matmul would broadcast a wrong size in silence
        raise ValueError(f"dY: expected shape (batch, d, height', width') = {expected} by X and K, got {tuple(Y)}")
    return g


def infer_kernel_size(X: Sizes, Y: Sizes, stride: int | Pair, padding: Padding, dilation: int | Pair) -> Pair:
    """Size of the kernel that turns size X into Y at stride 1."""
    d = check.pair("dilation", dilation, 1)
    if padding == "same" or any(s > 1 for s in check.pair("stride", stride, 1)):
        raise ValueError(
            'kernel_size: expected a size with padding="same" or a stride above 1, where it cannot be '
            "inferred; got None"
        )
    if padding == "full":  # 2·reach zeros, so that Y = X + reach
        reach = tuple(y - x for x, y in zip(X, Y))
    else:
        reach = tuple(x + t - y for x, y, t in zip(X, Y, _totals(padding)))
    if any(r < 0 or r % e for r, e in zip(reach, d)):
        raise ValueError(
            f"dY: expected the size of some kernel's output for an input of {tuple(X)}, got {tuple(Y)} "
            f"with {padding=}, {dilation=}"
        )
    return reach[0] // d[0] + 1, reach[1] // d[1] + 1


def infer_input_size(Y: Sizes, K: Sizes, stride: int | Pair, padding: Padding, dilation: int | Pair) -> Pair:
    """Size of the input that a kernel of size K turns into Y at stride 1."""
    if any(s > 1 for s in check.pair("stride", stride, 1)):
        raise ValueError("input_size: expected a size with a stride above 1, where it cannot be inferred; got None")
    return smallest_input_size("dY", Y, K, stride, padding, dilation)


def smallest_input_size(
    name: str, Y: Sizes, K: Sizes, stride: int | Pair, padding: Padding, dilation: int | Pair
) -> Pair:
    """The smallest input that a kernel of size K turns into size Y; with "same" the largest, a multiple of the stride.

    `name` is that of the array of size Y.
    """
    s, d = check.pair("stride", stride, 1), check.pair("dilation", dilation, 1)
    if padding == "same":
        return s[0] * Y[0], s[1] * Y[1]
    reach = tuple(e * (k - 1) for e, k in zip(d, K))
    total = tuple(2 * r for r in reach) if padding == "full" else _totals(padding)
    size = tuple(step * (y - 1) + 1 + r - t for step, y, r, t in zip(s, Y, reach, total))
    if any(m < 1 for m in size):
        raise ValueError(
            f"{name}: expected the size of some input's output for kernels of {tuple(K)}, got {tuple(Y)} "
            f"with {stride=}, {padding=}, {dilation=}"
        )
    return size[0], size[1]


def _totals(padding: Padding) -> Sizes:
    """Rows and columns of padding, both sides together; "same" and "full" never come here."""
    if isinstance(padding, str):
        padding = check.choice("padding", padding, PADDINGS)
        return 0, 0
    (top, bottom), (left, right) = margins(padding)
    return top + bottom, left + right
