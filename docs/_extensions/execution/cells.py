"""The outputs of a page's cells are kept under a digest of what the cells use, and the page is read again with it."""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from textbook_cnn.formulas.cache import Library, Reading

from ..by_page import ByPage
from .draft import build_folder
from .timed_pages import is_timed
from .weights_note import weights_at_hand

RUN = "TEXTBOOK_CNN_RUN"  # names the folder of the trained network
SHOWS_RUN = "trained()", "{sample-note}"  # what reads it, and what says so
RESULTS = Path("textbook_cnn/book/results.py")  # what reads results of benchmarks
CELL = re.compile(r"^(?P<fence>`{3,}|~{3,}|:{3,})\{code-cell\}.*\n(?P<body>(?:.*\n)*?)(?P=fence) *$", re.MULTILINE)
OPTIONS = re.compile(r"\A(?:---\n(?:.*\n)*?---\n|(?::.*\n)+)")
EXECUTED = "---\nfile_format: mystnb\n"
KERNEL = ("book_figures.py", "matplotlibrc", "kernels/python3/kernel.json")
DRAWN_WITH = ("numpy", "matplotlib", "scikit-learn", "scikit-image", "sympy", "ipykernel")
digests = ByPage[str]("cell_digests")  # of those that were read


@cache
def library(root: Path) -> Library:
    """The package, read once in a build."""
    return Library(root / "textbook_cnn")


def program(text: str) -> Reading | None:
    """A page's cells as one program; None where that cannot be read."""
    cells = [OPTIONS.sub("", cell["body"]) for cell in CELL.finditer(text)]
    if len(cells) != text.count("{code-cell}"):
        return None
    try:
        return Reading("\n".join(cells))
    except SyntaxError:  # a command of IPython
        return None


def sources_of(root: Path, text: str) -> frozenset[Path]:
    """Return the files that a page's cells use: modules, the data and the results that these read, the kernel."""
    cells, files = program(text), library(root)
    known = cells is not None and not cells.looks_names_up(files.package.name)
    used = files.closure(cells) if known else files.closure(*files.files.values())
    results = root.glob("benchmarks/results/*.json") if root / RESULTS in used else ()
    data = sample(root) if any(file.parent.name == "datasets" for file in used) else ()
    return used | {*results, *data, *(root / "docs" / "_kernel" / name for name in KERNEL)}


def sample(root: Path) -> list[Path]:
    """The files of the sample of Fashion-MNIST that the package carries."""
    return sorted((root / "textbook_cnn" / "data").rglob("*.gz"))


def uses_run(text: str) -> bool:
    """Whether a page shows the trained network: it says so, or a cell of it reads it."""
    return any(words in text for words in SHOWS_RUN)


@cache
def versions() -> tuple[str, ...]:
    """Versions of what computes and draws in cells: with others the outputs may be others."""
    return sys.version, *(f"{name} {version(name)}" for name in DRAWN_WITH)


def digest_of(root: Path, text: str) -> str:
    """Digest of what a page's cells use besides their own text."""
    sources = sources_of(root, text)
    words = [Path(os.environ.get(RUN, "")).name if uses_run(text) else "", *versions()]
    if "vgg16_weights" in text:
        weights = weights_at_hand()
        words.append(weights.name if weights.is_file() else "no weights")
    if is_timed(text):
        words.append(os.environ.get("OPENBLAS_CORETYPE", ""))
    return library(root).digest(sources, *words)


def use_cache_of_page(app: Sphinx, docname: str, content: list[str]) -> None:
    """Keep the page's outputs in a folder of the digest."""
    if content[0].startswith(EXECUTED):
        digests(app.env)[docname] = digest_of(Path(app.confdir), content[0])
        folder = str(folder_of_outputs(app, docname))
        app.env.mystnb_config = app.env.mystnb_config.copy(execution_cache_path=folder)


def folder_of_outputs(app: Sphinx, docname: str) -> Path:
    """The folder of a page that was read, whose name is its digest."""
    return build_folder(app) / "execution" / docname / digests(app.env)[docname]


def changed_pages(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list:
    """Pages to be read again: what their cells use has changed since."""
    library.cache_clear()
    known = {page: digest for page, digest in digests(env).items() if page in env.found_docs}
    texts = {page: Path(env.doc2path(page)).read_text(encoding="utf-8") for page in known}
    return [page for page, digest in known.items() if digest != digest_of(Path(app.confdir), texts[page])]


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect."""
    app.connect("source-read", use_cache_of_page)
    app.connect("env-get-outdated", changed_pages)
    digests.connect(app)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
