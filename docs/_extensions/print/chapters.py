"""What frames a printed chapter: the card at its head, and its key terms in two columns."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from ..teaching.key_terms import copies, entries, key_terms
from .code import command, latex

HIDDEN = ("Summary", "Key terms", "Further reading")  # every chapter has them: the table of contents does without
COUNTED = re.compile(r"E\d+\. ")  # begins the title of an erratum, which needs no second number
CARD_LINES = {"chapter-card-head": "bookcardhead", "chapter-card-minutes": "bookcardfoot"}


def print_frames(files: Iterable[addnodes.start_of_file], env: BuildEnvironment) -> None:
    """Write cards and key terms as they are printed."""
    for file in files:
        for line in list(file.findall(nodes.paragraph)):
            for name in CARD_LINES.keys() & set(line["classes"]):
                line.replace_self(command(CARD_LINES[name], line.children))
        for place in list(file.findall(key_terms)):
            place.replace_self(terms(env, file["docname"], place))
        for section in list(file.findall(nodes.section)):
            if section[0].astext() in HIDDEN:
                section.replace_self([latex(r"\bookhidden"), section, latex(r"\bookshown")])
        if any(COUNTED.match(section[0].astext()) for section in file.findall(nodes.section)):
            file.insert(0, latex(r"\setcounter{secnumdepth}{0}"))
            file += latex(r"\setcounter{secnumdepth}{1}")


def terms(env: BuildEnvironment, page: str, place: key_terms) -> list[nodes.Node]:
    """The terms that a chapter is the first to use, in two columns."""
    lines = [term_line(*entry) for entry in entries(env, page, place)]
    return [latex(r"\begin{bookterms}"), *lines, latex(r"\end{bookterms}")] if lines else []


def term_line(term: nodes.Element, anchor: str, korean: str, meaning: nodes.Element) -> nodes.inline:
    """A term, linked to the glossary, with the Korean one and the meaning."""
    link = nodes.reference("", "", *copies(term), internal=True, refuri=f"%glossary#{anchor}")
    inside = [part for paragraph in copies(meaning) for part in (nodes.Text(" "), *paragraph.children)]
    return command("bookterm", [link], [nodes.Text(korean)], inside[1:])
