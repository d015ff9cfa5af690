"""The product of CuPy's matrices as one call of cuBLAS, on matrices as they lie: it may be captured into a CUDA graph.

CuPy refuses its own products while a graph is captured; where a stack of kernels is repeated it makes arrays of
pointers, and it copies what is transposed.  Here a matrix that lies transposed is told to cuBLAS as such, and one that
is repeated has a step of 0 to the next.  What cuBLAS cannot be told is copied first; other dtypes are left to CuPy.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from itertools import pairwise
from math import prod
from typing import Any, NamedTuple

import numpy

WORKSPACE = 32 << 20  # bytes: the most that cuBLAS asks for
LARGEST = 2**31 - 1  # of the numbers of rows, columns and matrices that cuBLAS takes
TF32 = 77  # CUBLAS_COMPUTE_32F_FAST_TF32

_tf32: ContextVar[bool] = ContextVar("tf32", default=False)


class _Handle:
    """A handle of cuBLAS, which goes with the thread that made it."""

    def __init__(self) -> None:
        self.value, self.library = ctypes.c_void_p(), _library()
        _check(self.library.cublasCreate_v2(ctypes.byref(self.value)))

    def __del__(self) -> None:
        if not sys.is_finalizing():  # then CUDA may have gone already
            self.library.cublasDestroy_v2(self.value)


class _Own(threading.local):
    """A thread's handles by device: it sets a handle's stream and then uses it; and the workspace it was given."""

    def __init__(self) -> None:
        self.handles: dict[int, _Handle] = {}
        self.workspace: Any = None


_own = _Own()


class _Kind(NamedTuple):
    """How cuBLAS calls a dtype, and what it computes with."""

    data: int
    compute: int
    number: Any


_KINDS = {  # CUDA_R_32F with CUBLAS_COMPUTE_32F, CUDA_R_64F with CUBLAS_COMPUTE_64F
    numpy.dtype("float32"): _Kind(0, 68, ctypes.c_float),
    numpy.dtype("float64"): _Kind(1, 70, ctypes.c_double),
}


class _Matrices(NamedTuple):
    """How the matrices of a stack lie: transposed or not, the distances of their rows, and of one from the next."""

    array: Any
    transposed: bool
    leading: int
    step: int


@contextmanager
def tf32_products(allowed: bool) -> Iterator[None]:
    """Whether the factors of float32 products may be rounded to TF32's 10 bits; as it was, afterwards."""
    before = _tf32.set(allowed)
    try:
        yield
    finally:
        _tf32.reset(before)


@contextmanager
def workspace() -> Iterator[Any]:
    """Memory for the products of this thread while in this context: in a graph cuBLAS ought not to allocate any."""
    before, _own.workspace = _own.workspace, import_module("cupy").cuda.alloc(WORKSPACE)
    try:
        yield _own.workspace
    finally:
        _own.workspace = before


def product(A: Any, B: Any) -> Any:
    """A @ B for arrays of CuPy."""
    if not _fits(A, B) or (call := _gemm()) is None:
        return A @ B
    cupy = import_module("cupy")
    stack = numpy.broadcast_shapes(A.shape[:-2], B.shape[:-2])
    if prod(stack) > LARGEST:
        return A @ B
    (m, k), n = A.shape[-2:], B.shape[-1]
    Y = cupy.empty((*stack, m, n), A.dtype)
    if 0 in (*Y.shape, k):
        return cupy.zeros_like(Y)
    a, b = _lying(A, stack), _lying(B, stack)
    data, compute, number = _KINDS[A.dtype]
    if _tf32.get() and A.dtype == numpy.float32:
        compute = TF32
    one, zero = number(1), number(0)
    _check(
        call(  # cuBLAS counts columns first, and so sees Yᵀ = Bᵀ Aᵀ
            _handle(cupy),
            *(b.transposed, a.transposed, n, m, k, ctypes.byref(one)),
            *(b.array.data.ptr, data, b.leading, b.step),
            *(a.array.data.ptr, data, a.leading, a.step),
            *(ctypes.byref(zero), Y.data.ptr, data, n, m * n),
            *(prod(stack), compute, -1),  # the algorithm is for cuBLAS to choose
        )
    )
    return Y


