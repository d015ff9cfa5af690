"""Functions of continuous variables, and their integrals."""

from __future__ import annotations

from typing import Any

from sympy.core.symbol import Str

from .nodes import Node


class Apply(Node):
    """A function of continuous variables: f(τ), or (f ∗ g)(t)."""

    def _latex(self, printer: Any) -> str:
        function, *arguments = self.args
        name = str(function) if isinstance(function, Str) else f"({printer._print(function)})"
        return f"{name}({', '.join(map(printer._print, arguments))})"


class Integral(Node):
    """∫ over one or more variables from −∞ to ∞."""

    def _latex(self, printer: Any) -> str:
        body, *variables = (printer._print(part) for part in self.args)
        signs = r"\int_{-\infty}^{\infty} " * len(variables)
        return signs + body + "".join(rf" \, d{variable}" for variable in variables)
