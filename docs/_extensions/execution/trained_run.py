"""The lecture's network is trained once, by the script of the training chapter, before any page is read.

The result lies in build/run/<digest>, where the digest covers the numeric code, the script and the source of
the data; the chapters find it through the environment variable TEXTBOOK_CNN_RUN.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .kernel import digest_of

logger = logging.getLogger(__name__)

SCRIPT = Path("docs/chapters/train_lecture_network.py")
RUN = "TEXTBOOK_CNN_RUN"
FULL, SAMPLE = "fashion-mnist", "sample"
FETCH = "from textbook_cnn import fashion_mnist; fashion_mnist('train'); fashion_mnist('test')"
# Drawing is no part of the training; neither is `formulas`, a folder of its own.
NOT_NUMERIC = {"__init__.py", "__main__.py", "gradient_check.py"}
FOLDERS = "layers", "network", "training"


def folder_of(root: Path, runs: Path, source: str) -> Path:
    """Return the folder of the run of this code on this source of data."""
    package = root / "textbook_cnn"
    files = [*package.glob("*.py"), *(file for folder in FOLDERS for file in package.glob(f"{folder}/*.py"))]
    return runs / digest_of([*(file for file in files if file.name not in NOT_NUMERIC), root / SCRIPT], source)


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
    """Run the script into a folder of its own, which gets its name only when it is complete."""
    partial = folder.with_name(f"{folder.name}.partial-{os.getpid()}")
    partial.mkdir(parents=True)
    logger.info("training the lecture's network, once for this code ...")
    try:
        command = [sys.executable, str(root / SCRIPT), str(partial), "--source", source]
        # A log, unlike a screen, keeps every state of the progress bar: fewer of them there.
        calm = {} if sys.stderr.isatty() else {"TQDM_MININTERVAL": "10"}
        status = subprocess.run(command, cwd=root, env=os.environ | calm, check=False).returncode
        if status:
            raise ExtensionError(f"{SCRIPT} failed with exit status {status}; its message is above.")
        if not (partial / "run.json").is_file():
            raise ExtensionError(f"{SCRIPT} wrote no run.json.")
        if not folder.exists():
            partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def provide_run(app: Sphinx, config: Config) -> None:
    """Name the folder of the trained network to the chapters; train it first where it is new."""
    root, runs = Path(app.confdir), Path(app.outdir).parent / "run"
    if not (root / SCRIPT).exists():
        return
    folder = folder_of(root, runs, FULL)
    if not folder.exists():
        source = choose_source(root)
        folder = folder_of(root, runs, source)
        if not folder.exists():
            train(root, folder, source)
    os.environ[RUN] = config.trained_run = str(folder)


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
    app.add_config_value("trained_run", "", "env", types=frozenset({str}))
    app.add_directive("sample-note", SampleNote)
    app.connect("config-inited", provide_run)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
