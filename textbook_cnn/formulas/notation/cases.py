"""Nodes for formulas that distinguish cases or use functions of calculus: max, exp, log, square root."""

from __future__ import annotations

from functools import reduce
from itertools import product
from typing import Any

import numpy as np
import sympy as sp

from ..example import Disagreement, Example
from .nodes import ATOM, PRODUCT, Node, bound, lines, value


class Cases(Node):
    """Cases([value, condition], …, [value]): the first whose condition holds; the last stands for all others."""

    def _value(self, at: Example) -> Any:
        for case in self.args:
            if len(case) == 1 or value(case[1], at):
                return value(case[0], at)
        raise Disagreement("no case applies")

    def _latex(self, printer: Any) -> str:
        rows = []
        for case in self.args:
            condition = printer._print(case[1]) if len(case) > 1 else r"\text{otherwise}"
            rows.append(f"{printer._print(case[0])} & {condition}")
        return r"\begin{cases} " + lines(rows) + r" \end{cases}"


class Greater(Node):
    """a > b."""

    def _value(self, at: Example) -> bool:
        left, right = (value(part, at) for part in self.args)
        return left > right

    def _latex(self, printer: Any) -> str:
        return " > ".join(map(printer._print, self.args))


class Less(Greater):
    """a < b."""

    def _value(self, at: Example) -> bool:
        left, right = (value(part, at) for part in self.args)
        return left < right

    def _latex(self, printer: Any) -> str:
        return " < ".join(map(printer._print, self.args))


class Same(Greater):
    """a = b, as a condition."""

    def _value(self, at: Example) -> bool:
        left, right = (value(part, at) for part in self.args)
        return left == right

    def _latex(self, printer: Any) -> str:
        return " = ".join(map(printer._print, self.args))


class Larger(Node):
    """max(a, b)."""

    def _value(self, at: Example) -> Any:
        left, right = (value(part, at) for part in self.args)
        return left if left >= right else right

    def _latex(self, printer: Any) -> str:
        return rf"\max({', '.join(map(printer._print, self.args))})"


class LargestOver(Node):
    """The largest over window positions u, v from 0 to k − 1: LargestOver(body, u, v, k)."""

    tightness = PRODUCT
    open_ended = True

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols other than the two indices."""
        body, u, v, size = self.args
        return (body.free_symbols - {u, v}) | size.free_symbols

    def _value(self, at: Example) -> Any:
        body, u, v, size = self.args
        places = product(range(value(size, at)), repeat=2)
        return reduce(lambda a, b: a if a >= b else b, (value(body, at.bind({u: y, v: x})) for y, x in places))

    def _latex(self, printer: Any) -> str:
        body, u, v, size = map(printer._print, self.args)
        return rf"\max_{{0 \le {u}, {v} < {size}}} {body}"


class Exp(Node):
    """e to a power."""

    def _value(self, at: Example) -> Any:
        return np.exp(value(self.args[0], at))

    def _latex(self, printer: Any) -> str:
        return f"e^{{{printer._print(self.args[0])}}}"


class Log(Node):
    """The natural logarithm."""

    tightness = PRODUCT
    open_ended = True

    def _value(self, at: Example) -> Any:
        return np.log(value(self.args[0], at))

    def _latex(self, printer: Any) -> str:
        return rf"\log {bound(self.args[0], PRODUCT, printer)}"


class Root(Node):
    """The square root."""

    def _value(self, at: Example) -> Any:
        return np.sqrt(value(self.args[0], at))

    def _latex(self, printer: Any) -> str:
        return rf"\sqrt{{{printer._print(self.args[0])}}}"


class Entry(Node):
    """An entry by 1-based index of something that is no letter: Entry(Softmax(Z), b, k) prints softmax(Z)_{bk}."""

    def _value(self, at: Example) -> Any:
        array, *place = (value(part, at) for part in self.args)
        return array[tuple(index - 1 for index in place)]

    def _latex(self, printer: Any) -> str:
        array, *place = self.args
        return f"{bound(array, ATOM, printer)}_{{{''.join(map(printer._print, place))}}}"


class Variance(Node):
    """The variance of a letter, which the example gives under the letter's name."""

    def _value(self, at: Example) -> Any:
        return value(self.args[0], at)

    def _latex(self, printer: Any) -> str:
        return rf"\operatorname{{Var}}({printer._print(self.args[0])})"


class LargestIn(Node):
    """The largest over window positions: LargestIn(body, u, h, v, w) has u from 0 to h − 1, v from 0 to w − 1."""

    tightness = PRODUCT
    open_ended = True

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols other than the two indices."""
        body, u, height, v, width = self.args
        return (body.free_symbols - {u, v}) | height.free_symbols | width.free_symbols

    def _value(self, at: Example) -> Any:
        body, u, height, v, width = self.args
        first, *others = (
            value(body, at.bind({u: row, v: column}))
            for row, column in product(range(value(height, at)), range(value(width, at)))
        )
        for other in others:
            first = other if other > first else first
        return first

    def _latex(self, printer: Any) -> str:
        body, u, height, v, width = map(printer._print, self.args)
        return rf"\max_{{0 \le {u} < {height}, \, 0 \le {v} < {width}}} {body}"


class Absolute(Node):
    """|a|."""

    def _value(self, at: Example) -> Any:
        return abs(value(self.args[0], at))

    def _latex(self, printer: Any) -> str:
        return rf"\left|{printer._print(self.args[0])}\right|"


class LargestAlong(Node):
    """The largest for an index from 1 to its last value: LargestAlong(body, j, n)."""

    tightness = PRODUCT
    open_ended = True

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols other than the index."""
        body, index, last = self.args
        return (body.free_symbols - {index}) | last.free_symbols

    def _value(self, at: Example) -> Any:
        body, index, last = self.args
        found = [value(body, at.bind({index: place})) for place in range(1, value(last, at) + 1)]
        largest = found[0]
        for each in found[1:]:
            largest = each if each > largest else largest
        return largest

    def _latex(self, printer: Any) -> str:
        body, index, last = map(printer._print, self.args)
        return rf"\max_{{1 \le {index} \le {last}}} {body}"


class Both(Node):
    """Two conditions at once."""

    def _value(self, at: Example) -> bool:
        return all(value(condition, at) for condition in self.args)

    def _latex(self, printer: Any) -> str:
        return r" \text{ and } ".join(map(printer._print, self.args))
