"""Numbers as they are written: decimals, bytes, the sizes of an array and how many they are."""

from __future__ import annotations

import re
import sys
from typing import Any

import numpy as np
import sympy as sp
from sympy.printing.latex import LatexPrinter

from ..example import Example
from .nodes import Node, value
from .printing import ATOM, INFIX, PREFIX, SUM, listed

DIGITS = sys.float_info.dig
WRITTEN = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


class Decimal(Node):
    """A number as it is written, such as 0.299."""

    @property
    def tightness(self) -> int:  # type: ignore[override]  # it may begin with a sign
        """How tightly the number binds."""
        return SUM if str(self.args[0]).startswith("-") else ATOM

    def __new__(cls, text: Any) -> Decimal:
        """Refuse what does not print as digits and a point."""
        if not WRITTEN.fullmatch(str(text)):
            raise ValueError(f"text: expected digits with a point between them, such as 0.299, got {str(text)!r}")
        if len(str(text).lstrip("-").replace(".", "").lstrip("0")) > DIGITS:
            raise ValueError(f"text: expected {DIGITS} digits at most, which a float tells apart, got {text}")
        return super().__new__(cls, text)

    def _value(self, at: Example) -> float:
        return float(str(self.args[0]))

    def _latex(self, printer: LatexPrinter) -> str:
        return str(self.args[0])


class Bytes(Node):
    """A number of bytes; with several factors, their product."""

    tightness = INFIX

    def _value(self, at: Example) -> int:
        return int(sp.prod(self.args))

    def _latex(self, printer: LatexPrinter) -> str:
        product = r" \times ".join(f"{int(factor):,}".replace(",", "{,}") for factor in self.args)
        return product + (r" \text{ byte}" if self.args[-1] == 1 else r" \text{ bytes}")


class Sizes(Node):
    """The shape of an array: Sizes(h, w, 3) prints (h, w, 3)."""

    tightness = ATOM

    def _value(self, at: Example) -> Any:
        return np.array([value(size, at) for size in self.args], dtype=object)

    def _latex(self, printer: LatexPrinter) -> str:
        return f"({listed(self.args, printer)})"


class Axes(Node):
    """The number of axes of an array of a shape: Axes(Sizes(h, w, 3)) is 3."""

    tightness = PREFIX

    def _value(self, at: Example) -> int:
        return len(value(self.args[0], at))

    def _latex(self, printer: LatexPrinter) -> str:
        return rf"\text{{axes of }} {printer._print(self.args[0])}"
