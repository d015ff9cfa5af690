"""What rests on what, read from the formulas themselves, so that no list of edges can be wrong.

A formula rests on the meaning of its signs: an operator has the value of a shipped function, and the equation that
the function's docstring names first says what that is.  A gradient also rests on the function that is differentiated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import sympy as sp

from .formula import Formula
from .notation.derivatives import Gradient, Partial
from .notation.operators import Operation
from .shipped import shipped

LINE = re.compile(r"^\s*Equations? ``.*$", re.MULTILINE)
NAME = re.compile(r"``([a-z0-9_.]+)``")
BACKWARD = "_backward"  # a function's gradients have its name and this in theirs


def equations_of(docstring: str | None) -> list[str]:
    """Ids in those lines of a docstring that begin with "Equation"."""
    return [name for line in LINE.findall(docstring or "") for name in NAME.findall(line)]


def meaning(function: str, formulas: Mapping[str, Formula]) -> str | None:
    """Id of the equation that says what a public function computes; None if its docstring names none."""
    return next((name for name in equations_of(shipped(function).__doc__) if name in formulas), None)


def nodes_of(formula: Formula) -> Iterator[Any]:
    """Every node of both sides of every row."""
    for row in formula.equations():
        for side in (row.left, row.right):
            yield from sp.preorder_traversal(side)


def functions_behind(formula: Formula) -> list[str]:
    """Public functions that give the signs their values, and those that are differentiated."""
    nodes = list(nodes_of(formula))
    found = [node.function for node in nodes if isinstance(node, Operation)]
    if any(isinstance(node, Gradient | Partial) for node in nodes):
        found += [name.partition(BACKWARD)[0] for name in formula.functions if BACKWARD in name]
    if any(isinstance(node, Partial) for node in nodes):
        found += [name for name in formula.functions if BACKWARD not in name]
    return list(dict.fromkeys(found))


def rests_on(formula: Formula, formulas: Mapping[str, Formula]) -> tuple[str, ...]:
    """Ids of the equations that a formula rests on directly; none for a definition."""
    if formula.status == "definition":
        return ()
    found = (meaning(function, formulas) for function in functions_behind(formula))
    return tuple(dict.fromkeys(name for name in found if name not in (None, formula.id)))
