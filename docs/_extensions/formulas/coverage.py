"""Every equation on a page comes from the registry: one that does not is a warning, as is a gradient in a sentence.

Pages are checked as they are read, where a warning can name the line; `finished_pages` looks again at what is written.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging

from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.notation.as_text import plain

from .finished_pages import printed_by

logger = logging.getLogger(__name__)

# What MathJax, or a browser, would show as an equation in HTML that a page or a cell's output brings along.
DELIMITERS = re.compile(r"\\\[|\\\(|\$\$|\\begin\s*\{")
MATHS_CLASSES = frozenset({"math", "math-wrapper", "tex2jax_process", "mathjax_process", "output_area"})
CLASS = re.compile(r"\bclass\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
MATHML = re.compile(r"<math\b|math/(?:tex|mml|asciimath)", re.IGNORECASE)
# A display that is set within a sentence.
DISPLAY = re.compile(r"\\begin\s*\{|\\displaystyle\b|\\\\")
RELATION = re.compile(
    r"[=<>≤≥≡≈∝≔⇒]|\\(?:equiv|approx|propto|coloneqq|Rightarrow|implies|iff|to|le|ge|leq|geq)(?![a-zA-Z])"
)
D = r"(?:∂|∇|\\partial|\\nabla)"
GRADIENT = re.compile(rf"{D}.*?(?:{RELATION.pattern}).*?{D}", re.DOTALL)
# Where a statement ends: at a mark or at a word, unless the word is the name of a function.
ENDS = re.compile(r"[.,;:!?](?:\s|$)|(?<![\w\\])[a-zA-Z]{3,}(?![\w(])")
CODE = (nodes.literal, nodes.literal_block, nodes.doctest_block, nodes.math, nodes.math_block, nodes.raw, nodes.comment)


def check_equations(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of all mathematics on the page that no `formula` directive made."""
    for node in doctree.findall(nodes.math_block):
        check_block(node)
    for node in doctree.findall(nodes.raw):
        if "html" in node.get("format", "") and is_mathematics(node.astext()):
            warn(node, f"mathematics in raw HTML: {node.astext()[:80]!r}")
    for node in doctree.findall(nodes.math):
        if DISPLAY.search(node.astext()):
            warn(node, f"a display within a sentence: {node.astext()[:80]!r}")
    for node in doctree.findall(nodes.Element):
        if MATHS_CLASSES & set(node.get("classes", ())) and not isinstance(node, nodes.math | nodes.math_block):
            warn(node, f"a class that makes text mathematics: {node['classes']}")
    for node in doctree.findall(nodes.TextElement):
        if not isinstance(node.parent, nodes.TextElement) and not isinstance(node, CODE):
            check_text(node)


def check_block(node: nodes.math_block) -> None:
    """Warn unless the equation is what an entry of the registry, or of the wrong formulas, prints."""
    name = node.get("formula")
    if (expected := printed_by(name)) is None:
        warn(node, f"a displayed equation that the registry does not know: {node.astext()[:80]!r}")
    elif expected != node.astext():
        warn(node, f"not what {name} prints: {node.astext()[:80]!r}")


def is_mathematics(html: str) -> bool:
    """Whether a browser with MathJax would show some of the HTML as mathematics."""
    html = unescape(html)
    classes = {word for groups in CLASS.findall(html) for word in " ".join(groups).split()}
    return bool(DELIMITERS.search(html) or MATHML.search(html) or MATHS_CLASSES & classes)


def check_text(node: nodes.TextElement) -> None:
    """Warn of TeX that was left in the text, of an equation on a line of its own, and of a gradient in a sentence."""
    for text in node.findall(nodes.Text):
        if DELIMITERS.search(text) and not isinstance(text.parent, CODE):
            warn(node, f"TeX in the text: {text[:80]!r}")
    if alone(node):
        warn(node, f"an equation on a line of its own, which only the registry may state: {node.astext()[:80]!r}")
    if says_gradient(node):
        warn(node, f"a gradient in a sentence, which only the registry may state: {node.astext()[:80]!r}")


def alone(node: nodes.TextElement) -> bool:
    """Whether a paragraph outside of tables is nothing but mathematics with a relation in it."""
    rest = "".join(part.astext() for part in node.children if not isinstance(part, nodes.math))
    formulas = [part.astext() for part in node.children if isinstance(part, nodes.math)]
    in_table = isinstance(node.parent, nodes.entry)
    return bool(formulas) and not rest.strip(" .,;:\n") and not in_table and any(map(RELATION.search, formulas))


def says_gradient(node: nodes.TextElement) -> bool:
    """Whether ∂ stands on both sides of a relation, in one piece of mathematics, in several, or as characters."""
    if any(GRADIENT.search(part.astext()) for part in node.findall(nodes.math)):
        return True
    text = flat(node)
    if "docstring of" in (node.source or "") or "<autosummary>" in (node.source or ""):
        for row in gradients():
            text = text.replace(row, "")
    return any(GRADIENT.search(piece) for piece in ENDS.split(text))


def flat(node: nodes.Node) -> str:
    """The words of a paragraph with its mathematics as characters, and a word in place of code."""
    if isinstance(node, nodes.math):
        return plain(node.astext())
    if isinstance(node, nodes.literal | addnodes.literal_emphasis):
        return " code "
    return node.astext() if isinstance(node, nodes.Text) else "".join(map(flat, node.children))


@cache
def gradients() -> list[str]:
    """The gradients of the registry as docstrings state them, the longest first."""
    rows = {row for formula in REGISTRY.values() for row in formula.as_text() if GRADIENT.search(row)}
    return sorted(rows, key=len, reverse=True)


def warn(node: nodes.Node, message: str) -> None:
    """Log the warning at the node's place."""
    logger.warning(message, location=node, type="formula", subtype="coverage")
