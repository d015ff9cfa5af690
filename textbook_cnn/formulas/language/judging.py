"""The check: every function that an equation may rest on is written in the language, or it is said what is not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any

from ..shipped import PACKAGE
from .listed import file_for
from .live import FACE, Part, parts
from .names import MISSING, spelled, values
from .permitted import COUNTED, REASONED, everywhere, listed
from .reading import Use, lines, reading
from .rooms import modules

USES = 'write it without, or give the reason under "{place}" in formulas/language/listed/{file}'
LISTS = (*COUNTED, "defaults")  # of what is told by kind, or by argument
CHANGED = 'write it otherwise, or enter "{what}"{reason} under "{place}" in formulas/language/listed/{file}.py'
GONE = 'take away what stands under "{place}" in formulas/language/listed/{file}.py'

_judged: dict[str, tuple[list[Any], list[str]]] = {}  # what a function was when it was judged, and what was found


def objections() -> list[str]:
    """Return one sentence for everything in the package's numeric functions that stands on no list."""
    return [said for module in modules() for part in parts(module) for said in _objections(part, module)]


def _objections(part: Part, module: ModuleType) -> list[str]:
    """What there is to object to, remembered while nothing that the function is made of has been exchanged."""
    function = part.function
    if function is None:
        return _said(part, module)
    names = reading(function.__code__).names
    now = [module, function.__code__, function.__closure__, *part.uses]
    now += [*(function.__defaults__ or ()), MISSING, *(function.__kwdefaults__ or {}).values(), MISSING]
    now += values(names, function.__globals__)
    known, found = _judged.get(part.place, ([], []))
    if len(known) != len(now) or any(a is not b for a, b in zip(known, now, strict=True)):
        found = _said(part, module)
        _judged[part.place] = now, found
    return found


def _said(part: Part, module: ModuleType) -> list[str]:
    allowed = listed(part.place)
    found = [use for use in uses(part) if not (use.what in allowed or everywhere(use.what, use.refuses))]
    return [sentence(part.place, use, where_in(part, use)) for use in dict.fromkeys(found)]


def uses(part: Part) -> Iterator[Use]:
    """Everything that a part of a module uses and that may have to stand on a list."""
    function = part.function
    line = function.__code__.co_firstlineno if function else 0
    for what in part.uses:
        yield Use(what, line)
    if function is None:
        yield from (Use(what, line) for what in _of_defaults({"": part.value}))
        return
    read = reading(function.__code__)
    yield from (Use(what, line) for what in _of_defaults(defaults(function)))
    if function.__closure__:
        yield Use("closure that outlives the call", line)
    yield from read.uses
    yield from (Use(f"number of {kind} ({getattr(read, kind)})", line) for kind in COUNTED)
    yield from read.composed
    for name in read.names:
        for what in spelled(name, function.__globals__):
            yield Use(what, name.line, name.refuses)
        if function.__globals__.get(name.name) is function:
            yield Use("recursion", name.line)


def defaults(function: FunctionType) -> dict[str, Any]:
    """Return the values that arguments have by default, by the arguments' names."""
    own, values = function.__code__, function.__defaults__ or ()
    names = own.co_varnames[own.co_argcount - len(values) : own.co_argcount]
    return dict(zip(names, values, strict=False)) | (function.__kwdefaults__ or {})


def _of_defaults(values: dict[str, Any]) -> Iterator[str]:
    """Spell what stands for arguments that are left out, or in a class."""
    for name, value in values.items():
        if not (value is None or isinstance(value, (bool, int, float, complex, str, bytes, tuple, frozenset))):
            yield f"mutable {'default' if name else 'value'} of type {type(value).__name__}"
    said = ", ".join(f"{name}={value!r}".lstrip("=") for name, value in values.items() if value is not None)
    if said:
        yield f"defaults ({said})"


def where_in(part: Part, use: Use) -> list[int]:
    """Where in its file a part uses something: of what is counted, every line; else one, or none that is known."""
    kind = use.what.removeprefix("number of ").partition(" (")[0]
    counted = lines(part.function.__code__, kind) if part.function and kind in COUNTED else []
    return counted or [use.line] * bool(use.line)


def sentence(place: str, use: Use, at: list[int]) -> str:
    """Say where what is used, and where a reason for it would have to stand."""
    module, name = where(place)
    steps = module.__name__.split(".")[1:] + [FACE] * hasattr(module, "__path__")
    file = "/".join(steps) + ".py"
    kind, _, what = use.what.removeprefix("number of ").partition(" (")
    if kind in LISTS:
        reason = ", with a reason," if kind in REASONED else ""
        advice = (GONE if what == "none)" else CHANGED).format(what=what[:-1], reason=reason, place=place, file=kind)
    else:
        advice = USES.format(place=place, file=file_for(place))
    line = f", line{'s' * (len(at) > 1)} {', '.join(map(str, at))}" if at else ""
    return f"{file}, {name}{line}: {use.what} stands on no list; {advice}"


def where(place: str) -> tuple[ModuleType, str]:
    """Return the module of a place, and what is left of its name."""
    steps = place.split(".")
    for count in range(len(steps) - 1, 0, -1):
        module = sys.modules.get(".".join([PACKAGE, *steps[:count]]))
        if module is not None:
            return module, ".".join(steps[count:])
    return sys.modules[PACKAGE], ".".join(steps[1:])
