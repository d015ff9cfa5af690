"""Whether a stretch of text states an equation: what a reader would take for a display, a gradient, an identity.

Mathematics comes as characters, `∂E/∂K = X ⋆ ∂E/∂Y`; `flat` makes them of TeX.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .words_as_signs import LETTER_IS, normalised, said_of_gradients

ENGLISH = "am an as at be by do he in is it no of on or so to up us we"  # words as short as mathematics
PARTS = "all and argmax argmin else exp for full if log max mean min otherwise rot180 same sign softmax valid vec where"
RELATION = re.compile(r"[<>!]=|[:∶]=|==?|[<>≤≥≡≈≃≅∼~∝≔≜≝≐≙⩵═꞊≍⇐⇒⇔⟸⟹⟺←→↔↦⟵⟶⟷⟼⇄⇌]")
ORDER = {"<", ">", "<=", ">=", "!=", "≤", "≥"}
WORD = re.compile(r"(?<![\w\\])(?!d[A-Z]\b)[a-z\u0100-\u017f\uac00-\ud7a3A-Z]{2,}(?![\w(])")
# The derivative of a loss in the spellings that we could think of.
DERIVATIVE = re.compile(
    r"∂|∇|\bd[A-Z](?![^\W_])|"
    r"\bd\s?/\s?d|\b[dδΔD]\s?[A-Za-z]\w*\)?\s?[/∕⁄]\s?\(?[dδΔD]\s?[A-Za-z]|\b[Dd]_\{?[A-Za-z]|\b[ELJ]_\{?[A-Zw]|"
    r"\b[ELJ]['′]|\bgrad_|\bd\([^()]*\)\s?/|\w\u0307|^\s*d[a-z]\s*$"
)
PASSED_BACK = re.compile(r"\w\u0304|[āēīōūȳḡ]|δ_")  # on both sides: derivatives, in the spelling of a bar or of δ
CONVOLVED = re.compile(r"^\W*[^\W\d_](?:_?\w)?(?:\[[^\]]*\])?\s*[⋆∗⊛]\s*\S{1,9}[.,]?$")
# "size of output = size of input − size of kernel": a line without any other punctuation.
IN_WORDS = re.compile(r"^[^.,;:!?=]*[a-z]{3,} = (?:the )?[a-z]{3,}[^.,;:!?]*? [+−·×/⋆∗] [^.,;:!?=]*\.?$")
LETTER = re.compile(r"[^\W\d_]")
OPERATION = re.compile(r"[+*/·×⋆∗⊛⊙√Σ∏^−-]|(?<=[\w)\]}])\s*\(|(?<=\w)\s+(?=\w)")
PRODUCT = re.compile(r"[⋆∗⊛]")
RANGE = re.compile(r"^[\s\d,]*\w?[\s,]*(?:…|\.\.\.|\\l?dots).*$")
ONE_LETTER = re.compile(r"[\s(]*[^\W\d_](?:_?\w)?(?:,\s?[^\W\d_](?:_?\w)?)*[\s)]*")
AROUND_RELATION = re.compile(rf"\s*({RELATION.pattern})\s*")
BRACKET = re.compile(r"\[[^\[\]]*(?:[<>≤≥≠]|=)[^\[\]]*\]")  # Iverson's: one where it is true
APART = "|".join([*ENGLISH.split(), *ENGLISH.title().split(), "If"])
ENDS = re.compile(  # at a mark, a wide space or a word, unless the word is the name of a function
    rf"[.,;:!?](?:\s|$)|\n|\s{{3,}}|\b(?:{APART})\b|(?<![\w\\])[a-zA-Z]{{3,}}(?![\w(])"
)
ARTICLE = re.compile(r"\ba\s*$")


class Statement(NamedTuple):
    """What a chain of relations compares, and their signs."""

    sides: list[str]
    signs: list[str]

    @property
    def is_equation(self) -> bool:
        """Whether it is more than an inequality."""
        return not ORDER.issuperset(self.signs)

    @property
    def lettered(self) -> int:
        """How many sides have letters."""
        return sum(bool(LETTER.search(side)) for side in self.sides)

    @property
    def compound(self) -> int:
        """How many sides compute something with letters."""
        return sum(bool(LETTER.search(side) and OPERATION.search(side.strip())) for side in self.sides)

    def informs(self, *, in_a_sentence: bool) -> bool:
        """Whether it is an equation, and more than the value or the range of a letter, or `let f = g` in a sentence."""
        bare = [side.strip(" $()") for side in self.sides]
        if not all(bare):  # half of an equation
            return self.is_equation and (self.compound if in_a_sentence else self.lettered) > 0
        if not self.is_equation or any(map(RANGE.match, self.sides)):
            return False
        if in_a_sentence and all(map(ONE_LETTER.fullmatch, self.sides)):
            return False
        return self.lettered > 1 or ("0" in bare and self.compound > 0)


def statements(text: str) -> list[Statement]:
    """Return the relations of a text, without the words between."""
    outside = BRACKET.sub("", text)
    text, outside = AROUND_RELATION.sub(r" \1 ", text), AROUND_RELATION.sub(r" \1 ", outside)
    around = LETTER.search(WORD.sub("", outside))  # else the bracket is no factor, but holds the whole equation
    pieces = (ARTICLE.sub("", piece) for piece in ENDS.split(outside if around else text))
    return [Statement(RELATION.split(piece), RELATION.findall(piece)) for piece in pieces if RELATION.search(piece)]


def words(text: str) -> int:
    """Count the words that are no parts of an equation."""
    return sum(word not in PARTS.split() for word in WORD.findall(text))


def stands_alone(text: str, at_most: int) -> bool:
    """Whether a line is an equation with at most so many words beside it."""
    if IN_WORDS.match(text):
        return True
    text = LETTER_IS.sub(r"\1 = ", normalised(text))
    beside = words(text)
    return beside <= at_most and any(one.informs(in_a_sentence=beside > 0) for one in statements(text))


def is_convolution(text: str) -> bool:
    """Whether a line is nothing but a convolution of two letters: half of an equation, after its name."""
    return CONVOLVED.match(text) is not None


def says_gradient(text: str) -> bool:
    """Whether a derivative stands on one side of a relation and a letter on another."""
    found = (one for one in statements(said_of_gradients(text)) if one.is_equation)
    return any(
        one.lettered > 1 and (any(map(DERIVATIVE.search, one.sides)) or all(map(PASSED_BACK.search, one.sides)))
        for one in found
    )


def says_identity(text: str) -> bool:
    """Whether both sides of an equation compute something, or one of them convolves."""
    for one in statements(normalised(text)):
        convolves = any(map(PRODUCT.search, one.sides)) and one.lettered > 1
        if one.is_equation and (one.compound > 1 or convolves):
            return True
    return False
