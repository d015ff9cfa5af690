"""Case distinctions, the conditions that stand in them, and the larger of two."""

from __future__ import annotations

from typing import Any, ClassVar

from ..example import Disagreement, Example
from .nodes import value
from .printing import ATOM, LOOSE, SUM, called, enclosed, lines, listed
from .questions import Question


class Cases(Question):
    """Cases([value, condition], …, [value]): the first whose condition holds; the last stands for all others."""

    tightness = LOOSE

    def _value(self, at: Example) -> Any:
        for place, case in enumerate(self.args):
            if len(case) == 1 or value(case[1], at):
                self.answered(f"row {place + 1}", len(self.args))
                return value(case[0], at)
        raise Disagreement("no case applies")

    def asked(self) -> tuple[Any, ...]:
        """All but a condition in the last row, which must hold where it is asked."""
        *others, last = self.args
        return (*others, last[0])

    def _latex(self, printer: Any) -> str:
        rows = []
        for case in self.args:
            condition = printer._print(case[1]) if len(case) > 1 else r"\text{otherwise}"
            rows.append(f"{printer._print(case[0])} & {condition}")
        return r"\begin{cases} " + lines(rows) + r" \end{cases}"


class Condition(Question):
    """What holds or does not; it is no side of an equation."""

    tightness = LOOSE


class Greater(Condition):
    """a > b."""

    tightness = LOOSE
    sign: ClassVar[str] = ">"

    def _value(self, at: Example) -> bool:
        left, right = (value(part, at) for part in self.args)
        answer = left > right
        self.answered(answer)
        return answer

    def _latex(self, printer: Any) -> str:
        return f" {self.sign} ".join(enclosed(part, SUM, printer) for part in self.args)


class Less(Greater):
    """a < b."""

    sign = "<"

    def _value(self, at: Example) -> bool:
        left, right = (value(part, at) for part in self.args)
        answer = left < right
        self.answered(answer)
        return answer


class Same(Greater):
    """a = b, as a condition."""

    sign = "="

    def _value(self, at: Example) -> bool:
        left, right = (value(part, at) for part in self.args)
        answer = left == right
        self.answered(answer)
        return answer


class Both(Condition):
    """Two conditions at once."""

    tightness = LOOSE

    def _value(self, at: Example) -> bool:
        answer = all(value(condition, at) for condition in self.args)
        self.answered(answer)
        return answer

    def _latex(self, printer: Any) -> str:
        return r" \text{ and } ".join(map(printer._print, self.args))


class Larger(Question):
    """max(a, b)."""

    tightness = ATOM

    def _value(self, at: Example) -> Any:
        left, right = (value(part, at) for part in self.args)
        first = left >= right
        self.answered(first)
        return left if first else right

    def _latex(self, printer: Any) -> str:
        return called(r"\max", listed(self.args, printer))
