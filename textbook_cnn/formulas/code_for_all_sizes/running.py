"""Run the functions of the package, as they are, on arrays of unknown size."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import array_api_compat
import numpy

from ... import _arrays, _checks, _windows, convolution, layers
from ..._arrays import dtypes, numbers, symbols_taken
from ..shipped import CACHED
from .constant import ConstantArray
from .integers import SymInt
from .kinds import Dtype, StridedArray, SymArray, WritableArray
from .library import Namespace
from .sealed import Sealed, refuse, watched
from .state import State

# What `_arrays/libraries.py` distinguishes, and the library that each way is written for.
BRANCHES: Mapping[str, type[SymArray]] = {
    "strided windows": StridedArray,  # NumPy; what is CuPy's alone is compared with it by tests
    "stacked slices": WritableArray,  # PyTorch and others
    "arrays that cannot be changed": ConstantArray,  # JAX
}

# The modules whose code runs on arrays of unknown size: those of the layers, and all that they import, but for
# `numbers`, which says what is refused.
NUMERIC = (
    *(
        import_module(f"{_arrays.__name__}.{each.name}")
        for each in iter_modules(_arrays.__path__)
        if each.name != "numbers"
    ),
    _checks,
    _windows,
    convolution,
    *(import_module(f"{layers.__name__}.{each.name}") for each in iter_modules(layers.__path__)),
)


class Library(Sealed, like=("__call__", "__instancecheck__", "__subclasscheck__", "__or__", "__ror__")):
    """The type of an array, for `type(A) is …`; nothing else can be asked of it."""

    __slots__ = ()
    WORDS = "the type of an array"


TYPES: Mapping[type[SymArray], Library] = {kind: Library() for kind in BRANCHES.values()}


def type_of(x: Any, *more: Any) -> Any:
    """Python's `type`: `int` for an unknown size, for an array what stands for the array type of its library."""
    if more:
        refuse("a class is made")
    kind = type(x)
    if issubclass(kind, Sealed) and kind is not SymInt and kind not in TYPES:
        refuse(f"the type of {kind.WORDS} is not known here")
    return int if kind is SymInt else TYPES.get(kind, kind)


def id_of(x: Any) -> int:
    """Python's `id`, which would tell one unknown size or array from another."""
    return refuse(f"the address of {type(x).WORDS} is not known here") if issubclass(type(x), Sealed) else id(x)


def _is_numpy_array(x: Any) -> bool:
    return type(x) is StridedArray or array_api_compat.is_numpy_array(x)


def _is_half(dtype: Any) -> bool:
    """Of the numbers of unknown size none is of half precision; such arrays are widened first."""
    return not issubclass(type(dtype), Dtype) and dtypes.is_half(dtype)


def _plain_numbers(values: Iterable[Any]) -> bool:
    """NumPy's arrays are of numbers."""
    return all(type(A) is StridedArray for A in values)


def _namespace_of(*arrays: Any) -> Namespace:
    """The one library of some arrays, as `array_api_compat.array_namespace` finds it."""
    kinds = {type(A) for A in arrays if A is not None}
    if len(kinds) != 1 or not kinds <= TYPES.keys():
        refuse("expected arrays of one library")
    return next(iter(kinds)).namespace


# What stands in a numeric module in the place of a name of Python's own, and of something that it has imported.
BUILTINS: Mapping[str, Any] = {"type": type_of, "id": id_of}
IMPORTED: Mapping[int, Any] = {
    id(dtypes.is_half): _is_half,
    id(numbers.plain_numbers): _plain_numbers,
    id(array_api_compat.is_numpy_array): _is_numpy_array,
    id(array_api_compat): Namespace({"array_namespace": _namespace_of}),
    id(numpy): Namespace({"ndarray": TYPES[StridedArray], "empty": lambda size: StridedArray.unknown("empty", size)}),
}


@contextmanager
def shipped_functions() -> Iterator[None]:
    """While in this context, the package takes `StridedArray` for NumPy's arrays.

    In its numeric modules `numpy.ndarray` is the type of a `StridedArray`, `type` answers `int` for an unknown size,
    `id` refuses, and functions with a cache are called without it.  Nothing else of the package is changed, and all of
    it is as before when the context ends.  It ends with an error if the functions went on after they were refused
    something, gave a warning, or keep anything for their next call.
    """
    before = State(NUMERIC)
    with watched() as run, symbols_taken(), warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        with replaced(*_replacements()):
            yield
        run.refused += [f"the code gave a warning: {each.message}" for each in warned]
        run.refused += [f"the code keeps {name} for its next call" for name in before.changes()]


def _replacements() -> Iterator[tuple[ModuleType, str, Any]]:
    for module in NUMERIC:
        yield from ((module, name, value) for name, value in BUILTINS.items())
        for name, value in vars(module).items():
            if id(value) in IMPORTED:
                yield module, name, IMPORTED[id(value)]
            elif type(value) is CACHED:
                yield module, name, value.__wrapped__


@contextmanager
def replaced(*changes: tuple[Any, str, Any]) -> Iterator[None]:
    """While in this context, names of modules or classes mean something else; one not defined is Python's own."""
    missing = object()
    before = [(module, name, vars(module).get(name, missing)) for module, name, _ in changes]
    for module, name, value in changes:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module, name, value in reversed(before):
            if value is missing:
                delattr(module, name)
            else:
                setattr(module, name, value)
