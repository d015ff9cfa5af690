"""The kernel that runs the cells, the same on every machine, and a cache that sees edits of the package."""

from __future__ import annotations

import logging
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

from jupyter_cache import get_cache
from sphinx.application import Sphinx
from sphinx.config import Config


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
        "PYTHONPATH": str(kernel),
        "PYTHONWARNINGS": "ignore:IProgress not found",  # tqdm, which here needs no widgets
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


def use_own_cache(app: Sphinx, config: Config) -> None:
    """Name the cache of outputs after what they depend on beside the page: package, kernel, network."""
    root = Path(app.confdir)
    sources = [*root.glob("textbook_cnn/**/*.py"), *root.glob("docs/_kernel/*")]
    sources = [file for file in sources if file.is_file()]
    digest = digest_of(sources, os.environ.get("TEXTBOOK_CNN_RUN", ""))
    config.nb_execution_cache_path = str(Path(app.outdir).parent / "execution" / digest)
    cache = get_cache(config.nb_execution_cache_path)
    # Creates the tables now, so that two reading processes don't both try to.
    cache.list_cache_records()
    cache.list_project_records()


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect, after the training of `trained_run`."""
    app.connect("config-inited", use_own_kernel, priority=100)
    app.connect("config-inited", use_own_cache, priority=300)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
