"""The words of a sentence that must be held, and the numbers that a test must then know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import numeric

from .pages import Block

UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = dict(zip([*UNITS, "ten", "eleven", "twelve", *TEENS, *TENS], [*range(1, 20), *range(20, 100, 10)], strict=True))
NO_CLAIM = {"one", "two"}  # too often pronouns
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
TIMES = {"twice": 2, "doubled": 2, "doubles": 2, "thrice": 3, "tripled": 3, "triples": 3, "triple": 3}
ORDINALS = ["third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"]
PARTS = {**TIMES, "half": 2, "halves": 2, "quarter": 4, **dict(zip(ORDINALS, range(3, 13), strict=True))}
RANKS = (
    "two most least always never every all none neither nearly larger largest smaller smallest higher highest lower "
    "lowest stronger strongest weaker weakest more fewer less better worse worst faster fastest slower slowest greater "
    "greatest bigger biggest brighter brightest darker darkest sharper sharpest shorter shortest narrower closer "
    "closest majority rarely mostly double"
)
NUMBER = re.compile(
    # No letter before it: VGG16, VGG-16, 2-D, 32-bit, #34 are names; 27px, 3x3 and the 5th are not.
    r"(?:(?<![\w.#])(?<![A-Za-z]-)"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.?\d+(?:e-?\d+)?)(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]*)"
    r"(?![\d_])(?!-?(?:D|bit)\b)"
    rf"|\b(?P<tens>{'|'.join(TENS)})-(?P<unit>{'|'.join(UNITS)})\b"
    rf"|\b(?P<word>{'|'.join(WORDS)})(?:fold)?\b|(?P<sign>[¼½¾⅓⅔⅛]))"
    rf"(?:\s+(?P<scale>{'|'.join(SCALES)})s?\b|(?P<percent>\s*%|\s+per ?cent\b))?"
    rf"|\b(?P<part>{'|'.join(PARTS)})s?\b|\b(?P<alone>{'|'.join(SCALES)})(?:s|fold|(?P<share>th)s?)?\b",
    re.IGNORECASE,
)
RANK = re.compile(rf"\b(?:{'|'.join(RANKS.split())})\b", re.IGNORECASE)
YEAR = re.compile(r"1[89]\d\d|20[0-3]\d")
BEFORE_YEAR = re.compile(r"(?:\b(?:in|since|until|program)\s|[(,]\s?)\Z", re.IGNORECASE)
NAME = re.compile(  # a chapter 5 and a Python 3.12 are named, not counted
    r"(?:\b(?:chapter|section|exercise|figure|fig\.|table|slide|page|equation|block|python|version)s?\s+)"
    r"(?:[\d.]+(?:,\s+|\s+(?:and|to|or)\s+|[–-]))*\Z",
    re.IGNORECASE,
)
OF = re.compile(r"\s*(?:times )?(?:in|of|out of|/)?\s*(?:a |an |the |every )?", re.IGNORECASE)
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@dataclass(frozen=True)
class Claim:
    """A word that must be held, where it stands in its block, and the numbers of which a test must know one."""

    start: int
    end: int
    numbers: tuple[float, ...] = ()
    optional: bool = False


def numbers(text: str) -> Iterator[Claim]:
    """Yield the numbers of a text, in digits or in words."""
    for found in NUMBER.finditer(text):
        if not found["digits"] or not _is_name(text, found):
            optional = (found["word"] or "").lower() in NO_CLAIM and not found["scale"] and not found["percent"]
            yield Claim(*found.span(), _values(found), optional)


def claims(block: Block) -> list[Claim]:
    """Return what must be held in a block."""
    found = [claim for claim in numbers(block.text) if not claim.optional]
    if block.speaks_of_outputs:
        found += [Claim(*rank.span()) for rank in RANK.finditer(block.text)]
    return [claim for claim in found if block.prose[claim.start]]


def unknown_number(words: str, constants: set[float]) -> str | None:
    """Return the first number in some words that is none of a test's constants."""
    found = list(numbers(words))
    known = {claim for claim in found if any(_is_among(number, constants) for number in claim.numbers)}
    for first, second in pairwise(found):  # nine in ten, two thirds
        share = first.numbers[0] / (second.numbers[0] or 1)
        if OF.fullmatch(words[first.end : second.start]) and _is_among(share, constants):
            known |= {first, second}
    return next((words[claim.start : claim.end] for claim in found if claim not in known and not claim.optional), None)


def _is_among(number: float, constants: set[float]) -> bool:
    """Whether a number is among constants; a fraction such as 1/3 may be rounded there."""
    has_more_digits = abs(number) < 1 and round(number, 2) != number
    room = 0.005 if has_more_digits and number > 0.1 else 1e-9 * abs(number)
    return any(abs(number - constant) <= room for constant in constants)


def _values(found: re.Match[str]) -> tuple[float, ...]:
    if found["part"]:
        part = found["part"].lower()
        return (TIMES[part],) if part in TIMES else (PARTS[part], 1 / PARTS[part])
    if found["alone"]:
        scale = SCALES[found["alone"].lower()]
        return (1 / scale if found["share"] else scale,)
    if found["sign"]:
        value: float = numeric(found["sign"])
    elif found["tens"]:
        value = WORDS[found["tens"].lower()] + WORDS[found["unit"].lower()]
    else:
        value = float(found["digits"].replace(",", "")) if found["digits"] else WORDS[found["word"].lower()]
    if found["power"]:
        value **= int(found["power"].translate(SUPERSCRIPTS))
    if found["percent"]:
        return value, value / 100
    return (value * SCALES[found["scale"].lower()],) if found["scale"] else (value,)


def _is_name(text: str, found: re.Match[str]) -> bool:
    """Whether digits are a year, or the number of an exercise, a chapter or the like."""
    before, after = text[: found.start()], text[found.end() :]
    if YEAR.fullmatch(found[0]) and BEFORE_YEAR.search(before):
        return True
    return after.startswith(".") if not before else bool(NAME.search(before))
