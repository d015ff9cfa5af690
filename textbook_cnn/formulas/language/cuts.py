"""How often a function cuts: where a size may cut something off, or decide how often a loop runs.

No comparison is needed for that: `X[:n]` keeps at most n rows, `range(m - n)` is empty up to n, `zip` and `map` end
with the shorter one, `not m` tells zero from other numbers, and a row of ones is as long as it is repeated.
A roll comes back to where it was.
"""

from __future__ import annotations

import dis
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from types import CodeType

from .instructions import LOADS, SKIPPED
from .regions import in_refusals

Place = tuple[int | None, ...]

CALLS = {"LOAD_GLOBAL": ("islice", "map", "range", "slice", "zip"), "LOAD_ATTR": ("roll",), "LOAD_METHOD": ("roll",)}
ROWS = ("BUILD_LIST", "BUILD_TUPLE", "LIST_EXTEND", "LIST_APPEND")


def cuts(code: CodeType) -> list[int]:
    """Lines of the cuts of a piece of code, one for each, those of the functions inside it included."""
    steps = [step for step in dis.get_instructions(code) if step.opname not in SKIPPED]
    inside = [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    found = [next(iter(at), None) or code.co_firstlineno for _, _, at in set(_places(steps))]
    return sorted(chain(found, *map(cuts, inside)))


def _places(steps: Sequence[dis.Instruction]) -> Iterator[tuple[str, int, Place]]:
    for i, (step, refuses) in enumerate(zip(steps, in_refusals(steps), strict=True)):
        if refuses:
            continue
        at = tuple(step.positions) if step.positions else ()
        if step.argval in CALLS.get(step.opname, ()) or step.opname == "UNARY_NOT" or _repeats(steps, i):
            yield step.opname, 0, at
        elif step.opname in ("BINARY_SLICE", "BUILD_SLICE", "STORE_SLICE"):
            bounds = steps[i - (step.argval if step.opname == "BUILD_SLICE" else 2) : i]
            if not all(bound.opname in LOADS and bound.argval is None for bound in bounds):
                yield "slice", 0, at
        elif step.opname in LOADS:  # a slice of constants, or several, as Python 3.14 keeps them
            kept = step.argval if isinstance(step.argval, tuple) else (step.argval,)
            found = [each for each in kept if isinstance(each, slice) and each != slice(None)]
            yield from (("constant", place, at) for place in range(len(found)))


def _repeats(steps: Sequence[dis.Instruction], i: int) -> bool:
    """Whether a tuple or list is repeated, which below once leaves nothing: one made here, under a name or without."""
    if steps[i].opname != "BINARY_OP" or steps[i].argrepr.rstrip("=") != "*":
        return False
    made = {step.argval for before, step in pairwise(steps) if _is_row(before) and _is_name(step)}
    depth, left = 0, i  # the left side ends where all that follows it makes one value
    while depth < 1 and left:
        left -= 1
        depth += dis.stack_effect(steps[left].opcode, steps[left].arg, jump=False)
    sides = steps[max(left - 1, 0)], steps[i - 1]
    return any(_is_row(step) or (_is_name(step) and step.argval in made) for step in sides)


def _is_name(step: dis.Instruction) -> bool:
    return step.opname.startswith(("LOAD_FAST", "STORE_FAST", "LOAD_DEREF", "STORE_DEREF"))


def _is_row(step: dis.Instruction) -> bool:
    return step.opname in ROWS or (step.opname in LOADS and type(step.argval) is tuple) or step.argval == "shape"
