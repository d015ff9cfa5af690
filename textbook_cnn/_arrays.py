"""The only module that knows that array libraries differ: memory order, zeros, assignment, sliding rows.

Shapes are logical, (batch, n, height, width).  In memory the rows come first and the batch last,
(height, n, width, batch): functions permute the axes on entry and on exit, which moves no data.  A kernel's window of
rows is then one stretch of memory, and inner loops run along the images.  Arrays in any other memory order give the
same result, for one copy more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any, Protocol, TypeAlias

import array_api_compat
import numpy
from array_api_compat import device, is_cupy_array, is_cupy_namespace, is_numpy_array, to_device


class ArrayLike(Protocol):
    """What the functions of this package ask of an array: that of a library with the Python array API."""

    @property
    def shape(self) -> tuple[int, ...]: ...

    @property
    def ndim(self) -> int: ...

    @property
    def dtype(self) -> Any: ...


Array: TypeAlias = Any  # an `ArrayLike` of NumPy, CuPy, PyTorch, JAX …: their operators have no common type
Index: TypeAlias = tuple[Any, ...]

__all__ = [
    "Array",
    "ArrayLike",
    "Index",
    "add_at",
    "all_numpy",
    "array_namespace",
    "copy",
    "cupy",
    "device",
    "fused",
    "integral",
    "is_numpy_array",
    "number_like",
    "on_device",
    "own_generator",
    "permute",
    "promote",
    "reshape",
    "set_at",
    "sliding_rows",
    "tf32_products",
    "to_device",
    "to_logical",
    "to_memory",
    "zeros",
]


_NUMPY = array_api_compat.array_namespace(numpy.empty(0))


def array_namespace(*arrays: Array) -> Any:
    """The namespace of the arrays' library, as array-api-compat finds it; NumPy's at once."""
    return _NUMPY if arrays and all_numpy(arrays) else array_api_compat.array_namespace(*arrays)


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


def promote(*arrays: Array | None) -> tuple[Array, ...]:
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


def set_at(A: Array, index: Index, B: Array) -> Array:
    """A with the slices `index` set to B: in place where the library can (A is always our own), else a new array."""
    if hasattr(A, "at"):  # JAX arrays cannot be changed in place
        return A.at[index].set(B)
    A[index] = B
    return A


def add_at(A: Array, index: Index, B: Array) -> Array:
    """A with B added to the slices `index`; in place or not as `set_at`."""
    if hasattr(A, "at"):  # JAX arrays cannot be changed in place
        return A.at[index].add(B)
    A[index] += B
    return A


def sliding_rows(Z: Array, size: int, step: int) -> Array:
    """V[p, ..., u] = Z[p·step + u, ...]: a view where the library has one, else a copy."""
    if is_numpy_array(Z) or is_cupy_array(Z):
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


@contextmanager
def tf32_products(allowed: bool, like: Array) -> Iterator[None]:
    """Whether CuPy may round the factors of float32 matrix products to TF32's 10 bits; as it was, afterwards."""
    if not is_cupy_array(like):
        yield
        return
    products = import_module("cupy._core._routines_linalg")
    before = products.get_compute_type(numpy.float32)
    wanted = products.COMPUTE_TYPE_TF32 if allowed else products.COMPUTE_TYPE_DEFAULT
    products.set_compute_type(numpy.float32, wanted)
    try:
        yield
    finally:
        products.set_compute_type(numpy.float32, before)


def on_device(A: Array, where: str | None) -> Array:
    """An array where it is to be computed with: on "cuda" as a CuPy array, else (None, "cpu") itself."""
    if where in (None, "cpu"):
        return A
    if where != "cuda":
        raise ValueError(f"device: expected None, 'cpu' or 'cuda', got {where!r}")
    if not (is_numpy_array(A) or is_cupy_array(A)):
        library = type(A).__module__.split(".")[0]
        raise TypeError(
            f"device: expected NumPy or CuPy arrays for 'cuda', got arrays of {library}; leave device out, "
            "and they are computed with where they lie"
        )
    return cupy().asarray(A)


def own_generator(seed: int, like: Array) -> Any:
    """CuPy's generator, which lives on the GPU and costs much to make, or None: then NumPy's serve, one a batch."""
    return import_module("cupy").random.default_rng(seed) if is_cupy_array(like) else None


def cupy() -> Any:
    """The CuPy module, or an error that says what was looked for and how to install it."""
    advice = "pip install 'textbook-cnn[cuda13]', or [cuda12] for CUDA 12"
    try:
        module = import_module("cupy")
    except ImportError as error:
        raise RuntimeError(f"device: 'cuda' needs CuPy, which cannot be imported ({error}); {advice}") from None
    missing = _missing(module)
    if missing:
        raise RuntimeError(
            f"device: 'cuda' needs an NVIDIA GPU, its driver and CUDA's libraries; CuPy "
            f"{module.__version__} is installed and {missing}; see what nvidia-smi says, and install "
            f"the CuPy for its version of CUDA: {advice}"
        )
    return module


@cache
def _missing(module: Any) -> str:
    """What CuPy lacks to compute, without CUDA's traceback; empty if nothing: a first small product is right."""
    runtime = module.cuda.runtime
    try:
        if not module.cuda.is_available():  # does not raise without a driver
            version = runtime.driverGetVersion()
            found = f"a driver for CUDA {version // 1000}.{version % 1000 // 10} but no GPU" if version else "no driver"
            return f"finds {found}"
        ones = module.ones((2, 2), dtype="float32")
        return "" if float((ones @ ones)[0, 0]) == 2 else "computes 1 + 1 wrongly"
    except Exception as error:
        return f"cannot compute: {type(error).__name__}: {(str(error).splitlines() or [''])[0]}"
