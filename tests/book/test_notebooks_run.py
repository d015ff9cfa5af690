"""Every notebook runs where a reader takes it: with the package from its wheel, in an empty folder.

What it prints is what the page shows.  The network is that of the build, so that nothing is trained again.
"""

import json
import os
import re
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import nbformat
import pytest
from _extensions.execution.timed_pages import is_timed
from _extensions.execution.trained_run import newest
from _extensions.notebooks.archive import ARCHIVE

from tests.support.places import ROOT

CHAPTERS = [path.stem for path in sorted((ROOT / "docs" / "chapters").glob("*.md"))]
SMALL = "array-api-compat"  # of what is installed, so small that it shows whether there is an index of packages
RUN = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
try:
    NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
finally:
    nbformat.write(notebook, sys.argv[2])
"""
SECONDS = re.compile(r"[\d.]+ seconds")
DRAWN = {"image/png", "image/svg+xml", "text/html", "application/vnd.jupyter.widget-view+json"}  # the last: bars
TOGETHER = 2  # notebooks at a time
OWN = (
    "PYTHON",
    "JUPYTER",
    "IPYTHON",
    "MPL",
    "TEXTBOOK_CNN",
    "PIP_",
)  # variables that would reach into the reader's place


def pip(python, *words, cwd):
    command = [python, "-m", "pip", "--disable-pip-version-check", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def taken_home(book, tmp_path_factory):
    """The archive, unpacked somewhere else."""
    folder = tmp_path_factory.mktemp("home")
    with zipfile.ZipFile(book / "_downloads" / ARCHIVE) as archive:
        archive.extractall(folder)
    return folder / ARCHIVE.removesuffix(".zip")


@pytest.fixture(scope="module")
def python(taken_home, tmp_path_factory):
    """Python of an environment with what the archive asks for, in the versions of the book; no JupyterLab."""
    folder = tmp_path_factory.mktemp("environment")
    found = pip(sys.executable, "download", "--quiet", "--no-deps", "--dest", str(folder / "try"), SMALL, cwd=folder)
    if found.returncode:
        pytest.skip(f"no package can be fetched here, so no environment can be made: {found.stderr.splitlines()[-1]}")
    began = perf_counter()
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    own = folder / "venv" / "bin" / "python"
    asked = (taken_home / "requirements.txt").read_text(encoding="utf-8").replace("jupyterlab", "nbclient")
    (taken_home / "asked.txt").write_text(asked, encoding="utf-8")
    done = pip(own, "install", "--quiet", "-r", "asked.txt", "-c", "constraints.txt", cwd=taken_home)
    assert done.returncode == 0, done.stderr
    print(f"installed in {perf_counter() - began:.0f} s")
    return own


@pytest.fixture(scope="module")
def runs(python, taken_home, tmp_path_factory):
    """For each chapter: the notebook after its run, seconds, and what was complained of."""
    folder = tmp_path_factory.mktemp("runs")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(OWN)}
    trained = newest(ROOT / "build" / "run")
    assert trained is not None, "there is no trained network: run `make book` first"
    own = {"TEXTBOOK_CNN_RUN": trained, "IPYTHONDIR": folder / "ipython", "JUPYTER_RUNTIME_DIR": folder / "runtime"}
    environment = kept | {key: str(value) for key, value in own.items()}
    environment["PATH"] = f"{python.parent}{os.pathsep}{kept['PATH']}"

    def run(chapter):
        empty = folder / chapter
        empty.mkdir()
        path, after = taken_home / "without_outputs" / f"{chapter}.ipynb", folder / f"{chapter}.ipynb"
        began = perf_counter()
        command = [python, "-c", RUN, str(path), str(after)]
        done = subprocess.run(command, cwd=empty, env=environment, capture_output=True, text=True, check=False)
        return after, perf_counter() - began, done.stderr if done.returncode else ""

    with ThreadPoolExecutor(TOGETHER) as pool:
        found = dict(zip(CHAPTERS, pool.map(run, CHAPTERS)))
    print("seconds:", json.dumps({chapter: round(seconds) for chapter, (_, seconds, _) in found.items()}))
    return found


def printed(path):
    """What the cells of a notebook print, cell by cell; not how long it took, nor the names of what they draw."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    return [SECONDS.sub("? seconds", "".join(map(words, cell.outputs))) for cell in cells]


def words(output):
    if output.output_type == "stream":
        return output.text if output.name == "stdout" else ""
    data = output.get("data", {})
    return data.get("text/plain", "") if not DRAWN & {*data} else ""


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_notebook_runs_and_prints_what_the_page_shows(runs, taken_home, chapter):
    after, _, complaint = runs[chapter]
    assert not complaint, complaint[-3000:]
    if is_timed((ROOT / "docs" / "chapters" / f"{chapter}.md").read_text(encoding="utf-8")):
        return  # it prints seconds
    assert printed(after) == printed(taken_home / "with_outputs" / f"{chapter}.ipynb")
