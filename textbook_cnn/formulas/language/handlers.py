"""Where an exception goes: to the caller, or to a handler after which the function may still give a result."""

from __future__ import annotations

import dis
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from types import CodeType
from typing import NamedTuple

JUMPS = frozenset(dis.hasjrel)
LEAVES = ("JUMP_FORWARD", "JUMP_BACKWARD", "RAISE_", "RERAISE")  # what stands next is not run
RESULTS = ("RETURN_VALUE", "RETURN_CONST", "YIELD_")


class Handler(NamedTuple):
    """Where the handler of exceptions begins that the instructions from `start` to before `end` have."""

    start: int
    end: int
    target: int


def handlers_of(code: CodeType) -> list[Handler]:
    """Return the handlers of a piece of code."""
    entries = dis.Bytecode(code).exception_entries  # type: ignore[attr-defined]
    return [Handler(each.start, each.end, each.target) for each in entries]


def catching(steps: Sequence[dis.Instruction], handlers: Sequence[Handler]) -> list[Handler]:
    """Return those after which a result may be given, by themselves or by others that get what they raise."""
    caught = {target: _may_give_a_result(target, steps, handlers) for target in {each.target for each in handlers}}
    return [each for each in handlers if caught[each.target]]


def written(steps: Sequence[dis.Instruction], handlers: Sequence[Handler]) -> frozenset[int]:
    """Where those begin that give a result by themselves; `with` and `yield from` ask others, and are left out."""
    asked = {before.offset for before, step in pairwise(steps) if step.opname == "WITH_EXCEPT_START"}
    asked |= {step.offset for step in steps if step.opname == "CLEANUP_THROW"}
    targets = {each.target for each in handlers} - asked
    return frozenset(target for target in targets if _may_give_a_result(target, steps, ()))


def covers(handlers: Sequence[Handler], step: dis.Instruction) -> bool:
    """Whether one of these handlers gets what the instruction raises."""
    return any(each.start <= step.offset < each.end for each in handlers)


def _may_give_a_result(begin: int, steps: Sequence[dis.Instruction], handlers: Sequence[Handler]) -> bool:
    offsets = [step.offset for step in steps]
    ahead, seen = [begin], set()
    while ahead:
        i = bisect_left(offsets, ahead.pop())
        if i in seen:
            continue
        seen.add(i)
        step = steps[i]
        if step.opname.startswith(RESULTS):
            return True
        if step.opcode in JUMPS:
            ahead.append(step.argval)
        if not step.opname.startswith(LEAVES):
            ahead.append(offsets[i + 1])
        ahead += [each.target for each in handlers if each.start <= step.offset < each.end]
    return False
