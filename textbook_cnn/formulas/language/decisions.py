"""How often a function decides: each place where two sides of a number may be treated differently.

These are comparisons, branches, //, %, and what chooses among numbers: min, max, any, all, and their like for arrays.
A refusal is no decision, for what is refused gives no result; nor is the question whether an argument is left out.
"""

from __future__ import annotations

import dis
from collections.abc import Iterator, Sequence
from itertools import chain
from types import CodeType

from .instructions import SKIPPED
from .regions import FORKS, in_refusals

Place = tuple[int | None, int | None]  # line and column: Python may write one piece of code twice

ELSEWHERE = ("IS_OP", "CHECK_EXC_MATCH", "WITH_EXCEPT_START")  # "identity", "try or with": no list but their own
BETWEEN = ("COPY", "TO_BOOL")  # a comparison and the branch on it
COMPARISONS = ("COMPARE_OP", "CONTAINS_OP")
OF_ARRAYS = ("abs", "all", "argmax", "max", "maximum", "min", "where")
GREATEST, OF_ALL = ("min", "max"), ("any", "all")


def decisions(code: CodeType) -> list[int]:
    """Lines of the decisions of a piece of code, one for each, those of the functions inside it included."""
    steps = [step for step in dis.get_instructions(code) if step.opname not in SKIPPED]
    inside = [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    found = [begin[0] or code.co_firstlineno for _, begin, _ in set(_places(steps))]
    return sorted(chain(found, *map(decisions, inside)))


def _places(steps: Sequence[dis.Instruction]) -> Iterator[tuple[str, Place, Place]]:
    refuses, chains = in_refusals(steps), _in_chains(steps)
    at = {step.offset: each for step, each in zip(steps, refuses, strict=True)}
    of_all = {_begin(step) for step in steps if step.opname == "LOAD_GLOBAL" and step.argval in OF_ALL}
    for i, step in enumerate(steps):
        if refuses[i]:
            continue
        if _divides(step) or _chooses(step):
            yield "number", _begin(step), _end(step)
        elif step.opname.startswith(FORKS) and "NONE" not in step.opname:
            asked = next(each for each in reversed(steps[:i]) if each.opname not in BETWEEN)
            guards = refuses[i + 1] or at.get(step.argval, False)
            if asked.opname in COMPARISONS:
                yield from () if guards else [(f"comparison {chains[asked.offset]}", _begin(asked), _end(asked))]
            elif not (guards or asked.opname in ELSEWHERE or not of_all.isdisjoint((_begin(step), _begin(asked)))):
                yield "branch", _begin(asked), _end(asked)
        elif step.opname in COMPARISONS and not _is_asked(steps, i):
            yield f"comparison {chains[step.offset]}", _begin(step), _end(step)


def _is_asked(steps: Sequence[dis.Instruction], i: int) -> bool:
    """Whether a branch follows, which is counted in its place."""
    return next(each for each in steps[i + 1 :] if each.opname not in BETWEEN).opname.startswith(FORKS)


def _in_chains(steps: Sequence[dis.Instruction]) -> dict[int, int]:
    """For each comparison, by its offset, how many stand before it in one place: a < b < c has two in one place."""
    found: dict[int, int] = {}
    before: dict[tuple[Place, Place], int] = {}
    for i, step in enumerate(steps):
        if step.opname in COMPARISONS:
            place = _begin(step), _end(step)
            found[step.offset] = before.pop(place, 0)
            if steps[i - 1].opname == "COPY":  # the right side is kept for the next one
                before[place] = found[step.offset] + 1
    return found


def _divides(step: dis.Instruction) -> bool:
    return step.opname == "BINARY_OP" and step.argrepr.rstrip("=") in ("//", "%")


def _chooses(step: dis.Instruction) -> bool:
    names = {"LOAD_GLOBAL": (*GREATEST, *OF_ALL), "LOAD_ATTR": OF_ARRAYS, "LOAD_METHOD": OF_ARRAYS}
    return step.argval in names.get(step.opname, ())


def _begin(step: dis.Instruction) -> Place:
    return (step.positions.lineno, step.positions.col_offset) if step.positions else (None, None)


def _end(step: dis.Instruction) -> Place:
    return (step.positions.end_lineno, step.positions.end_col_offset) if step.positions else (None, None)
