"""The only module that knows that array libraries differ: memory order, zeros, assignment, sliding rows.

Shapes are logical, (batch, n, height, width).  In memory the rows come first and the batch last,
(height, n, width, batch): functions permute the axes on entry and on exit, which moves no data.  A kernel's window of
rows is then one stretch of memory, and inner loops run along the images.  Arrays in any other memory order give the
same result, for one copy more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Protocol, TypeAlias

import array_api_compat
import numpy
from array_api_compat import device, is_cupy_array, is_cupy_namespace, is_numpy_array, to_device


class Array(Protocol):
    """What this package asks of an array: NumPy's, CuPy's, PyTorch's and JAX's have it, and those of unknown numbers.

    A library's functions come from its namespace, `array_namespace`.  Arrays of unknown size have less: what the
    layers and convolutions use.
    """

    @property
    def shape(self) -> tuple[int, ...]: ...
    @property
    def ndim(self) -> int: ...
    @property
    def dtype(self) -> Any: ...
    @property
    def T(self) -> Any: ...
    @property
    def mT(self) -> Any: ...  # noqa: N802 - the name in the array API

    def __getitem__(self, index: Any, /) -> Any: ...
    def __neg__(self) -> Any: ...
    def __add__(self, other: Any, /) -> Any: ...
    def __radd__(self, other: Any, /) -> Any: ...
    def __sub__(self, other: Any, /) -> Any: ...
    def __rsub__(self, other: Any, /) -> Any: ...
    def __mul__(self, other: Any, /) -> Any: ...
    def __rmul__(self, other: Any, /) -> Any: ...
    def __truediv__(self, other: Any, /) -> Any: ...
    def __rtruediv__(self, other: Any, /) -> Any: ...
    def __pow__(self, other: Any, /) -> Any: ...
    def __matmul__(self, other: Any, /) -> Any: ...
    def __lt__(self, other: Any, /) -> Any: ...
    def __le__(self, other: Any, /) -> Any: ...
    def __gt__(self, other: Any, /) -> Any: ...
    def __ge__(self, other: Any, /) -> Any: ...
    def __float__(self) -> float: ...
    def __int__(self) -> int: ...
    def __bool__(self) -> bool: ...


Index: TypeAlias = tuple[Any, ...]

__all__ = [
    "Array",
    "Index",
    "add_at",
    "all_numpy",
    "array_namespace",
    "copy",
    "device",
    "fused",
    "integral",
    "is_numpy_array",
    "number_like",
    "permute",
    "promote",
    "reshape",
    "set_at",
    "sliding_rows",
    "to_device",
    "to_logical",
    "to_memory",
    "zeros",
]


def array_namespace(*arrays: Array) -> Any:
    """The namespace of the arrays' library, as array-api-compat finds it; NumPy's at once."""
    return _numpy() if arrays and all_numpy(arrays) else array_api_compat.array_namespace(*arrays)


@cache
def _numpy() -> Any:
    """NumPy's namespace, looked for when it is first used: array-api-compat takes as long for it as NumPy to load."""
    return array_api_compat.array_namespace(numpy.empty(0))


def all_numpy(values: Iterable[Any]) -> bool:
    """Whether all are NumPy arrays and no subclass: what a training step asks some hundred times."""
    for A in values:  # noqa: SIM110 - `all` would make a generator, which takes longer than the question
        if type(A) is not numpy.ndarray:
            return False
    return True


def permute(A: Array, *axes: int) -> Array:
    """View of A with its axes in the given order."""
    return A.transpose(axes) if type(A) is numpy.ndarray else array_namespace(A).permute_dims(A, axes)


def reshape(A: Array, *shape: int) -> Array:
    """A in another shape, a view where the memory order allows it."""
    return A.reshape(shape) if type(A) is numpy.ndarray else array_namespace(A).reshape(A, shape)


def to_memory(X: Array) -> Array:
    """View of X (batch, n, height, width) with axes (height, n, width, batch)."""
    return permute(X, 2, 1, 3, 0)


def to_logical(X: Array) -> Array:
    """View of X (height, n, width, batch) with axes (batch, n, height, width)."""
    return permute(X, 3, 1, 0, 2)


def zeros(shape: tuple[int, ...], like: Array) -> Array:
    """Zeros with the dtype, library and device of `like`."""
    return array_namespace(like).zeros(shape, dtype=like.dtype, device=device(like))


def copy(A: Array) -> Array:
    """An array of its own with the elements of A."""
    return array_namespace(A).asarray(A, copy=True)


def promote(*arrays: Array | None) -> tuple[Any, ...]:
    """The arrays in one dtype: integers become int64 or, next to others, what the others have in common."""
    xp = array_namespace(*[A for A in arrays if A is not None])
    dtypes = {A.dtype for A in arrays if A is not None}
    others = [dtype for dtype in dtypes if not integral(dtype, xp)]
    if len(dtypes) == len(others) == 1:
        return arrays
    dtype = xp.result_type(*others) if others else xp.int64
    return tuple(A if A is None else xp.astype(A, dtype, copy=False) for A in arrays)


@cache
def integral(dtype: Any, xp: Any) -> bool:
    """Whether a dtype of the library `xp` is that of integers or booleans."""
    return xp.isdtype(dtype, ("bool", "integral"))


def set_at(A: Any, index: Index, B: Array) -> Array:
    """A with the slices `index` set to B: in place where the library can (A is always our own), else a new array."""
    if hasattr(A, "at"):  # JAX arrays cannot be changed in place
        return A.at[index].set(B)
    A[index] = B
    return A


def add_at(A: Any, index: Index, B: Array) -> Array:
    """A with B added to the slices `index`; in place or not as `set_at`."""
    if hasattr(A, "at"):  # JAX arrays cannot be changed in place
        return A.at[index].add(B)
    A[index] += B
    return A


def sliding_rows(Z: Any, size: int, step: int) -> Array:
    """V[p, ..., u] = Z[p·step + u, ...]: a view where the library has one, else a copy."""
    if is_cupy_array(Z):  # whose sliding_window_view compares sizes on the device, and waits for it
        shape, strides = ((Z.shape[0] - size) // step + 1, *Z.shape[1:], size), (Z.strides[0] * step, *Z.strides[1:])
        return array_namespace(Z).lib.stride_tricks.as_strided(Z, shape, (*strides, Z.strides[0]))
    if is_numpy_array(Z):
        return array_namespace(Z).lib.stride_tricks.sliding_window_view(Z, size, axis=0)[::step, ...]
    last = Z.shape[0] - size + 1
    return array_namespace(Z).stack([Z[u : u + last : step, ...] for u in range(size)], axis=-1)


def number_like(value: Any, like: Array) -> Any:
    """A number as it is, or a 0-d array in the dtype of `like`: in another one it would widen what it multiplies."""
    if not hasattr(value, "dtype"):
        return value
    return array_namespace(like).asarray(value, dtype=like.dtype, device=device(like))


def fused(function: Callable[..., Any], xp: Any) -> Callable[..., Any]:
    """An elementwise function as one kernel where the library makes one of it, CuPy, else the function itself."""
    return xp.fuse(function) if is_cupy_namespace(xp) else function
