"""The printed formulas proved for all sizes: sums with symbols for their bounds, differentiated by SymPy.

`meaning` turns what is printed into sums of indexed letters, `differentiation` takes the derivative, `reading` turns
the sums into the terms of `all_sizes`, which know when two sums are equal, and `proving` puts them together.  Each of
the first three refuses what it does not know, and what SymPy would do silently wrong.
"""

from .differentiation import Captured, derivative
from .proving import formula_for_all_sizes, loss_of
from .reading import NotUnderstood, read

__all__ = ["Captured", "NotUnderstood", "derivative", "formula_for_all_sizes", "loss_of", "read"]
