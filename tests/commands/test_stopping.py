"""Ctrl-C, which a terminal sends to all processes of a command: they end, and what was proved by then is kept."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

import pytest

from tests.support.places import ROOT
from textbook_cnn.__main__ import main
from textbook_cnn._interrupted import in_one_line
from textbook_cnn.commands.prove_stopped import stopping
from textbook_cnn.formulas import REGISTRY, Proofs
from textbook_cnn.formulas.cache import results as kept
from textbook_cnn.formulas.cache import workers
from textbook_cnn.formulas.cache.workers import in_processes

FORWARD = REGISTRY["relu.forward"]
IDS = "rot180", "conv2d.general_backward_kernel"  # a short proof first, then long ones
PATIENCE = 30  # seconds until all processes have ended, on a busy machine
SLEEPS = """
import sys, time
from textbook_cnn.formulas.cache.workers import in_processes

if __name__ == "__main__":
    for place, _ in in_processes(2, time.sleep, [(0.0,), *[(60.0,)] * 6]):
        print(place, flush=True)
"""


def started(*words):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    pipes |= {"start_new_session": True, "preexec_fn": heeds_interrupts}
    return subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environment, **pipes)


def heeds_interrupts():
    """A process begun in the background ignores Ctrl-C, and so would those that it begins."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def command():
    """Start a command with a group of its own; no process of it outlives the test."""
    running = []
    yield lambda *words: running.append(started(*words)) or running[-1]
    for process in running:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def stopped(process):
    """Exit status and what was printed after Ctrl-C; both pipes end when the last process that writes to them does."""
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


def results_in(folder):
    return [result for path in folder.glob("*/*.json") for result in json.loads(path.read_text(encoding="utf-8"))]


def test_ctrl_c_stops_all_processes_and_results_are_kept(command, tmp_path):
    process = command("-m", "textbook_cnn", "prove", *IDS, "--jobs", "2", "--keep", str(tmp_path))
    while not results_in(tmp_path):
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    status, out, err = stopped(process)
    there, number = len(results_in(tmp_path)), sum(len(REGISTRY[name].proofs) for name in IDS)
    assert (status, out) == (130, "")
    assert 0 < there < number
    assert f"stopped; {there} of {number} results are in {tmp_path}; the same command goes on from there\n" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("seconds", [0, 0.3, 1])
def test_it_stops_processes_that_have_just_begun(command, tmp_path, seconds):
    (tmp_path / "sleeps.py").write_text(SLEEPS)
    process = command(str(tmp_path / "sleeps.py"))
    if seconds:
        assert process.stdout.readline() == "0\n"
        time.sleep(seconds)
    else:
        time.sleep(1)  # it still imports, or starts the others
    status, _, err = stopped(process)
    assert status
    links = err.count("During handling of the above exception") + err.count("direct cause of the following exception")
    assert err.count("Traceback") - links <= 1  # its own


