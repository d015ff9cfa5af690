"""Where the windows of a convolution or a pool lie, the windows themselves, and the adjoint of taking columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias, TypeVar

from . import _checks as check
from ._arrays import Array, add_at, fits_memory, permute, reshape, set_at, sliding_rows, stacked_columns, zeros
from ._checks import Pair

Zeros: TypeAlias = int | Sequence[int] | Sequence[Sequence[int]]
Padding: TypeAlias = str | Zeros
Margins = tuple[Pair, Pair]
T = TypeVar("T")
PADDINGS = ("valid", "same", "full")


class Geometry(NamedTuple):
    """Pairs (vertical, horizontal), checked and resolved; `padding` is ((top, bottom), (left, right))."""

    kernel_size: Pair
    stride: Pair
    dilation: Pair
    padding: Margins
    input_size: Pair
    output_size: Pair

    def slices(self, axis: int) -> list[slice]:
        """For each offset in the kernel along `axis`, what it meets of the padded input in all windows."""
        s, d, m = self.stride[axis], self.dilation[axis], self.output_size[axis]
        return [slice(u * d, u * d + s * (m - 1) + 1, s) for u in range(self.kernel_size[axis])]


def both(values: Iterable[T]) -> tuple[T, T]:
    """The values for the two axes, (vertical, horizontal)."""
    vertical, horizontal = values
    return vertical, horizontal


def margins(padding: Zeros) -> Margins:
    """((top, bottom), (left, right)) of a padding given by numbers: an int, a pair, or a pair of pairs."""
    if check.is_list(padding) and len(padding) == 2:
        top, left = padding
        return check.pair("padding", top, 0), check.pair("padding", left, 0)
    p = check.integer("padding", padding, 0)
    return (p, p), (p, p)


def output_size(size: int, kernel_size: int, *, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """How many windows fit along one axis: ⌊(size + 2·padding − dilation·(kernel_size − 1) − 1) / stride⌋ + 1.

    Parameters
    ----------
    size : int
        Height or width of the input, in pixels.
    kernel_size : int
        Height or width of the kernel, in pixels.
    stride : int
        Step from one window to the next, in pixels.
    padding : int
        Zeros added on each of the two sides.
    dilation : int
        Distance between neighbouring elements of the kernel, in pixels.

    Returns
    -------
    int
        Height or width of the output.

    Raises
    ------
    TypeError
        If an argument is not an integer.
    ValueError
        If an argument is too small, or the kernel is larger than the padded input.

    Notes
    -----
    Equation ``output_size``, slide "2D Convolution ? Cross-Correlation", which prints the case stride = dilation = 1
    without padding. All cases are drawn in [1]_.

    References
    ----------
    .. [1] V. Dumoulin and F. Visin, "A Guide to Convolution Arithmetic for Deep Learning", 2016.
       doi:10.48550/arXiv.1603.07285

    Examples
    --------
    >>> output_size(3, 2)
    2
    >>> output_size(28, 3, padding=1)
    28
    """
    size, kernel_size = check.integer("size", size, 1), check.integer("kernel_size", kernel_size, 1)
    stride, dilation = check.integer("stride", stride, 1), check.integer("dilation", dilation, 1)
    padding = check.integer("padding", padding, 0)
    m = windows_along(size, kernel_size, stride, 2 * padding, dilation)
    if m < 1:
        span = dilation * (kernel_size - 1) + 1
        raise ValueError(
            f"kernel_size: expected a kernel no larger than the padded input of {size + 2 * padding} "
            f"pixels, got {kernel_size} with dilation {dilation}, which spans {span}"
        )
    return m


def windows_along(size: int, kernel_size: int, stride: int, total_padding: int, dilation: int) -> int:
    """The arithmetic of `output_size`, `total_padding` counting both sides; less than 1 if no window fits."""
    return (size + total_padding - dilation * (kernel_size - 1) - 1) // stride + 1


def _resolve(name: str, size: int, k: int, s: int, d: int) -> Pair:
    """(before, after) on one axis for a padding given by name."""
    reach = d * (k - 1)
    if name == "valid":
        return 0, 0
    if name == "full":
        return reach, reach
    total = max((-(-size // s) - 1) * s + reach + 1 - size, 0)
    return total // 2, total - total // 2


def geometry(
    input_size: int | Sequence[int],
    kernel_size: int | Sequence[int],
    *,
    stride: int | Pair = 1,
    padding: Padding = "valid",
    dilation: int | Pair = 1,
    names: tuple[str, str] = ("X", "kernel_size"),
) -> Geometry:
    """Check the hyperparameters of a sliding window and resolve them; `names` are those of the input and the kernel."""
    size, kernel = check.pair(names[0], input_size, 1), check.pair(names[1], kernel_size, 1)
    stride, dilation = check.pair("stride", stride, 1), check.pair("dilation", dilation, 1)
    if isinstance(padding, str):
        padding = check.choice("padding", padding, PADDINGS)
    else:
        padding = margins(padding)
    return _geometry(size, kernel, stride, padding, dilation, names[1])


@lru_cache(maxsize=256)
def _geometry(size: Pair, kernel: Pair, stride: Pair, padding: str | Margins, dilation: Pair, name: str) -> Geometry:
    if isinstance(padding, str):
        padding = both(_resolve(padding, *axis) for axis in zip(size, kernel, stride, dilation))
    out = both(windows_along(m, k, s, sum(p), d) for m, k, s, p, d in zip(size, kernel, stride, padding, dilation))
    if any(m < 1 for m in out):
        spans = tuple(d * (k - 1) + 1 for k, d in zip(kernel, dilation))
        raise ValueError(
            f"{name}: expected a kernel no larger than the padded input, got {kernel} with dilation "
            f"{dilation}, which spans {spans}, for input {size} with padding {padding}"
        )
    return Geometry(kernel, stride, dilation, padding, size, out)


def padded(X: Array, padding: Margins, axes: Pair) -> Array:
    """X with zeros around two of its axes; X itself where there are none to add."""
    if not any(map(sum, padding)):
        return X
    shape, index = list(X.shape), [slice(None)] * X.ndim
    for axis, (before, after) in zip(axes, padding):
        index[axis] = slice(before, before + shape[axis])
        shape[axis] += before + after
    try:
        frame = zeros(tuple(shape), X) if fits_memory(tuple(shape)) else None  # JAX would end the process
    except (MemoryError, RuntimeError):  # each library has its own
        frame = None
    if frame is None:
        raise ValueError(f"padding: expected as many pixels as memory can hold, got {padding}")
    return set_at(frame, tuple(index), X)


def windows(X: Array, g: Geometry) -> Array:
    """X (H, n, W, N) -> V (H', kh, kw, n, W', N) with V[p, u, v, j, q, b] = X[p·s + u·d, j, q·s + v·d, b], X padded."""
    X = padded(X, g.padding, (0, 2))
    Z = stacked_columns(X, g.slices(1))
    V = sliding_rows(Z, g.dilation[0] * (g.kernel_size[0] - 1) + 1, g.stride[0])
    return permute(V[..., :: g.dilation[0]], 0, 5, 1, 2, 3, 4)


def columns_adjoint(dV: Array, g: Geometry) -> Array:
    """dV (H, groups, kw, m, W', N) -> dX (H, groups·m, W, N): each element is added to the column it was taken from."""
    H, groups, _, m, W, N = dV.shape
    left, right = g.padding[1]
    dX = zeros((H, groups * m, left + g.input_size[1] + right, N), dV)
    for v, cols in enumerate(g.slices(1)):
        dX = add_at(dX, (slice(None), slice(None), cols, slice(None)), reshape(dV[:, :, v, ...], H, groups * m, W, N))
    return dX[:, :, left : left + g.input_size[1], :]
