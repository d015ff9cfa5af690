"""A page that measures seconds is read while no other page is: what others find of the lock, held or not."""

import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest
from _extensions.execution import timed_pages

fcntl = pytest.importorskip("fcntl", reason="pages are read in several processes only where there is fcntl")
EXTENSIONS = Path(timed_pages.__file__).parents[2]
FREE, SHARED, ALONE = "free", "shared", "alone"
CONFIG = f"""
import sys
sys.path[:0] = [{str(EXTENSIONS)!r}, {str(Path(__file__).parent)!r}]
extensions = ["myst_parser", "_extensions.execution.timed_pages"]

from test_timed_pages import seen

def setup(app):
    folder = app.outdir.parent / "quiet"
    app.connect("source-read", lambda app, page, text: print(page, "while it is read:", seen(folder)), priority=900)
    app.connect("doctree-read", lambda app, tree: print("afterwards:", seen(folder)), priority=900)
"""


def seen(folder):
    """How another process would find the lock."""
    with (folder / "room").open("w") as room:
        for kind, meaning in ((fcntl.LOCK_EX, FREE), (fcntl.LOCK_SH, SHARED)):
            try:
                fcntl.flock(room, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            return meaning
    return ALONE


@pytest.fixture(autouse=True)
def _give_back():
    yield
    timed_pages.release()


def test_a_timed_page_says_so_in_its_front_matter():
    assert timed_pages.is_timed("---\nfile_format: mystnb\ntimed: true\n---\n# Page\n")
    assert not timed_pages.is_timed("---\nfile_format: mystnb\n---\ntimed: true\n")
    assert not timed_pages.is_timed("---\ntimed: false\n---\n")
    assert not timed_pages.is_timed("# Page\n\n---\ntimed: true\n---\n")


def test_who_is_alone_lets_nobody_in_and_others_share(tmp_path):
    timed_pages.take(tmp_path, alone=True)
    assert seen(tmp_path) == ALONE
    timed_pages.take(tmp_path, alone=False)  # the next page gives back what the one before had
    assert seen(tmp_path) == SHARED
    timed_pages.release()
    assert seen(tmp_path) == FREE


def closed(door):
    """Whether another process stands in the door."""
    try:
        fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(door, fcntl.LOCK_UN)
    return False


def test_who_waits_to_be_alone_lets_nobody_pass(tmp_path):
    timed_pages.take(tmp_path, alone=False)
    command = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(EXTENSIONS)!r})
from _extensions.execution import timed_pages
timed_pages.take(Path({str(tmp_path)!r}), alone=True)
print("in", flush=True)
input()
"""
    other = subprocess.Popen([sys.executable, "-c", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        with (tmp_path / "door").open("w") as door:
            patience = monotonic() + 20
            while not closed(door):
                assert monotonic() < patience, "the other process does not wait in the door"
        assert seen(tmp_path) == SHARED
        timed_pages.release()
        assert other.stdout.readline() == "in\n"
        assert seen(tmp_path) == ALONE
        other.communicate("\n")
        assert seen(tmp_path) == FREE
    finally:
        other.kill()
        other.communicate()


def test_pages_of_a_build(tmp_path):
    (tmp_path / "conf.py").write_text(CONFIG)
    (tmp_path / "index.md").write_text("# One\n\n```{toctree}\ntwo\n```\n")
    (tmp_path / "two.md").write_text("---\ntimed: true\n---\n# Two\n")
    command = [sys.executable, "-m", "sphinx", "-W", "-q", str(tmp_path), str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "index while it is read: shared",
        "afterwards: free",
        "two while it is read: alone",
        "afterwards: free",
    ]
