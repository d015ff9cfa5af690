"""SymPy's sums in numbers, by plain loops: what the symbols must mean, without SymPy's summation."""

from fractions import Fraction
from math import exp, log, prod

import sympy as sp

from textbook_cnn.formulas.formulas_for_all_sizes.maps import AtLeastZero


def evaluate(expression, numbers, arrays):
    """Value of an expression; `arrays` maps letters to functions of the indices."""
    inner = lambda part, more=None: evaluate(part, numbers | (more or {}), arrays)  # noqa: E731
    if isinstance(expression, sp.Rational):
        return Fraction(int(expression.p), int(expression.q))
    if isinstance(expression, sp.Symbol):
        return numbers[expression]
    if isinstance(expression, sp.Add):
        return sum(map(inner, expression.args))
    if isinstance(expression, sp.Mul):
        brackets = [inner(part) for part in expression.args if isinstance(part, AtLeastZero)]
        return prod(map(inner, expression.args)) if all(brackets) else 0  # what stands beside 0 may not exist
    if isinstance(expression, sp.Pow):
        return inner(expression.base) ** inner(expression.exp)
    if isinstance(expression, sp.exp | sp.log):
        return {sp.exp: exp, sp.log: log}[type(expression)](inner(expression.args[0]))
    if isinstance(expression, sp.KroneckerDelta):
        return int(inner(expression.args[0]) == inner(expression.args[1]))
    if isinstance(expression, AtLeastZero):
        return int(inner(expression.args[0]) >= 0)
    if isinstance(expression, sp.Indexed):
        return arrays[str(expression.base)](*map(inner, expression.indices))
    assert isinstance(expression, sp.Sum), type(expression)
    *others, (index, first, last) = expression.limits
    body = sp.Sum(expression.function, *others) if others else expression.function
    return sum(inner(body, {index: m}) for m in range(int(inner(first)), int(inner(last)) + 1))


def letter(array, counted, *, outside=None):
    """An array as a function of indices that count from `counted`; `outside` is its value there, an error if None."""

    def at(*indices):
        place = tuple(int(index) - first for index, first in zip(indices, counted, strict=True))
        if not all(0 <= i < size for i, size in zip(place, array.shape, strict=True)):
            assert outside is not None, f"{place} is outside {array.shape}"
            return outside
        return array[place].item()

    return at
