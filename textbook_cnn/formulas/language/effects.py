"""What an instruction does to the values on Python's stack, as far as something is known of them."""

from __future__ import annotations

import dis
from collections.abc import Sequence
from typing import NamedTuple

from .instructions import LOADS

# What may be known of a value, in Value.flags:
CONSTANT = 1  # it may be made of constants alone
CERTAIN = 2  # it is a constant, or a slice, whatever else happens
ROW = 4  # a tuple or a list that is made here
TEXT = 8  # a text that is written there
EMPTY = 16  # a list into which something will be put

COMPOSING = ("prod", "product", "sum")
PLAIN_CALLS = (*COMPOSING, "enumerate", "list", "map", "range", "reversed", "tuple", "zip")
KEEPS = frozenset(("COPY_FREE_VARS", "NOP", "PRECALL", "RESUME", "TO_BOOL", "LIST_TO_TUPLE", "CALL_INTRINSIC_1"))
TAKES = ("POP_", "STORE_", "RETURN_", "JUMP_", "RAISE_", "DICT_", "SET_", "MAP_ADD", "RERAISE")
VARIABLES = ("LOAD_FAST", "STORE_FAST", "LOAD_DEREF", "STORE_DEREF")


class Value(NamedTuple):
    """What is known of a value: flags, and the function or attribute that gave it."""

    flags: int = 0
    giver: str = ""


UNKNOWN = Value()


def apply(step: dis.Instruction, stack: list[Value], names: dict[str, int]) -> None:
    """Do to the stack and the variables what the instruction does."""
    name, count = step.opname, step.arg or 0
    if name.startswith(VARIABLES):
        _variables(step, stack, names)
    elif name in LOADS:
        stack.append(of_constant(step.argval))
    elif name in ("LOAD_GLOBAL", "LOAD_ATTR", "LOAD_METHOD"):
        _found(step, stack)
    elif name in ("LIST_EXTEND", "LIST_APPEND"):
        (item,) = pop(stack, 1)
        if count <= len(stack):  # how long a list grows by appending is not known
            stack[-count] = Value(stack[-count].flags & (item.flags | ROW) & ~EMPTY if name == "LIST_EXTEND" else ROW)
    elif name in ("COPY", "SWAP"):
        stack[:0] = [UNKNOWN] * (count - len(stack))
        if name == "COPY":
            stack.append(stack[-count])
        else:
            stack[-1], stack[-count] = stack[-count], stack[-1]
    elif name not in KEEPS:
        _made(step, stack)


def variables(step: dis.Instruction) -> tuple[str, ...]:
    """The names of the variables that an instruction reads or writes, two of them where Python 3.13 joins them."""
    return step.argval if isinstance(step.argval, tuple) else (step.argval,)


def _variables(step: dis.Instruction, stack: list[Value], names: dict[str, int]) -> None:
    stores = step.opname.startswith("STORE")
    for name, loads in zip(variables(step), (not stores, not stores or "_LOAD" in step.opname), strict=False):
        if loads:
            stack.append(Value(names.get(name, 0)))
        else:
            names[name] = kept(pop(stack, 1)[0])


def kept(value: Value) -> int:
    """What is known of a variable that has this value: texts are those written on the spot, and lists may grow."""
    return ROW if value.flags & EMPTY else value.flags & ~TEXT


def _found(step: dis.Instruction, stack: list[Value]) -> None:
    """A name from outside, or an attribute; for a call, something else is put beside it."""
    is_global = step.opname == "LOAD_GLOBAL"
    taken = [] if is_global else pop(stack, 1)
    given = len(taken) + dis.stack_effect(step.opcode, step.arg, jump=False)
    stack += [Value(ROW * (step.argval == "shape"), step.argval if is_global else f".{step.argval}")] * given


def _made(step: dis.Instruction, stack: list[Value]) -> None:
    """One value out of others, or none, as for all instructions that have no rule of their own."""
    name, effect = step.opname, dis.stack_effect(step.opcode, step.arg, jump=False)
    if name in MAKERS:
        taken = pop(stack, (step.arg or 0) + 2 if name == "CALL" else 1 - effect)
        stack.append(MAKERS[name](step, taken))
    elif name == "UNPACK_SEQUENCE":
        stack += [Value(pop(stack, 1)[0].flags & (CONSTANT | CERTAIN))] * (step.arg or 0)
    elif effect > 0:
        stack += [UNKNOWN] * effect
    else:
        pop(stack, -effect)
        if stack and not name.startswith(TAKES):
            stack[-1] = UNKNOWN


def _called(step: dis.Instruction, taken: list[Value]) -> Value:
    giver = called(taken)
    alike = step.opname == "CALL" and giver.removeprefix(".") in PLAIN_CALLS and all_are(taken[2:], CONSTANT)
    return Value(CONSTANT * bool(alike), f"{giver}()" if giver else "")


def _computed(step: dis.Instruction, taken: list[Value]) -> Value:
    a, b = taken
    row = (a.flags | b.flags) & ROW if step.argrepr.rstrip("=") in ("+", "*") else 0
    return Value(a.flags & b.flags & CONSTANT | row)


def _row(step: dis.Instruction, taken: list[Value]) -> Value:
    if not taken:
        return Value(ROW | CONSTANT | EMPTY if step.opname == "BUILD_LIST" else ROW)
    certain = all_are(taken, CERTAIN) * (step.opname == "BUILD_TUPLE")  # a list may be changed
    return Value(ROW | all_are(taken, CONSTANT) | certain)


def _same(_: dis.Instruction, taken: list[Value]) -> Value:
    return Value(taken[0].flags & (CONSTANT | ROW))


MAKERS = {
    **dict.fromkeys(("CALL", "CALL_KW", "CALL_FUNCTION_EX"), _called),
    **dict.fromkeys(("BINARY_OP", "BINARY_SUBSCR"), _computed),
    **dict.fromkeys(("BUILD_TUPLE", "BUILD_LIST"), _row),
    **dict.fromkeys(("GET_ITER", "UNARY_NEGATIVE"), _same),
    "BUILD_SLICE": lambda step, taken: Value(CERTAIN),
}


def called(taken: Sequence[Value]) -> str:
    """What is called: the second of two values before the arguments where a NULL stands first, else the first."""
    return taken[1].giver or taken[0].giver if len(taken) > 1 else ""


def pop(stack: list[Value], count: int) -> list[Value]:
    """Take so many values; where a handler of exceptions begins, those below it are not known."""
    stack[:0] = [UNKNOWN] * (count - len(stack))
    taken = stack[len(stack) - count :]
    del stack[len(stack) - count :]
    return taken


def all_are(values: Sequence[Value], flag: int) -> int:
    """The flag if there are values and all have it, else 0."""
    return flag if values and all(value.flags & flag for value in values) else 0


def of_constant(value: object) -> Value:
    """What is known of a constant."""
    return Value(CONSTANT | CERTAIN | ROW * isinstance(value, tuple) | TEXT * isinstance(value, str))


def made_of_constants(step: dis.Instruction, stack: Sequence[Value]) -> str:
    """What an instruction that makes numbers out of constants alone is called in the lists, empty for others."""
    name, count = step.opname, step.arg or 0
    operands = {"BINARY_OP": 2, "UNARY_NEGATIVE": 1, "GET_ITER": 1, "CALL": count}.get(name, 0)
    if step.argrepr == "[]" or not all_are(stack[len(stack) - operands :], CONSTANT):
        return ""
    if name == "CALL" and called(stack[-count - 2 :]).removeprefix(".") not in COMPOSING:
        return ""
    return "loop over constants" if name == "GET_ITER" else "arithmetic with constants alone"
