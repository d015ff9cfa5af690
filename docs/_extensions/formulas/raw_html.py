"""HTML that Sphinx did not write: no page has any of its own, and what a cell shows has no style and no program."""

from __future__ import annotations

import re
from html import unescape

from docutils import nodes

from textbook_cnn.visualize.film import SCRIPT, STYLE

# What MathJax, or a browser, would show as an equation in HTML that a cell's output brings along.
DELIMITERS = re.compile(r"\\\[|\\\(|\$\$|\\begin\s*\{")
MATHS_CLASSES = frozenset({"math", "math-wrapper", "tex2jax_process", "mathjax_process", "output_area"})
CLASS = re.compile(r"\bclass\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
MATHML = re.compile(r"<math\b|math/(?:tex|mml|asciimath)", re.IGNORECASE)
# What could show, or hide, what does not stand there; numbers for a program are no program.
CHANGES = re.compile(
    r"<script\b(?! type=\"application/json\">)|<(?:style|iframe|object|embed|link|base|template|img|image)\b|"
    r"<svg\b(?![^>]*></svg>)|<[^>]*\son\w+\s*=|\bdata:|\bjavascript:|<[^>]*\sstyle\s*=|<[^>]*\shidden\b",
    re.IGNORECASE,
)
LINE_BREAK = re.compile(r"<br ?/?>\s*")  # Markdown has it
PAGES_NEED_NONE = "raw HTML, which no page needs"


def objection(node: nodes.raw) -> str | None:
    """What is wrong with a piece of raw HTML."""
    if node.get("of_the_book") or LINE_BREAK.fullmatch(node.astext()):
        return None
    if "mime_type" not in node.parent:
        return PAGES_NEED_NONE
    if is_mathematics(node.astext()):
        return "mathematics in raw HTML"
    if found := CHANGES.search(without_the_film(node.astext())):
        return f"HTML of a cell that may change what is shown, by {found[0]!r}"
    return None


def is_mathematics(html: str) -> bool:
    """Whether a browser with MathJax would show some of the HTML as mathematics."""
    html = unescape(html)
    classes = {word for groups in CLASS.findall(html) for word in " ".join(groups).split()}
    return bool(DELIMITERS.search(html) or MATHML.search(html) or MATHS_CLASSES & classes)


def without_the_film(html: str) -> str:
    """Return HTML without the one program and the one style sheet that cells show, those of the package's film."""
    program = SCRIPT.read_text(encoding="utf-8").strip()
    called = re.compile(rf"<script>{re.escape(program)}\(\"film-\w+\"\);</script>")
    return called.sub("", html.replace(f"<style>{STYLE}</style>", ""))
