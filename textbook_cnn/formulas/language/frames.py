"""A piece of code and those inside it, instruction by instruction, with what is known before each."""

from __future__ import annotations

import dis
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import CodeType
from typing import NamedTuple

from .effects import Value
from .instructions import SKIPPED
from .regions import in_refusals
from .stack import stacks

Place = tuple[int | None, ...]
Found = tuple[str, int, Place]  # a kind, which one of its place, and the place: Python may write one piece twice


class Frame(NamedTuple):
    """One piece of code."""

    code: CodeType
    steps: list[dis.Instruction]
    refuses: list[bool]  # what an instruction makes can only go into a message
    stacks: list[tuple[Value, ...]]  # before each instruction
    around: frozenset[str]  # names of variables, own and of the code around


def frames(code: CodeType, around: frozenset[str] = frozenset(), known: Mapping[str, int] = {}) -> Iterator[Frame]:
    """Yield a piece of code, then what is inside it; `known` is what is known of the variables around it."""
    inside = [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    own = around.union(code.co_cellvars, *(each.co_varnames for each in (code, *inside)))
    steps = [step for step in dis.get_instructions(code) if step.opname not in SKIPPED]
    shared = {name: known.get(name, 0) for name in code.co_freevars}
    cells = dict.fromkeys(code.co_varnames, 0) | shared  # an argument may be anything
    yield Frame(code, steps, in_refusals(steps), [tuple(each) for each in stacks(steps, shared, cells)], own)
    for each in inside:
        yield from frames(each, own, cells)


def counted(found: Callable[[Frame], Iterable[Found]], code: Iterable[Frame]) -> str:
    """How often each kind is found in code, as the lists spell it."""
    kinds = Counter(kind for frame in code for kind, *_ in set(found(frame)))
    return ", ".join(f"{kind} {kinds[kind]}" for kind in sorted(kinds)) or "none"


def place(step: dis.Instruction) -> Place:
    """Where an instruction stands in the text."""
    return tuple(step.positions) if step.positions else ()


def line_of(step: dis.Instruction, code: CodeType) -> int:
    """The line of an instruction."""
    return (step.positions.lineno if step.positions else None) or code.co_firstlineno
