"""Functions of continuous variables, and their integrals."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.core.symbol import Str

from .binding import Binding
from .look_alikes import CALLED, no_differential
from .nodes import Node
from .printing import ATOM, INFIX, PREFIX, enclosed, listed


class Apply(Node):
    """A function of continuous variables: f(τ), or (f ∗ g)(t)."""

    tightness = ATOM

    def _latex(self, printer: Any) -> str:
        function, *arguments = self.args
        name = str(function) if isinstance(function, Str) else f"({printer._print(function)})"
        if len(arguments) == 1 and isinstance(function, Str) and name not in CALLED:
            raise ValueError(f"function: expected one of {CALLED}, whose products have a dot, got {name}")
        return f"{name}({listed(arguments, printer)})"


class Integral(Binding):
    """∫ over one or more variables from −∞ to ∞."""

    tightness = PREFIX

    @property
    def bound(self) -> tuple[sp.Basic, ...]:
        """The variables."""
        return self.args[1:]

    def _latex(self, printer: Any) -> str:
        body, variables = no_differential(enclosed(self.args[0], INFIX, printer)), map(printer._print, self.bound)
        signs = r"\int_{-\infty}^{\infty} " * len(self.bound)
        return signs + body + "".join(rf" \, d{variable}" for variable in variables)
