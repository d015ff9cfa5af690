"""The functions of a module as they are now: its own, those of its classes, and what stands around them in memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import lru_cache
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

from ..shipped import PACKAGE
from .generated import is_generated
from .names import origin

CACHED = type(lru_cache(lambda: None))
TRUSTED = sys.stdlib_module_names | {PACKAGE, "array_api_compat", "numpy"}
WRAPPERS = (staticmethod, classmethod, CACHED)
OF_CLASSES = {
    "__module__", "__qualname__", "__doc__", "__dict__", "__weakref__", "__annotations__", "__orig_bases__",
    "__slots__", "__parameters__", "__static_attributes__", "__firstlineno__", "__annotate_func__",
    "__annotations_cache__", "__abstractmethods__", "_abc_impl", "__protocol_attrs__", "_is_protocol",
    "_is_runtime_protocol", "__non_callable_proto_members__", "_fields", "_field_defaults", "__match_args__",
    "__dataclass_fields__", "__dataclass_params__",
}  # fmt: skip


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
        elif type(value) is FunctionType and value.__globals__ is not vars(module):
            if not known(value):
                yield Part(place, None, ("function from elsewhere",))
        else:
            yield from _of_value(place, value, module)


@lru_cache(maxsize=4096)
def known(function: FunctionType) -> bool:
    """Whether a function stands under its own name in this package, Python's library or one of the two for arrays."""
    return origin(function).partition(".")[0] in TRUSTED


def _of_value(place: str, value: Any, module: ModuleType) -> Iterator[Part]:
    uses: tuple[str, ...] = ()
    while type(value) in WRAPPERS:
        uses += ("cache",) if type(value) is CACHED else ()
        value = value.__wrapped__
    if type(value) is FunctionType and value.__globals__ is vars(module):
        yield Part(place, value, uses + tuple(f"attribute {name} of the function" for name in vars(value)))


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
