"""What an index such as A[1:n, ..., None, ::2] picks, for axes whose size is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from .integers import product_of
from .polynomials import ONE, Polynomial, polynomial
from .terms import Axis, Block, flat_index


class Pick(NamedTuple):
    """What one part of an index takes from an axis, whose position is start + step·(position in the result)."""

    kind: str  # "whole", "slice", "point" or "new"
    axis: Axis = ()  # the axis it takes from
    start: Polynomial = polynomial(0)
    step: Polynomial = ONE
    length: int = 1  # of a slice

    @property
    def result(self) -> Axis:
        """Return the axis of the result; a point leaves none."""
        return {"whole": self.axis, "slice": axis_of(self.length), "new": ()}[self.kind]

    def source(self, block: Block) -> Block:
        """Return where an element of the result lies on the axis."""
        if self.kind == "whole":
            return block
        return (self.start + self.step * flat_index(block),) if self.axis else ()


def axis_of(*sizes: int) -> Axis:
    """The axis made of these sizes; sizes of 1 need no index and are left out."""
    return tuple(size for size in sizes if polynomial(size) != 1)


def picks(index: Any, axes: Sequence[Axis]) -> list[Pick]:
    """The parts of an index, one for each axis and each None."""
    remaining = iter(axes)
    return [_pick(part, remaining) for part in _spelled_out(index, len(axes))]


def sources(parts: Sequence[Pick], blocks: Sequence[Block]) -> list[Block]:
    """The indices into the array that belong to the indices `blocks` into the result."""
    rest = iter(blocks)
    pairs = [(part, () if part.kind == "point" else next(rest)) for part in parts]
    return [part.source(block) for part, block in pairs if part.kind != "new"]


def _spelled_out(index: Any, ndim: int) -> list[Any]:
    """The index with `...` and what is left out written as slices."""
    parts = list(index) if isinstance(index, tuple) else [index]
    place = next((k for k, part in enumerate(parts) if part is Ellipsis), len(parts))
    missing = ndim - sum(part is not None and part is not Ellipsis for part in parts)
    if missing < 0:
        raise IndexError(f"too many indices for {ndim} axes")
    return [*parts[:place], *[slice(None)] * missing, *parts[place + 1 :]]


def _pick(part: Any, remaining: Iterator[Axis]) -> Pick:
    if part is None:
        return Pick("new")
    axis = next(remaining)
    if isinstance(part, slice) and part.start is part.stop is part.step is None:
        return Pick("whole", axis)
    if len(axis) > 1:
        raise TypeError(f"an axis of {axis} elements can be taken whole only")
    size = product_of(axis)
    if isinstance(part, slice):
        start, step, length = _clipped(part, size)
        return Pick("slice", axis, polynomial(start), polynomial(step), length)
    if type(part) is bool or not isinstance(part, int):
        raise TypeError(f"expected an integer or a slice as index, got {type(part).__name__}")
    place = part + size if part < 0 else part
    if not 0 <= place < size:
        raise IndexError(f"index {part} on an axis of {size} elements")
    return Pick("point", axis, polynomial(place))


def _clipped(part: slice, size: int) -> tuple[int, int, int]:
    """Start, step and length as Python defines them for a positive step; each comparison is a condition of the path."""
    step = 1 if part.step is None else part.step
    if step < 1:
        raise TypeError(f"expected a step of at least 1, got {step}")
    ends = (0 if part.start is None else part.start, size if part.stop is None else part.stop)
    start, stop = (max(min(end + size if end < 0 else end, size), 0) for end in ends)
    return start, step, max((stop - start - 1) // step + 1, 0)
