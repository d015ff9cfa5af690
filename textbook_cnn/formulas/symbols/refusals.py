"""What a scalar refuses: to be made a number, a text or a key, to be rounded, to be asked for what only numbers have.

What the code is refused while a proof listens is written down and fails the proof, even if the code catches the error.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .asked import refuse

# Attributes that the code may look for: `dtype` tells an array without axes from a number.
ABSENT = {"dtype"}


def _without(what: str) -> Callable[..., Any]:
    def method(self: Any, *others: Any) -> Any:
        refuse(f"the {what}")
        raise TypeError(f"a symbol has no {what}: it can only be calculated with and compared")

    return method


class Refusing:
    """What has an expression, and refuses everything but arithmetic and comparison."""

    __slots__ = ()
    expression: Any

    __float__, __int__, __index__, __complex__, __trunc__ = map(_without, ["number"] * 5)
    __hash__ = _without("key")
    __round__, __floor__, __ceil__, __floordiv__, __rfloordiv__ = map(_without, ["whole part"] * 5)
    __mod__, __rmod__, __divmod__, __rdivmod__ = map(_without, ["remainder"] * 4)

    def __repr__(self) -> str:
        refuse("the text")
        return str(self.expression)

    def __format__(self, form: str) -> str:
        refuse("the text")
        return format(str(self.expression), form)

    def __getattr__(self, name: str) -> Any:
        if name not in ABSENT and not name.startswith("__array"):  # NumPy looks for these
            refuse(f"the attribute {name}")
        raise AttributeError(f"a scalar has no attribute {name}")
