"""Arrays that are written to: in place, as in NumPy, or by making a new array, as in JAX."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .arrays import SymArray
from .axes import refined, same
from .indexing import Pick, picks
from .polynomials import Polynomial
from .terms import Axis, Block, Element, Term, guard, scaled, sum_over, times


class WritableArray(SymArray):
    """Array of a library such as PyTorch: A[index] = B and A += B change it, and every view of its memory."""

    increment: tuple[SymArray, Any, SymArray] | None = None  # (A, index, B) if this is what A[index] += B has computed

    def __setitem__(self, index: Any, value: WritableArray) -> None:
        self._may_change()
        if value.increment and value.increment[0] is self and value.increment[1] is index:
            self.writes_seen += 1  # the last step of self[index] += B; `__iadd__` has counted the write
            self.axes, self._element = written(self, index, value.increment[2], adds=True)
        else:
            self.axes, self._element = written(self, index, value, adds=False)
            self.memory.writes += 1
            self.writes_seen += 1
        self.blank = False

    def __iadd__(self, other: SymArray) -> WritableArray:
        self._may_change()
        total = self + other
        if not all(map(same, total.axes, refined(self.axes, total.axes))):
            raise TypeError(f"axes {self.axes} += axes {other.axes}")
        self.memory.writes += 1
        total.memory, total.writes_seen = self.memory, self.memory.writes
        total.increment = (*self.part_of, other) if self.part_of else None
        return total

    def _may_change(self) -> None:
        if self.read_only:
            raise TypeError("an argument of the function, or windows into an array, would be changed")


class StridedArray(WritableArray):
    """Array of a library that can also show windows without copying: NumPy, CuPy."""


class ConstantArray(SymArray):
    """Array of a library such as JAX, which cannot be changed: A.at[index].set(B) and .add(B) are new arrays."""

    @property
    def at(self) -> _At:
        """What takes the index."""
        return _At(self)


class _At:
    def __init__(self, array: ConstantArray, index: Any = None) -> None:
        self.array, self.index = array, index

    def __getitem__(self, index: Any) -> _At:
        return _At(self.array, index)

    def set(self, value: SymArray) -> ConstantArray:
        """The array with `value` at the index."""
        return ConstantArray(*written(self.array, self.index, value, adds=False))

    def add(self, value: SymArray) -> ConstantArray:
        """The array with `value` added at the index."""
        return ConstantArray(*written(self.array, self.index, value, adds=True))


def written(array: SymArray, index: Any, value: SymArray, *, adds: bool) -> tuple[list[Axis], Element]:
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
