"""What a name from outside a function stands for, as the lists spell it."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator, Mapping
from inspect import unwrap
from types import FunctionType, ModuleType
from typing import Any

from ..shipped import PACKAGE
from .constants import constants
from .instructions import attribute
from .reading import Name
from .rooms import OUTSIDE, WITHIN

MISSING = object()
REFUSALS = (TypeError, ValueError, NotImplementedError)  # that no loop of Python takes for its end


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
        yield from _of_module(value, each)
        return
    if each.attribute:
        yield attribute(each.attribute)
    yield from _value(name, value, each.refuses)


def _of_module(module: ModuleType, each: Name) -> Iterator[str]:
    value = vars(module).get(each.attribute, module)
    if isinstance(value, ModuleType):
        yield f"module {value.__name__} as a value"
    elif module.__name__.partition(".")[0] == PACKAGE or isinstance(value, (int, float, str, tuple, dict, list)):
        yield from _value(f"{each.name}.{each.attribute}", value, each.refuses)
    else:
        yield f"name {module.__name__}.{each.attribute}"


def _value(name: str, value: Any, refuses: bool) -> Iterator[str]:
    if value is None or isinstance(value, (bool, int, float, complex, str, bytes, tuple)):
        yield from constants(value)
    elif isinstance(value, (dict, list, set, bytearray)):
        yield f"mutable global {name}"
    else:
        found = name if vars(builtins).get(name) is value else origin(value)
        if not found:
            yield f"name {name}, whose value stands in no module under its own name"
        elif (
            not (is_within(found) or (refuses and any(value is each for each in REFUSALS)))
            or found == f"{PACKAGE}._checks.shown"
        ):
            yield f"name {found}"


def origin(value: Any) -> str:
    """Return module and name of a function or class if it is what stands there, else nothing."""
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", "")
    module = getattr(value, "__module__", None) or "builtins"
    if isinstance(value, FunctionType):
        module = unwrap(value).__globals__.get("__name__", "")
    for place in dict.fromkeys((module.partition(".")[0].removeprefix("_"), module)):
        found: Any = sys.modules.get(place)
        for part in str(name).split("."):
            found = getattr(found, part, MISSING)
        if found is value and (place == module or place != PACKAGE):
            return f"{place}.{name}"
    return ""


def is_within(name: str) -> bool:
    """Whether a function or class of this name is one of those that are held to the language."""
    own, _, rest = name.partition(".")
    if own != PACKAGE:
        return False
    stands = [f"{rest}.".startswith(f"{room}.") for room in WITHIN]
    return any(stands) and not any(f"{rest}.".startswith(f"{room}.") for room in OUTSIDE)
