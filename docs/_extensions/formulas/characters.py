"""TeX and HTML as characters, one line of the page a line: `\\frac{\\partial E}{\\partial K}` is ∂E/∂K."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from textbook_cnn.formulas.notation.as_text import plain

CAPITALS = {
    "Gamma": "Γ",
    "Delta": "Δ",
    "Theta": "Θ",
    "Lambda": "Λ",
    "Xi": "Ξ",
    "Pi": "Π",
    "Sigma": "Σ",
    "Phi": "Φ",
    "Psi": "Ψ",
    "Omega": "Ω",
}
SPELT = {  # commands that `plain` does not know, as it writes their like
    r"\\[dtc]frac\b": r"\\frac",
    r"\\(?:asymp|equiv|approx\w*|propto|simeq|cong|sim|(?!(?:[lg]|n)eq)[a-zA-Z]*eq[a-zA-Z]*)\b": "=",
    r"\\(?:implies|iff|Leftrightarrow)\b": "⇒",
    r"\\(?:to|mapsto|leadsto|[a-zA-Z]*(?:right|[Ll]eft)[a-z]*(?:arrow|harpoons)|longmapsto|gets)\b": "→",
    r"\\leq\b": "≤",
    r"\\geq\b": "≥",
    r"\\(?:ast|circledast)\b": "∗",
    r"\\(?:mathbf|mathit|mathcal|bm|boxed|underline|textstyle|big|Big)\b": "",
    r"\\(?:ldots|cdots)\b": "…",
    r"\\prime\b": "′",
    r"(?<!\\)&": " ",
    r"\\(bar|hat)\s+([a-zA-Z])": r"\\\1{\2}",
}
COMMAND_AND_DIGIT = re.compile(r"(\\[a-zA-Z]+)(?=\d)")  # `\leq3`: a command ends before a digit
SEEN = {"alt", "aria-label", "label", "placeholder", "srcdoc", "title", "value"}
STRING = re.compile(r"\"[^\"]*\"|'[^']*'")  # what a program or a style sheet could show
CELLS = {"dd", "dt", "td", "th"}
APART = {
    "address",
    "br",
    "caption",
    "dd",
    "div",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "p",
    "pre",
    "tr",
}


def characters(latex: str) -> str:
    """Return mathematics in TeX as characters."""
    latex = COMMAND_AND_DIGIT.sub(r"\1 ", latex)
    for command, spelling in SPELT.items():
        latex = re.sub(command, spelling, latex)
    latex = re.sub(rf"\\({'|'.join(CAPITALS)})\b", lambda name: CAPITALS[name[1]], latex)
    try:
        return plain(latex)
    except ValueError:  # a brace is missing; what stands there is looked at as it is
        return latex


def in_dollars(text: str) -> str:
    """Return a text with what stands between dollars as characters."""
    return "".join(characters(part) if place % 2 else part for place, part in enumerate(text.split("$")))


def lines_of(html: str) -> list[str]:
    """Return the lines of text that a piece of HTML shows, its alternative texts among them."""
    return _Lines(html).text.splitlines()


def rows_of(html: str) -> list[list[str]]:
    """Return the rows of the tables in a piece of HTML, and the terms of its lists with what they mean."""
    return _Lines(html).rows


class _Lines(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.hidden = "", 0
        self.rows: list[list[str]] = []
        self.begins = 0  # where the text of the cell begins
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style")
        self.text += "\n" * (tag in APART) + " " * (tag in ("td", "th")) + "_" * (tag == "sub")
        self.text += "".join(f"\n{words}\n" for name, words in attributes if name in SEEN)
        if tag in ("tr", "dt"):
            self.rows.append([])
        self.begins = len(self.text) if tag in CELLS else self.begins

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style") and self.hidden > 0
        if tag in CELLS and self.rows:
            self.rows[-1].append(self.text[self.begins :].strip())
        self.text += "\n" * (tag in APART)

    def handle_data(self, data: str) -> None:
        if self.hidden:
            self.text += "".join(f"\n{words[0][1:-1]}\n" for words in STRING.finditer(data))
        else:
            self.text += data.replace("\n", " ")
