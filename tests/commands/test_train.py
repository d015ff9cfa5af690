"""``python -m textbook_cnn train``: it trains the book's network, prints what happened, and saves it."""

import argparse
import re

import numpy as np
import pytest

from textbook_cnn import (
    Conv2D,
    Dense,
    Flatten,
    History,
    Network,
    book,
    evaluate,
    fashion_mnist,
    load_params,
    one_cycle,
    to_float,
    train,
)
from textbook_cnn.__main__ import main
from textbook_cnn.commands import train as command
from textbook_cnn.training import run

SMALL = Network([Conv2D(4, 5, stride=4), Flatten(), Dense(10)], (1, 28, 28))
COMMAND = ["train", "--source", "sample", "--epochs", "2", "--quiet"]


@pytest.fixture(autouse=True)
def small_network(monkeypatch):
    monkeypatch.setattr(command, "LECTURE", SMALL)


def sample(split):
    """Images of the sample, and the labels, as the command ought to see them."""
    images, labels = fashion_mnist(split, source="sample")
    pixels = to_float(fashion_mnist("train", source="sample").images)
    X = (to_float(images) - pixels.mean(dtype=float)) / pixels.std(dtype=float)
    return X.astype(np.float32)[:, None], labels


def test_prints_and_saves_what_training_gives(capsys, tmp_path):
    options = ["--batch-size", "100", "--learning-rate", "0.02", "--validation", "0.2", "--seed", "3"]
    assert main([*COMMAND, *options, "--save", str(tmp_path / "net.npz")]) == 0
    out, err = capsys.readouterr()
    params, history = train(
        SMALL,
        SMALL.init(3),
        sample("train"),
        epochs=2,
        batch_size=100,
        validation=0.2,
        seed=3,
        learning_rate=one_cycle(0.02),
        progress=False,
    )
    saved = load_params(tmp_path / "net.npz")
    assert set(saved) == set(params)
    for key, A in params.items():
        np.testing.assert_allclose(saved[key], A, rtol=1e-3, atol=1e-4)  # means differ in the last digit
    head, *lines, last = out.splitlines()
    assert re.split(" {2,}", head) == ["epoch", "loss", "accuracy", "validation loss", "accuracy", "seconds"]
    columns = (history.loss, history.accuracy, history.validation_loss, history.validation_accuracy)
    for epoch, line in enumerate(lines):
        number, *found, _ = map(float, line.split())
        assert number == epoch + 1
        assert found == pytest.approx([values[epoch] for values in columns], abs=2e-3)
    assert len(lines) == 2
    test = evaluate(SMALL, saved, sample("test"))
    assert last == f"finished; test loss {test.loss:.4f}, test accuracy {test.accuracy:.4f}"
    assert test.accuracy > 0.5
    assert err == ""


def test_without_validation_there_are_fewer_columns():
    history = History([0.5], [0.75], [], [], [0.1], [2.0])
    assert command.table(history).splitlines() == [
        "epoch  loss  accuracy  seconds",
        "    1  0.5000    0.7500     2.00",
    ]


def test_progress_is_shown_unless_quiet(capsys):
    assert main(COMMAND[:-1]) == 0
    assert "batch" in capsys.readouterr().err


def test_ctrl_c_saves_what_was_learnt(capsys, monkeypatch, tmp_path):
    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "loss_and_gradients", interrupted)
    assert main([*COMMAND, "--save", str(tmp_path / "net.npz")]) == 130
    assert "interrupted; test loss" in capsys.readouterr().out
    assert set(load_params(tmp_path / "net.npz")) == set(SMALL.parameter_shapes)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--epochs", "0"], "--epochs: expected an integer of at least 1, got"),
        (["--epochs", "99999999999999999999"], "--epochs: expected an integer of at most 63 bits, got"),
        (["--batch-size", "0"], "--batch-size: expected an integer of at least 1, got"),
        (["--learning-rate", "-1"], "--learning-rate: expected"),
        (["--learning-rate", "0"], "--learning-rate: expected"),
        (["--learning-rate", "nan"], "--learning-rate: expected"),
        (["--learning-rate", "inf"], "--learning-rate: expected"),
        (["--validation", "2"], "--validation: expected"),
        (["--validation", "nan"], "--validation: expected"),
        (["--seed", "-1"], "--seed: expected"),
        (["--save", ""], "--save: expected"),
        (["--save", "~nobody-of-this-name/net.npz"], "--save: expected the home of a user who exists"),
        (["--save", "."], "--save: expected a file that can be written, got . (expected a regular file or none, got a"),
        (["--save", "x" * 300], f"--save: expected a file that can be written, got {'x' * 300} (File name too long)"),
        (
            ["--save", "no/such/folder/net.npz"],
            "--save: expected a file in a folder that exists, got no/such/folder/net.npz",
        ),
        (["--save", "new/"], "--save: expected the path of a file, got that of a folder, str 'new/'"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_before_any_work(capsys, monkeypatch, options, message):
    monkeypatch.setattr(command, "fashion_mnist", None)
    assert main([*COMMAND, *options]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"error: {message}")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--source", "no/such/folder"], "--source: no/such/folder is no folder"),
        (["--validation", "1e-9"], "--validation: expected a share that leaves images to either side"),
    ],
)
def test_what_does_not_fit_the_data_is_said_in_one_line(capsys, options, message):
    assert main([*COMMAND, *options]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"error: {message}")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "options", [["--batch-size", "1e9"], ["--epochs", "two"], ["--device", "tpu"], ["--nothing"], ["--save"]]
)
def test_a_wrong_command_line_is_said_in_one_line(capsys, options):
    with pytest.raises(SystemExit) as caught:
        main([*COMMAND, *options])
    assert caught.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert options[0] in err
    assert err.count("\n") == 1


def test_help_tells_the_exit_statuses(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["train", "--help"])
    assert caught.value.code == 0
    assert {"130", "143", "129", "3", "NAME.diverged.npz"} <= set(re.findall(r"[\w.]+[\w]|\d", capsys.readouterr().out))


def test_no_gpu_is_said_before_any_work(capsys, monkeypatch):
    def missing():
        raise RuntimeError("device: 'cuda' needs a GPU")

    monkeypatch.setattr(command, "cupy", missing)
    monkeypatch.setattr(command, "fashion_mnist", None)
    assert main([*COMMAND, "--device", "cuda"]) == 1
    assert capsys.readouterr() == ("", "error: --device: 'cuda' needs a GPU\n")


def test_the_network_and_the_recipe_are_the_books(monkeypatch):
    monkeypatch.undo()
    parser = argparse.ArgumentParser()
    command.add_to(parser.add_subparsers())
    given = vars(parser.parse_args(["train"]))
    assert command.LECTURE is book.NETWORK
    assert {name: given[name] for name in book.RECIPE} == book.RECIPE
    assert given["learning_rate"] == book.PEAK_LEARNING_RATE
