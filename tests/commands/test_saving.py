"""What the command saves, and where: training that diverged, places that are gone, and nobody who reads."""

import errno
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.commands.test_train import COMMAND, SMALL
from textbook_cnn import History, load_params
from textbook_cnn.__main__ import main
from textbook_cnn.commands import saving
from textbook_cnn.commands import train as command
from textbook_cnn.network.files import replacing

LEARNT = SMALL.init(7)


@pytest.fixture(autouse=True)
def small_network(monkeypatch, tmp_path):
    """A network that trains at once, and a folder in which its file is."""
    monkeypatch.setattr(command, "LECTURE", SMALL)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setattr(saving, "gettempdir", lambda: str(tmp_path / "elsewhere"))
    Path("here/net.npz").write_bytes(b"good")


def ends(monkeypatch, stopped="finished", params=LEARNT, first=lambda: None):
    """Training that ends in one way."""

    def train(*arguments, **options):
        first()
        return params, History([0.5], [0.75], [0.5], [0.75], [0.1], [2.0], 1, stopped)

    monkeypatch.setattr(command, "train", train)


def same(path):
    found = load_params(path)
    return set(found) == set(LEARNT) and all(np.array_equal(found[name], A) for name, A in LEARNT.items())


def run():
    return main([*COMMAND, "--save", "here/net.npz"])


def files():
    return sorted(str(path) for path in Path().rglob("*") if path.is_file())


def test_the_history_is_printed_before_anything_is_saved(capsys, monkeypatch):
    def save(path, params):
        assert "0.5000    0.7500" in capsys.readouterr().out
        calls.append(path)
        return path

    calls = []
    ends(monkeypatch)
    monkeypatch.setattr(saving, "save_params", save)
    assert run() == 0
    assert calls == [Path("here/net.npz")]


def test_what_diverged_goes_beside_the_good_file(capsys, monkeypatch):
    ends(monkeypatch, "diverged")
    assert run() == 3
    assert run() == 3  # nor is what an earlier run saved replaced
    assert Path("here/net.npz").read_bytes() == b"good"
    assert files() == ["here/net.diverged-2.npz", "here/net.diverged.npz", "here/net.npz"]
    assert same("here/net.diverged.npz")
    out, err = capsys.readouterr()
    assert "diverged; test loss" in out
    said = (
        "training diverged, and its last finite parameters are kept; here/net.npz is as it was; the parameters are in "
    )
    assert err.splitlines() == [f"{said}here/net.diverged.npz", f"{said}here/net.diverged-2.npz"]


@pytest.mark.filterwarnings("ignore")
def test_a_learning_rate_that_is_too_large(capsys):
    assert main([*COMMAND, "--learning-rate", "1e30", "--save", "here/net.npz"]) == 3
    assert Path("here/net.npz").read_bytes() == b"good"
    assert "diverged; test loss" in capsys.readouterr().out


@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid value")
@pytest.mark.parametrize("share", ["0.1", "0"])
def test_numbers_so_large_that_no_loss_is_finite_replace_nothing(capsys, share):
    options = ["--epochs", "1", "--batch-size", "5000", "--learning-rate", "1e30", "--validation", share]
    assert main([*COMMAND, *options, "--save", "here/net.npz"]) == 3
    assert Path("here/net.npz").read_bytes() == b"good"
    assert all(np.isfinite(A).all() for A in load_params("here/net.diverged.npz").values())
    assert "diverged; test loss nan" in capsys.readouterr().out


@pytest.mark.parametrize("loss", [np.nan, np.inf])
def test_a_last_loss_of_validation_that_is_not_finite_replaces_nothing(monkeypatch, loss):
    history = History([0.5], [0.75], [loss], [0.75], [0.1], [2.0], 1)
    monkeypatch.setattr(command, "train", lambda *_, **__: (LEARNT, history))
    assert run() == 3
    assert Path("here/net.npz").read_bytes() == b"good"
    assert same("here/net.diverged.npz")


