"""What a reader of a program, or of what it prints, takes for mathematics; and programs that never run."""

from __future__ import annotations

import io
import re
import tokenize
from itertools import pairwise

from docutils import nodes

import textbook_cnn

from .flat import is_docstring

PLAIN = {"", "default", "latex", "math", "md", "myst-ansi", "none", "tex", "text"}  # languages of what is no program
PYTHON = {"default", "doctest", "ipython", "ipython3", "pycon", "py", "python", "python3"}
SIGNS = re.compile(r"[∂∇⋆∗⊛⊙Σ∏·×≡≔]")
WIDE = re.compile(r"\s{3,}|\t|\s\|\s")  # between columns
# A public function gives something its value, in any language.
FUNCTIONS = "|".join(name for name in textbook_cnn.__all__ if name.islower())
GIVEN = re.compile(rf"^[^=\n]*[^=\n!<>]=(?!=)[^=\n]*(?<![\w.])(?:{FUNCTIONS})\s*\(", re.MULTILINE)


def lines_of_block(block: nodes.literal_block) -> list[str]:
    """Return the lines of a block of text or of an output; of a program its comments, and strings with mathematics."""
    text = block.astext()
    if (block.get("language") or "") in PLAIN and not is_docstring(block):
        lines = text.splitlines()
        return lines + [" : ".join(pair) for line in lines for pair in pairwise(WIDE.split(line.strip()))]
    if block.get("language") not in PYTHON and not is_docstring(block):
        return [line for line in text.splitlines() if SIGNS.search(line)]
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return [] if text.isascii() else text.splitlines()
    shown = (token for token in tokens if token.type == tokenize.COMMENT or is_text(token))
    return [line.strip("#'\" ") for token in shown for line in token.string.splitlines()]


def is_text(token: tokenize.TokenInfo) -> bool:
    """Whether a string of a program has mathematics in it, or is as long as a docstring."""
    return token.type == tokenize.STRING and ('"""' in token.string or SIGNS.search(token.string) is not None)


def never_runs(block: nodes.literal_block) -> bool:
    """Whether a block says what a public function gives, and is no cell, output, example or part of a file."""
    in_a_cell = "nb_element" in block.parent or "mime_type" in block.parent
    of_a_file = str(block.get("source", "")).endswith(".py")
    return not in_a_cell and not of_a_file and not is_docstring(block) and GIVEN.search(block.astext()) is not None
