"""Sets: numbers for which something holds, open intervals, the images of a batch."""

from __future__ import annotations

from typing import Any

import sympy as sp

from ..example import Disagreement, Example
from .nodes import Node, value


class Where(Node):
    """The values of an expression for which a condition holds: Where(x, Less(x, 2)) prints {x : x < 2}.

    The example makes the expression one real symbol; SymPy solves the condition for it.
    """

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

    def _value(self, at: Example) -> sp.Set:
        return sp.Interval.open(*(value(end, at) for end in self.args))

    def _latex(self, printer: Any) -> str:
        return f"({', '.join(map(printer._print, self.args))})"


class In(Node):
    """Whether an image is in a batch: In(b, a) prints b ∈ a; the example lists the batches."""

    def _value(self, at: Example) -> bool:
        image, batch = (value(part, at) for part in self.args)
        return image in at.array("batches")[batch - 1]

    def _latex(self, printer: Any) -> str:
        return r" \in ".join(map(printer._print, self.args))
