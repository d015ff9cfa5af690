"""The derivative of sums with symbolic bounds, by SymPy, where SymPy is right."""

from __future__ import annotations

import sympy as sp


class Captured(ValueError):  # noqa: N818 - says what happened to a name
    """A name that a sum binds would also be an index of what is differentiated by."""


def derivative(expression: sp.Expr, by: sp.Expr) -> sp.Expr:
    """Differentiate by an indexed letter: Kronecker's δ where it occurs, and nothing summed up.

    SymPy takes the a of diff(Sum(K[a], (a, 0, n)), K[a]) for the a that is summed over, and gives n + 1, not 1.  That
    is refused; and `doit`, which eliminates δ, is never called, because it forgets to ask whether a number divides
    another.
    """
    if not isinstance(by, sp.Indexed):
        raise TypeError(f"expected an indexed letter, got {by}")
    bound = {limit[0] for part in expression.atoms(sp.Sum) for limit in part.limits}
    if captured := bound & by.free_symbols:
        raise Captured(f"{sorted(captured, key=str)} are summed over, and are indices of {by}")
    result = sp.diff(expression, by)
    if result.has(sp.Derivative, sp.Subs):
        raise TypeError(f"SymPy does not know the derivative of {expression} by {by}")
    return result
