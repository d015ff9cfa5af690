"""LaTeX cut into signs: numbers, letters, commands; spaces and the sizes of parentheses mean nothing."""

import re


class Unreadable(Exception):  # noqa: N818 - says what came of reading
    """LaTeX that is no mathematics, or that could be read in two ways."""


IGNORED = re.compile(r"\s+|\\left(?![a-z|])|\\right(?![a-z|])|\\[!,;]|\\quad|\\displaystyle|\[0\.5em\]")
SIGN = re.compile(r"\\left\||\\right\||\\begin\{\w+\}|\\end\{\w+\}|\\[a-zA-Z]+|\\.|[^\\]", re.DOTALL)
DIGITS = re.compile(r"\d(?:\s*\d|\{,\}\d)*(?:\.\d+)?")  # TeX prints no space between digits
WORD = re.compile(r"\\(text|operatorname|mathcal)\{([^{}]*)\}")
ACCENT = re.compile(r"\\(hat|bar|tilde)\{([^{}]*)\}")
BINARY = re.compile(r"\\mathbin\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
NAMES = "alpha beta gamma delta epsilon eta lambda mu nu omega pi rho sigma tau ell Gamma"
GREEK = {rf"\{name}" for name in re.findall("[A-Za-z]+", NAMES)}
OPERATORS = {
    r"\star": "star",
    "*": "convolution",
    r"\star_{\mathrm{full}}": "star full",
    r"\star_{\mathrm{same}}": "star same",
    r"*_{\mathrm{full}}": "convolution full",
    r"\cdot\star": "matrix star",
    r"\odot": "entry by entry",
}


def signs(latex, letters=()):
    """Pairs (kind, text); `letters` are names that the reader knows as a whole, such as P^*."""
    known, place = sorted((name for name in letters if len(name) > 1), key=len, reverse=True), 0
    while place < len(latex):
        if ignored := IGNORED.match(latex, place):
            place = ignored.end()
            continue
        kind, text, place = next_sign(latex, place, known)
        yield kind, text
    yield "end", ""


def next_sign(latex, place, known):
    """The sign at a place, and the place behind it."""
    for name in known:
        if latex.startswith(name, place) and not (name[-1].isalpha() and latex[place + len(name)].isalpha()):
            return "letter", name, place + len(name)
    patterns = {"number": DIGITS, "word": WORD, "letter": ACCENT, "binary": BINARY, "": SIGN}
    kind = next(kind for kind, pattern in patterns.items() if pattern.match(latex, place))
    found = patterns[kind].match(latex, place)
    text, end = found[0], found.end()
    if kind == "number":
        return kind, re.sub(r"\s|\{,\}", "", text), end
    if kind == "word":
        return kind, found[2].strip(), end
    if kind == "binary":
        return "operator", OPERATORS[found[1]], end
    if not kind and text in OPERATORS:
        return "operator", OPERATORS[text], end
    if not kind and (text.isalpha() or text in GREEK):
        primes = re.compile("'*").match(latex, end)
        return "letter", text + primes[0], primes.end()
    return kind or "sign", text, end
