"""What stands in an array after it was written to, in place as in NumPy, or in the new array as in JAX."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .arrays import Model
from .axes import refined, same
from .indexing import Pick, picks
from .polynomials import Polynomial
from .terms import Axis, Block, Element, Term, guard, scaled, sum_over, times


def put(array: Model, index: Any, value: Model) -> None:
    """array[index] = value."""
    _may_change(array)
    if value.increment and value.increment[0] is array and value.increment[1] is index:
        array.writes_seen += 1  # the last step of array[index] += B; `increased` has counted the write
        array.axes, array.rule = written(array, index, value.increment[2], adds=True)
    else:
        array.axes, array.rule = written(array, index, value, adds=False)
        array.memory.writes += 1
        array.writes_seen += 1
    array.blank = False


def increased(array: Model, other: Model) -> Model:
    """What array += other leaves in the place of the array."""
    _may_change(array)
    total = array + other
    if not all(map(same, total.axes, refined(array.axes, total.axes))):
        raise TypeError(f"axes {array.axes} += axes {other.axes}")
    array.memory.writes += 1
    total.memory, total.writes_seen = array.memory, array.memory.writes
    total.increment = (*array.part_of, other) if array.part_of else None
    return total


def _may_change(array: Model) -> None:
    if array.read_only:
        raise TypeError("an argument of the function, or windows into an array, would be changed")


def written(array: Model, index: Any, value: Model, *, adds: bool) -> tuple[list[Axis], Element]:
    """Axes and elements of the array after array[index] = value or array[index] += value."""
    parts = picks(index, array.axes)
    if any(part.kind == "new" for part in parts):
        raise TypeError("expected no None in an index that is written to")
    if array.blank:
        parts = _divided(parts, value.axes)
    target = [part.result for part in parts if part.kind != "point"]
    if len(target) != value.ndim or not all(map(same, target, value.axes)):
        raise TypeError(f"axes {target} = axes {value.axes}")
    cut = [part.result for part in parts if part.kind == "slice"]
    before, new = array.element, value.element

    def element(blocks: Sequence[Block]) -> Term:
        def here(q: Sequence[Block]) -> Term:
            return guard(equal=_met(parts, blocks, q))

        added = sum_over(cut, lambda q: times(here(q), new(_inner(parts, blocks, q))))
        old = before(blocks)
        if adds or not old:
            return old + added
        return old + times(scaled(sum_over(cut, here), -1), before(blocks)) + added

    return [part.axis for part in parts], element


def _divided(parts: Sequence[Pick], axes: Sequence[Axis]) -> list[Pick]:
    """Parts of an index into zeros, whose whole axes divide into sizes as those of what is written."""
    kept = [part for part in parts if part.kind != "point"]
    if len(kept) != len(axes):
        return list(parts)
    like = dict(zip(map(id, kept), refined([part.result for part in kept], axes), strict=True))
    return [part._replace(axis=like[id(part)]) if part.kind == "whole" else part for part in parts]


def _met(parts: Sequence[Pick], blocks: Sequence[Block], q: Sequence[Block]) -> list[Polynomial]:
    """Equations that say that `blocks` lies at the positions q of the slices."""
    positions, equations = iter(q), []
    for part, block in zip(parts, blocks, strict=True):
        if part.kind != "whole":
            place = part.source(next(positions) if part.kind == "slice" else ())
            equations += [a - b for a, b in zip(block, place, strict=True)]
    return equations


def _inner(parts: Sequence[Pick], blocks: Sequence[Block], q: Sequence[Block]) -> list[Block]:
    """Indices into what is written, for the positions q of the slices."""
    positions = iter(q)
    return [
        block if part.kind == "whole" else next(positions)
        for part, block in zip(parts, blocks, strict=True)
        if part.kind != "point"
    ]
