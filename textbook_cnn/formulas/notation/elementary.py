"""Functions of numbers: powers of e, logarithms, roots, absolute values, rounding."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import sympy as sp

from ..example import Example
from .nodes import Node, Over, value
from .parts import no_matrix
from .printing import ATOM, POWER, PREFIX, called, enclosed, in_parentheses
from .questions import Question


class Exp(Node):
    """e to a power."""

    tightness = POWER

    def _value(self, at: Example) -> Any:
        return np.exp(no_matrix(value(self.args[0], at), "a power of e"))

    def _latex(self, printer: Any) -> str:
        return f"e^{{{printer._print(self.args[0])}}}"


class Log(Node):
    """The natural logarithm."""

    tightness = PREFIX

    def _value(self, at: Example) -> Any:
        return np.log(no_matrix(value(self.args[0], at), "a logarithm"))

    def _latex(self, printer: Any) -> str:
        return rf"\log {enclosed(self.args[0], PREFIX, printer)}"


class Root(Node):
    """The square root."""

    tightness = ATOM

    def _value(self, at: Example) -> Any:
        return np.sqrt(no_matrix(value(self.args[0], at), "a root"))

    def _latex(self, printer: Any) -> str:
        return rf"\sqrt{{{printer._print(self.args[0])}}}"


class HalfTurnCosine(Node):
    """The cosine of a part a / b of half a turn: HalfTurnCosine(a, b)."""

    tightness = POWER  # an exponent behind it could belong to what stands in its parentheses

    def _value(self, at: Example) -> Any:
        return sp.cos(sp.pi * value(Over(*self.args), at))

    def _latex(self, printer: Any) -> str:
        return called(r"\cos", rf"\pi {printer._print(Over(*self.args))}")


class RootMeanSquare(Node):
    """The root of the mean of the squares of all elements."""

    tightness = ATOM

    def _value(self, at: Example) -> Any:
        squares = np.ravel(value(self.args[0], at) ** 2)
        return np.sqrt(squares.sum() / squares.size)

    def _latex(self, printer: Any) -> str:
        return called(r"\operatorname{rms}", printer._print(self.args[0]))


class Absolute(Question):
    """|a|."""

    tightness = ATOM

    def _value(self, at: Example) -> Any:
        inside = no_matrix(value(self.args[0], at), "an absolute value")
        for each in np.ravel(inside):
            self.answered(each >= 0)
        return abs(inside)

    def _latex(self, printer: Any) -> str:
        inside = printer._context.get("bars")  # of bars in bars it could not be told which of them open
        printer._context["bars"] = True
        text = rf"\left|{printer._print(self.args[0])}\right|"
        printer._context["bars"] = inside
        return in_parentheses(text) if inside else text


class Floor(Node):
    """⌊x⌋, rounded down."""

    tightness = ATOM

    def _value(self, at: Example) -> int:
        return math.floor(value(self.args[0], at))

    def _latex(self, printer: Any) -> str:
        return rf"\left\lfloor {printer._print(self.args[0])} \right\rfloor"


class Ceil(Node):
    """⌈x⌉, rounded up."""

    tightness = ATOM

    def _value(self, at: Example) -> int:
        return math.ceil(value(self.args[0], at))

    def _latex(self, printer: Any) -> str:
        return rf"\left\lceil {printer._print(self.args[0])} \right\rceil"
