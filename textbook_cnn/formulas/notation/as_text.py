"""Formulas as plain text, in the spelling of the docstrings: ∂E/∂K_ij = X_j ⋆ ∂E/∂Y_i."""

from __future__ import annotations

import re
from functools import lru_cache

GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi psi omega"
SIGNS = {
    **{rf"\{name}": letter for name, letter in zip(GREEK.split(), "αβγδεζηθικλμνξπρστφχψω", strict=True)},
    **{rf"\{name}": name for name in ("log", "max", "exp", "cos")},
    r"\ell": "ℓ",
    r"\ne": "≠",
    r"\odot": "⊙",
    r"\partial": "∂",
    r"\top": "⊤",
    r"\infty": "∞",
    r"\int": "∫",
    r"\Gamma": "Γ",
    r"\langle": "⟨",
    r"\rangle": "⟩",
    r"\lfloor": "⌊",
    r"\rfloor": "⌋",
    r"\lceil": "⌈",
    r"\rceil": "⌉",
    r"\lVert": "‖",
    r"\rVert": "‖",
    r"\vdots": "⋮",
    r"\ddots": "⋱",
    r"\{": "{",
    r"\}": "}",
    r"\star": "⋆",
    r"\sum": "Σ",
    r"\cdot": "·",
    r"\nabla": "∇",
    r"\Rightarrow": "⇒",
    r"\times": "×",
    r"\le": "≤",
    r"\ge": "≥",
    r"\dots": "…",
    r"\equiv": "≡",
    r"\approx": "≈",
    r"\propto": "∝",
    r"\in": "∈",
    r"\left": "",
    r"\right": "",
    r"\quad": " ",
    r"\,": " ",
    r"\!": "",
    r"\displaystyle": "",
}
WORD = re.compile(r"\\(?:[a-zA-Z]+|[^a-zA-Z])")
CASES = re.compile(r"\\begin\{cases\} (.+?) & otherwise \\end\{cases\}")
NEXT_CASE = re.compile(r" \\\\(?:\[0\.5em\])? ")
ROWS = re.compile(r"\\begin\{(bmatrix|cases)\} (.+?) \\end\{\1\}")
BRACE = re.compile(r"\\underbrace\{(.+?)\}_\{.+?\}")
WHOLE = re.compile(r"[\w∂∇]+(\[[^\]]*\])?")  # what needs no parentheses above or below a slash
FACTOR = re.compile(
    r"(\s|\\[,!])*(\w|\(|\[|\\left(?![a-z])|\\(?!right|end|star|cdot|odot|times|quad|le|ge|in|ne)[a-z]+)"
)
BEFORE = re.compile(r"(log|/|∂/∂\S+)\s*$")
SIGN_BEHIND = re.compile(r"\w|\\(?!right)[a-zA-Z]")  # a_ij would be one letter with two indices
ABOVE = {r"\hat": "\N{COMBINING CIRCUMFLEX ACCENT}", r"\bar": "\N{COMBINING MACRON}"}
UNWRAPPED = r"\mathbin", r"\mathrm", r"\text", r"\operatorname", r"\mathcal", r"\boldsymbol"


def group(latex: str, start: int) -> tuple[str, int]:
    """Return what is between the brace that opens at or after `start` and its partner, and the place after that."""
    start = latex.index("{", start)
    depth = 0
    for end in range(start, len(latex)):
        depth += {"{": 1, "}": -1}.get(latex[end], 0)
        if depth == 0:
            return latex[start + 1 : end], end + 1
    raise ValueError(f"latex: expected a closing brace, got {latex!r}")


def side_by_side(indices: str) -> str:
    """Return single signs without the commas between them; 0 ≤ u, v < k would be another thing without."""
    signs = indices.split(", ")
    return "".join(signs) if all(len(sign) == 1 for sign in signs) else indices


def one_line(above: str, below: str, *, beside_factor: bool) -> str:
    """Return a fraction with a slash; a factor behind it would seem to be below, log and / before it to end there."""
    fraction = "/".join(part if WHOLE.fullmatch(part) else f"({part})" for part in (above, below))
    return f"({fraction})" if beside_factor and not above.startswith("∂") else fraction


def plain(latex: str) -> str:
    """Return LaTeX as text: fractions with a slash, indices after an underscore, signs as characters."""
    text, place = "", 0
    while place < len(latex):
        word = WORD.match(latex, place)
        if latex.startswith(r"\frac", place):
            above, place = group(latex, place)
            below, place = group(latex, place)
            beside = FACTOR.match(latex, place) is not None or BEFORE.search(text) is not None
            text += one_line(plain(above), plain(below), beside_factor=beside)
        elif word and word[0] in ABOVE:
            inner, place = group(latex, place)
            text += plain(inner) + ABOVE[word[0]]
        elif word and word[0] == r"\sqrt":
            inner, place = group(latex, place)
            under = plain(inner)
            root = f"√{under}" if under.isalnum() else f"√({under})"
            text += f"({root})" if latex.startswith(("^", "_"), place) else root
        elif word and word[0] == r"\substack":
            inner, place = group(latex, place)
            running, *conditions = map(plain, inner.split(r" \\ "))
            text += f"{running}: {', '.join(conditions)}"
        elif word and word[0] in UNWRAPPED and latex[word.end() :].lstrip().startswith("{"):
            inner, place = group(latex, place)
            text += plain(inner)
        elif latex[place] in "_^" and latex.startswith("{", place + 1):
            inner, end = group(latex, place)
            inner = side_by_side(plain(inner))
            bare = (inner.isalnum() or inner == "⊤") and not text.endswith("}")  # as in Σ_{i=1}^{d}
            bare = bare and not SIGN_BEHIND.match(latex, end)
            text, place = text + latex[place] + (inner if bare else f"{{{inner}}}"), end
        elif word:
            text, place = text + SIGNS.get(word[0], word[0]), word.end()
        else:
            text, place = text + {"*": "∗", "-": "−"}.get(latex[place], latex[place]), place + 1
    text = re.sub(r"\s+", " ", re.sub(r"([∂∇]) ", r"\1", text)).strip()
    return CASES.sub(lambda cases: NEXT_CASE.sub(", else ", cases[1]).replace(" & ", " where "), text)


@lru_cache(maxsize=1024)
def in_words(latex: str) -> str:
    """Return LaTeX as text for a terminal: matrices too, as [a, b; c, d], and no words under braces."""

    def on_one_line(rows: re.Match[str]) -> str:
        inside = NEXT_CASE.sub("; ", rows[2])
        return inside.replace(" & ", " where ") if rows[1] == "cases" else f"[{inside.replace(' & ', ', ')}]"

    return BRACE.sub(r"\1", ROWS.sub(on_one_line, plain(latex)))
