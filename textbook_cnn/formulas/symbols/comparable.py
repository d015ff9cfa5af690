"""The kinds of numbers and symbols that two sides may consist of: each is equal to nothing but itself.

A class of one's own could take other numbers for itself, and a proof would pass over what is wrong.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from .asked import FORMULAS

SYMBOLS = (
    "rings.Element",
    "rings_with_functions.WithFunctions",
    "scalars.Scalar",
    "draws.Drawn",
    "draws.RoundedVariance",
    "linear_forms.LinearForm",
)
KINDS = {
    *(f"builtins.{name}" for name in ("int", "float", "bool", "str", "NoneType")),
    "fractions.Fraction",
    *(f"{FORMULAS}.symbols.{name}" for name in SYMBOLS),
    f"{FORMULAS}.code_for_all_sizes.polynomials.Polynomial",
    f"{FORMULAS}.examples.image_statistics.Closed",
    f"{FORMULAS}.examples.sums.Counted",
}
LIBRARIES = {"numpy", "sympy"}  # all of whose kinds there may be


@cache
def comparable(kind: Any) -> bool:
    """Whether a kind is on the list."""
    return f"{kind.__module__}.{kind.__qualname__}" in KINDS or kind.__module__.partition(".")[0] in LIBRARIES


def must_be_comparable(element: Any) -> None:
    """Raise `TypeError` at an element of another kind; an array without axes is the one number in it."""
    while type(element) is np.ndarray:
        element = element.item()
    kind: Any = type(element)
    if not comparable(kind):
        raise TypeError(f"expected a number or a symbol of a kind that is known, got {kind.__name__} {element}")
