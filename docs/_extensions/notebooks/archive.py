"""One file with everything to take home: all notebooks, the package as a wheel, what to install, and how."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

from textbook_cnn import __version__

from .files import FOLDERS

PYTHON = "3.11"  # the oldest that the package takes
ARCHIVE = "textbook_cnn-notebooks.zip"
WHEEL = f"textbook_cnn-{__version__}-py3-none-any.whl"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same files give the same archive
REQUIREMENTS = f"""\
# python -m pip install -r requirements.txt, in this folder
# The package stands alone first: a Python that is too old for it is told so at once.
./{WHEEL}
./{WHEEL}[book]
jupyterlab
ipywidgets  # progress bars in notebooks
"""
README = f"""\
# The notebooks of the book

The chapters of a textbook of convolutional neural networks that is also a Python package.

1. Python {PYTHON} or newer. `python3 --version` (on Windows `py --version`) says what you have. With an older one
   `pip` refuses the package: get a newer one from your system's packages or from <https://www.python.org/downloads/>.
2. In this folder: `python3 -m venv venv`, then `source venv/bin/activate`. On Windows: `py -m venv venv`, then
   `venv\\Scripts\\activate`.
3. In this folder: `python -m pip install -r requirements.txt`. It holds the package ({WHEEL}), what the
   chapters use besides, and JupyterLab. To have the versions that the book was made with, add `-c constraints.txt`.
4. `jupyter lab`, or open the folder in VS Code.

| folder | what it holds |
| --- | --- |
| `with_outputs` | notebooks as the book shows them |
| `without_outputs` | the same, not run yet |
| `python` | the same cells as Python files, which editors show as notebooks |

## Chapters

{{chapters}}

Text and figures: CC BY 4.0. Code: MIT.
"""


def pack(root: Path, folder: Path, chapters: Mapping[str, str]) -> str:
    """Make the wheel and the archive in a folder that has the notebooks; return why that failed, or nothing."""
    if objection := make_wheel(root, folder):
        return objection
    text = README.format(chapters="\n".join(f"- `{name}`: {title}" for name, title in chapters.items()))
    contents = {"README.md": text.encode(), "requirements.txt": REQUIREMENTS.encode()}
    contents["constraints.txt"] = (root / "constraints.txt").read_bytes()
    contents[WHEEL] = (folder / WHEEL).read_bytes()
    for kind, suffix in FOLDERS.items():
        contents |= {f"{kind}/{name}.{suffix}": (folder / kind / f"{name}.{suffix}").read_bytes() for name in chapters}
    with zipfile.ZipFile(folder / ARCHIVE, "w") as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(f"{ARCHIVE.removesuffix('.zip')}/{name}", LONG_AGO)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, contents[name])
    return ""


def make_wheel(root: Path, folder: Path) -> str:
    """Build the package's wheel; return what its builder objects to, or nothing."""
    made = folder / "wheel"
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(made)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        (made / WHEEL).replace(folder / WHEEL)
    shutil.rmtree(made, ignore_errors=True)
    return done.stderr.strip().rpartition("\n")[2] if done.returncode else ""