def group(leader):
    """The processes of a group that still run."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, _, number, *_ = (folder / "stat").read_text().rpartition(")")[2].split()
            found += [folder.name] if int(number) == leader and state not in "ZX" else []
    return found


def ended(process):
    """Wait until a command has ended and no process of its group is left; the seconds that took."""
    start = time.monotonic()
    while process.poll() is None or group(process.pid):
        assert time.monotonic() - start < PATIENCE, group(process.pid)
        time.sleep(0.01)
    return time.monotonic() - start


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked for in /proc")
@pytest.mark.parametrize(
    ("number", "seconds"),
    [(signal.SIGINT, 0.3), (signal.SIGINT, 1), (signal.SIGINT, 3), (signal.SIGINT, 8)]
    + [(signal.SIGTERM, 3), (signal.SIGHUP, 3), (signal.SIGKILL, 3)],
)
def test_a_signal_to_the_command_alone_leaves_no_process(command, number, seconds):
    process = command("-m", "textbook_cnn", "prove", "--jobs", "2")
    time.sleep(seconds)
    process.send_signal(number)
    ended(process)
    out, err = process.communicate()
    assert process.returncode in (-number, 128 + number)
    assert out == ""
    assert "Traceback" not in err
    if process.returncode > 0:
        assert err.splitlines()[-1].startswith("stopped")


def test_a_command_begun_in_the_background_heeds_ctrl_c(tmp_path):
    """A shell has its background commands ignore it."""
    words = [sys.executable, "-m", "textbook_cnn", "prove", *IDS, "--jobs", "2", "--keep", str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ignores = {"start_new_session": True, "preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)}
    with subprocess.Popen(words, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True, **ignores) as process:
        while not results_in(tmp_path):
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "stopped; " in err


def test_the_second_signal_ends_it_at_once(tmp_path):
    code = "import os, signal\nfrom textbook_cnn.commands.prove_stopped import stopping\nwith stopping():\n"
    code += "    for _ in range(2):\n        try:\n            signal.raise_signal(signal.SIGTERM)\n"
    code += "        except KeyboardInterrupt:\n            print('first', flush=True)\n"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (143, "first\n", "")


def test_what_nohup_ignores_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stopping():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGHUP, before)


def test_an_error_that_is_no_interruption_is_shown_as_python_does(capsys):
    in_one_line(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert capsys.readouterr().err == "stopped\n"
    in_one_line(ValueError, ValueError("words"), None)
    assert capsys.readouterr().err == "ValueError: words\n"


def test_no_more_processes_than_calls(monkeypatch):
    asked = []
    pool = workers.ProcessPoolExecutor
    monkeypatch.setattr(
        workers, "ProcessPoolExecutor", lambda number, *a, **k: asked.append(number) or pool(1, *a, **k)
    )
    assert list(in_processes(99, abs, [(-1,), (-2,)])) in ([(0, 1), (1, 2)], [(1, 2), (0, 1)])
    assert list(in_processes(99, abs, [])) == []
    assert asked == [2]


def test_a_loop_that_ends_early_ends_the_processes():
    results = in_processes(2, time.sleep, [(0.0,), *[(60.0,)] * 6])
    start = time.monotonic()
    assert next(results) == (0, None)
    results.close()
    assert time.monotonic() - start < PATIENCE


def test_what_is_kept_is_said(capsys, monkeypatch, tmp_path):
    places = count()

    def stops(formula, proof):
        if next(places):
            raise KeyboardInterrupt
        return run(formula, proof)

    run = kept.run
    monkeypatch.setattr(kept, "run", stops)
    words = ["prove", "relu.forward", "--jobs", "1"]
    assert main([*words, "--keep", str(tmp_path / "new" / "folder")]) == 130
    number = len(FORWARD.proofs)
    assert f"stopped; 1 of {number} results are in {tmp_path / 'new' / 'folder'}; " in capsys.readouterr().err
    assert main(words) == 130
    assert "stopped; no result is kept: --keep FOLDER would" in capsys.readouterr().err


def test_nothing_is_looked_for_once_it_is_stopped(capsys, monkeypatch, tmp_path):
    def stops(proofs, formula):
        if formula is not FORWARD:
            monkeypatch.setattr(kept, "digest", read.__getitem__)  # to read other code would take seconds
            raise KeyboardInterrupt
        return known(proofs, formula)

    known, read = Proofs._known, {FORWARD: kept.digest(FORWARD)}
    list(Proofs(tmp_path).prove_all([FORWARD]))
    monkeypatch.setattr(Proofs, "_known", stops)
    assert main(["prove", "relu.forward", "dense.forward", "--jobs", "2", "--keep", str(tmp_path)]) == 130
    number = len(FORWARD.proofs) + len(REGISTRY["dense.forward"].proofs)
    said = f"stopped; at least {len(FORWARD.proofs)} of {number} results are in {tmp_path}; "
    assert said in capsys.readouterr().err


def test_a_later_run_goes_on_where_one_was_stopped(monkeypatch, tmp_path):
    asked = []

    def stops(formula, proof):
        asked.append(formula.proofs.index(proof))
        if len(asked) == 2:
            raise KeyboardInterrupt
        return run(formula, proof)

    run = kept.run
    monkeypatch.setattr(kept, "run", stops)
    with pytest.raises(KeyboardInterrupt):
        Proofs(tmp_path).results(FORWARD)
    assert Proofs(tmp_path).kept([FORWARD]) == 1
    results = Proofs(tmp_path).results(FORWARD)
    assert asked == [0, 1, *range(1, len(FORWARD.proofs))]
    assert [result.covers for result in results] == [proof.covers for proof in FORWARD.proofs]
    assert Proofs(tmp_path).kept([FORWARD]) == len(FORWARD.proofs)


def test_several_processes_go_on_where_one_was_stopped(monkeypatch, tmp_path):
    def stops(formula, proof):
        return run(formula, proof) if proof.kind != "code, all sizes" else 1 / 0

    run = kept.run
    monkeypatch.setattr(kept, "run", stops)
    with pytest.raises(ZeroDivisionError):
        Proofs(tmp_path).results(REGISTRY["dense.forward"])
    calls = []
    monkeypatch.setattr(kept, "in_processes", lambda processes, function, given: calls.extend(given) or [])
    assert list(Proofs(tmp_path).prove_all([REGISTRY["dense.forward"]], 2)) == []
    assert [place for _, place, *_ in calls] == [2]