def _fits(A: Any, B: Any) -> bool:
    """Whether cuBLAS takes the factors; where they do not fit together, CuPy says so."""
    if A.ndim < 2 or getattr(B, "ndim", 0) < 2 or A.dtype != B.dtype or A.dtype not in _KINDS:
        return False
    return A.shape[-1] == B.shape[-2] and max(*A.shape[-2:], *B.shape[-2:]) <= LARGEST


def _lying(A: Any, stack: tuple[int, ...]) -> _Matrices:
    """How the matrices of A lie, repeated to the stack; of a copy, where they lie as cuBLAS cannot be told."""
    lies, step = _matrix(A), _step(A, stack)
    if lies is None or step is None:
        cupy = import_module("cupy")
        return _lying(cupy.ascontiguousarray(cupy.broadcast_to(A, (*stack, *A.shape[-2:]))), stack)
    return _Matrices(A, *lies, step)


def _matrix(A: Any) -> tuple[bool, int] | None:
    """Whether the matrices lie column by column, and the distance of rows or columns; None for any other way."""
    (m, n), (row, column), size = A.shape[-2:], A.strides[-2:], A.itemsize
    for transposed, (lines, along), (line, next_one) in ((False, (m, n), (row, column)), (True, (n, m), (column, row))):
        dense = along == 1 or next_one == size
        apart = lines == 1 or (line % size == 0 and along * size <= line <= LARGEST * size)
        if dense and apart:
            return transposed, line // size if lines > 1 else along
    return None


def _step(A: Any, stack: tuple[int, ...]) -> int | None:
    """Elements from one matrix to the next, where A is repeated to the stack; None if there is no such number."""
    missing = len(stack) + 2 - A.ndim
    strides = [0] * missing + [0 if length == 1 else s for length, s in zip(A.shape[:-2], A.strides[:-2])]
    axes = [(length, stride) for length, stride in zip(stack, strides) if length > 1]
    if any(outer != length * inner for (_, outer), (length, inner) in pairwise(axes)):
        return None
    step, rest = divmod(axes[-1][1] if axes else 0, A.itemsize)
    return None if rest or step < 0 else step


def _handle(cupy: Any) -> Any:
    """The thread's handle, set to the current stream and the workspace that it was given, if any."""
    device = cupy.cuda.Device().id
    handle = _own.handles.get(device) or _own.handles.setdefault(device, _Handle())
    library, stream = handle.library, ctypes.c_void_p(cupy.cuda.get_current_stream().ptr)
    _check(library.cublasSetStream_v2(handle.value, stream))  # back to cuBLAS's own workspace
    if _own.workspace is not None:
        place = ctypes.c_void_p(_own.workspace.ptr)
        _check(library.cublasSetWorkspace_v2(handle.value, place, ctypes.c_size_t(WORKSPACE)))
    return handle.value


@cache
def _library() -> Any:
    """The cuBLAS that CuPy has loaded, of whatever CUDA: the library that CuPy's own module is linked to."""
    return ctypes.CDLL(import_module("cupy_backends.cuda.libs").cublas.__file__)


@cache
def _gemm() -> Any:
    """The product of stacks of matrices, with the types of its arguments; None where there is no such library."""
    try:
        call = _library().cublasGemmStridedBatchedEx
    except (ImportError, OSError, AttributeError):
        return None
    pointer, number, long = ctypes.c_void_p, ctypes.c_int, ctypes.c_longlong
    matrices = [pointer, number, number, long]
    call.argtypes = [pointer, *[number] * 5, pointer, *matrices, *matrices, pointer, *matrices, *[number] * 3]
    return call


def _check(status: int) -> None:
    if status:
        raise RuntimeError(f"cuBLAS: a call ended with status {status}; its manual lists them as cublasStatus_t")
