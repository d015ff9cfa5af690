"""Where an instruction stands: on the way to an exception, or among the axes of a transposition."""

from __future__ import annotations

import dis
from collections.abc import Sequence

from .handlers import Handler, covers
from .instructions import LOADS

ENDS = ("STORE_", "RETURN_", "YIELD_", "POP_TOP", "JUMP_BACKWARD", "FOR_ITER")
FORKS = ("POP_JUMP", "JUMP_IF_")
AXES = range(3, 7)  # 0, 1 and 2 stand anywhere


def in_refusals(steps: Sequence[dis.Instruction], catching: Sequence[Handler]) -> list[bool]:
    """For each instruction, whether what it makes can only go into a message.

    Whatever follows, something is raised, and no handler of the function gives a result in spite of it.
    """
    found: list[bool] = []
    raises = False
    at: dict[int, bool] = {}
    for step in reversed(steps):
        if step.opname == "RAISE_VARARGS":
            raises = not covers(catching, step)
        elif step.opname.startswith(ENDS):
            raises = False
        elif step.opname.startswith(FORKS):
            raises = raises and at.get(step.argval, False)
        elif step.opname == "JUMP_FORWARD":
            raises = at.get(step.argval, False)
        at[step.offset] = raises
        found.append(raises)
    return found[::-1]


def axes(steps: Sequence[dis.Instruction]) -> frozenset[int]:
    """Places of the numbers 3 to 6 that are the last arguments of `permute`, which takes them for axes."""
    found: set[int] = set()
    for i, step in enumerate(steps):
        if step.opname == "CALL":
            last = i - (steps[i - 1].opname == "PRECALL")
            first = last
            while first and steps[first - 1].opname in LOADS and type(steps[first - 1].argval) is int:
                first -= 1
            if last - first == (step.arg or 0) - 1 and _called(steps, first) == "permute":
                found |= {k for k in range(first, last) if steps[k].argval in AXES}
    return frozenset(found)


def _called(steps: Sequence[dis.Instruction], end: int) -> str:
    """The global name that stands before the one argument that ends here."""
    depth, place = 0, end
    while depth < 1 and place:
        place -= 1
        depth += dis.stack_effect(steps[place].opcode, steps[place].arg, jump=False)
    while place and steps[place - 1].opname == "PUSH_NULL":
        place -= 1
    is_name = depth == 1 and place and steps[place - 1].opname == "LOAD_GLOBAL"
    return str(steps[place - 1].argval) if is_name else ""
