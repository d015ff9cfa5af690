"""The functions of a module as they are now: its own, those of its classes, and what stands around them in memory."""

from __future__ import annotations

import builtins
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

from ..shipped import CACHED, PACKAGE
from .generated import defaults_of_fields, is_generated
from .instructions import words
from .names import origin
from .rooms import is_held

FACE = "__init__"  # the room of what the package shows
TRUSTED = sys.stdlib_module_names | {PACKAGE, "array_api_compat", "numpy"}
CONTEXT = contextmanager(lambda: iter(())).__code__
TYPES = ("collections.abc", "types", "typing")  # that look like functions
OF_CLASSES = words(
    "__module__ __qualname__ __doc__ __dict__ __weakref__ __annotations__ __orig_bases__ __slots__ __parameters__",
    "__static_attributes__ __firstlineno__ __annotate_func__ __annotations_cache__ __abstractmethods__ _abc_impl",
    "_fields _field_defaults __match_args__ __dataclass_fields__ __dataclass_params__ __slotnames__",
)


class Part(NamedTuple):
    """A function, or a value that stands in a class, and where it stands."""

    place: str
    function: Any  # of Python's type for functions, or None
    uses: tuple[str, ...] = ()
    value: Any = None


def parts(module: ModuleType) -> Iterator[Part]:
    """Every function of this module, and what the classes that it defines hold, as far as they are held."""
    yield from (part for part in _all_parts(module) if is_held(part.place))


def _all_parts(module: ModuleType) -> Iterator[Part]:
    """Every function whose names are looked up in this module, and what the classes that it defines hold."""
    room = module.__name__.removeprefix(f"{PACKAGE}.") if module.__name__ != PACKAGE else FACE
    for name, value in tuple(vars(module).items()):
        place = f"{room}.{name}"
        if isinstance(value, type) and value.__module__ == module.__name__:
            yield from _of_class(place, value, module)
        elif type(value) is FunctionType and name.startswith("__"):
            yield Part(place, value, ("special function of a module",))
        else:
            yield from _of_value(place, value, module)
            if callable(value) and vars(sys.modules[PACKAGE]).get(name, value) is not value:
                yield Part(place, None, ("not what the package shows under this name",))


def known(function: Any) -> bool:
    """Whether a function stands under its own name in this package, Python's library or one of the two for arrays."""
    if type(function) is FunctionType:  # the same more quickly, for there are many
        around = function.__globals__
        owner = sys.modules.get(around.get("__name__", ""))
        if owner is not None and vars(owner) is around and around.get(function.__name__) is function:
            return owner.__name__.partition(".")[0] in TRUSTED
    return origin(function).partition(".")[0] in TRUSTED


def _of_value(place: str, value: Any, module: ModuleType) -> Iterator[Part]:
    function, uses = _unwrapped(value)
    if type(function) is FunctionType and function.__globals__ is vars(module):
        uses += [f"attribute {name} of the function" for name in vars(function)]
        own: Any = function.__getattribute__("__builtins__")
        uses += [] if own is vars(builtins) else ["builtins of its own"]
        yield Part(place, function, tuple(uses))
    elif type(function) is FunctionType:
        yield from () if known(value) else [Part(place, None, ("function from elsewhere",))]
    elif type(function) is dict and not place.endswith("__"):
        for each in function.values():
            yield from _of_value(place, each, module)
    elif callable(function) and not (
        isinstance(function, type) or type(function).__module__ in TYPES or known(function)
    ):
        yield Part(place, None, (f"function of type {type(function).__name__}",))


def _unwrapped(value: Any) -> tuple[Any, list[str]]:
    """The function that is called in the end, which is not always the one that the attribute __wrapped__ names."""
    uses = []
    while True:
        if type(value) is CACHED:
            uses.append("cache")
            value = next(each for each in gc.get_referents(value) if callable(each) and not isinstance(each, type))
        elif type(value) is FunctionType and value.__code__ is CONTEXT:
            value = next(iter(value.__closure__ or ())).cell_contents
        elif type(value) in (staticmethod, classmethod):
            value = value.__func__
        else:
            return value, uses


def _of_class(place: str, cls: type, module: ModuleType) -> Iterator[Part]:
    own = {each for each in cls.__mro__ if each.__module__.partition(".")[0] == PACKAGE}
    kinds = [f"base {each.__qualname__}" for each in cls.__mro__ if each not in own | {object, tuple}]
    kinds += [] if type(cls) is type else [f"class of type {type(cls).__name__}"]
    yield from (Part(place, None, (kind,)) for kind in kinds)
    for name, value in vars(cls).items():
        if not (name in OF_CLASSES or is_generated(cls, name, value)):
            yield from _of_attribute(place, name, value, module)
    for name, value, is_factory in defaults_of_fields(cls):
        if is_factory:
            yield Part(f"{place}.{name}", None, ("default that is made anew",))
        elif value is not vars(cls).get(name):
            yield from _of_attribute(place, name, value, module)


def _of_attribute(place: str, name: str, value: Any, module: ModuleType) -> Iterator[Part]:
    inside, functions = f"{place}.{name}", [value]
    if type(value) is property:
        functions = [each for each in (value.fget, value.fset, value.fdel) if each]
    found = [part for function in functions for part in _of_value(inside, function, module)]
    if found and name.startswith("__") and name != "__post_init__":
        yield Part(place, None, (f"special method {name}",))
    if found:
        yield from found
    elif callable(value) or hasattr(type(value), "__get__"):
        yield Part(inside, None, (f"method of type {type(value).__name__} from elsewhere",))
    else:
        yield Part(inside, None, (), value)
