"""How parts of a formula become LaTeX: in the order in which they were written, in parentheses only where needed.

A part binds as tightly as the table below says; where it stands says how tightly it has to bind, and a looser part gets
parentheses there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import sympy as sp

from .look_alikes import like_a_call

LOOSE = 0  # a condition, a list, a brace without an end: only where something else encloses it
SUM = 1  # a + b, and whatever begins with a sign
SLASH = 2  # a / b: a Σ before it, or a factor beside it, could belong to a alone
INFIX = 3  # a ⋆ b: a factor beside it could belong to one of the two
PRODUCT = 4  # a b
PREFIX = 5  # Σ, max, log, ∂/∂x: it swallows every factor to its right
POWER = 6  # a^b: no second exponent
FRACTION = 7  # an exponent after it would be taken for that of the numerator
ATOM = 8
TALL = re.compile(r"\\(frac|sum|int|sqrt|begin|underbrace|left)(?![a-z])|\)\^")
NUMBER_FIRST = re.compile(r"(\\(frac|underbrace)\{)?\d")
NAME = re.compile(r"([a-zA-Z]|\\[a-zA-Z]+|\\[a-z]+\{[^{}]*\})'*([_^](\w|\*|\{[^{}]*\}))*(\([a-z]\))?")
COMMAND_LAST = re.compile(r"\\[a-zA-Z]+$")  # \tau before i would be a command of its own
ONE_SIGN = re.compile(r"(\d|\\?[a-zA-Z]+'?)(_\{[^{}]*\})?")  # such as 1, i, \ell_{b}


def tightness(expression: Any) -> int:
    """How tightly a node, a letter or a number binds; what SymPy has computed itself never goes without parentheses."""
    own = getattr(expression, "tightness", None)
    if own is not None:
        return own
    if isinstance(expression, sp.Rational):
        return SUM if expression.is_negative else ATOM if expression.is_Integer else FRACTION
    return ATOM if isinstance(expression, sp.Symbol) else LOOSE


def tightness_of_letter(name: str) -> int:
    """P^* takes no second exponent; words that are no name stand in parentheses beside others."""
    return LOOSE if not NAME.fullmatch(name) else POWER if "^" in name else ATOM


def latex(expression: Any) -> str:
    """LaTeX of a node, a letter or a number."""
    return sp.latex(expression)


def lines(rows: list[str]) -> str:
    """Join the rows of an aligned display or a matrix, further apart where there are fractions."""
    return (r" \\[0.5em] " if any(r"\frac" in row for row in rows) else r" \\ ").join(rows)


def enclosed(expression: Any, least: int, printer: Any) -> str:
    """LaTeX of a part, in parentheses if it binds less tightly than it has to where it stands."""
    text = printer._print(expression)
    return text if tightness(expression) >= least else in_parentheses(text)


def in_parentheses(text: str, left: str = "(", right: str = ")") -> str:
    """LaTeX in parentheses, which grow where something tall stands in them."""
    return rf"\left{left}{text}\right{right}" if TALL.search(text) else f"{left}{text}{right}"


def side_by_side(parts: Iterable[str]) -> str:
    """Factors with a gap before a name, and a dot where two side by side would be read as one."""
    text = before = ""
    for part in parts:
        dotted = NUMBER_FIRST.match(part) or like_a_call(before, part)
        gap = r" \cdot " if dotted else r" \, " if part.startswith(r"\text") else " "
        text, before = text + (gap if text else "") + part, part
    return text


def listed(parts: Any, printer: Any) -> str:
    """Parts with commas between them; one that would not end before its comma stands in parentheses."""
    return ", ".join(enclosed(part, SUM, printer) for part in parts)


def indices(parts: Any, printer: Any) -> str:
    """Indices side by side, as in K_ij; with commas where one of several is more than a sign, n - 1 or (2 n) alone."""
    texts = [printer._print(part) for part in parts]
    if all(map(ONE_SIGN.fullmatch, texts)):
        return "".join(COMMAND_LAST.sub(r"\g<0> ", text) for text in texts).rstrip()
    if len(parts) == 1 and (texts[0].isdigit() or tightness(parts[0]) > SUM):
        return in_parentheses(texts[0])
    return ", ".join(texts)


def called(name: str, arguments: str) -> str:
    """LaTeX of a function and its arguments, without the gap that TeX leaves before tall parentheses."""
    inside = in_parentheses(arguments)
    return name + (r"\!" if inside.startswith(r"\left") else "") + inside
