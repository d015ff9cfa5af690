"""The largest value for all places of indices."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import sympy as sp

from ..example import Example
from .binding import Binding
from .nodes import value
from .printing import INFIX, LOOSE, PREFIX, SUM, enclosed
from .questions import Question


class Below(Binding):
    """Indices that run from 0 up to a size, without it: Below(u, v, k) prints 0 ≤ u, v < k."""

    tightness = LOOSE
    first, after = 0, 0  # where the indices begin; how far beyond the size they end

    @property
    def indices(self) -> tuple[sp.Basic, ...]:
        """What runs."""
        return self.args[:-1]

    @property
    def bound(self) -> tuple[sp.Basic, ...]:
        """The same."""
        return self.indices

    @property
    def outside(self) -> tuple[int, ...]:  # type: ignore[override]  # behind all indices, however many
        """The place of the size."""
        return (len(self.args) - 1,)

    def range(self, at: Example) -> range:
        """Values of each index."""
        return range(self.first, value(self.args[-1], at) + self.after)

    def _latex(self, printer: Any) -> str:
        size, indices = enclosed(self.args[-1], SUM, printer), map(printer._print, self.indices)
        return rf"0 \le {', '.join(indices)} < {size}"


class UpTo(Below):
    """Indices that run from 1 up to their last value: UpTo(j, n) prints 1 ≤ j ≤ n."""

    tightness = LOOSE
    first, after = 1, 1

    def _latex(self, printer: Any) -> str:
        last, indices = enclosed(self.args[-1], SUM, printer), map(printer._print, self.indices)
        return rf"1 \le {', '.join(indices)} \le {last}"


class Largest(Binding, Question):
    """The largest for all places: Largest(body, Below(u, h), Below(v, w))."""

    tightness = PREFIX

    @property
    def bound(self) -> tuple[sp.Basic, ...]:
        """What runs."""
        return tuple(index for each in self.args[1:] for index in each.indices)

    @property
    def outside(self) -> tuple[int, ...]:  # type: ignore[override]  # however many
        """The places of the ranges."""
        return tuple(range(1, len(self.args)))

    def places(self, at: Example) -> Iterator[dict[sp.Basic, int]]:
        """Values of all indices, the last of them fastest."""
        values = {index: each.range(at) for each in self.args[1:] for index in each.indices}
        return (dict(zip(values, place, strict=True)) for place in product(*values.values()))

    def _value(self, at: Example) -> Any:
        largest, *others = (value(self.args[0], at.bind(place)) for place in self.places(at))
        found = 0
        for place, other in enumerate(others, 1):
            if other > largest:
                found, largest = place, other
        self.answered(f"place {found + 1}", 1 + len(others))
        return largest

    def _latex(self, printer: Any) -> str:
        body, *ranges = self.args
        below = r", \, ".join(map(printer._print, ranges))
        return rf"\max_{{{below}}} {enclosed(body, INFIX, printer)}"
