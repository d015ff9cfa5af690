"""How parts of a formula become LaTeX: in the order in which they were written, in parentheses only where needed."""

from __future__ import annotations

import re
from typing import Any

import sympy as sp

SUM, PRODUCT, ATOM = 1, 2, 3  # how tightly a node binds; a looser one inside a tighter one gets parentheses


def latex(expression: Any) -> str:
    """LaTeX of a node, a letter or a number."""
    return sp.latex(expression)


def lines(rows: list[str]) -> str:
    """Join the rows of an aligned display or a matrix, further apart where there are fractions."""
    return (r" \\[0.5em] " if any(r"\frac" in row for row in rows) else r" \\ ").join(rows)


def enclosed(expression: Any, tightness: int, printer: Any) -> str:
    """LaTeX of a part, in parentheses if it binds less tightly than the whole."""
    text = printer._print(expression)
    return text if getattr(expression, "tightness", ATOM) >= tightness else in_parentheses(text)


def in_parentheses(text: str, low: str = r"\\star\b") -> str:
    """LaTeX in parentheses, which grow where there are more commands than those that match `low`."""
    return rf"\left({text}\right)" if "\\" in re.sub(low, "", text) else f"({text})"


def called(name: str, arguments: str) -> str:
    """LaTeX of a function and its arguments, without the gap that TeX leaves before tall parentheses."""
    inside = in_parentheses(arguments, r"\\(star|text)\b")
    return name + (r"\!" if inside.startswith(r"\left") else "") + inside
