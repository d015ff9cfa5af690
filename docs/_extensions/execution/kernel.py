"""The kernel that runs the cells, the same on every machine."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from .draft import build_folder


def use_own_kernel(app: Sphinx, config: Config) -> None:
    """Point Jupyter, IPython and Matplotlib at the book's own settings, away from those of the user."""
    kernel = Path(app.confdir) / "docs" / "_kernel"
    scratch = build_folder(app) / "kernel"
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


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect."""
    app.setup_extension("_extensions.execution.draft")
    app.connect("config-inited", use_own_kernel)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
