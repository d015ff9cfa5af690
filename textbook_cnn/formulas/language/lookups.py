"""Where a function looks something up, by kind: an index that is no constant, a set, a dict whose keys are no texts.

None of them compares, and yet a list that is as long as an image is wide gives another value beyond some place of it,
and a dict that has two numbers for keys has one entry if they are equal.
"""

from __future__ import annotations

import dis
from collections.abc import Iterator, Sequence

from .effects import CERTAIN, TEXT, Value
from .frames import Found, Frame, place
from .instructions import LOADS

SUBSCRIPTS = {"BINARY_SUBSCR": "index", "STORE_SUBSCR": "index written"}
TYPES = ("dict", "frozenset", "set")


def lookups(frame: Frame) -> Iterator[Found]:
    """Yield the look-ups of a piece of code, without those of the functions inside it."""
    for i, step in enumerate(frame.steps):
        kind = "" if frame.refuses[i] else _kind(step, frame.steps[i - 1], frame.stacks[i])
        if kind:
            yield kind, 0, place(step)


def _kind(step: dis.Instruction, before: dis.Instruction, stack: Sequence[Value]) -> str:
    name, count = "BINARY_SUBSCR" if step.argrepr == "[]" else step.opname, step.arg or 0
    if name in SUBSCRIPTS:
        return "" if stack[-1].flags & CERTAIN else SUBSCRIPTS[name]
    if name == "LOAD_GLOBAL" and step.argval in TYPES:
        return f"{step.argval}()"
    if name == "BUILD_SET" or (name in LOADS and isinstance(step.argval, frozenset)):
        return "set"
    if name == "BUILD_CONST_KEY_MAP":
        return "" if all(isinstance(key, str) for key in before.argval) else "dict"
    keys = stack[-2 * count :: 2] if name == "BUILD_MAP" and count else stack[-2:-1] if name == "MAP_ADD" else ()
    return "" if all(key.flags & TEXT for key in keys) else "dict"
