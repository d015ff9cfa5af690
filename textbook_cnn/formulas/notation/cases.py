"""Nodes for formulas that distinguish cases or use functions of calculus: max, exp, log, square root."""

from __future__ import annotations

from functools import reduce
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp

from .nodes import ATOM, PRODUCT, Disagreement, Node, bound, lines, value
from .operators import Named

if TYPE_CHECKING:
    from ..examples.conv2d import Instance


class Cases(Node):
    """Cases([value, condition], …, [value]): the first whose condition holds; the last stands for all others."""

    def _value(self, at: Instance) -> Any:
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

    def _value(self, at: Instance) -> bool:
        left, right = (value(part, at) for part in self.args)
        return left > right

    def _latex(self, printer: Any) -> str:
        return " > ".join(map(printer._print, self.args))


class Less(Greater):
    """a < b."""

    def _value(self, at: Instance) -> bool:
        left, right = (value(part, at) for part in self.args)
        return left < right

    def _latex(self, printer: Any) -> str:
        return " < ".join(map(printer._print, self.args))


class Same(Greater):
    """a = b, as a condition."""

    def _value(self, at: Instance) -> bool:
        left, right = (value(part, at) for part in self.args)
        return left == right

    def _latex(self, printer: Any) -> str:
        return " = ".join(map(printer._print, self.args))


class Larger(Node):
    """max(a, b)."""

    def _value(self, at: Instance) -> Any:
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

    def _value(self, at: Instance) -> Any:
        body, u, v, size = self.args
        places = product(range(value(size, at)), repeat=2)
        return reduce(lambda a, b: a if a >= b else b, (value(body, at.bind({u: y, v: x})) for y, x in places))

    def _latex(self, printer: Any) -> str:
        body, u, v, size = map(printer._print, self.args)
        return rf"\max_{{0 \le {u}, {v} < {size}}} {body}"


class Exp(Node):
    """e to a power."""

    def _value(self, at: Instance) -> Any:
        return np.exp(value(self.args[0], at))

    def _latex(self, printer: Any) -> str:
        return f"e^{{{printer._print(self.args[0])}}}"


class Log(Node):
    """The natural logarithm."""

    tightness = PRODUCT
    open_ended = True

    def _value(self, at: Instance) -> Any:
        return np.log(value(self.args[0], at))

    def _latex(self, printer: Any) -> str:
        return rf"\log {bound(self.args[0], PRODUCT, printer)}"


class Root(Node):
    """The square root."""

    def _value(self, at: Instance) -> Any:
        return np.sqrt(value(self.args[0], at))

    def _latex(self, printer: Any) -> str:
        return rf"\sqrt{{{printer._print(self.args[0])}}}"


class Softmax(Named):
    """softmax of each row, by the shipped function."""

    function = "softmax"


class Entry(Node):
    """An entry by 1-based index of something that is no letter: Entry(Softmax(Z), b, k) prints softmax(Z)_{bk}."""

    def _value(self, at: Instance) -> Any:
        array, *place = (value(part, at) for part in self.args)
        return array[tuple(index - 1 for index in place)]

    def _latex(self, printer: Any) -> str:
        array, *place = self.args
        return f"{bound(array, ATOM, printer)}_{{{''.join(map(printer._print, place))}}}"


class Variance(Node):
    """The variance of a letter, which the instance gives under the letter's name."""

    def _value(self, at: Instance) -> Any:
        return value(self.args[0], at)

    def _latex(self, printer: Any) -> str:
        return rf"\operatorname{{Var}}({printer._print(self.args[0])})"