@pytest.mark.parametrize(
    ("error", "status"), [(MemoryError("no memory"), 1), (OSError("gone"), 1), (KeyboardInterrupt, 130)]
)
def test_training_that_fails_leaves_its_last_epoch(capsys, monkeypatch, error, status):
    def train(*arguments, on_epoch, **options):
        on_epoch(0, {name: A * 0 for name, A in LEARNT.items()})
        on_epoch(1, {name: A * 1 for name, A in LEARNT.items()} if epochs else {})
        raise error

    monkeypatch.setattr(command, "train", train)
    epochs = 0
    assert run() == status
    assert files() == ["here/net.npz"]
    epochs = 1
    assert run() == status
    assert files() == ["here/net.npz", "here/net.unfinished.npz"]
    assert Path("here/net.npz").read_bytes() == b"good"
    assert same("here/net.unfinished.npz")
    assert "training was not finished" in capsys.readouterr().err


@pytest.mark.parametrize(("stopped", "status"), [("diverged", 3), ("interrupted", 1), ("finished", 3)])
def test_parameters_that_are_not_finite_replace_nothing(capsys, monkeypatch, stopped, status):
    ends(monkeypatch, stopped, {name: A * np.nan for name, A in LEARNT.items()})
    assert run() == status
    assert files() == ["here/net.npz"]
    assert Path("here/net.npz").read_bytes() == b"good"
    assert "error: --save: the parameters are not finite; here/net.npz is as it was\n" in capsys.readouterr().err


def test_a_folder_that_is_gone_after_training(capsys, monkeypatch):
    def gone():
        Path("here/net.npz").unlink()
        Path("here").rmdir()

    ends(monkeypatch, first=gone)
    assert run() == 1
    assert files() == ["net.npz"]
    assert same("net.npz")
    out, err = capsys.readouterr()
    assert err.splitlines() == [
        f"error: --save: [Errno {errno.ENOENT}] No such file or directory: 'here/net.npz'",
        f"the parameters are in {Path.cwd() / 'net.npz'}",
    ]
    assert "finished; test loss" in out


@pytest.mark.parametrize("refused", [1, 2, 3, 4])
def test_one_place_after_the_other(monkeypatch, refused):
    def full(path, params):
        tried.append(path)
        if len(tried) <= refused:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return save(path, params)

    tried, save = [], saving.save_params
    Path("net.npz").touch()
    Path("elsewhere/net.npz").touch()
    ends(monkeypatch)
    monkeypatch.setattr(saving, "save_params", full)
    assert run() == 1
    places = [Path("here/net.npz"), Path("net-2.npz"), Path("elsewhere/net-2.npz"), Path("elsewhere/params.npz")]
    assert [path.absolute() for path in tried] == [path.absolute() for path in places[: refused + 1]]
    assert Path("here/net.npz").read_bytes() == b"good"
    assert Path("net.npz").read_bytes() == Path("elsewhere/net.npz").read_bytes() == b""
    assert [path for path in places[1:] if path.exists()] == places[refused : refused + 1]


def test_a_place_without_room_is_found_before_training(capsys, monkeypatch):
    def full(path, size):
        sizes.append(size)
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    sizes = []
    monkeypatch.setattr(saving, "check_can_save", full)
    monkeypatch.setattr(command, "fashion_mnist", None)
    assert run() == 2
    assert capsys.readouterr().err == (
        "error: --save: expected a file that can be written, got here/net.npz (No space left on device)\n"
    )
    with replacing(Path("needed.npz")) as file:
        saving.save_params(Path("needed.npz"), LEARNT)
        file.write(Path("needed.npz").read_bytes())
    assert Path("needed.npz").stat().st_size <= sizes[0] < 2 * Path("needed.npz").stat().st_size + 10_000


@pytest.mark.parametrize(("stopped", "status"), [("finished", 1), ("interrupted", 130)])
def test_nobody_reads_what_is_printed(monkeypatch, stopped, status):
    class Gone:
        def write(self, text):
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")

        def flush(self):
            pass

    ends(monkeypatch, stopped)
    monkeypatch.setattr(sys, "stdout", Gone())
    monkeypatch.setattr(sys, "stderr", Gone())
    assert run() == status
    assert same("here/net.npz")
