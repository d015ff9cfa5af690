"""A scalar with two faces: a SymPy expression and an exact number, the witness.

Functions that branch run on arrays of such scalars unchanged.  A comparison is decided by the witnesses, and the
result holds for all values near them: on the whole region where every comparison comes out the same.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable
from operator import add, mul, pow, sub, truediv
from typing import Any

import numpy as np
import sympy as sp

from .asked import compared, judged, refuse, stop
from .expressions import exact, vanishes
from .refusals import Refusing
from .rings import Element, Ring, entry, ring_arrays
from .rings_with_functions import RingWithFunctions, WithFunctions


class Scalar(Refusing):
    """An expression, SymPy's or a ring element, and its value at the witness."""

    __slots__ = ("expression", "witness")

    def __init__(self, expression: Any, witness: Any) -> None:
        self.expression = expression if isinstance(expression, Element) else sp.sympify(expression)
        self.witness = sp.sympify(witness)

    def _with(self, other: Any, operator: Callable[[Any, Any], Any], *, swapped: bool = False) -> Any:
        if not isinstance(other, Scalar):
            if not isinstance(other, numbers.Number | np.generic):
                return NotImplemented
            other = Scalar(exact(other), exact(other))
        left, right = (other, self) if swapped else (self, other)
        return Scalar(operator(left.expression, right.expression), operator(left.witness, right.witness))

    def __add__(self, other: Any) -> Any:
        return self._with(other, add)

    def __radd__(self, other: Any) -> Any:
        return self._with(other, add, swapped=True)

    def __sub__(self, other: Any) -> Any:
        return self._with(other, sub)

    def __rsub__(self, other: Any) -> Any:
        return self._with(other, sub, swapped=True)

    def __mul__(self, other: Any) -> Any:
        return self._with(other, mul)

    def __rmul__(self, other: Any) -> Any:
        return self._with(other, mul, swapped=True)

    def __truediv__(self, other: Any) -> Any:
        if not isinstance(other, Scalar) and isinstance(other, numbers.Number | np.generic):
            return self * (1 / exact(other))  # a ring element can be multiplied by a fraction, but not divided
        return self._with(other, truediv)

    def __rtruediv__(self, other: Any) -> Any:
        return self._with(other, truediv, swapped=True)

    def __pow__(self, other: Any) -> Any:
        if isinstance(other, int):  # an element of a ring has no other powers
            return Scalar(self.expression**other, self.witness**other)
        return self._with(other, pow)

    def __neg__(self) -> Scalar:
        return Scalar(-self.expression, -self.witness)

    def __abs__(self) -> Scalar:
        return self if self >= 0 else -self

    def exp(self) -> Scalar:
        """e to the power of it; NumPy's exp asks for this method."""
        if isinstance(self.expression, WithFunctions):
            return Scalar(self.expression.exp(), sp.nan)
        return Scalar(sp.exp(self.expression), sp.exp(self.witness))

    def log(self) -> Scalar:
        """Return the natural logarithm."""
        if isinstance(self.expression, WithFunctions):
            return Scalar(self.expression.log(), sp.nan)
        return Scalar(sp.log(self.expression), sp.log(self.witness))

    def sqrt(self) -> Scalar:
        """Return the square root."""
        if isinstance(self.expression, WithFunctions):
            return Scalar(self.expression.sqrt(), sp.sqrt(self.witness))
        return Scalar(sp.sqrt(self.expression), sp.sqrt(self.witness))

    def tanh(self) -> Scalar:
        """Return the hyperbolic tangent, by its definition."""
        up, down = self.exp(), (-self).exp()
        return (up - down) / (up + down)

    def by(self, symbol: Scalar) -> Scalar:
        """Return the derivative with respect to a symbol; its witness is not needed and not a number."""
        if isinstance(self.expression, Element):
            return Scalar(self.expression.by(symbol.expression), sp.nan)
        return Scalar(sp.diff(self.expression, symbol.expression), sp.nan)

    def _sign(self, other: Any) -> int:
        """Sign of the difference at the witness; zero only where the two are the same expression."""
        if type(other) is float and math.isinf(other):  # the same for all numbers; no ring holds an infinity
            return -1 if other > 0 else 1
        difference = self - other
        if difference.expression == 0:
            return 0
        if difference.witness.is_infinite:  # compared with infinity: the same for all numbers
            return 1 if difference.witness > 0 else -1
        if difference.witness is sp.nan:
            raise stop("a function of symbols would be compared, which has no exact witness")
        sign = int(sp.sign(difference.witness))
        if sign == 0:
            raise stop(f"the witness lies on the border between regions: {difference.expression} = 0")
        compared(difference.expression, sign)
        return sign

    def __lt__(self, other: Any) -> bool:
        return self._sign(other) < 0

    def __le__(self, other: Any) -> bool:
        return self._sign(other) <= 0

    def __gt__(self, other: Any) -> bool:
        return self._sign(other) > 0

    def __ge__(self, other: Any) -> bool:
        return self._sign(other) >= 0

    def __eq__(self, other: Any) -> bool:
        """Compare as functions: whether the difference simplifies to zero."""
        difference = self - other
        if difference is NotImplemented:
            return NotImplemented
        expression = difference.expression
        if difference.witness.is_zero is not False:
            if isinstance(expression, WithFunctions):
                same = expression.vanishes()
            else:
                same = not expression if isinstance(expression, Element) else vanishes(expression)
            if same or judged():
                return same
        return not self._sign(other)

    def __hash__(self) -> int:
        return super().__hash__()

    def __bool__(self) -> bool:
        refuse("the truth")
        return bool(self._sign(0))

    def _sympy_(self) -> sp.Expr:
        raise sp.SympifyError(self.expression)  # so that SymPy's numbers leave their products with it to it

    def __format__(self, _: str) -> str:
        return str(self)  # whatever digits are asked for


numbers.Real.register(Scalar)  # so that a learning rate may be one


def scalars(name: str, witness: Any, **assumptions: bool) -> np.ndarray:
    """Return a read-only array of scalars with the given witness; the entries of "x" are x_11, x_12 and so on."""
    witness = np.asarray(witness, dtype=object)
    array = np.empty(witness.shape, dtype=object)
    for place in np.ndindex(*witness.shape):
        symbol = sp.Symbol(entry(name, place), real=True, **assumptions)
        array[place] = Scalar(symbol, exact(witness[place]))
    array.flags.writeable = False
    return array


def ring_scalars(*, functions: int = 0, **witness: Any) -> list[np.ndarray]:
    """Return arrays of scalars whose expressions are elements of one ring, which is fast.

    `functions` is how many exponentials, logarithms and reciprocals may be formed; without them none can.
    """
    witnesses = {name: np.asarray(values, dtype=object) for name, values in witness.items()}
    symbols = ring_arrays(
        {name: witness.shape for name, witness in witnesses.items()},
        domain=sp.QQ,
        room=functions,
        kind=RingWithFunctions if functions else Ring,
    )
    for name, array in symbols.items():
        array.flags.writeable = True
        for place in np.ndindex(*array.shape):
            array[place] = Scalar(array[place], exact(witnesses[name][place]))
        array.flags.writeable = False
    return list(symbols.values())
