"""What a sum, a maximum and a matrix with dots have in common: indices that mean something inside of them alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from .nodes import Node


class Binding(Node):
    """A node with indices of its own, which nothing that is put in from outside reaches or becomes."""

    outside: tuple[int, ...] = ()  # places of the arguments where an index of that name is another one: the bounds

    @property
    def bound(self) -> tuple[sp.Basic, ...]:
        """The indices."""
        raise NotImplementedError

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols other than the indices."""
        free: set[sp.Symbol] = set()
        for place, part in enumerate(self.args):
            free |= part.free_symbols if place in self.outside else part.free_symbols - set(self.bound)
        return free

    def _xreplace(self, rule: Mapping[Any, Any]) -> tuple[sp.Basic, bool]:
        """Put something in for free symbols, as SymPy's `xreplace` asks for it."""
        if self in rule:
            return rule[self], True
        inside = {old: new for old, new in rule.items() if old not in self.bound}
        parts = [part._xreplace(rule if place in self.outside else inside) for place, part in enumerate(self.args)]
        if not any(changed for _, changed in parts):
            return self, False
        for old in self.free_symbols & inside.keys():
            if taken := set(self.bound) & sp.sympify(inside[old]).free_symbols:
                raise ValueError(f"{old}: expected something without {taken}, the indices of {self}, got {inside[old]}")
        return self.func(*(part for part, _ in parts)), True

    def _eval_subs(self, old: Any, new: Any) -> sp.Basic:
        """The same, as SymPy's `subs` asks for it."""
        return self._xreplace({old: new})[0]
