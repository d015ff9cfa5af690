"""Derivatives of the loss and of scores, by letters and their elements."""

from __future__ import annotations

from typing import Any

from ..example import Disagreement, Example, clipped
from ..symbols.rings import unequal
from .nodes import Node, value
from .printing import ATOM, FRACTION, POWER, PREFIX, called, enclosed
from .tensors import OfPart, with_indices


class Gradient(Node):
    """∂E/∂ of a tensor: the derivative of the loss, which the example takes from the shipped forward function."""

    tightness = FRACTION

    def _value(self, at: Example) -> Any:
        return value(self.args[0], at.gradient())

    def _latex(self, printer: Any) -> str:
        return rf"\frac{{\partial E}}{{\partial {enclosed(self.args[0], POWER, printer)}}}"


class Slope(Gradient):
    """∂S/∂ of a tensor: the derivative of a score."""

    tightness = FRACTION

    def _latex(self, printer: Any) -> str:
        return rf"\frac{{\partial S}}{{\partial {enclosed(self.args[0], POWER, printer)}}}"


class SlopeOfObjective(Gradient):
    """∂J/∂ of a tensor: the derivative of what an image made to order makes large or small."""

    tightness = FRACTION

    def _latex(self, printer: Any) -> str:
        return rf"\frac{{\partial J}}{{\partial {enclosed(self.args[0], POWER, printer)}}}"


class Partial(Node):
    """∂y/∂x for two scalars of the example."""

    tightness = FRACTION

    def _value(self, at: Example) -> Any:
        of, by = (value(part, at) for part in self.args)
        return 0 if isinstance(of, int) else of.by(by)

    def _latex(self, printer: Any) -> str:
        of, by = (enclosed(part, POWER, printer) for part in self.args)
        return rf"\frac{{\partial {of}}}{{\partial {by}}}"


class DerivativeOf(Partial):
    """∂/∂x of an expression: DerivativeOf(A + B, x) prints ∂/∂x (A + B)."""

    tightness = PREFIX

    def _latex(self, printer: Any) -> str:
        of, by = self.args
        return rf"\frac{{\partial}}{{\partial {enclosed(by, POWER, printer)}}} {enclosed(of, PREFIX, printer)}"


class Twice(Node):
    """∂²E/∂x∂k, the derivative with respect to x of the shipped ∂E/∂k."""

    tightness = FRACTION

    def _value(self, at: Example) -> Any:
        first, second = self.args
        return value(Gradient(second), at).by(value(first, at))

    def _latex(self, printer: Any) -> str:
        first, second = (enclosed(part, POWER, printer) for part in self.args)
        return rf"\frac{{\partial^2 E}}{{\partial {first} \, \partial {second}}}"


class PartGradient(OfPart):
    """∂E_a/∂P, the derivative of the loss of one part: PartGradient("P", a)."""

    tightness = FRACTION

    def _value(self, at: Example) -> Any:
        return super()._value(at.gradient())

    def _latex(self, printer: Any) -> str:
        letter, part = self.args
        return rf"\frac{{\partial {with_indices('E', [part], printer)}}}{{\partial {letter}}}"


class LossAt(Node):
    """E(K), the loss as a function of a parameter; the example lists places and losses under the name "E of"."""

    tightness = ATOM

    def _value(self, at: Example) -> Any:
        place = value(self.args[0], at)
        for known, loss in at.array("E of"):
            if not unequal(known, place):
                return loss
        raise Disagreement(f"the loss is not known at {clipped(str(place))}")

    def _latex(self, printer: Any) -> str:
        return called("E", printer._print(self.args[0]))
