"""What a written page has for the search: an entry for each section, exercise, function and term."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from ..formulas.characters import characters
from .search_entry import Entry, shortened

# What stands on a page and is no text of it: outputs, how an equation was proved, links to the tests of a function.
LEFT_OUT = {
    "cell_output",
    "exercise-grade",
    "exercise-kind",
    "formula-graph",
    "formula-links",
    "headerlink",
    "key-terms",  # they are entries of the glossary
    "listing-links",
    "listing-tests",
    "section-number",
    "toctree-wrapper",
}
NO_TEXT = {"button", "noscript", "script", "style", "svg"}
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
WITHIN_WORDS = {"a", "abbr", "b", "code", "em", "i", "span", "strong", "sub", "sup", "u"}
HEADING = re.compile(r"h[1-6]")
GLOSSARY = "glossary"
CAUGHT = {"title", "number", "math", "term", "meaning"}  # what is kept apart while it is read
LONGEST_EQUATION = 160  # in characters: a longer one says nothing in an excerpt
SUBJECT = re.compile(r"formula-is-(?P<formula>[\w.]+)|listing-(?:\w+\.)*(?P<function>\w+)")
NUMBER = re.compile(r"[\d.]*\d")
IN_TEX = re.compile(r"\\[(\[](.*)\\[)\]]", re.DOTALL)


def entries_of(html: str) -> list[Entry]:
    """Return the entries of a page, the first one for the page itself."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    page, *others = [entry for entry in reader.entries if entry.title] or [Entry("")]
    return [entry for entry in (page, *(each for each in others if each.text or each.subjects)) if entry.title]


class _Reader(HTMLParser):
    """Walks through a page; `open` holds each open element and what is to be done when it ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.entries: list[Entry] = []
        self.within: list[Entry] = []  # the entries that are open, the innermost last
        self.open: list[tuple[str, str]] = []
        self.caught = ""  # a title, a number, mathematics, a term or its meaning, while it is read
        self.equation = ""  # the anchor of the last one
        self.terms: list[str] = []  # in English, then in Korean
        self.anchors: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag in VOID:
            self.handle_data(f" {values.get('alt', '')} ")
            return
        classes = set(values.get("class", "").split())
        if tag not in WITHIN_WORDS or "classifier" in classes:
            self.handle_data(" ")
        is_page = values.get("role") == "main"
        self.open.append((tag, "page" if is_page else self.begin(tag, values.get("id", ""), classes)))

    def begin(self, tag: str, name: str, classes: set[str]) -> str:
        """Begin an element, and return what is done when it ends."""
        kinds = {does for _, does in self.open}
        if "skip" in kinds or tag in NO_TEXT or LEFT_OUT & classes:
            return "skip"
        if "page" not in kinds:
            return ""
        self.note_subjects(name, classes)
        if "eqno" in classes:
            return self.catch("number")
        is_function, is_exercise = tag == "dt" and name and "sig" in classes, tag == "div" and "exercise" in classes
        if tag == "section" or is_function or is_exercise:
            return self.enter(tag, name)
        if CAUGHT & kinds:
            return ""
        if (HEADING.fullmatch(tag) or "admonition-title" in classes) and self.within and not self.within[-1].title:
            return self.catch("title")
        if "math" in classes:
            return self.catch("math")
        if "glossary" in kinds and tag in ("dt", "dd"):
            return self.begin_term(tag, name)
        if tag == "dl":
            return "glossary" if GLOSSARY in classes else "function" if "py" in classes else ""
        return ""

    def begin_term(self, tag: str, anchor: str) -> str:
        """Begin a term of the glossary or its meaning."""
        if tag == "dd":
            return self.catch("meaning")
        self.anchors.append(anchor)
        return self.catch("term")

    def note_subjects(self, name: str, classes: set[str]) -> None:
        """Note which equation, formula or function an element shows."""
        if name.startswith("equation-"):
            self.equation = name
        for found in filter(None, map(SUBJECT.fullmatch, (name, *classes))):
            if self.within:
                self.within[-1].subjects[found["formula"] or found["function"]] = None

    def enter(self, tag: str, name: str) -> str:
        """Begin an entry; that of a function lasts until the list that it stands in ends."""
        title = name.removeprefix("textbook_cnn.") if tag == "dt" else ""
        self.within.append(Entry(name, title))
        self.entries.append(self.within[-1])
        return "signature" if tag == "dt" else "section"

    def catch(self, what: str) -> str:
        """Keep the text of an element apart until it ends."""
        self.caught = ""
        return what

    def handle_data(self, data: str) -> None:
        kinds = {does for _, does in self.open}
        if "skip" in kinds or "page" not in kinds:
            return
        if CAUGHT & kinds:
            self.caught += data
        elif self.within:
            self.within[-1].pieces.append(data)

    def handle_endtag(self, tag: str) -> None:
        while any(tag == begun for begun, _ in self.open):
            begun, does = self.open.pop()
            self.end(does)
            if begun == tag:
                break
        if tag not in WITHIN_WORDS:
            self.handle_data(" ")

    def end(self, does: str) -> None:
        """Do what is due at the end of an element."""
        match does:
            case "title":
                self.within[-1].title = shortened(self.caught)
            case "number":
                self.end_number()
            case "math":
                self.handle_data(in_characters(self.caught))
            case "term":
                self.terms.append(shortened(self.caught))
            case "meaning":
                self.end_term()
            case "section":
                self.within.pop()
            case "function" if self.within:
                self.end_function()

    def end_number(self) -> None:
        """Note where an equation has its number, which stands in the text before it."""
        if self.within and (found := NUMBER.search(self.caught)):
            self.within[-1].equations.setdefault(found[0], self.equation)
            self.within[-1].pieces.append(f" ({found[0]}) ")
        self.caught = ""

    def end_term(self) -> None:
        """Make a term of the glossary an entry: the English term, the Korean ones, the meaning."""
        if self.terms:
            term, *korean = self.terms
            title = f"{term} ({', '.join(korean)})" if korean else term
            self.entries.append(Entry(self.anchors[0], title, [self.caught]))
        self.terms, self.anchors = [], []

    def end_function(self) -> None:
        """End the entries of a function; a list has several where a function has several signatures."""
        while self.within and "." in self.within[-1].anchor:
            self.within.pop()


def in_characters(tex: str) -> str:
    """Return mathematics as characters; nothing where that is long."""
    found = IN_TEX.search(tex)
    shown = shortened(characters(found[1] if found else tex))
    return f" {shown} " if len(shown) <= LONGEST_EQUATION and "\\" not in shown else " "
