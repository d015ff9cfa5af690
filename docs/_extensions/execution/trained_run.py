"""The lecture's network is trained once, by the program of the training chapter, before any page is read.

The result lies in build/run/<digest>, where the digest covers the program, the code that it imports, the version of
NumPy and the source of the data; the chapters find it through the environment variable TEXTBOOK_CNN_RUN.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .cells import RUN, library, sample, uses_run
from .draft import build_folder, page_of

logger = logging.getLogger(__name__)

PROGRAM = Path("textbook_cnn/book/__main__.py")
MODULE = PROGRAM.parent.as_posix().replace("/", ".")
FULL, SAMPLE = "fashion-mnist", "sample"
FETCH = "from textbook_cnn import fashion_mnist; fashion_mnist('train'); fashion_mnist('test')"
WITH_THIS, WITH_OTHER = "with this code", "with other code"


def folder_of(root: Path, runs: Path, source: str) -> Path:
    """Return the folder of the run of this code on this source of data."""
    code = library(root)
    files = code.closure(root / PROGRAM) | set(sample(root) if source == SAMPLE else ())
    return runs / code.digest(files, source, f"numpy {np.__version__}")


def newest(runs: Path) -> Path | None:
    """Return the folder of the network that was trained last, with whatever code; None if there is none."""
    records = sorted(runs.glob("*/run.json"), key=lambda record: record.stat().st_mtime)
    return records[-1].parent if records else None


def choose_source(root: Path) -> str:
    """Fetch the whole data set, or fall back to the sample in the package where that is allowed."""
    logger.info("fetching Fashion-MNIST ...")
    if subprocess.run([sys.executable, "-c", FETCH], cwd=root, check=False).returncode == 0:
        return FULL
    if os.environ.get("BOOK_FULL_DATA") == "1":
        raise ExtensionError("no Fashion-MNIST (reasons above), and BOOK_FULL_DATA=1 forbids the sample")
    logger.info("no Fashion-MNIST (reasons above): training on the sample in the package instead")
    return SAMPLE


def train(root: Path, folder: Path, source: str) -> None:
    """Run the program into a folder of its own, which gets its name only when it is complete."""
    partial = folder.with_name(f"{folder.name}.partial-{os.getpid()}")
    partial.mkdir(parents=True)
    logger.info("training the lecture's network, once for this code ...")
    try:
        command = [sys.executable, "-m", MODULE, str(partial), "--source", source]
        # A log, unlike a screen, keeps every state of the progress bar: fewer of them there.
        calm = {} if sys.stderr.isatty() else {"TQDM_MININTERVAL": "10"}
        status = subprocess.run(command, cwd=root, env=os.environ | calm, check=False).returncode
        if status:
            raise ExtensionError(f"{MODULE} failed with exit status {status}; its message is above.")
        if not (partial / "run.json").is_file():
            raise ExtensionError(f"{MODULE} wrote no run.json.")
        if not folder.exists():
            partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def provide_run(app: Sphinx, config: Config) -> None:
    """Name the folder of the trained network to the chapters; train it first where it is new."""
    root, runs = Path(app.confdir), build_folder(app) / "run"
    if not (root / PROGRAM).exists():
        return
    library.cache_clear()  # files may be others than in an earlier build of this process
    if config.draft:
        text = page_of(app).read_text(encoding="utf-8")
        if not uses_run(text):
            return
    folder = folder_of(root, runs, FULL)
    if config.draft:
        folder, config.draft_network = for_draft(root, runs)
    elif not folder.exists():
        source = choose_source(root)
        folder = folder_of(root, runs, source)
        if not folder.exists():
            train(root, folder, source)
    os.environ[RUN] = config.trained_run = str(folder)


def for_draft(root: Path, runs: Path) -> tuple[Path, str]:
    """Return the network that was trained last, or one trained on the sample, which takes seconds; and what it is."""
    folder = newest(runs)
    if folder is None:
        folder = folder_of(root, runs, SAMPLE)
        train(root, folder, SAMPLE)
    source = json.loads((folder / "run.json").read_text())["source"]
    code = WITH_THIS if folder == folder_of(root, runs, source) else WITH_OTHER
    data = "the sample in the package" if source == SAMPLE else "Fashion-MNIST"
    return folder, f"Numbers come from a network trained on {data} {code}."


class SampleNote(SphinxDirective):
    """A note on the page, only where the network was trained on the sample."""

    def run(self) -> list[nodes.Node]:
        """Return the note or nothing."""
        record = Path(os.environ[RUN]) / "run.json"
        self.env.note_dependency(str(record))
        if json.loads(record.read_text())["source"] != SAMPLE:
            return []
        text = (
            "Fashion-MNIST could not be fetched when this copy of the book was built. The network was "
            "trained and tested on the 2,000 and 1,000 images that the package carries: the numbers and "
            "figures below are worse than those of the whole data set."
        )
        return [nodes.warning("", nodes.paragraph("", text), classes=["sample-note"])]


def setup(app: Sphinx) -> dict[str, Any]:
    """Train before any page is read; another run reads all of them again."""
    app.setup_extension("_extensions.execution.draft")
    app.add_config_value("trained_run", "", "env", types=frozenset({str}))
    app.add_directive("sample-note", SampleNote)
    app.connect("config-inited", provide_run)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
