"""MathJax inside the built book, so that formulas need no network: the files that a page can load."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from shutil import copytree
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

# The renderer, its fonts and what TeX input or the reader's menu can ask for.
WANTED = ["tex-chtml.js", "output/chtml/fonts", "input/tex/extensions", "a11y/assistive-mml.js"]


def mathjax_folder() -> Path:
    """Return the folder of MathJax's files in the installed package."""
    spec = find_spec("sphinx-mathjax-offline")
    if spec is None or spec.origin is None:
        raise ExtensionError("The book needs the package sphinx-mathjax-offline: install the extra `docs`.")
    return Path(spec.origin).parent / "static" / "mathjax"


def copy_mathjax(app: Sphinx, exception: Exception | None) -> None:
    """Copy the wanted files once."""
    target = Path(app.outdir) / "_static" / "mathjax"
    if exception is not None or app.builder.format != "html" or target.exists():
        return
    source = mathjax_folder()
    partial = target.with_name("mathjax.partial")
    for name in WANTED:
        if (source / name).is_dir():
            copytree(source / name, partial / name, dirs_exist_ok=True)
        else:
            (partial / name).parent.mkdir(parents=True, exist_ok=True)
            (partial / name).write_bytes((source / name).read_bytes())
    partial.rename(target)


def setup(app: Sphinx) -> dict[str, Any]:
    """Point Sphinx at the copy."""
    app.config.mathjax_path = "mathjax/tex-chtml.js"
    app.connect("build-finished", copy_mathjax)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
