"""Run the functions of the package, as they are, on arrays of unknown size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from ... import _checks, _windows, convolution, layers
from ..._arrays import array_type, cublas, libraries, memory_order
from . import namespace  # noqa: F401 - gives the arrays their functions
from .arrays import SymArray
from .integers import SymInt
from .writing import ConstantArray, StridedArray, WritableArray

# What `_arrays/libraries.py` distinguishes, and the library that each way is written for.
BRANCHES: Mapping[str, type[SymArray]] = {
    "strided windows": StridedArray,  # NumPy; what is CuPy's alone is compared with it by tests
    "stacked slices": WritableArray,  # PyTorch and others
    "arrays that cannot be changed": ConstantArray,  # JAX
}

# The modules whose code runs on arrays of unknown size: those of the layers, and all that they import.
NUMERIC = (
    array_type,
    cublas,
    libraries,
    memory_order,
    _checks,
    _windows,
    convolution,
    *(import_module(f"{layers.__name__}.{each.name}") for each in iter_modules(layers.__path__)),
)


@contextmanager
def shipped_functions() -> Iterator[None]:
    """While in this context, the package takes `StridedArray` for an array with strided windows.

    Two more things are seen to that no function of the package can notice: `range` refuses an unknown size, where
    Python's own would silently take the witness, and geometries of other runs are forgotten.  Nothing else of the
    package is changed, and all of it is as before when the context ends.
    """
    is_numpy_array = libraries.is_numpy_array
    _windows._geometry.cache_clear()
    with ExitStack() as changes:
        changes.enter_context(
            replaced(
                libraries, "is_numpy_array", lambda array: isinstance(array, StridedArray) or is_numpy_array(array)
            )
        )
        for module in NUMERIC:
            changes.enter_context(replaced(module, "range", known_range))
        try:
            yield
        finally:
            _windows._geometry.cache_clear()


@contextmanager
def replaced(module: ModuleType, name: str, value: Any) -> Iterator[None]:
    """While in this context, a name of a module means something else; one that it does not define is Python's own."""
    missing = object()
    before = vars(module).get(name, missing)
    setattr(module, name, value)
    try:
        yield
    finally:
        if before is missing:
            delattr(module, name)
        else:
            setattr(module, name, before)


def known_range(*limits: Any) -> range:
    """Python's `range`, for numbers that are known."""
    if any(isinstance(limit, SymInt) for limit in limits):
        raise TypeError(f"a loop over range{limits} has no known length")
    return range(*limits)
