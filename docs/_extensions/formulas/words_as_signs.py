"""Words that say what equals what, as signs: `∂E/∂K becomes X ⋆ G` is ∂E/∂K = X ⋆ G."""

from __future__ import annotations

import re
from unicodedata import normalize

# What mathematics begins with, and the words that stand for a relation before it.
STARTS = (
    r"(?:[(\[⟨∂∇Σ∏√−-]|(?!a\s|I\s)[^\W\d_](?![^\W\d_]|-[a-z]{2}|\stimes\b)|"
    r"\d[\d.,/]*\s?[^\W\d_](?![^\W\d_])|d[A-Z](?![^\W_])|(?:rot180|exp|log|max|min)\()"
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
LABEL = re.compile(rf"(\S*[∂∇]\S*?|\bd[A-Z]\s?/\s?d\S+?)\s*[:—–]\s+(?!d[A-Z]\w*$)(?={STARTS})")
KOREAN = re.compile(rf"(?<=[\w)\]])\s?(?:[은는이가]|[을를] [가-힣]+면)\s+(?={STARTS})")
# "∂E/∂K, which is X ⋆ G", "we compute ∂E/∂K as X ⋆ G", "∂E/∂K and X ⋆ G are equal", "gradient: X ⋆ G".
WHICH = re.compile(
    r"(?:[,(]\s*that is,?|,?\s*\(?\b(?:which (?:is|equals|gives)|namely|i\.e\.,?)|"
    rf"[.;]\s+(?:This|It|That) (?:is|equals))\s+(?={STARTS})"
)
GRADIENT = r"(?:\S*[∂∇]\S*|\bd[A-Z]\s?/\s?d\S+)"
FINDING = r"\b(?:calculate|compute|derive|determine|find|express|get|obtain|write)\w*\s+(?:the )?"
TAKEN_AS = re.compile(
    rf"(?:{FINDING})({GRADIENT})\s+(?:as|to be)\s+(?={STARTS})|"
    rf"({GRADIENT})\s+follows\s+(?:from .{{1,40}}?\s+)?as\s+(?={STARTS})"
)
ARE_EQUAL = re.compile(
    rf"(?<!\S)(?<!\bof )(?={STARTS})([^.,;:]{{1,30}}?)\s+and\s+(?={STARTS})([^.,;:]{{1,40}}?),?\s+"
    r"are (?:equal|identical|the same)\b(?! (?:in|size|shape))"
)
COMPUTED = rf"(?={STARTS}[^.;:,]*[⋆∗⊛⊙+·*])"
GRADIENT_OF = re.compile(rf"\b(?:[Dd]erivative|[Gg]radient|[Ss]lope)s?\b[^.:;=—–]{{0,30}}[:—–]\s+{COMPUTED}")
LETTER_IS = re.compile(rf"^\s*([^\W\d_](?:_\w+)?)\s+[:—–]\s+{COMPUTED}")
EQ = re.compile(r"\b(?:Eq|Equality)\((.*?[^,]), (?![^(\[]*[)\]]\S)(.*)\)")  # as SymPy prints an equation
NOUN = r"(?:bias|error|gradient|image|input|kernel|loss|output|scores?|target|weights?)"
SIGN = r"[=+−·×⋆∗]"
NAMED = re.compile(rf"\b{NOUN}\b(?=\s*{SIGN})|(?<={SIGN}\s){NOUN}\b|(?<={SIGN}){NOUN}\b")
BELOW = re.compile(r"[\u2080-\u209c\u1d62-\u1d6a\u2c7c]+")  # indices that are characters of their own
QUOTES = re.compile(r"(?<![\w)\]}])['\"]|['\"](?=[\s:,}\])]|$)")  # of a string, not those of a derivative


def normalised(text: str) -> str:
    """Spell relations and derivatives that are words, or rare characters, as the usual signs."""
    text = normalize("NFKC", BELOW.sub(r"_\g<0>", text)).replace("⁎", "∗")
    text = EQ.sub(r"\1 = \2", QUOTES.sub("", text))
    text = re.sub(r"\b([A-Z]\w*)\.grad\b", r"∂\1", text)
    text = re.sub(r"\bgrad(?=\s*\(|\s+[A-Z]\b)", "∇", text)
    text = re.sub(r",\s+(?=[^\[\]()]*[\])])", ",", text)  # between indices and arguments
    text = NAMED.sub(lambda noun: "∂E" if noun[0] == "gradient" else "Q", text)
    return SAYS.sub("=", SLOPE.sub(" ∂E", KOREAN.sub(" = ", HAS.sub(" ∂E = ", text))))


def said_of_gradients(text: str) -> str:
    """Return a text in which the words that stand between a gradient and what it is are signs."""
    text = normalised(ASIDE.sub("", WHICH.sub(" = ", text)))
    text = ARE_EQUAL.sub(r"\1 = \2", TAKEN_AS.sub(r"\1\2 = ", text))
    return FOUND.sub(" = ", FINDS_AS.sub(r" \1 = ", LABEL.sub(r"\1 = ", GRADIENT_OF.sub(" ∂E = ", text))))
