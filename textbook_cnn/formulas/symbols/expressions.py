"""Exact numbers, and expressions that are zero everywhere."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import sympy as sp


def exact(number: Any) -> sp.Expr:
    """Return a number as SymPy's exact one; whole floats and those with few binary digits stay what they are."""
    if isinstance(number, np.generic):
        number = number.item()
    if isinstance(number, bool):
        number = int(number)
    if isinstance(number, float) and math.isfinite(number):
        return sp.Rational(*number.as_integer_ratio())
    return sp.sympify(number)


def vanishes(expression: sp.Expr) -> bool:
    """Whether an expression of real symbols is zero everywhere: sums, products, quotients, exp and log.

    With a logarithm: if all its derivatives vanish, it is constant, and its value at zero decides.
    """
    if sp.expand(expression) == 0:
        return True
    symbols = expression.free_symbols
    if expression.has(sp.log):
        constant = all(vanishes(expression.diff(symbol)) for symbol in symbols)
        return constant and sp.expand(expression.subs(dict.fromkeys(symbols, 0))) == 0
    bases = {symbol: sp.Symbol(f"exp({symbol})", positive=True) for symbol in symbols}

    def power(exponent: sp.Expr) -> sp.Expr:
        terms = exponent.as_coefficients_dict().items()  # a number counts how often 1 occurs
        return sp.Mul(*(sp.exp(times) if symbol == 1 else bases[symbol] ** times for symbol, times in terms))

    rational = expression.replace(sp.exp, power)
    return sp.expand(sp.fraction(sp.together(rational))[0]) == 0
