"""What a function decides: each place where two sides of a number may be treated differently, by kind.

These are comparisons, branches, //, %, and what chooses among numbers: min, max, any, all, and their like for arrays.
A refusal is no decision, for what is refused gives no result; nor is the question whether an argument is left out.
"""

from __future__ import annotations

import dis
from collections.abc import Iterator, Sequence

from .frames import Found, Frame, Place, place
from .regions import FORKS

ELSEWHERE = ("IS_OP", "CHECK_EXC_MATCH", "WITH_EXCEPT_START")  # "identity", "try or with": no list but their own
BETWEEN = ("COPY", "TO_BOOL")  # a comparison and the branch on it
COMPARISONS = ("COMPARE_OP", "CONTAINS_OP")
OF_ARRAYS = ("abs", "all", "argmax", "max", "maximum", "min", "where")
NAMES = {
    "LOAD_GLOBAL": ("all", "any", "max", "min"),
    "LOAD_ATTR": OF_ARRAYS,
    "LOAD_METHOD": OF_ARRAYS,
}
OF_ALL = ("all", "any")  # are counted by their names: neither the branch that follows is, nor their loop in Python 3.14


def decisions(frame: Frame) -> Iterator[Found]:
    """Yield the decisions of a piece of code, without those of the functions inside it."""
    steps, refuses = frame.steps, frame.refuses
    chains = _in_chains(steps)
    at = {step.offset: each for step, each in zip(steps, refuses, strict=True)}
    of_all = {_begin(step) for step in steps if step.opname == "LOAD_GLOBAL" and step.argval in OF_ALL}
    for i, step in enumerate(steps):
        if refuses[i]:
            continue
        kind = _chosen(step)
        if kind:
            yield kind, 0, place(step)
        elif step.opname.startswith(FORKS) and "NONE" not in step.opname:
            asked = next(each for each in reversed(steps[:i]) if each.opname not in BETWEEN)
            guards, giver = refuses[i + 1] or at.get(step.argval, False), frame.stacks[i][-1].giver
            if asked.opname in COMPARISONS:
                yield from () if guards else [(_sign(asked), chains[asked.offset], place(asked))]
            elif not (guards or asked.opname in ELSEWHERE or not of_all.isdisjoint((_begin(step), _begin(asked)))):
                yield f"if {giver}".strip(), 0, place(asked)
        elif step.opname in COMPARISONS and not _is_asked(steps, i):
            yield _sign(step), chains[step.offset], place(step)


def _begin(step: dis.Instruction) -> Place:
    return place(step)[::2]  # line and column


def _is_asked(steps: Sequence[dis.Instruction], i: int) -> bool:
    """Whether a branch follows, which is counted in its place."""
    return next(each for each in steps[i + 1 :] if each.opname not in BETWEEN).opname.startswith(FORKS)


def _in_chains(steps: Sequence[dis.Instruction]) -> dict[int, int]:
    """For each comparison, by its offset, how many stand before it in one place: a < b < c has two in one place."""
    found: dict[int, int] = {}
    before: dict[Place, int] = {}
    for i, step in enumerate(steps):
        if step.opname in COMPARISONS:
            found[step.offset] = before.pop(place(step), 0)
            if steps[i - 1].opname == "COPY":  # the right side is kept for the next one
                before[place(step)] = found[step.offset] + 1
    return found


def _sign(step: dis.Instruction) -> str:
    if step.opname == "CONTAINS_OP":
        return "not in" if step.arg else "in"
    return str(step.argval)


def _chosen(step: dis.Instruction) -> str:
    """The kind of what divides or chooses among numbers, empty for others."""
    if step.opname == "BINARY_OP" and step.argrepr.rstrip("=") in ("//", "%"):
        return step.argrepr.rstrip("=")
    if step.argval in NAMES.get(step.opname, ()):
        return f"{step.argval}()" if step.opname == "LOAD_GLOBAL" else f".{step.argval}()"
    return ""
