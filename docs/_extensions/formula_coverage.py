"""Every displayed equation of the book comes from the registry: one that does not is a warning."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)

# What MathJax, or a browser, would show as an equation in HTML that a page or a cell's output brings along.
MATHS_IN_HTML = re.compile(r"\\\[|\\\(|\$\$|\\begin\{|<math\b|class=\"[^\"]*\bmath\b", re.IGNORECASE)
GRADIENTS = re.compile(r"\\partial.*=.*\\partial", re.DOTALL)


def check_equations(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of every equation on the page that no `formula` directive made."""
    for node in doctree.findall(nodes.math_block):
        if "formula" not in node:
            warn(node, f"a displayed equation that the registry does not know: {node.astext()[:80]!r}")
    for node in doctree.findall(nodes.raw):
        if "html" in node.get("format", "") and MATHS_IN_HTML.search(node.astext()):
            warn(node, f"mathematics in raw HTML: {node.astext()[:80]!r}")
    for node in doctree.findall(nodes.math):
        if GRADIENTS.search(node.astext()):
            warn(node, f"a gradient in a sentence, which only the registry may state: {node.astext()[:80]!r}")


def warn(node: nodes.Node, message: str) -> None:
    """Log the warning at the node's place."""
    logger.warning(message, location=node, type="formula", subtype="coverage")
