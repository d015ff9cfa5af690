"""What is known of the values on Python's stack before each instruction, found without running anything.

The code is read once, from its beginning to its end.  Where two ways meet, what both of them know is left; a variable
that a loop changes is not CERTAIN from the loop's beginning on.
"""

from __future__ import annotations

import dis
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from .effects import CERTAIN, ROW, UNKNOWN, Value, apply, kept, variables

JUMPS = frozenset(dis.hasjrel)
DEAD = ("RETURN_", "RAISE_", "RERAISE", "JUMP_FORWARD", "JUMP_BACKWARD")  # what stands next is reached by a jump alone
DEEP = 9  # where a handler of exceptions begins, nothing is known of so many values
State = tuple[list[Value], dict[str, int]]


def stacks(steps: Sequence[dis.Instruction], names: dict[str, int], cells: dict[str, int]) -> Iterator[list[Value]]:
    """Yield the stack before each instruction, one list that is good until the next is asked for.

    `names` has what is known of variables at the start; `cells` gets what is known of those that inner functions share.
    """
    stack: list[Value] = []
    ahead: dict[int, State] = {}
    targets = _targets(steps)
    changes, alive = _changed_in_loops(steps, targets), True
    for step in steps:
        if step.offset in ahead or not alive:
            _meet(stack, names, ahead.pop(step.offset, ([UNKNOWN] * DEEP, {})), alive)
        for name in changes.get(step.offset, ()):
            names[name] = names.get(name, 0) & ~CERTAIN
        yield stack
        if step.opname == "STORE_DEREF":
            cells[step.argval] = cells.get(step.argval, ~0) & kept(stack[-1])
        if step.opcode in JUMPS:
            _jump(step, targets[step.offset], (stack, names), ahead)
        apply(step, stack, names)
        alive = not step.opname.startswith(DEAD)


def _targets(steps: Sequence[dis.Instruction]) -> dict[int, int]:
    """Where jumps go, by offsets: to the instruction that follows, where the target itself has been left out."""
    offsets = [step.offset for step in steps]
    jumps = [step for step in steps if step.opcode in JUMPS]
    return {step.offset: offsets[bisect_left(offsets, step.argval)] for step in jumps}


def _changed_in_loops(steps: Sequence[dis.Instruction], targets: Mapping[int, int]) -> dict[int, list[str]]:
    """For the beginning of each loop, the variables that it changes."""
    found: dict[int, list[str]] = {}
    for end, begin in targets.items():
        if begin < end:
            inside = [each for each in steps if begin <= each.offset < end and each.opname.startswith("STORE_")]
            found.setdefault(begin, []).extend(name for each in inside for name in variables(each))
    return found


def _jump(step: dis.Instruction, target: int, state: State, ahead: dict[int, State]) -> None:
    stack, names = state
    if target < step.offset:  # what is behind the loop has been through it
        for values, others in ahead.values():
            _agree(others, names)
            values[: len(stack)] = map(_either, values, stack)
        return
    effect = dis.stack_effect(step.opcode, step.arg, jump=True)
    taken = [*stack, *[UNKNOWN] * effect] if effect > 0 else stack[: len(stack) + effect]
    if target in ahead:
        _meet(*ahead[target], (taken, names), True)
    else:
        ahead[target] = taken, dict(names)


def _meet(stack: list[Value], names: dict[str, int], other: State, alive: bool) -> None:
    values, known = other
    if not alive:
        stack[:] = values
        names.clear()
        names.update(known)
        return
    least = min(len(stack), len(values))  # they differ below a handler of exceptions alone
    stack[:] = map(_either, stack[len(stack) - least :], values[len(values) - least :])
    _agree(names, known)


def _either(a: Value, b: Value) -> Value:
    return Value(a.flags & b.flags | (a.flags | b.flags) & ROW, a.giver if a.giver == b.giver else "")


def _agree(names: dict[str, int], others: dict[str, int]) -> None:
    for name in names.keys() | others.keys():
        a, b = names.get(name, 0), others.get(name, 0)
        names[name] = a & b | (a | b) & ROW
