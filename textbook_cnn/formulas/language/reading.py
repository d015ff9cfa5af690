"""What one piece of code uses, read from its instructions: no source is needed, so code made in memory is read too."""

from __future__ import annotations

import dis
from collections.abc import Iterator
from functools import lru_cache
from types import CodeType
from typing import NamedTuple

from .instructions import CALLED, INTRINSICS, OPERATORS, PLAIN

DEFAULTS = 0x1 | 0x2  # of MAKE_FUNCTION
LOADS = ("LOAD_CONST", "LOAD_CONST_IMMORTAL", "LOAD_SMALL_INT")
ENDS = ("STORE_", "RETURN_", "YIELD_", "POP_TOP", "POP_JUMP", "JUMP_", "FOR_ITER", "RAISE_VARARGS")


class Use(NamedTuple):
    """Something that code uses, as the lists spell it."""

    what: str
    line: int
    refuses: bool = False  # what it gives goes into the message of an exception, and nowhere else


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


@lru_cache(maxsize=4096)
def reading(code: CodeType) -> Reading:
    """Read a piece of code, once."""
    uses: list[Use] = []
    names: list[Name] = []
    _read(code, frozenset(), uses, names)
    return Reading(tuple(dict.fromkeys(uses)), tuple(dict.fromkeys(names)))


def constants(value: object, own: frozenset[str] = frozenset()) -> Iterator[str]:
    """Spell the numbers and texts in a constant; `own` are names of arguments, which need no list."""
    if isinstance(value, str):
        if value not in own:
            yield f"text {value!r}"
    elif isinstance(value, bytes):
        yield f"bytes {value!r}"
    elif value is None or value is Ellipsis or isinstance(value, bool):
        return
    elif isinstance(value, (int, float, complex)):
        yield f"number {value!r}"
    elif isinstance(value, tuple):
        if value and all(type(each) is int for each in value) and not set(value) <= {-1, 0, 1, 2}:
            yield f"numbers {value!r}"
        else:
            for each in value:
                yield from constants(each, own)
    elif isinstance(value, slice):
        yield from constants((value.start, value.stop, value.step), own)
    elif isinstance(value, frozenset):
        yield "set display"
    else:
        yield f"constant {value!r}"


def _read(code: CodeType, own: frozenset[str], uses: list[Use], names: list[Name]) -> None:
    inside = [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    own |= {name for each in (code, *inside) for name in each.co_varnames} | set(code.co_cellvars)
    steps = [step for step in dis.get_instructions(code) if step.opname not in ("CACHE", "EXTENDED_ARG")]
    refuses, axes = _in_refusals(steps), _axes(steps)
    is_expression = code.co_name == "<genexpr>"
    for i, step in enumerate(steps):
        line = (step.positions.lineno if step.positions else None) or code.co_firstlineno
        following = steps[i + 1] if i + 1 < len(steps) else None
        if step.opname == "LOAD_GLOBAL":
            read = following is not None and following.opname in ("LOAD_ATTR", "LOAD_METHOD")
            names.append(Name(step.argval, following.argval if read and following else "", line, refuses[i]))
        elif step.opname in ("LOAD_ATTR", "LOAD_METHOD"):
            if i == 0 or steps[i - 1].opname != "LOAD_GLOBAL":
                uses.append(Use(f"attribute {step.argval}", line, refuses[i]))
        elif step.opname in LOADS:
            for each in () if i in axes or following and following.opname == "CALL_KW" else _constant(step, own):
                uses.append(Use(each, line, refuses[i]))
        else:
            what = _special(step, steps[i - 1] if i else step, code, is_expression)
            if what:
                uses.append(Use(what, line, refuses[i]))
    for each in inside:
        _read(each, own, uses, names)


def _constant(step: dis.Instruction, own: frozenset[str]) -> Iterator[str]:
    return iter(()) if isinstance(step.argval, CodeType) else constants(step.argval, own)


def _special(step: dis.Instruction, before: dis.Instruction, code: CodeType, is_expression: bool) -> str:
    """What an instruction is called in the lists, empty if all functions may have it."""
    name, argument = step.opname, step.arg or 0
    if name == "BINARY_OP":
        squares = step.argrepr == "**" and before.opname in LOADS  # the exponent is a number, which is read as such
        return "" if squares else OPERATORS.get(step.argrepr, "")
    if name == "MAKE_FUNCTION" and argument & DEFAULTS or name == "SET_FUNCTION_ATTRIBUTE" and argument in (1, 2):
        return "default of an inner function"
    if name == "STORE_DEREF" and step.argval in code.co_freevars:
        return "nonlocal variable written"
    if name == "IS_OP" and not (before.opname in (*LOADS, "LOAD_COMMON_CONSTANT") and before.argval is None):
        return "" if before.opname == "LOAD_COMMON_CONSTANT" else "identity"
    if name == "CALL_INTRINSIC_1" and argument in INTRINSICS or name == "YIELD_VALUE" and is_expression:
        return ""
    return "" if name in PLAIN else CALLED.get(name, f"instruction {name}")


def _in_refusals(steps: list[dis.Instruction]) -> list[bool]:
    """For each instruction, whether what it makes can only go into a message: straight on, something is raised."""
    found, raises = [], False
    for step in reversed(steps):
        if step.opname.startswith(ENDS):
            raises = step.opname == "RAISE_VARARGS"
        found.append(raises)
    return found[::-1]


def _axes(steps: list[dis.Instruction]) -> set[int]:
    """Places of the numbers that name axes: 3 to 6 as the last arguments of `permute`, where they are nothing else."""
    found: set[int] = set()
    calls = [i for i, step in enumerate(steps) if step.opname == "CALL"]
    for i in calls:
        last = i - 1 - (steps[i - 1].opname in ("PRECALL", "KW_NAMES"))
        first = last
        while first >= 0 and steps[first].opname in LOADS and type(steps[first].argval) is int:
            first -= 1
        count, depth, place = last - first, 0, first
        if count == 0 or count != (steps[i].arg or 0) - 1:
            continue
        while depth < 1 and place > 0:  # back to where the one argument before the axes begins
            depth += dis.stack_effect(steps[place].opcode, steps[place].arg, jump=False)
            place -= 1
        while place > 0 and steps[place].opname == "PUSH_NULL":
            place -= 1
        if depth == 1 and steps[place].argval == "permute" and steps[place].opname == "LOAD_GLOBAL":
            found |= {k for k in range(first + 1, last + 1) if 3 <= steps[k].argval <= 6}
    return found
