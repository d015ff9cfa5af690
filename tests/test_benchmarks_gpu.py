"""`make gpu` without a GPU: its comparisons on array_api_strict's second device, its contenders on the processor."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

import textbook_cnn as cnn
from benchmarks import gpu, gpu_epochs
from benchmarks.gpu_functions import FUNCTIONS, NOT_COMPARED, as_tested, leaves
from tests.support.calls import NUMERIC, gathered
from tests.support.libraries import Library, torch_or_skip
from textbook_cnn import Conv2D, Dense, Dropout, Flatten, MaxPool2D, Network, ReLU

STAND_IN = Library("array_api_strict-device1")
DEVICE = STAND_IN.array, STAND_IN.numpy, lambda: None
SMALL = Network([Conv2D(8, 3, padding="same"), ReLU(), MaxPool2D(2), Flatten(), Dropout(0.1), Dense(10)], (1, 28, 28))
COMPARED = {name.split(",")[0] for name in FUNCTIONS}


@pytest.mark.parametrize("name", NUMERIC)
def test_every_function_is_compared_or_says_why_not(name):
    assert (name in COMPARED) != bool(NOT_COMPARED.get(name, "")), (
        f"{name} has no sample call in its tests, so add to FUNCTIONS in benchmarks/gpu_functions.py a line such as\n"
        f'    "{name}": _on(cnn.{name}, X),\n'
        f'or say there why it is not compared: NOT_COMPARED = {{"{name}": "the reason"}}'
    )


def test_what_is_compared_is_public():
    assert COMPARED - {"the lecture's network"} <= set(cnn.__all__)
    assert set(NOT_COMPARED) <= set(NUMERIC)


@pytest.mark.parametrize("name", ["relu_backward", "conv2d", "dense_backward_input", "unflatten"])
def test_a_function_that_is_not_listed_is_compared_as_it_is_tested(name):
    call = next(call for call in gathered()[0] if call.name == name)
    for batch in (1, 5):
        function, arrays = as_tested(call)(batch, np.random.default_rng(0))
        assert all(A.dtype == np.float32 for A in arrays)
        assert function(*arrays).shape[0] == batch


def test_both_sides_agree_where_they_ought_to():
    rows = gpu.agreement(DEVICE, (1, 3), repeats=1)
    assert [(row["function"], row["batch"]) for row in rows] == [(name, N) for name in FUNCTIONS for N in (1, 3)]
    assert all(row["difference"] <= 1e-6 for row in rows)
    assert all(row["milliseconds"] > 0 and row["milliseconds_numpy"] > 0 for row in rows)


@pytest.mark.parametrize("fault", [np.zeros_like, lambda A: A + np.nan, lambda A: A.astype("float64"), lambda A: A[:1]])
def test_a_wrong_result_is_noticed(fault, monkeypatch):
    monkeypatch.setattr(gpu, "FUNCTIONS", {"relu": FUNCTIONS["relu"]})
    (row,) = gpu.agreement((np.copy, lambda A: fault(A), lambda: None), (32,), repeats=1)
    assert row["difference"] > gpu.TOLERANCE


def test_the_device_is_waited_for_before_and_after_a_call():
    events = []
    gpu._time(lambda A: events.append("call"), (1,), lambda: events.append("wait"), 2)
    assert events == ["wait", "call", "wait"] * 2


def test_results_are_read_array_by_array():
    A, B = np.ones(2), np.zeros(3)
    assert [id(leaf) for leaf in leaves(({"a": A}, (B, 3)))] == [id(A), id(B)]


def test_summary_has_medians_ratios_and_errors():
    found = {
        "ours": [{"seconds": [1.0, 3.0], "accuracy": 0.9}, {"seconds": [2.0], "accuracy": 0.8}],
        "torch": [{"seconds": [4.0], "accuracy": 0.7}],
        "torch_graph": [{"error": "no CUDA"}],
    }
    rows = gpu.summary(found)
    assert rows["ours"] == {"seconds": 2.0, "accuracy": [0.9, 0.8], "ratio": 0.5}
    assert rows["torch"]["ratio"] == 1
    assert rows["torch_graph"] == {"error": "no CUDA"}
    assert "ratio" not in gpu.summary({"ours": found["ours"]})["ours"]


def test_no_gpu_is_one_line_and_no_file(capsys, monkeypatch, tmp_path):
    def missing():
        raise RuntimeError("device: 'cuda' needs a GPU")

    monkeypatch.setattr(gpu, "cupy", missing)
    monkeypatch.setattr(gpu, "RESULTS", tmp_path / "results")
    for words in ([], ["--check"]):
        assert gpu.main(words) == 1
        assert capsys.readouterr() == ("", "error: device: 'cuda' needs a GPU\n")
    assert not (tmp_path / "results").exists()


class LikeCuPy:
    """NumPy, as CuPy would look on a machine with a GPU."""

    __version__ = "14.2.0"
    asarray = staticmethod(lambda A: A.view(Returning))
    cuda = SimpleNamespace(
        Device=lambda: SimpleNamespace(id=0, synchronize=lambda: None),
        runtime=SimpleNamespace(
            getDeviceProperties=lambda _: {"name": b"NVIDIA A10, 24 GB"},
            driverGetVersion=lambda: 13000,
            runtimeGetVersion=lambda: 13000,
        ),
    )


class Returning(np.ndarray):
    """An array that is fetched as CuPy's are."""

    def get(self):
        return np.asarray(self)


