"""Saves that are killed: the file is whole, and what they leave behind is gone after the next one."""

import fcntl
import os
import subprocess
import sys

import pytest

from tests.network.test_files import LEFT, names, write
from tests.support.places import ROOT
from textbook_cnn.network import files
from textbook_cnn.network.files import check_can_save, replacing

WRITES = """
import sys
from pathlib import Path
from textbook_cnn.network.files import replacing

with replacing(Path(sys.argv[1])) as file:
    file.write(b"from the other process")
    file.flush()
    print("half", flush=True)
    sys.stdin.readline()
"""
KILLS = """
import os, random, signal, sys, time
import numpy as np
from textbook_cnn import load_params, save_params

chance, path = random.Random(0), sys.argv[1]
params = {letter: np.full(100_000, ord(letter), "float32") for letter in "WXYZ"}
save_params(path, params)
left = 0
for _ in range(40):
    child = os.fork()
    if not child:
        while True:
            save_params(path, params)
    time.sleep(chance.uniform(0, 0.02))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    found = load_params(path)
    assert all(np.array_equal(found[name], A) for name, A in params.items()) and len(found) == 4
    left = max(left, len(os.listdir(os.path.dirname(path))) - 1)
save_params(path, params)
print(left, *os.listdir(os.path.dirname(path)))
"""


@pytest.fixture
def python():
    """Start a process of Python that runs code; it does not outlive the test."""
    running = []

    def started(code, *words):
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        running.append(subprocess.Popen([sys.executable, "-c", code, *map(str, words)], env=environment, **pipes))
        return running[-1]

    yield started
    for process in running:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("name", ["net.npz", "n" * 250, "ü" * 120, "[a]*.npz"])
def test_what_a_kill_leaves_is_cleared_by_the_next_save(python, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"old")
    process = python(WRITES, path)
    assert process.stdout.readline() == "half\n"
    assert len(names(tmp_path)) == 2
    write(path, b"while it lives")
    assert len(names(tmp_path)) == 2  # it is not touched
    process.kill()
    process.wait()
    assert path.read_bytes() == b"while it lives"
    check_can_save(path, 1)
    assert names(tmp_path) == [name]


def test_two_that_write_at_once_both_end_well(python, tmp_path):
    path = tmp_path / "net.npz"
    process = python(WRITES, path)
    assert process.stdout.readline() == "half\n"
    with replacing(path) as file:
        file.write(b"from here")
    process.stdin.write("\n")
    process.stdin.flush()
    process.wait(timeout=60)
    assert process.returncode == 0
    assert (names(tmp_path), path.read_bytes()) == (["net.npz"], b"from the other process")


def test_nothing_else_is_cleared(tmp_path):
    others = ["net.npz.part", "net.npz.saving-1.part", "other.npz.saving-0123456789abcdef.part", f"{LEFT}.npz"]
    for name in others:
        (tmp_path / name).touch()
    (tmp_path / LEFT).symlink_to("net.npz.part")
    write(tmp_path / "net.npz")
    assert names(tmp_path) == sorted(["net.npz", LEFT, *others])
    (tmp_path / LEFT).unlink()
    (tmp_path / LEFT).touch()
    write(tmp_path / "net.npz")
    assert names(tmp_path) == sorted(["net.npz", *others])


@pytest.mark.parametrize("refusal", [BlockingIOError, OSError])
def test_what_is_cleared_before_it_is_locked_is_made_anew(tmp_path, monkeypatch, refusal):
    real, calls = fcntl.flock, []

    def sees_it_first(file, kind):
        calls.append(kind)
        if len(calls) == 1:
            (part,) = tmp_path.iterdir()
            part.unlink()
            if refusal is BlockingIOError:
                raise BlockingIOError
        return real(file, kind)

    monkeypatch.setattr(fcntl, "flock", sees_it_first)
    write(tmp_path / "net.npz")
    assert len(calls) == 2
    assert (names(tmp_path), (tmp_path / "net.npz").read_bytes()) == (["net.npz"], b"new")


@pytest.mark.parametrize("locks", [False, True])
def test_a_place_without_locks(tmp_path, monkeypatch, locks):
    def none(file, kind):
        raise OSError(95, "not supported")

    monkeypatch.setattr(files, "LOCKS", locks)
    monkeypatch.setattr(fcntl, "flock", none)
    (tmp_path / LEFT).touch()
    write(tmp_path / "net.npz")
    assert names(tmp_path) == ["net.npz", LEFT]  # whether somebody still writes to it is not known
    assert (tmp_path / "net.npz").read_bytes() == b"new"


def test_forty_kills_leave_the_file_whole(python, tmp_path):
    process = python(KILLS, tmp_path / "net.npz")
    left, *found = process.stdout.read().split()
    assert process.wait() == 0
    assert found == ["net.npz"]
    assert int(left) >= 1  # some were hit while they wrote
