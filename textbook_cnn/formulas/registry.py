"""All formulas by id, in the order of the chapters, with the errata that concern them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .formula import Erratum, Formula
from .slides.errata import ERRATA
from .statements import STATEMENTS


class Registry(dict[str, Formula]):
    """Formulas by id, in the order of the lecture; an id enters once."""

    def add(self, formulas: Iterable[Formula]) -> None:
        """Take in the formulas of a chapter."""
        for formula in formulas:
            if formula.id in self:
                raise ValueError(f"formula {formula.id!r} is already registered")
            self[formula.id] = formula

    def correct(self, errata: Iterable[Erratum]) -> None:
        """Note each erratum at the formulas that it concerns."""
        for erratum in errata:
            for formula_id in erratum.formulas:
                self[formula_id] = replace(self[formula_id], errata=(*self[formula_id].errata, erratum))

    def __missing__(self, formula_id: str) -> Formula:
        raise KeyError(f"there is no formula {formula_id!r}")


REGISTRY = Registry()
for _file in STATEMENTS:
    REGISTRY.add(_file.FORMULAS)
REGISTRY.correct(ERRATA)
