"""The written pages are looked at once more: what a browser would display is what a proved formula prints."""

from __future__ import annotations

import re
from collections import ChainMap
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.slides.errata import CLAIMS
from textbook_cnn.formulas.slides.mistakes import WRONG

from .proofs import results

logger = logging.getLogger(__name__)

MARK = "formula-is-"  # a class of every displayed equation, before the id
SKIPPED = {"script", "style", "pre", "code", "textarea", "title"}  # where MathJax looks for nothing
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
TEX = re.compile(r"\$\$|\\\[|\\begin\s*\{")
ANY = re.compile(rf"\bmath\b|{TEX.pattern}", re.IGNORECASE)  # a page without any of it displays nothing


ENTRIES = ChainMap(REGISTRY, WRONG, CLAIMS)


def printed_by(name: str | None) -> str | None:
    """LaTeX that a formula, a wrong formula or the claim of an erratum prints; None if there is none of that name."""
    entry = ENTRIES.get(name or "")
    return None if entry is None else entry.latex()


class Displays(HTMLParser):
    """The displayed equations of a page as pairs (id or None, text), and TeX or MathML that stands elsewhere."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, bool]] = []  # tags, and whether they hide what is in them
        self.equation: list[str] | None = None
        self.depth = 0
        self.found: list[tuple[str | None, str]] = []
        self.strays: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        classes = (dict(attributes).get("class") or "").split()
        if tag == "math":
            self.strays.append("<math>")
        if self.equation is None and "math" in classes and tag != "span":
            name = next((word.removeprefix(MARK) for word in classes if word.startswith(MARK)), None)
            self.equation, self.name, self.depth = [], name, len(self.open)
        if tag not in VOID:
            self.open.append((tag, tag in SKIPPED))

    def handle_endtag(self, tag: str) -> None:
        while any(tag == other for other, _ in self.open):
            if self.open.pop()[0] == tag:
                break
        if self.equation is not None and len(self.open) <= self.depth:
            self.found.append((self.name, "".join(self.equation)))
            self.equation = None

    def handle_data(self, data: str) -> None:
        if self.equation is not None:
            self.equation.append(data)
        elif TEX.search(data) and not any(hidden for _, hidden in self.open):
            self.strays.append(data.strip()[:80])


def objections(html: str) -> list[str]:
    """What is displayed on a page without being what a proved, or a refuted, formula prints."""
    if not ANY.search(unescape(html)):
        return []
    displays = Displays(html)
    found = [f"mathematics from elsewhere: {stray!r}" for stray in displays.strays]
    for name, text in displays.found:
        if (expected := printed_by(name)) is None:
            found.append(f"a displayed equation without an id of the registry: {text.strip()[:80]!r}")
        elif expected not in text:
            found.append(f"not what {name} prints: {text.strip()[:80]!r}")
        elif name in REGISTRY and not all(result.passed for result in results(REGISTRY[name])):
            found.append(f"a formula that is shown is not proved: {name}")
    return found


def check_pages(app: Sphinx, exception: Exception | None) -> None:
    """Warn of every objection to a written page."""
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for page in sorted(Path(app.outdir).rglob("*.html")):
        if static not in page.parents:
            for objection in objections(page.read_text(encoding="utf-8")):
                name = page.relative_to(app.outdir).as_posix()
                logger.warning(f"{name}: {objection}", type="formula", subtype="page")