@pytest.mark.parametrize("wrong", [False, True])
def test_results_are_written_under_the_cards_name(capsys, monkeypatch, tmp_path, wrong):
    def relu(batch, rng):
        function, arrays = FUNCTIONS["relu"](batch, rng)
        return (lambda A: function(A) + isinstance(A, Returning) * wrong), arrays

    monkeypatch.setattr(gpu, "cupy", LikeCuPy)
    monkeypatch.setattr(gpu, "RESULTS", tmp_path)
    monkeypatch.setattr(gpu, "FUNCTIONS", {"relu": relu})
    monkeypatch.setattr(gpu, "epochs", lambda: gpu.summary({"ours": [{"seconds": [2.0], "accuracy": 0.5}]}))
    assert gpu.main([]) == wrong
    record = json.loads((tmp_path / "gpu-nvidia-a10-24-gb.json").read_text())
    assert record["device"] == "NVIDIA A10, 24 GB"
    assert [row["batch"] for row in record["functions"]] == list(gpu.BATCHES)
    assert record["epochs"]["ours"]["seconds"] == 2
    out = capsys.readouterr().out
    assert f"{0 if wrong else 22} of 22 comparisons agree" in out
    assert ("relu at batch 257 differs by" in out) == wrong
    assert "ours             2.000 s an epoch, PyTorch has no number, accuracy 0.5000" in out


@pytest.mark.parametrize("name", ["ours", "torch"])
def test_contenders_learn_on_the_processor(name, capsys, monkeypatch):
    torch_or_skip()
    pixels, labels = (A[:200] for A in cnn.fashion_mnist("train", source="sample"))
    monkeypatch.setattr(gpu_epochs, "images", lambda split, source: (2 * cnn.to_float(pixels)[:, None] - 1, labels))
    monkeypatch.setattr(gpu_epochs, "LECTURE", SMALL)
    gpu_epochs.main([name, "--epochs", "3", "--batch", "16", "--device", "cpu"])
    found = json.loads(capsys.readouterr().out)
    assert len(found["seconds"]) == 2
    assert 0.4 < found["accuracy"] <= 1  # of the images it was trained on; by chance 0.1


def test_each_contender_runs_in_a_process_of_its_own(monkeypatch):
    commands = []

    def run(command, **_):
        commands.append(command[1:])
        printed = '{"seconds": [1.0], "accuracy": 0.5}'
        return SimpleNamespace(returncode=int("torch_graph" in command), stdout=printed, stderr="a\nno CUDA\n")

    monkeypatch.setattr(gpu.subprocess, "run", run)
    rows = gpu.epochs(2, epochs=3)
    assert [command[2] for command in commands] == [*gpu_epochs.CONTENDERS] * 2  # in turn
    assert commands[0] == ["-m", "benchmarks.gpu_epochs", "ours", "--epochs", "3"]
    assert rows["torch_graph"] == {"error": "no CUDA"}
    assert rows["ours"] == {"seconds": 1.0, "accuracy": [0.5, 0.5], "ratio": 1.0}
