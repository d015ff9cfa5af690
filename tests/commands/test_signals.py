"""Signals that end a training: what was learnt is saved, and a second one does not lose it."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time

import pytest

from tests.commands.test_train import COMMAND, SMALL
from tests.support.places import ROOT
from textbook_cnn import load_params
from textbook_cnn.__main__ import main
from textbook_cnn.commands import saving
from textbook_cnn.commands import train as command
from textbook_cnn.commands.signals import STOPPING, Stops, stopping_signals
from textbook_cnn.training import run

PATIENCE = 60  # seconds until a command has ended, on a busy machine
AS_IN_A_TERMINAL = """
import signal, sys

for name, handler in ("SIGINT", signal.default_int_handler), ("SIGTERM", signal.SIG_DFL), ("SIGHUP", signal.SIG_DFL):
    signal.signal(getattr(signal, name), signal.SIG_IGN if name == sys.argv[1] else handler)
from textbook_cnn.__main__ import main

sys.exit(main(sys.argv[2:]))
"""
NAMED = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129}


def send(name):
    os.kill(os.getpid(), getattr(signal, name))


@pytest.fixture
def handlers():
    """The handlers of before are there afterwards; Ctrl-C has Python's, whatever tests are run by."""
    older = {number: signal.getsignal(number) for number in STOPPING}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    before = {number: signal.getsignal(number) for number in STOPPING}
    yield
    after = {number: signal.getsignal(number) for number in STOPPING}
    for number, handler in older.items():
        signal.signal(number, handler)
    assert after == before


@pytest.fixture
def small_network(monkeypatch, handlers):
    monkeypatch.setattr(command, "LECTURE", SMALL)


@pytest.fixture
def training(tmp_path):
    """Start a training of the book's network that would last for minutes, and wait until it has begun to learn."""
    running = []

    def started(*words, ignored="none"):
        save = ["--source", "sample", "--save", str(tmp_path / "net.npz")]
        process = subprocess.Popen(
            [sys.executable, "-c", AS_IN_A_TERMINAL, ignored, "train", *save, *words],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        running.append(process)
        shown = b""
        while not re.search(rb" [1-9]\d*/", shown):  # a batch is learnt
            some = process.stderr.read1()
            assert some, shown
            shown += some
        return process

    yield started
    for process in running:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(("name", "status"), NAMED.items())
def test_a_signal_saves_what_was_learnt(training, tmp_path, name, status):
    (tmp_path / "net.npz").write_bytes(b"older")
    process = training("--epochs", "50")
    process.send_signal(getattr(signal, name))
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == status
    assert set(load_params(tmp_path / "net.npz")) == set(command.LECTURE.parameter_shapes)
    assert out.startswith(b"epoch  loss")
    assert b"\ninterrupted; test loss" in out
    assert b"Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["net.npz"]


def test_one_ctrl_c_after_the_other_loses_nothing(training, tmp_path):
    process = training("--epochs", "50")
    while process.poll() is None:
        process.send_signal(signal.SIGINT)
        time.sleep(0.01)
    assert process.returncode in (130, -signal.SIGINT)  # the last may come when all is done
    assert set(load_params(tmp_path / "net.npz")) == set(command.LECTURE.parameter_shapes)
    assert [path.name for path in tmp_path.iterdir()] == ["net.npz"]


def test_what_is_ignored_goes_on_being_ignored(training, tmp_path):
    process = training("--epochs", "1", ignored="SIGHUP")
    process.send_signal(signal.SIGHUP)
    out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert b"\nfinished; test loss" in out
    assert (tmp_path / "net.npz").exists()


@pytest.mark.parametrize(("name", "status"), NAMED.items())
def test_a_signal_while_data_are_loaded(capsys, monkeypatch, small_network, tmp_path, name, status):
    monkeypatch.setattr(command, "fashion_mnist", lambda *arguments, **options: send(name))
    assert main([*COMMAND, "--save", str(tmp_path / "net.npz")]) == status
    assert capsys.readouterr() == ("", "stopped\n")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("name", "status"), NAMED.items())
def test_a_signal_while_it_saves_waits(capsys, monkeypatch, small_network, tmp_path, name, status):
    def save(path, params):
        send(name)
        send("SIGINT")
        return save_params(path, params)

    save_params = saving.save_params
    monkeypatch.setattr(saving, "save_params", save)
    assert main([*COMMAND, "--save", str(tmp_path / "net.npz")]) == status
    out, err = capsys.readouterr()
    assert out.startswith("epoch  loss")
    assert "test loss" not in out
    assert err == "stopped\n"
    assert set(load_params(tmp_path / "net.npz")) == set(SMALL.parameter_shapes)


def test_a_second_signal_while_the_first_one_ends_training(capsys, monkeypatch, small_network, tmp_path):
    def interrupted(*arguments):
        try:
            send("SIGTERM")
            time.sleep(PATIENCE)
        finally:
            send("SIGINT")

    monkeypatch.setattr(run, "loss_and_gradients", interrupted)
    assert main([*COMMAND, "--save", str(tmp_path / "net.npz")]) == 143
    assert set(load_params(tmp_path / "net.npz")) == set(SMALL.parameter_shapes)
    assert capsys.readouterr().err == "stopped\n"


@pytest.mark.parametrize(("name", "status"), NAMED.items())
def test_a_signal_between_training_and_saving_waits(capsys, monkeypatch, small_network, tmp_path, name, status):
    def deferred(stops):
        send(name)
        return usual(stops)

    usual = Stops.deferred
    monkeypatch.setattr(Stops, "deferred", deferred)
    assert main([*COMMAND, "--save", str(tmp_path / "net.npz")]) == status
    assert capsys.readouterr().err == "stopped\n"
    assert set(load_params(tmp_path / "net.npz")) == set(SMALL.parameter_shapes)


def test_a_signal_before_the_first_step_leaves_the_older_file(capsys, monkeypatch, small_network, tmp_path):
    def interrupted(*arguments):
        send("SIGTERM")

    monkeypatch.setattr(run, "loss_and_gradients", interrupted)
    (tmp_path / "net.npz").write_bytes(b"older")
    assert main([*COMMAND, "--save", str(tmp_path / "net.npz")]) == 143
    assert (tmp_path / "net.npz").read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [tmp_path / "net.npz"]
    out, err = capsys.readouterr()
    assert err == f"nothing was learnt; {tmp_path / 'net.npz'} is as it was\n"
    assert "\ninterrupted; test loss" in out


def test_the_first_signal_names_the_status(handlers):
    with stopping_signals() as stops:
        for name in ("SIGHUP", "SIGTERM"):
            with contextlib.suppress(KeyboardInterrupt):
                send(name)
        assert stops.status() == 129


def test_without_a_signal_it_was_ctrl_c(handlers):
    with stopping_signals() as stops:
        assert stops.status() == 130


def test_another_thread_hears_no_signals(handlers):
    def entered():
        before = signal.getsignal(signal.SIGTERM)
        with stopping_signals() as stops, stops.deferred():
            found.append(signal.getsignal(signal.SIGTERM) is before)

    found = []
    thread = threading.Thread(target=entered)
    thread.start()
    thread.join()
    assert found == [True]
