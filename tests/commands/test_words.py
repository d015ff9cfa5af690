"""What a command says where nobody reads it: the work goes on, and its exit status is its own."""

import os
import subprocess
import sys

import numpy as np
import pytest

from tests.support.places import ROOT
from textbook_cnn import Dense, Network, train
from textbook_cnn.commands.words import say, settle, warn


@pytest.fixture
def unread():
    """A pipe of which the other end is closed, as `| head` leaves it."""
    reader, writer = os.pipe()
    os.close(reader)
    stream = os.fdopen(writer, "w")
    yield stream
    settle(stream)
    stream.close()


def test_what_cannot_be_printed_is_said_on_standard_error(capsys, monkeypatch, unread):
    assert say("kept")
    assert capsys.readouterr().out == "kept\n"
    monkeypatch.setattr(sys, "stdout", unread)
    assert not say("lost")
    assert capsys.readouterr().err == "error: standard output: Broken pipe\n"
    unread.flush()  # nothing waits that would fail once more


@pytest.mark.parametrize("there", [True, False])
def test_without_standard_error_there_are_no_warnings(capsys, monkeypatch, unread, there):
    monkeypatch.setattr(sys, "stderr", unread if there else None)
    warn("lost")
    assert capsys.readouterr().out == ""
    unread.flush()


@pytest.mark.parametrize("there", [True, False])
def test_training_does_not_need_anybody_to_see_its_bar(monkeypatch, unread, there):
    monkeypatch.setattr(sys, "stderr", unread if there else None)
    network, X = Network([Dense(2)], (2,)), np.array([[0.0, 1.0], [1.0, 0.0]])
    data = X, np.array([0, 1])
    params, history = train(network, network.init(0, dtype="float64"), data, epochs=3, validation=None, progress=True)
    assert (len(history.loss), history.stopped, set(params)) == (3, "finished", set(network.parameter_shapes))


@pytest.mark.parametrize(
    "words", [["train", "--source", "sample", "--epochs", "1", "--save"], ["prove", "rot180", "--jobs", "1", "--keep"]]
)
def test_a_command_of_which_nobody_reads_anything_ends_well(tmp_path, unread, words):
    command = [sys.executable, "-m", "textbook_cnn", *words, str(tmp_path / "kept")]
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False, stdout=unread, stderr=unread
    )
    assert done.returncode == 1  # what it had to say was lost
    kept = tmp_path / "kept"
    assert kept.is_file() or list(kept.iterdir())
