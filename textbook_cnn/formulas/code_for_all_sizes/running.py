"""Run the functions of the package, as they are, on arrays of unknown size."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from ... import _arrays, _windows
from . import namespace  # noqa: F401 - gives the arrays their functions
from .arrays import SymArray
from .integers import SymInt
from .writing import ConstantArray, StridedArray, WritableArray

# What `_arrays.py` distinguishes, and the library that each way is written for.
BRANCHES: Mapping[str, type[SymArray]] = {
    "strided windows": StridedArray,  # NumPy, CuPy
    "stacked slices": WritableArray,  # PyTorch and others
    "arrays that cannot be changed": ConstantArray,  # JAX
}


@contextmanager
def shipped_functions() -> Iterator[None]:
    """While in this context, the package takes `StridedArray` for an array with strided windows.

    Two more things are seen to that no function of the package can notice: `range` refuses an unknown size, where
    Python's own would silently take the witness, and geometries of other runs are forgotten.
    """
    modules, is_numpy_array = _numeric_modules(), _arrays.is_numpy_array
    _windows._geometry.cache_clear()
    _arrays.is_numpy_array = lambda array: isinstance(array, StridedArray) or is_numpy_array(array)
    for module in modules:
        module.range = _known_range
    try:
        yield
    finally:
        for module in modules:
            del module.range
        _arrays.is_numpy_array = is_numpy_array
        _windows._geometry.cache_clear()


def _numeric_modules() -> list[ModuleType]:
    """Modules of the package that compute with arrays."""
    package = __name__.split(".")[0]
    folders = (f"{package}.layers.", f"{package}._", f"{package}.convolution")
    return [module for name, module in sys.modules.items() if name.startswith(folders)]


def _known_range(*limits: Any) -> range:
    if any(isinstance(limit, SymInt) for limit in limits):
        raise TypeError(f"a loop over range{limits} has no known length")
    return range(*limits)
