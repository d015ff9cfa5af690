"""The largest value for all places of indices."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import sympy as sp

from ..example import Example
from .nodes import Node, value
from .printing import PRODUCT, enclosed


class Below(Node):
    """Indices that run from 0 up to a size, without it: Below(u, v, k) prints 0 ≤ u, v < k."""

    first, after = 0, 0  # where the indices begin; how far beyond the size they end

    @property
    def indices(self) -> tuple[sp.Basic, ...]:
        """What runs."""
        return self.args[:-1]

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols of the size."""
        return self.args[-1].free_symbols

    def range(self, at: Example) -> range:
        """Values of each index."""
        return range(self.first, value(self.args[-1], at) + self.after)

    def _latex(self, printer: Any) -> str:
        *indices, size = map(printer._print, self.args)
        return rf"0 \le {', '.join(indices)} < {size}"


class UpTo(Below):
    """Indices that run from 1 up to their last value: UpTo(j, n) prints 1 ≤ j ≤ n."""

    first, after = 1, 1

    def _latex(self, printer: Any) -> str:
        *indices, last = map(printer._print, self.args)
        return rf"1 \le {', '.join(indices)} \le {last}"


class Largest(Node):
    """The largest for all places: Largest(body, Below(u, h), Below(v, w))."""

    tightness = PRODUCT
    open_ended = True

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols other than the indices."""
        body, *ranges = self.args
        running = {index for each in ranges for index in each.indices}
        return (body.free_symbols - running).union(*(each.free_symbols for each in ranges))

    def places(self, at: Example) -> Iterator[dict[sp.Basic, int]]:
        """Values of all indices, the last of them fastest."""
        values = {index: each.range(at) for each in self.args[1:] for index in each.indices}
        return (dict(zip(values, place, strict=True)) for place in product(*values.values()))

    def _value(self, at: Example) -> Any:
        largest, *others = (value(self.args[0], at.bind(place)) for place in self.places(at))
        for other in others:
            largest = other if other > largest else largest
        return largest

    def _latex(self, printer: Any) -> str:
        body, *ranges = self.args
        below = r", \, ".join(map(printer._print, ranges))
        return rf"\max_{{{below}}} {enclosed(body, PRODUCT, printer)}"
