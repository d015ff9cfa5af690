"""Fractions that the functions take as they are, so that what is proved of them is exact."""

from __future__ import annotations

from fractions import Fraction


class Exact(Fraction):
    """A fraction that stays one: of Python's own, given as a rate or a step, the functions make a float."""
