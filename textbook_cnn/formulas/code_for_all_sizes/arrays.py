"""Arrays whose shape is unknown, as the prover sees them; `kinds` has what the functions of the package see.

An array is a shape and a function from indices to the term that stands there.  Each axis is a tuple of sizes whose
product is its length, (n, height, width) after `flatten` for example: so an axis can be split and merged without
dividing indices.  What the model does not know it refuses, with an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from .axes import broadcast, refined, same, seen
from .indexing import axis_of, picks, sources
from .integers import product_of
from .terms import Axis, Block, Element, Term, scaled, sum_over, times


class Memory:
    """What an array and its views have in common; `writes` counts the changes."""

    writes = 0


class Model:
    """Array of unknown size: its axes, and a function from indices to elements.

    Parameters
    ----------
    axes : sequence of tuple of int
        For each axis the sizes whose product is its length.
    element : function
        From one block of indices for each axis to the term that stands there.
    memory : Memory, optional
        Of the array that this one is a view of.
    blank : bool
        True for zeros to which nothing was written: its axes may be divided into sizes in any way.
    read_only : bool
        True for arguments and their views: whoever writes to them is refused.

    """

    def __init__(
        self,
        axes: Sequence[Axis],
        element: Element,
        *,
        memory: Memory | None = None,
        blank: bool = False,
        read_only: bool = False,
    ) -> None:
        self.axes = [axis_of(*axis) for axis in axes]
        self.rule, self.memory, self.blank, self.read_only = element, memory or Memory(), blank, read_only
        self.writes_seen = self.memory.writes
        self.part_of: tuple[Model, Any] | None = None  # array and index, if this is array[index]
        self.increment: tuple[Model, Any, Model] | None = (
            None  # (A, index, B) if this is what A[index] += B has computed
        )

    @property
    def element(self) -> Element:
        """From indices to the term that stands there; refused after a change through another view."""
        if self.writes_seen != self.memory.writes:
            raise TypeError("this array was changed through another view of its memory")
        return self.rule

    @property
    def shape(self) -> tuple[int, ...]:
        """Length of each axis."""
        return tuple(map(product_of, self.axes))

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self.axes)

    def view(self, axes: Sequence[Axis], element: Element, *, read_only: bool = False) -> Model:
        """Array on the same memory."""
        return Model(axes, element, memory=self.memory, blank=self.blank, read_only=read_only or self.read_only)

    def permuted(self, order: Sequence[int]) -> Model:
        """View with the axes in another order."""
        if sorted(order) != list(range(self.ndim)):
            raise ValueError(f"expected an order of {self.ndim} axes, got {tuple(order)}")
        source, place = self.element, [list(order).index(k) for k in range(self.ndim)]
        return self.view([self.axes[k] for k in order], lambda blocks: source([blocks[k] for k in place]))

    def __getitem__(self, index: Any) -> Model:
        parts, source = picks(index, self.axes), self.element
        axes = [part.result for part in parts if part.kind != "point"]
        part = self.view(axes, lambda blocks: source(sources(parts, blocks)))
        part.part_of = (self, index)
        return part

    def __add__(self, other: Model) -> Model:
        axes, f, g = together(self, other)
        return Model(axes, lambda blocks: f(blocks) + g(blocks))

    def __mul__(self, other: Model) -> Model:
        axes, f, g = together(self, other)
        return Model(axes, lambda blocks: times(f(blocks), g(blocks)))

    def __truediv__(self, number: int) -> Model:
        if type(number) is not int:
            raise TypeError(f"expected a plain integer as divisor, got {number!r}")
        source = self.element
        return Model(self.axes, lambda blocks: scaled(source(blocks), Fraction(1, number)))

    def __matmul__(self, other: Model) -> Model:
        (*mine, rows, inner), (*others, contracted, columns) = self.axes, other.axes
        if not same(inner, contracted):
            raise TypeError(f"the axes {inner} and {contracted} of a matrix product differ")
        left, right = self.element, other.element
        batch = broadcast(mine, others)

        def element(blocks: Sequence[Block]) -> Term:
            *b, row, column = blocks
            f, g = seen(mine, b), seen(others, b)
            return sum_over([inner], lambda k: times(left([*f, row, *k]), right([*g, *k, column])))

        return Model([*batch, rows, columns], element)


def together(a: Model, b: Model) -> tuple[list[Axis], Element, Element]:
    """Axes of a result element by element, and both operands as functions of its indices."""
    mine = refined(a.axes, b.axes) if a.blank and a.ndim == b.ndim else a.axes
    theirs, left, right = b.axes, a.element, b.element
    return (
        broadcast(mine, theirs),
        lambda blocks: left(seen(mine, blocks)),
        lambda blocks: right(seen(theirs, blocks)),
    )
