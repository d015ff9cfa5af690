"""Products and fractions that print in another way than `*` and `/` do."""

from __future__ import annotations

from typing import Any

from .nodes import Over, Times
from .printing import POWER, PRODUCT, SLASH, enclosed


class Product(Times):
    """A product with a dot between all factors."""

    tightness = PRODUCT

    def _latex(self, printer: Any) -> str:
        return r" \cdot ".join(self.factors(printer))


class Slash(Over):
    """A fraction on one line."""

    tightness = SLASH

    def _latex(self, printer: Any) -> str:
        above, below = (enclosed(part, POWER, printer) for part in self.args)
        return f"{above} / " + (r"\!" if below.startswith(r"\left") else "") + below
