"""What the letters of a formula stand for while it is evaluated, and what is raised where its two sides differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import sympy as sp


class Disagreement(Exception):  # noqa: N818, what it names is no error of the program
    """Two sides that must be equal are not; the message names the entry and both values."""


def differing(left: Any, right: Any) -> str:
    """Words for two sides that are not equal; of a long one, the part around the first character that differs."""
    texts = str(left), str(right)
    same = next((k for k, (a, b) in enumerate(zip(*texts, strict=False)) if a != b), min(map(len, texts)))
    return "the left side is {}, the right side {}".format(*(clipped(text, around=same) for text in texts))


def clipped(text: str, most: int = 80, *, around: int = 0) -> str:
    """At most so many characters of a text, with a place in it, and … where something is left out."""
    if len(text) <= most:
        return text
    first = max(0, min(around - most // 2, len(text) - most))
    before = "…" if first else ""
    after = "…" if first + most < len(text) else ""
    return before + text[first : first + most] + after


@dataclass(frozen=True)
class Example:
    """Arrays for the letters of a formula (or functions that make them), numbers for sizes, ranges for indices."""

    words: str
    arrays: Mapping[str, Any]
    gradients: Mapping[str, Any] = field(default_factory=dict)
    numbers: Mapping[sp.Symbol, Any] = field(default_factory=dict)
    ranges: Mapping[sp.Symbol, Iterable[int]] = field(default_factory=dict)
    together: str = ""  # name of the cases that differ in their witnesses alone and cover all values together

    def __post_init__(self) -> None:
        """Keep ranges that can be gone through again and again."""
        if not all(isinstance(values, tuple | range) for values in self.ranges.values()):
            object.__setattr__(self, "ranges", {index: tuple(values) for index, values in self.ranges.items()})

    def array(self, name: str) -> Any:
        """Array that the letter stands for."""
        if name not in self.arrays:
            raise Disagreement(f"the letter {name} stands for nothing")
        array = self.arrays[name]
        return array() if callable(array) else array

    def number(self, symbol: sp.Symbol) -> Any:
        """Value of a size, an index or a constant."""
        if symbol not in self.numbers:
            raise Disagreement(f"the symbol {symbol} has no value")
        return self.numbers[symbol]

    def bind(self, numbers: Mapping[sp.Symbol, Any]) -> Example:
        """Return the example with more symbols given values."""
        return replace(self, numbers={**self.numbers, **numbers})

    def gradient(self) -> Example:
        """Return the example in which every letter stands for ∂E/∂ of itself."""
        return replace(self, arrays=self.gradients)

    def assignments(self, symbols: Iterable[sp.Symbol], printed: Mapping[sp.Symbol, Any]) -> Iterator[Any]:
        """All values of those symbols that are indices; printed ranges go before the usual ones."""
        if fixed := printed.keys() & self.numbers.keys():
            raise Disagreement(
                f"expected every value in the printed ranges of {sorted(map(str, fixed))}, got one number"
            )
        ranges = {**self.ranges, **printed}
        free = sorted((symbol for symbol in symbols if symbol not in self.numbers), key=str)
        unknown = [symbol for symbol in free if symbol not in ranges]
        if unknown:
            raise Disagreement(f"the symbols {unknown} have neither value nor range")
        return (dict(zip(free, values)) for values in product(*(ranges[symbol] for symbol in free)))
