"""What a name from outside a function stands for, as the lists spell it."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator, Mapping
from types import FunctionType, ModuleType
from typing import Any

from ..shipped import PACKAGE
from .reading import Name, constants
from .rooms import OUTSIDE, WITHIN

MISSING = object()


def values(names: tuple[Name, ...], around: Mapping[str, Any]) -> list[Any]:
    """Return what the names stand for now, and their attributes where they stand for modules."""
    own = vars(builtins)
    found: list[Any] = []
    for each in names:
        value = around.get(each.name, MISSING)
        found.append(own.get(each.name, MISSING) if value is MISSING else value)
        if each.attribute and type(value) is ModuleType:
            found.append(vars(value).get(each.attribute, MISSING))
    return found


def spelled(each: Name, around: Mapping[str, Any]) -> Iterator[str]:
    """Spell what a name is used for; nothing if it is a function or class that is held to the language itself."""
    value, name = around.get(each.name, MISSING), each.name
    if value is MISSING:
        value = vars(builtins).get(each.name, MISSING)
        if value is MISSING:
            yield f"name {name} that stands for nothing"
            return
    if isinstance(value, ModuleType):
        name, value = f"{each.name}.{each.attribute}", vars(value).get(each.attribute, value)
        if isinstance(value, ModuleType):
            yield f"module {value.__name__} as a value"
            return
    elif each.attribute:
        yield f"attribute {each.attribute}"
    yield from _value(name, value, each.refuses)


def _value(name: str, value: Any, refuses: bool) -> Iterator[str]:
    if value is None or isinstance(value, (bool, int, float, complex, str, bytes, tuple)):
        yield from constants(value)
    elif isinstance(value, (dict, list, set, bytearray)):
        yield f"mutable global {name}"
    else:
        found = origin(value)
        if not found:
            yield f"name {name}, whose value stands in no module under its own name"
        elif not (is_within(found) or refuses and (found == f"{PACKAGE}._checks.shown" or is_exception(value))):
            yield f"name {found.removeprefix('builtins.')}"
        elif found == f"{PACKAGE}._checks.shown" and not refuses:
            yield "text from values"


def is_exception(value: Any) -> bool:
    """Whether this is an exception of Python's."""
    return isinstance(value, type) and issubclass(value, BaseException) and value.__module__ == "builtins"


def origin(value: Any) -> str:
    """Return module and name of a function or class if it is what stands there, else nothing."""
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None) or getattr(value, "__name__", "")
    if isinstance(value, FunctionType):
        module = value.__globals__.get("__name__")
    found: Any = sys.modules.get(module or "builtins")
    for part in str(name).split("."):
        found = getattr(found, part, MISSING)
    return f"{module or 'builtins'}.{name}" if found is value else ""


def is_within(name: str) -> bool:
    """Whether a function or class of this name is one of those that are held to the language."""
    own, _, rest = name.partition(".")
    if own != PACKAGE:
        return False
    stands = [f"{rest}.".startswith(f"{room}.") for room in WITHIN]
    return any(stands) and not any(f"{rest}.".startswith(f"{room}.") for room in OUTSIDE)
