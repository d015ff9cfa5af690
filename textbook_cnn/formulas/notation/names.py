"""Which names letters may have: what prints as something else that has a value, such as X^2, 2 or pi, is none."""

from __future__ import annotations

import re
from functools import cache

GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau phi chi psi omega"
LETTER = rf"([a-zA-Z]|{GREEK.replace(' ', '|')})'?(_\d)?"  # as SymPy prints it: delta as \delta, tau_1 with an index
WORDS = r"\\text\{[a-z]+( [a-z]+)*\}"
ARRAY = (
    rf"([a-zA-Z]|\\({GREEK.replace(' ', '|')}|ell)|\\(bar|hat)\{{[a-zA-Z]\}}|{WORDS})'?(_[A-Z])?(\^(\*|\{{-\}}))?"
    r"|p\(x\)"
)
CONSTANTS = {"e", "pi", r"\pi"}
LONGER = {  # names of arrays that are printed as what they are
    r"\sigma^2": "the variance along a component, of which no root is taken",
    r"\operatorname{E}[x^{4}] / \operatorname{E}[x^{2}]^{2}": "the kurtosis, as it is defined; the example integrates",
}


@cache
def allowed(name: str, form: str) -> str:
    """Return a name that has one of the forms above; refuse any other."""
    if name in CONSTANTS:
        raise ValueError(f"name: expected a letter that stands for nothing else, got {name}")
    if not re.fullmatch(form, name, re.ASCII) and not (form == ARRAY and name in LONGER):
        raise ValueError(f"name: expected a letter or words, which nothing else prints as, got {name}")
    return name
