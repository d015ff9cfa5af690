"""Factors side by side that would be read as something else, where a dot has to stand between them.

TeX drops the spaces: f (t − τ) would be f(t − τ), and d y over d x a derivative.
"""

from __future__ import annotations

import re

BRACES = r"\{(?:[^{}]|\{[^{}]*\})*\}"
CALLED = "E", "f", "g"  # letters before whose parentheses stands no other factor: E(K) is the loss at K
FUNCTION = re.compile(
    rf"((?<![\\a-zA-Z])[{''.join(CALLED)}]|\\Gamma|\\(text|mathcal|operatorname){BRACES}"  # such as relu, 𝓕
    rf"|\(.* (\\star|\*|\\mathbin).*\))'*([_^]{BRACES})*$"  # f ⋆ g
)
LETTER_LAST = re.compile(r"[a-zA-Z}]'*$")
DIFFERENTIALS = "d", "D", r"\delta", r"\Delta"
NO_FACTOR = r"(?:cdot|star|odot|mathbin|times|in|le|ne|right|end)(?![a-z])|text\{ "  # commands that begin none
FACTOR_BEHIND = rf"(?:\\, )?(?=[a-zA-Z(\[]|\\(?!{NO_FACTOR})[a-zA-Z])"


def like_a_call(before: str, part: str) -> bool:
    """Whether a factor and the parentheses behind it would be read as a function and its arguments."""
    if not part.startswith(("(", r"\left(")):
        return False
    return bool(FUNCTION.search(before) or (", " in part and LETTER_LAST.search(before)))


def no_differential(text: str, sign: str = "d") -> str:
    """LaTeX with a dot behind every d that is a factor, where one without would be read as that of dx."""
    return re.sub(factor(sign), r"\1 \\cdot ", text)


def factor(sign: str) -> str:
    """Pattern of a sign, perhaps with an exponent, and a factor right behind it."""
    return rf"(?<![\\a-zA-Z])({re.escape(sign)}(?:\^{BRACES})?) {FACTOR_BEHIND}"


def no_derivative(above: str, below: str) -> tuple[str, str]:
    """Both parts of a fraction, with dots where the letters d or δ in them would be read as in dy/dx."""
    for sign in DIFFERENTIALS:
        alone = re.fullmatch(rf"-?{re.escape(sign)}(\^{BRACES})?", above)
        if re.search(factor(sign), below) and (alone or re.search(factor(sign), above)):
            above, below = no_differential(above, sign), no_differential(below, sign)
    return above, below
