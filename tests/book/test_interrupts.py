"""Signals end the build of a book at once, with all its processes, while its formulas are proved or its cells run."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.book.small_book import CONFIG, NAMES, ROOT

PAGE = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n# Page\n\n```{{code-cell}}\n{cell}\n```\n"
WAITS = "import os, pathlib, time; pathlib.Path({folder!r}, str(os.getpid())).touch(); time.sleep(300)"
PATIENCE = 60  # seconds for what takes two on a machine that does nothing else


@pytest.fixture
def project(tmp_path):
    """Eight pages, enough for Sphinx to read them in several processes; each cell says that it runs, and waits."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "running").mkdir()
    for file in ("tests/formulas/test_registry.py", "textbook_cnn/formulas/statements/relu.py"):
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).write_bytes((ROOT / file).read_bytes())
    config = CONFIG.format(extensions=str(ROOT / "docs"), names=NAMES, code="", execution="force")
    (tmp_path / "conf.py").write_text(config, encoding="utf-8")
    pages = [f"page{i}" for i in range(8)]
    write(tmp_path, pages, WAITS.format(folder=str(tmp_path / "running")))
    (tmp_path / "docs" / "index.md").write_text("\n".join(["# Book", "", "```{toctree}", *pages, "```"]))
    return tmp_path


def write(folder, pages, cell):
    for page in pages:
        (folder / "docs" / f"{page}.md").write_text(PAGE.format(cell=cell), encoding="utf-8")


def begin(folder, jobs):
    command = [sys.executable, "-m", "sphinx", "-q", "-j", str(jobs), "-c", str(folder), str(folder / "docs")]
    pipes = {"stderr": subprocess.PIPE, "text": True, "start_new_session": True}
    ignores = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)}  # as a shell's background commands
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen([*command, str(folder / "html")], env=environment, **pipes, **ignores)


def wait_for(what, *words):
    start = time.monotonic()
    while not what():
        assert time.monotonic() - start < PATIENCE, words
        time.sleep(0.05)


def runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_signal_while_cells_run_ends_the_build_and_the_next_one_is_whole(project, jobs, number):
    with begin(project, jobs) as build:
        running = project / "running"
        wait_for(lambda: len(list(running.iterdir())) == jobs or build.poll() is not None, "no cell ran")
        (os.killpg if jobs == 2 else os.kill)(build.pid, number)
        start = time.monotonic()
        assert build.wait(PATIENCE) == 128 + number
        kernels = [int(path.name) for path in running.iterdir()]
        assert len(kernels) == jobs  # none was begun after the signal
        wait_for(lambda: not any(map(runs, kernels)), "kernels go on")
        assert time.monotonic() - start < 30  # nobody waited for a cell
        err = build.stderr.read()
    assert "Interrupted!" in err
    assert "Traceback" not in err


def test_after_an_interruption_the_book_is_built(project):
    with begin(project, 2) as build:
        wait_for(lambda: any((project / "running").iterdir()), "no cell ran")
        build.send_signal(signal.SIGINT)
        build.wait(PATIENCE)
    write(project, [f"page{i}" for i in range(8)], "print(6 * 7)")
    with begin(project, 2) as build:
        assert build.wait(3 * PATIENCE) == 0, build.stderr.read()
    for i in range(8):
        assert "42" in (project / "html" / f"page{i}.html").read_text(encoding="utf-8")
