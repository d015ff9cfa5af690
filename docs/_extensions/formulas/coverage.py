"""Every equation on a page comes from the registry: one that does not is a warning, as is a gradient in a sentence.

Pages are checked as they are read, where a warning can name the line; `finished_pages` looks again at what is written.
`shown` finds what a reader sees, `relations` says what of it is an equation, `excused` what the registry says too.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from . import raw_html
from .excused import excused, rows, without
from .finished_pages import printed_by
from .pictures import is_drawn_here
from .programs import never_runs
from .raw_html import DELIMITERS, MATHS_CLASSES
from .relations import RELATION, is_convolution, says_gradient, says_identity, stands_alone
from .shown import Shown, texts

logger = logging.getLogger(__name__)

EXCEPTIONS = Path(__file__).with_name("exceptions.toml")
# A display that is set within a sentence, and commands that show what they do not say.
DISPLAY = re.compile(r"\\begin\s*\{|\\displaystyle\b|\\\\|\\tag\b")
HIDES = re.compile(
    r"\\(?:def|let|newcommand|renewcommand|unicode|char|require|style|class|href|phantom|llap|rlap|symbol|"
    r"mathchar|catcode|csname|cssId|bbox|mmlToken|html)(?![a-zA-Z])"
)
CODE = (nodes.literal, nodes.literal_block, nodes.doctest_block, nodes.math, nodes.math_block, nodes.raw, nodes.comment)
WORDS_BESIDE = {"line": 3, "docstring": 0, "output": 2, "words": 2}  # so few leave an equation a line of its own
NUMBERS = {0: "no word", 2: "at most two words", 3: "at most three words"}
ONLY_THE_REGISTRY = "which only the registry may state"
MENDS = "show it with {formula}, or say it in a sentence"
RUN_BY_TESTS = {"architecture"}  # pages whose examples are tested
HIDES_WORDS = re.compile(
    r"sd-d-|sd-(?:opacity|text-(?:white|transparent))|.*(?:hidden|invisible|sr-only)|only-(?:dark|light)"
)


def check_equations(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of all mathematics on the page that no `formula` directive made."""
    for node in doctree.findall(nodes.math_block):
        check_block(node)
    for node in doctree.findall(nodes.raw):
        if "html" in node.get("format", "") and (found := raw_html.objection(node)):
            warn(node, f"{found}: {node.astext()[:80]!r}")
    for node in doctree.findall(nodes.math):
        check_inline(node)
    for node in doctree.findall(nodes.Element):
        check_classes(node)
    for node in doctree.findall(nodes.Text):
        if DELIMITERS.search(node) and not isinstance(node.parent, CODE):
            warn(node.parent, f"TeX in the text: {node[:80]!r}")
    check_what_is_unread(app, doctree)
    check_texts(list(texts(doctree, Path(app.srcdir))), app.env.docname, doctree)


def check_what_is_unread(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of pictures whose words nobody knows, and of programs that never run."""
    for node in doctree.findall(nodes.image):
        if not is_drawn_here(Path(app.srcdir) / node["uri"]):
            warn(node, f"a picture whose words are unknown; draw it in a cell, with Matplotlib: {node['uri']}")
    for node in doctree.findall(nodes.literal_block):
        if app.env.docname not in RUN_BY_TESTS and never_runs(node):
            warn(node, f"a program that never runs says what a function gives; make it a cell: {node.astext()[:80]!r}")


def check_classes(node: nodes.Element) -> None:
    """Warn of classes that make text mathematics, or hide it."""
    classes = node.get("classes", ())
    if MATHS_CLASSES & set(classes) and not isinstance(node, nodes.math | nodes.math_block):
        warn(node, f"a class that makes text mathematics: {classes}")
    if any(map(HIDES_WORDS.match, classes)):
        warn(node, f"a class that hides words: {classes}")


def check_block(node: nodes.math_block) -> None:
    """Warn unless the equation is what an entry of the registry, or of the wrong formulas, prints."""
    name = node.get("formula")
    if (expected := printed_by(name)) is None:
        warn(node, f"a displayed equation that the registry does not know: {node.astext()[:80]!r}")
    elif expected != node.astext():
        warn(node, f"not what {name} prints: {node.astext()[:80]!r}")


def check_inline(node: nodes.math) -> None:
    """Warn of mathematics in a sentence that is shown as a display, or shows what it does not say."""
    if DISPLAY.search(node.astext()):
        warn(node, f"a display within a sentence: {node.astext()[:80]!r}")
    if HIDES.search(node.astext()):
        warn(node, f"a command that hides what is shown: {node.astext()[:80]!r}")


def check_texts(shown: list[Shown], docname: str, doctree: nodes.document) -> None:
    """Warn of equations in the texts of a page, but for the exceptions, and of an exception that is not needed."""
    unused = set(excepted := exceptions().get(docname, {}))
    told: set[tuple[int, str]] = set()
    for one in shown:
        if (found := objection(one)) and not objection(one._replace(text=without(one.text, excepted))):
            unused -= {words for words in excepted if words in one.text}
        elif found and (id(one.node), found) not in told:
            told.add((id(one.node), found))
            warn(one.node, f"{found}: {one.text.strip()[:80]!r}")
    for words in sorted(unused):
        warn(doctree, f"an exception that is not needed: {words}")


def objection(shown: Shown) -> str | None:
    """What is wrong with a text: an equation on a line of its own, a gradient or an identity in a sentence."""
    text, beside = without(shown.text, excused(shown)), WORDS_BESIDE[shown.kind]
    is_alone = is_only_mathematics(shown) or (shown.kind == "line" and is_convolution(text))
    if is_alone or stands_alone(text, beside):
        return f"an equation with {NUMBERS[beside]} beside it, {ONLY_THE_REGISTRY}; {MENDS}"
    if says_gradient(text):
        return f"a gradient in a sentence, {ONLY_THE_REGISTRY}"
    if shown.kind != "docstring" and says_identity(without(text, rows())):
        return f"an identity in a sentence, {ONLY_THE_REGISTRY}"
    return None


def is_only_mathematics(shown: Shown) -> bool:
    """Whether a paragraph outside of tables is nothing but mathematics, in TeX, with a relation in it."""
    if shown.kind != "line" or isinstance(shown.node, nodes.row) or isinstance(shown.node.parent, nodes.entry):
        return False
    formulas = list(shown.node.findall(nodes.math))
    rest = [text for text in shown.node.findall(nodes.Text) if not isinstance(text.parent, nodes.math)]
    return bool(RELATION.search(shown.text)) and bool(formulas) and not "".join(rest).strip(" .,;:\n")


@cache
def exceptions() -> dict[str, dict[str, str]]:
    """Return the equations that no entry can prove: by page, each with the reason."""
    return tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))


def warn(node: nodes.Node, message: str) -> None:
    """Log the warning at the node's place."""
    logger.warning(message, location=node, type="formula", subtype="coverage")
