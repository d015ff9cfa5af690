"""The functions of a module as they are now: its own, those of its classes, and what stands around them in memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

from ..shipped import PACKAGE
from .generated import is_generated
from .instructions import words
from .names import origin

CACHED = type(lru_cache(lambda: None))
TRUSTED = sys.stdlib_module_names | {PACKAGE, "array_api_compat", "numpy"}
CONTEXT = contextmanager(lambda: iter(())).__code__
WRAPPERS = (staticmethod, classmethod, CACHED)
OF_CLASSES = words(
    "__module__ __qualname__ __doc__ __dict__ __weakref__ __annotations__ __orig_bases__ __slots__ __parameters__",
    "__static_attributes__ __firstlineno__ __annotate_func__ __annotations_cache__ __abstractmethods__ _abc_impl",
    "_fields _field_defaults __match_args__ __dataclass_fields__ __dataclass_params__",
)


class Part(NamedTuple):
    """A function, or a value that stands in a class, and where it stands."""

    place: str
    function: Any  # of Python's type for functions, or None
    uses: tuple[str, ...] = ()
    value: Any = None


def parts(module: ModuleType) -> Iterator[Part]:
    """Every function whose names are looked up in this module, and what the classes that it defines hold."""
    for name, value in vars(module).items():
        place = f"{module.__name__}.{name}".removeprefix(f"{PACKAGE}.")
        if isinstance(value, type) and value.__module__ == module.__name__:
            yield from _of_class(place, value, module)
        elif name == "__getattr__":
            yield Part(place, None, ("function __getattr__ of a module",))
        else:
            yield from _of_value(place, value, module)


def known(function: Any) -> bool:
    """Whether a function stands under its own name in this package, Python's library or one of the two for arrays."""
    if type(function) is FunctionType:  # the same more quickly, for there are many
        around = function.__globals__
        owner = sys.modules.get(around.get("__name__", ""))
        if owner is not None and vars(owner) is around and around.get(function.__name__) is function:
            return owner.__name__.partition(".")[0] in TRUSTED
    return origin(function).partition(".")[0] in TRUSTED


def _of_value(place: str, value: Any, module: ModuleType) -> Iterator[Part]:
    uses, function = [], value
    while type(function) in WRAPPERS or (type(function) is FunctionType and function.__code__ is CONTEXT):
        uses += ["cache"] if type(function) is CACHED else []
        function = function.__wrapped__
    if type(function) is dict and not place.endswith("__"):
        for each in function.values():
            yield from _of_value(place, each, module)
    elif type(function) is FunctionType and function.__globals__ is vars(module):
        uses += [f"attribute {name} of the function" for name in vars(function)]
        yield Part(place, function, tuple(uses))
    elif type(function) is FunctionType and not known(value):
        yield Part(place, None, ("function from elsewhere",))
    elif callable(function) and not (type(function).__module__.partition(".")[0] in TRUSTED or origin(function)):
        yield Part(place, None, (f"function of type {type(function).__name__}",))
    elif type(function) is partial:
        yield Part(place, None, ("function of type partial",))


def _of_class(place: str, cls: type, module: ModuleType) -> Iterator[Part]:
    for base in cls.__mro__[1:]:
        if not (base.__module__.partition(".")[0] == module.__name__.partition(".")[0] or base in (object, tuple)):
            yield Part(place, None, (f"base {base.__module__}.{base.__qualname__}",))
    for name, value in vars(cls).items():
        inside = f"{place}.{name}"
        if name in OF_CLASSES or is_generated(cls, name, value):
            continue
        found: list[Part] = []
        if isinstance(value, property):
            for function in filter(None, (value.fget, value.fset, value.fdel)):
                found += _of_value(inside, function, module)
        else:
            found += _of_value(inside, value, module)
        if found and name.startswith("__") and name != "__post_init__":
            yield Part(place, None, (f"special method {name}",))
        if found:
            yield from found
        elif callable(value) or hasattr(type(value), "__get__"):
            yield Part(inside, None, (f"method of type {type(value).__name__} from elsewhere",))
        else:
            yield Part(inside, None, (), value)
