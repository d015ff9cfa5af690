"""All that differs between array libraries: memory order, products, kernels, assignment, sliding rows.

Shapes are logical, (batch, n, height, width).  In memory the rows come first and the batch last,
(height, n, width, batch): functions permute the axes on entry and on exit, which moves no data.  A kernel's window of
rows is then one stretch of memory, and inner loops run along the images.  Arrays in any other memory order give the
same result, for one copy more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, TypeAlias

import array_api_compat
import numpy
from array_api_compat import device, is_cupy_array, is_numpy_array, is_torch_array

from . import cublas, memory_order
from .array_type import Array

Index: TypeAlias = tuple[Any, ...]
UNORDERED = ("torch.uint16", "torch.uint32", "torch.uint64")


def array_namespace(*arrays: Array) -> Any:
    """The namespace of the arrays' library, as array-api-compat finds it; NumPy's at once."""
    for A in arrays:
        if type(A) is not numpy.ndarray:
            return array_api_compat.array_namespace(*arrays)
    return _numpy() if arrays else array_api_compat.array_namespace()


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


def on_gpu(A: Any) -> bool:
    """Whether an array is CuPy's: of NumPy's known at once."""
    return type(A) is not numpy.ndarray and is_cupy_array(A)


def is_ordered(A: Array) -> bool:
    """Whether numbers can be compared: unsigned integers of 16 bits and more are only stored by PyTorch."""
    return str(A.dtype) not in UNORDERED if is_torch_array(A) else True


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


def zeros(shape: tuple[int, ...], like: Any) -> Array:
    """Zeros with the dtype, library and device of `like`."""
    if type(like) is not numpy.ndarray and is_torch_array(like):  # whose own zeros can be written to in torch.func.vmap
        return like.new_zeros(shape)
    return array_namespace(like).zeros(shape, dtype=like.dtype, device=device(like))


def copy(A: Any) -> Array:
    """An array of its own with the elements of A; PyTorch's keeps its graph."""
    return A.clone() if is_torch_array(A) else array_namespace(A).asarray(A, copy=True)


def set_at(A: Any, index: Index, B: Array) -> Array:
    """A with the slices `index` set to B: in place where the library can (A is always our own), else a new array."""
    if hasattr(A, "at"):  # JAX arrays cannot be changed in place
        return A.at[index].set(B)
    if on_gpu(A):
        part, other = memory_order.in_memory_order(A[index], B)
        part[...] = other
    else:
        A[index] = B
    return A


def add_at(A: Any, index: Index, B: Array) -> Array:
    """A with B added to the slices `index`; in place or not as `set_at`."""
    if hasattr(A, "at"):  # JAX arrays cannot be changed in place
        return A.at[index].add(B)
    if on_gpu(A):  # whose sums, set at an index, are copied onto themselves
        part, other = memory_order.in_memory_order(A[index], B)
        part += other
    else:
        A[index] += B
    return A


def sliding_rows(Z: Any, size: int, step: int) -> Array:
    """V[p, ..., u] = Z[p·step + u, ...]: a view where the library has one, else a copy."""
    if is_numpy_array(Z):
        return array_namespace(Z).lib.stride_tricks.sliding_window_view(Z, size, axis=0)[::step, ...]
    last = Z.shape[0] - size + 1
    if on_gpu(Z):  # whose own sliding windows compare their sizes on the device, and wait for it
        shape, strides = (-(-last // step), *Z.shape[1:], size), (Z.strides[0] * step, *Z.strides[1:], Z.strides[0])
        return array_namespace(Z).lib.stride_tricks.as_strided(Z, shape, strides)
    return array_namespace(Z).stack([Z[u : u + last : step, ...] for u in range(size)], axis=-1)


def stacked_columns(X: Any, columns: Sequence[slice]) -> Array:
    """Z[p, v, j, q, b] = X[p, j, columns[v][q], b]: a copy in long runs; on CuPy a view, for one copy in the end."""
    parts = [X[:, :, chosen, :] for chosen in columns]
    if not on_gpu(X):
        return array_namespace(X).stack(parts, axis=1)
    H, n, W, N = parts[0].shape
    apart = (columns[-1].start - columns[0].start) // max(len(columns) - 1, 1)
    strides = X.strides[0], X.strides[2] * apart, *parts[0].strides[1:]
    return array_namespace(X).lib.stride_tricks.as_strided(parts[0], (H, len(columns), n, W, N), strides)


def number_like(value: Any, like: Array) -> Any:
    """A number as it is, or a 0-d array in the dtype of `like`: in another one it would widen what it multiplies."""
    if not hasattr(value, "dtype"):
        return value
    return array_namespace(like).asarray(value, dtype=like.dtype, device=device(like))


def matrix_product(A: Array, B: Array) -> Array:
    """A @ B: on CuPy, for float32 and float64, by one call of cuBLAS, which a CUDA graph can hold."""
    return cublas.product(A, B) if on_gpu(A) else A @ B


def read_only(A: Any) -> Array:
    """A view of NumPy's through which nothing can be written; arrays of other libraries as they are."""
    if type(A) is not numpy.ndarray:
        return A
    view = A.view()
    view.flags.writeable = False
    return view


def elementwise(function: Callable[..., Any], first: Any, *others: Any) -> Any:
    """function(xp, first, *others), element by element; on CuPy as one kernel, in the memory order of the first array.

    The others are numbers, 0-d arrays, or arrays with as many axes.
    """
    xp = array_namespace(first)
    if on_gpu(first):
        return memory_order.elementwise(function, xp, first, *others)
    return function(xp, first, *others)


def trues(like: Any) -> Any:
    """True everywhere, in the shape, library, device and memory order of `like`."""
    xp = array_namespace(like)
    return memory_order.trues(xp, like) if on_gpu(like) else xp.ones_like(like, dtype=xp.bool)
