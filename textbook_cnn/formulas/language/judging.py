"""The check: every function that an equation may rest on is written in the language, or it is said what is not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from ..shipped import PACKAGE
from .constants import constants
from .cuts import cuts
from .decisions import decisions
from .listed import file_for
from .live import FACE, Part, parts
from .names import MISSING, spelled, values
from .permitted import COUNT, COUNT_OF_CUTS, everywhere, listed
from .reading import Use, reading
from .rooms import modules

USES = 'write it without, or give the reason under "{place}" in formulas/language/listed/{file}'
DECIDES = 'decide less, or say how often and what under "{place}" in formulas/language/listed/decisions.py'
CUTS = 'cut less, or say how often and what under "{place}" in formulas/language/listed/cuts.py'

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
    return [sentence(part.place, use, lines(part, use)) for use in dict.fromkeys(found)]


def uses(part: Part) -> Iterator[Use]:
    """Everything that a part of a module uses and that may have to stand on a list."""
    function = part.function
    line = function.__code__.co_firstlineno if function else 0
    for what in part.uses:
        yield Use(what, line)
    if function is None:
        for what in _of_value(part.value):
            yield Use(what, line)
        return
    read = reading(function.__code__)
    own = frozenset(function.__code__.co_varnames)
    for value in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
        for what in _of_value(value, own):
            yield Use(what.replace("mutable value", "mutable default"), line)
    if function.__closure__:
        yield Use("closure that outlives the call", line)
    yield from read.uses
    yield Use(f"{COUNT} ({read.decisions})", line)
    yield Use(f"{COUNT_OF_CUTS} ({read.cuts})", line)
    for name in read.names:
        for what in spelled(name, function.__globals__):
            yield Use(what, name.line, name.refuses)
        if function.__globals__.get(name.name) is function:
            yield Use("recursion", name.line)


def _of_value(value: Any, own: frozenset[str] = frozenset()) -> Iterator[str]:
    if value is None or isinstance(value, (bool, int, float, complex, str, bytes, tuple, frozenset)):
        yield from constants(value, own)
    else:
        yield f"mutable value of type {type(value).__name__}"


def lines(part: Part, use: Use) -> list[int]:
    """Where in its file a part uses something: of what is counted, every place; else one, or none that is known."""
    counts = {COUNT: decisions, COUNT_OF_CUTS: cuts}
    counted = counts.get(use.what.partition(" (")[0])
    found = counted(part.function.__code__) if counted else []
    return list(dict.fromkeys(found)) or [use.line] * bool(use.line)


def sentence(place: str, use: Use, at: list[int]) -> str:
    """Say where what is used, and where a reason for it would have to stand."""
    module, name = where(place)
    steps = module.__name__.split(".")[1:] + [FACE] * hasattr(module, "__path__")
    file = "/".join(steps) + ".py"
    advice = {COUNT: DECIDES, COUNT_OF_CUTS: CUTS}.get(use.what.partition(" (")[0], USES).format(
        place=place, file=file_for(place)
    )
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
