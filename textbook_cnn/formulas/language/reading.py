"""What one piece of code uses, read from its instructions: no source is needed, so code made in memory is read too."""

from __future__ import annotations

import dis
from collections.abc import Iterator
from functools import lru_cache
from types import CodeType
from typing import NamedTuple

from .constants import constants
from .cuts import cuts, products
from .decisions import decisions
from .effects import made_of_constants, variables
from .frames import Frame, counted, frames, line_of
from .instructions import CALLED, INTRINSICS, KEYWORDS, LOADS, OPERATORS, PLAIN
from .lookups import lookups
from .regions import axes


class Use(NamedTuple):
    """Something that code uses, as the lists spell it."""

    what: str
    line: int
    refuses: bool = False  # what it gives goes into the message of an exception, and nowhere else


FINDERS = {"decisions": decisions, "lookups": lookups, "cuts": cuts, "products": products}


class Name(NamedTuple):
    """A name from outside the function, with the attribute that is read of it at once."""

    name: str
    attribute: str
    line: int
    refuses: bool


class Reading(NamedTuple):
    """What a piece of code uses, that of the functions inside it included."""

    uses: tuple[Use, ...]
    names: tuple[Name, ...]
    composed: tuple[Use, ...]  # what makes numbers out of constants alone
    decisions: str  # how often there are which, as the lists spell it
    lookups: str
    cuts: str
    products: str


@lru_cache(maxsize=4096)
def reading(code: CodeType) -> Reading:
    """Read a piece of code, once."""
    read = list(frames(code))
    found = list(dict.fromkeys(each for frame in read for each in _read(frame)))
    uses = tuple(each for each in found if isinstance(each, Use))
    names = tuple(each for each in found if isinstance(each, Name))
    composed = tuple(dict.fromkeys(each for frame in read for each in _composed(frame)))
    counts = {kind: counted(finder, read) for kind, finder in FINDERS.items()}
    return Reading(uses, names, composed, **counts)


def lines(code: CodeType, kind: str) -> list[int]:
    """The lines on which a kind of what is counted stands, such as "cuts"; none for what is not counted."""
    found = {each[2] for frame in frames(code) for each in FINDERS[kind](frame)} if kind in FINDERS else set()
    return sorted({place[0] for place in found if place and place[0]})


def _read(frame: Frame) -> Iterator[Use | Name]:
    code, steps, refuses, _, own = frame
    are_axes = axes(steps)
    for i, step in enumerate(steps):
        before, after = steps[max(i - 1, 0)], steps[min(i + 1, len(steps) - 1)]
        line = line_of(step, code)
        if step.opname == "LOAD_GLOBAL":
            yield Name(
                step.argval, after.argval if after.opname in ("LOAD_ATTR", "LOAD_METHOD") else "", line, refuses[i]
            )
        elif step.opname == "KW_NAMES" or after.opname == "CALL_KW":
            named = KEYWORDS.intersection(code.co_consts[step.arg or 0])
            yield from (Use(f"keyword {name}", line, refuses[i]) for name in sorted(named))
        elif step.opname in LOADS:
            if not (i in are_axes or isinstance(step.argval, CodeType)):
                yield from (Use(what, line, refuses[i]) for what in constants(step.argval, own))
        else:
            what = _special(step, before, after, code)
            if what:
                yield Use(what, line, refuses[i])


def _composed(frame: Frame) -> Iterator[Use]:
    for step, stack, refuses in zip(frame.steps, frame.stacks, frame.refuses, strict=True):
        what = "" if refuses else made_of_constants(step, stack)
        if what:
            yield Use(what, line_of(step, frame.code))


def _special(step: dis.Instruction, before: dis.Instruction, after: dis.Instruction, code: CodeType) -> str:
    """What an instruction is called in the lists, empty if all functions may have it."""
    name, argument, loads = step.opname, step.arg or 0, before.opname in LOADS
    if name in ("LOAD_ATTR", "LOAD_METHOD"):  # that of a name from outside is read with the name
        return "" if before.opname == "LOAD_GLOBAL" else f"attribute {step.argval}"
    if name == "BINARY_OP":  # an exponent that is a constant is read as a number
        in_place = f"in-place operation on {_stored(after)}" if step.argrepr.endswith("=") else ""
        return "" if step.argrepr == "**" and loads else OPERATORS.get(step.argrepr, in_place)
    if name == "IS_OP":
        return "" if before.opname == "LOAD_COMMON_CONSTANT" or (loads and before.argval is None) else "identity"
    if name == "STORE_DEREF" and step.argval in code.co_freevars:
        return "nonlocal variable written"
    if {"MAKE_FUNCTION": argument & 3, "SET_FUNCTION_ATTRIBUTE": argument in (1, 2)}.get(name):
        return "default of an inner function"
    if {"CALL_INTRINSIC_1": argument in INTRINSICS, "YIELD_VALUE": code.co_name == "<genexpr>"}.get(name):
        return ""
    return "" if name in PLAIN else CALLED.get(name, f"instruction {name}")


def _stored(step: dis.Instruction) -> str:
    """The variable that an instruction writes."""
    return variables(step)[0] if step.opname.startswith("STORE_FAST") else "an element"
