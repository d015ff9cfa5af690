"""The kernel that runs the cells, the same on every machine, and a cache that sees edits of what a page uses."""

from __future__ import annotations

import logging
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from .timed_pages import is_timed
from .weights_note import weights_at_hand


def digest_of(files: list[Path], *words: str) -> str:
    """Return a short digest of the files' names and contents and of the words."""
    digest = sha256()
    for file in sorted(files):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    for word in words:
        digest.update(word.encode() + b"\0")
    return digest.hexdigest()[:16]


def use_own_kernel(app: Sphinx, config: Config) -> None:
    """Point Jupyter, IPython and Matplotlib at the book's own settings, away from those of the user."""
    kernel = Path(app.confdir) / "docs" / "_kernel"
    scratch = Path(app.outdir).parent / "kernel"
    logging.getLogger("traitlets").setLevel(logging.WARNING)  # which else names the kernel once a page
    (scratch / "ipython").mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "JUPYTER_PATH": str(kernel),
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_RUNTIME_DIR": str(scratch / "runtime"),
        "IPYTHONDIR": str(scratch / "ipython"),
        "MATPLOTLIBRC": str(kernel / "matplotlibrc"),
        "PYTHONPATH": os.pathsep.join([str(kernel), str(app.confdir)]),  # the package beside the book, wherever that is
        "PYTHONWARNINGS": "ignore:IProgress not found",  # tqdm, which here needs no widgets
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


def sources_of(root: Path, text: str) -> list[Path]:
    """Return the files that a page's cells depend on: package, modules of the chapters, results it names, kernel.

    The formulas are a large part of the package that few pages import, and none without naming it.
    """
    modules = [*root.glob("textbook_cnn/**/*.py"), *root.glob("textbook_cnn/**/*.js"), *root.glob("docs/chapters/*.py")]
    formulas = root / "textbook_cnn" / "formulas"
    used = [file for file in modules if "textbook_cnn.formulas" in text or formulas not in file.parents]
    results = root.glob("benchmarks/results/*.json") if "benchmarks/results" in text else ()
    kernel = root / "docs" / "_kernel"
    return [*used, *results, kernel / "book_figures.py", kernel / "matplotlibrc"]


def use_cache_of_page(app: Sphinx, docname: str, content: list[str]) -> None:
    """Keep the page's outputs under a digest of its sources, and read it again when one of them changes."""
    if not content[0].startswith("---\nfile_format: mystnb\n"):
        return
    sources = sources_of(Path(app.confdir), content[0])
    for file in sources:
        app.env.note_dependency(str(file))
    words = [os.environ.get("TEXTBOOK_CNN_RUN", "")]
    if "vgg16_weights" in content[0]:
        weights = weights_at_hand()
        # A file that is not there has the page read again in the next build.
        app.env.note_dependency(str(weights))
        words.append(weights.name if weights.is_file() else "no weights")
    if is_timed(content[0]):
        words.append(os.environ.get("OPENBLAS_CORETYPE", ""))
    digest = digest_of(sources, *words)
    folder = Path(app.outdir).parent / "execution" / docname / digest
    app.env.mystnb_config = app.env.mystnb_config.copy(execution_cache_path=str(folder))


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect."""
    app.connect("config-inited", use_own_kernel)
    app.connect("source-read", use_cache_of_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
