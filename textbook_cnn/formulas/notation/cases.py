"""Case distinctions, the conditions that stand in them, and the larger of two."""

from __future__ import annotations

from typing import Any, ClassVar

from ..example import Disagreement, Example
from .nodes import Node, value
from .printing import ATOM, LOOSE, SUM, called, enclosed, lines, listed


class Cases(Node):
    """Cases([value, condition], …, [value]): the first whose condition holds; the last stands for all others."""

    tightness = LOOSE

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


class Condition(Node):
    """What holds or does not; it is no side of an equation."""

    tightness = LOOSE


class Greater(Condition):
    """a > b."""

    tightness = LOOSE
    sign: ClassVar[str] = ">"

    def _value(self, at: Example) -> bool:
        left, right = (value(part, at) for part in self.args)
        return left > right

    def _latex(self, printer: Any) -> str:
        return f" {self.sign} ".join(enclosed(part, SUM, printer) for part in self.args)


class Less(Greater):
    """a < b."""

    sign = "<"

    def _value(self, at: Example) -> bool:
        left, right = (value(part, at) for part in self.args)
        return left < right


class Same(Greater):
    """a = b, as a condition."""

    sign = "="

    def _value(self, at: Example) -> bool:
        left, right = (value(part, at) for part in self.args)
        return left == right


class Both(Condition):
    """Two conditions at once."""

    tightness = LOOSE

    def _value(self, at: Example) -> bool:
        return all(value(condition, at) for condition in self.args)

    def _latex(self, printer: Any) -> str:
        return r" \text{ and } ".join(map(printer._print, self.args))


class Larger(Node):
    """max(a, b)."""

    tightness = ATOM

    def _value(self, at: Example) -> Any:
        left, right = (value(part, at) for part in self.args)
        return left if left >= right else right

    def _latex(self, printer: Any) -> str:
        return called(r"\max", listed(self.args, printer))
