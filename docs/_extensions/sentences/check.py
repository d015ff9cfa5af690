"""Every number in a sentence is held by an assertion of its page, and so is every comparison in what tells of outputs.

`assert boot.shape == (28, 28), "28 rows and 28 columns"` holds these words of the page. As a command,
`python docs/_extensions/sentences/check.py 05` prints what is not held; without a part of a page's name, of all.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    __package__ = "_extensions.sentences"

from .claims import Claim, claims, unknown_number
from .pages import Block, read
from .tests_of_cells import Holding, holdings

DOCS = Path(__file__).resolve().parents[2]
EXCEPTIONS = Path(__file__).with_name("exceptions.toml")
TURNED = re.compile(r"(?:\b(?:not|no|never|neither|nor|without|than|hardly|cannot)|n't)\s+(?:\w+\s+)?\Z", re.IGNORECASE)
SENTENCE = re.compile(r"\S.*?(?:[.?!:](?=\s)|\Z)")


class Fault(NamedTuple):
    """What is wrong at a line of a page."""

    line: int
    message: str


class Place(NamedTuple):
    """Where in a block some words stand that are held."""

    words: str
    block: Block
    start: int

    def holds(self, claim: Claim) -> bool:
        """Whether a claim of this block is among the words."""
        return self.start <= claim.start and claim.end <= self.start + len(self.words)


def faults(text: str, exceptions: dict[str, str]) -> list[Fault]:
    """Return what is wrong with a page's sentences, in the order of the page."""
    page = read(text)
    held = list(holdings(page))
    tested = [place for one in held for place in _places(one.words, page.blocks)]
    excepted = {words: _places(words, page.blocks) for words in exceptions}
    found = [Fault(one.line, message) for one in held for message in _objections(one, tested)]
    for block in page.blocks:
        found += _open(block, [*tested, *(place for places in excepted.values() for place in places)])
    for words, places in excepted.items():
        if not any(place.holds(claim) for place in places for claim in _untested(place.block, tested)):
            found.append(Fault(1, f"an exception that is not needed: {words}"))
    return sorted(found)


def pages() -> dict[str, Path]:
    """Return the pages that are checked, by name: those with cells, and the appendix."""
    found = {path.relative_to(DOCS).with_suffix("").as_posix(): path for path in sorted(DOCS.rglob("*.md"))}
    return {name: path for name, path in found.items() if is_checked(name, path.read_text(encoding="utf-8"))}


def is_checked(name: str, text: str) -> bool:
    """Whether a page is checked: it has cells, or stands in the appendix."""
    return name.startswith("appendix/") or (name[0] != "_" and "{code-cell}" in text)


def exceptions() -> dict[str, dict[str, str]]:
    """Return the words that no cell can test: by page, each with the reason."""
    return tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))


def _places(words: str, blocks: list[Block]) -> list[Place]:
    return [Place(words, block, at.start()) for block in blocks for at in re.finditer(re.escape(words), block.text)]


def _objections(holding: Holding, tested: list[Place]) -> Iterator[str]:
    words = holding.words
    count = len({(id(place.block), place.start) for place in tested if place.words == words})
    if holding.objection:
        yield f"{holding.objection}: {words}"
    if not words:
        return
    if count != 1:
        yield f"these words of an assertion stand {count} times on the page, not once: {words}"
    for place in tested:
        if place.words == words and (turned := TURNED.search(place.block.text[: place.start])):
            yield f"the words begin after “{turned[0].strip()}”, which belongs to them: {words}"
    number = unknown_number(words, holding.constants)
    if number:
        yield f"the test does not contain the number {number}: {words}"


def _untested(block: Block, tested: list[Place]) -> list[Claim]:
    here = [place for place in tested if place.block is block and place.words]
    return [claim for claim in claims(block) if not any(place.holds(claim) for place in here)]


def _open(block: Block, held: list[Place]) -> Iterator[Fault]:
    """Yield each sentence with what is not held in it."""
    left = sorted(_untested(block, held), key=lambda claim: claim.start)
    for sentence in SENTENCE.finditer(block.text):
        here = [claim for claim in left if sentence.start() <= claim.start < sentence.end()]
        if here:
            tokens = ", ".join(dict.fromkeys(block.text[claim.start : claim.end] for claim in here))
            yield Fault(block.lines[here[0].start], f"{tokens} — {sentence[0]}")


def main(words: list[str]) -> int:
    """Print the faults of the pages whose files' names contain one of the words."""
    known, count = exceptions(), 0
    checked = {f"docs/{name}.md": (name, path) for name, path in pages().items()}
    if unknown := [word for word in words if not any(word in file for file in checked)]:
        print(f"no page that is checked has {unknown[0]!r} in its name", file=sys.stderr)
        return 2
    for file, (name, path) in checked.items():
        if not words or any(word in file for word in words):
            for line, message in faults(path.read_text(encoding="utf-8"), known.get(name, {})):
                print(f"{file}:{line}: {message}")
                count += 1
    print(f"{count} faults", file=sys.stderr)
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
