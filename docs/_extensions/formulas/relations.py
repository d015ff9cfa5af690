"""Whether a stretch of text states an equation: what a reader would take for a display, a gradient, an identity.

Mathematics comes as characters, `∂E/∂K = X ⋆ ∂E/∂Y`; `flat` in `shown` makes them of TeX.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import normalize

ENGLISH = "am an as at be by do he in is it no of on or so to up us we"  # words as short as mathematics
PARTS = "all and argmax argmin else exp for full if log max mean min otherwise rot180 same sign softmax valid vec where"
RELATION = re.compile(r"[<>!]=|[:∶]=|==?|[<>≤≥≡≈≃≅∼~∝≔≜≝≐≙⩵═꞊⇐⇒⇔⟸⟹⟺←→↦⟵⟶⟼]")
ORDER = {"<", ">", "<=", ">=", "!=", "≤", "≥"}
WORD = re.compile(r"(?<![\w\\])(?!d[A-Z]\b)[a-z\u0100-\u017f\uac00-\ud7a3A-Z]{2,}(?![\w(])")
# What mathematics begins with, and the words that stand for a relation before it.
STARTS = (
    r"(?:[(\[⟨∂∇Σ∏√−-]|(?!a\s|I\s)[^\W\d_](?![^\W\d_])|\d[\d.,/]*\s?[^\W\d_](?![^\W\d_])|d[A-Z](?![^\W_])|"
    r"(?:rot180|exp|log|max|min)\()"
)
TO_BE = (
    r"(?:is|are|was|were|"
    r"(?:can|could|may|must|will|would|should|has to|turns out to|is (?:known|seen|shown) to) be)"
)
COPULA = (
    rf"(?:{TO_BE}|equals?|gives?|becomes?|yields?|reads?|means|leaves?|leads to|results in|corresponds to|"
    r"(?:works out|follows|comes out) as|(?:amounts|comes|evaluates) to|(?:agrees|coincides) with|turns into)"
)
FILLER = (
    r"(?:equal to|to|given by|(?:calculated|computed|defined|expressed|written) as|the same as|identical to|"
    r"nothing but|exactly|precisely|simply|just|then|thus|therefore|also|always|again|the)"
)
SAYS = re.compile(rf"\b{COPULA}(?:\s+{FILLER})*(?=\s+{STARTS})")
# A derivative in words, and what equations in words are made of.
SLOPE = re.compile(
    r"(?:\bthe )?(?:partial )?\b(?:[Dd]erivative|[Gg]radient|[Ss]lope|[Jj]acobian)s?\b(?: of (?:the )?\w+)? "
    rf"(?:with respect to|for|by|in)(?: (?:the|its|each))? [\w’']+|\bderivative of \S+(?=\s+{COPULA})|"
    r"['’]s (?:derivative|gradient)\b|\b[Dd]ifferentiating(?: \w+)? (?:with respect to|for|by) \w+"
)
# "One obtains X ⋆ G for ∂E/∂K", "for ∂E/∂K one obtains X ⋆ G", "K has the slope G", "∂E/∂K: G", and in Korean.
FINDS = r"\b(?:obtain|get|find|write|read)s?\b"
FINDS_AS = re.compile(rf"{FINDS}\s+(?={STARTS})([^.;:]{{1,40}}?)\s+(?:for|as)\s+(?={STARTS})")
FOUND = re.compile(rf"\b(?:one|we|you)\s+{FINDS}\s+(?={STARTS})")
HAS = re.compile(rf"\b(?:has|have) the (?:derivative|gradient|slope)\s+(?={STARTS})")
ASIDE = re.compile(rf"\s*\((?=[^()=]*[a-z]{{3}})[^()=]*\)(?=\s+{COPULA})|(?<=\bis),\s[a-z ]+,(?=\s+{STARTS})")
LABEL = re.compile(rf"(\S*[∂∇]\S*?|\bd[A-Z]\s?/\s?d\S+?)\s*[:—–]\s+(?={STARTS})")
KOREAN = re.compile(rf"(?<=[\w)\]])\s?[은는이가]\s+(?={STARTS})")
NOUN = r"(?:bias|error|gradient|image|input|kernel|loss|output|scores?|target|weights?)"
SIGN = r"[=+−·×⋆∗]"
NAMED = re.compile(rf"\b{NOUN}\b(?=\s*{SIGN})|(?<={SIGN}\s){NOUN}\b|(?<={SIGN}){NOUN}\b")
# The derivative of a loss in the spellings that we could think of.
DERIVATIVE = re.compile(
    r"∂|∇|\bd[A-Z](?![^\W_])|"
    r"\bd\s?/\s?d|\b[dδΔD]\s?[A-Za-z]\w*\)?\s?[/∕⁄]\s?\(?[dδΔD]\s?[A-Za-z]|\b[Dd]_\{?[A-Za-z]|\b[ELJ]_\{?[A-Z]|"
    r"\b[ELJ]['′]|\bgrad_|\bd\([^()]*\)\s?/|\w\u0307"
)
BELOW = re.compile(r"[\u2080-\u209c\u1d62-\u1d6a\u2c7c]+")  # indices that are characters of their own
LETTER = re.compile(r"[^\W\d_]")
OPERATION = re.compile(r"[+*/·×⋆∗⊛⊙√Σ∏^−-]|(?<=[\w)\]}])\s*\(|(?<=\w)\s+(?=\w)")
PRODUCT = re.compile(r"[⋆∗⊛]")
RANGE = re.compile(r"^[\s\d,]*\w?[\s,]*(?:…|\.\.\.|\\l?dots).*$")
BRACKET = re.compile(r"\[[^\[\]]*(?:[<>≤≥≠]|=)[^\[\]]*\]")  # Iverson's: one where it is true
ENDS = re.compile(  # at a mark, a wide space or a word, unless the word is the name of a function
    rf"[.,;:!?](?:\s|$)|\n|\s{{3,}}|\b(?:{'|'.join(ENGLISH.split())})\b|(?<![\w\\])[a-zA-Z]{{3,}}(?![\w(])"
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

    @property
    def informs(self) -> bool:
        """Whether it is an equation, and more than the value or the range of a letter."""
        bare = [side.strip(" $()") for side in self.sides]
        if not all(bare):  # half of an equation
            return self.is_equation and self.lettered > 0
        if not self.is_equation or any(map(RANGE.match, self.sides)):
            return False
        return self.lettered > 1 or ("0" in bare and self.compound > 0)


def normalised(text: str) -> str:
    """Spell relations and derivatives that are words, or rare characters, as the usual signs."""
    text = normalize("NFKC", BELOW.sub(r"_\g<0>", text)).replace("⁎", "∗")
    text = re.sub(r"\b([A-Z]\w*)\.grad\b", r"∂\1", text)
    text = re.sub(r"\bgrad(?=\s*\(|\s+[A-Z]\b)", "∇", text)
    text = re.sub(r",\s+(?=[^\[\]()]*[\])])", ",", text)  # between indices and arguments
    text = NAMED.sub(lambda noun: "∂E" if noun[0] == "gradient" else "Q", text)
    return SAYS.sub("=", SLOPE.sub(" ∂E", KOREAN.sub(" = ", HAS.sub(" ∂E = ", text))))


def statements(text: str) -> list[Statement]:
    """Return the relations of a text, without the words between."""
    outside = BRACKET.sub("", text)
    around = LETTER.search(WORD.sub("", outside))  # else the bracket is no factor, but holds the whole equation
    pieces = (ARTICLE.sub("", piece) for piece in ENDS.split(outside if around else text))
    return [Statement(RELATION.split(piece), RELATION.findall(piece)) for piece in pieces if RELATION.search(piece)]


def words(text: str) -> int:
    """Count the words that are no parts of an equation."""
    return sum(word not in PARTS.split() for word in WORD.findall(text))


def stands_alone(text: str, at_most: int) -> bool:
    """Whether a line is an equation with at most so many words beside it."""
    text = normalised(text)
    return words(text) <= at_most and any(statement.informs for statement in statements(text))


def says_gradient(text: str) -> bool:
    """Whether a derivative stands on one side of a relation and a letter on another."""
    text = FOUND.sub(" = ", FINDS_AS.sub(r" \1 = ", LABEL.sub(r"\1 = ", normalised(ASIDE.sub("", text)))))
    found = statements(text)
    return any(one.lettered > 1 and any(map(DERIVATIVE.search, one.sides)) for one in found)


def says_identity(text: str) -> bool:
    """Whether both sides of an equation compute something, or one of them convolves."""
    for one in statements(normalised(text)):
        convolves = any(map(PRODUCT.search, one.sides)) and one.lettered > 1
        if one.is_equation and (one.compound > 1 or convolves):
            return True
    return False
