"""Sets: numbers for which something holds, open intervals, the images of a batch."""

from __future__ import annotations

from typing import Any

import sympy as sp

from ..example import Disagreement, Example
from .cases import Condition
from .nodes import Node, value
from .printing import ATOM, LOOSE, SUM, enclosed, listed
from .tensors import not_below


class Where(Node):
    """The values of an expression for which a condition holds: Where(x, Less(x, 2)) prints {x : x < 2}.

    The example makes the expression one real symbol; SymPy solves the condition for it.
    """

    tightness = ATOM

    def _value(self, at: Example) -> sp.Set:
        symbol, condition = (value(part, at) for part in self.args)
        if getattr(condition, "free_symbols", set()) != {symbol}:
            raise Disagreement(f"{condition} is no condition on {symbol} alone")
        return sp.solve_univariate_inequality(condition, symbol, relational=False)

    def _latex(self, printer: Any) -> str:
        expression, condition = map(printer._print, self.args)
        return rf"\left\{{{expression} : {condition}\right\}}"


class OpenInterval(Node):
    """The numbers between two others, both excluded: OpenInterval(0, 2) prints (0, 2)."""

    tightness = ATOM

    def _value(self, at: Example) -> sp.Set:
        return sp.Interval.open(*(value(end, at) for end in self.args))

    def _latex(self, printer: Any) -> str:
        return f"({listed(self.args, printer)})"


class In(Condition):
    """Whether an image is in a batch: In(b, a) prints b ∈ a; the example lists the batches."""

    tightness = LOOSE

    def _value(self, at: Example) -> bool:
        image, batch = (value(part, at) for part in self.args)
        answer = image in at.array("batches")[not_below(1, batch, self) - 1]
        self.answered(answer)
        return answer

    def _latex(self, printer: Any) -> str:
        return r" \in ".join(enclosed(part, SUM, printer) for part in self.args)
