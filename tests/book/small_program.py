"""A small package with its tests, and a book that lists it."""

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONFIG = """
import sys
sys.path[:0] = [{root!r}, {docs!r}]
from textbook_cnn.formulas import REGISTRY
for name in [name for name in REGISTRY if name not in ("relu.forward", "relu.backward")]:
    del REGISTRY[name]
extensions = ["myst_nb", "numpydoc", "sphinx.ext.autodoc", "_extensions.pages.docstrings"]
extensions += ["_extensions.formulas.directive", "_extensions.listings.directive"]
source_suffix = {{".md": "myst-nb"}}
formula_processes = 1
numfig = math_numfig = True
nb_execution_mode = "off"
html_theme = "basic"
html_static_path = [{docs!r} + "/_static"]
html_js_files = ["book.js"]
"""
PACKAGE = {
    "textbook_cnn/__init__.py": '"""The face."""\n\nfrom .small import *\nfrom .small import relu, relu_backward\n',
    "textbook_cnn/small.py": '''"""Small things."""

from __future__ import annotations

from functools import cache

from . import _help as h
from ._help import Handle

__all__ = ["relu", "relu_backward"]
LIMITS = (0, 1)


# Why it stands here.
@cache
def relu(X: float) -> float:
    """Rectifier.

    Parameters
    ----------
    X : float
        A number.
    """
    text = "½ <b>"; larger = _larger(X, LIMITS[0])
    return h.handle(larger)


def relu_backward(X: float, dY: float) -> float:
    """Its gradient.

    It is as easy.
    """
    return Handle().hold(dY)


def _larger(X: float, limit: int) -> float:
    """The larger of the two."""
    return max(X, limit)


def unused() -> None:
    """What nothing calls."""
''',
    "textbook_cnn/_help.py": '''"""Help."""


def handle(X):
    """Give it back.

    Nothing else.
    """
    return X


class Handle:
    """A thing that holds.

    It holds well.
    """

    def hold(self, X):
        """Hold it."""
        return self._tight(X)

    def _tight(self, X):
        return X
''',
    "tests/test_small.py": '''"""Tests."""

from textbook_cnn import relu


def test_values():
    assert relu(2.0) == 2.0


def test_relu_is_no_name_here(relu=None):
    assert relu is None
''',
}
REFERENCE = "# Reference\n\n```{eval-rst}\n.. currentmodule:: textbook_cnn\n.. autofunction:: relu\n```\n"
EVERYTHING = "```{listing} small _help\n:folded:\n```\n"


class Program:
    """The package, a book with some pages, and what came of building it."""

    def __init__(self, folder, **pages):
        self.folder, self.docs = folder, folder / "docs"
        pages = {"reference": REFERENCE} | pages
        index = "# Book\n\n```{toctree}\n" + "\n".join(pages) + "\n```\n"
        texts = {f"docs/{name}.md": text for name, text in ({"index": index} | pages).items()}
        config = {"conf.py": CONFIG.format(root=str(ROOT), docs=str(ROOT / "docs"))}
        for name, text in (PACKAGE | texts | config).items():
            self.write(name, text)
        self.build()

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def build(self, *options):
        command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-c", str(self.folder), *options]
        done = subprocess.run(
            [*command, str(self.docs), str(self.folder / "html")], capture_output=True, text=True, check=False
        )
        self.status, self.messages, self.output = done.returncode, done.stderr, done.stdout

    def html(self, name):
        return (self.folder / "html" / f"{name}.html").read_text(encoding="utf-8")

    def listings(self, name):
        """HTML of the listings of a page, by what they are called."""
        parts = self.html(name).split('aria-label="Code of ')[1:]
        return {part.partition('"')[0]: part for part in parts}

    def leads(self, name, address):
        """What stands at an address that a page links to: the text after its id; None if there is no such place."""
        path, _, anchor = address.partition("#")
        page = self.folder / "html" / f"{name}.html"
        target = (page.parent / path) if path else page
        html = target.read_text(encoding="utf-8") if target.is_file() else ""
        return words(html.partition(f'id="{anchor}"')[2].partition(">")[2]) if f'id="{anchor}"' in html else None


def words(html):
    """Text of HTML."""
    return unescape(re.sub(r"<[^>]+>", "", html))


def code(html):
    """Pairs of a number and a line of the first code in some HTML."""
    block = html.partition("<pre>")[2].partition("</pre>")[0]
    return [(int(number), words(line).rstrip("\n")) for number, line in LINE.findall(block)]


def links(html):
    """Addresses by the words of their links."""
    return {words(text): address for address, text in re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', html)}


LINE = re.compile(r'<span[^>]* data-line="(\d+)">(.*?\n)</span>', re.DOTALL)
