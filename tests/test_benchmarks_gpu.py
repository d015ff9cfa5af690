"""What `make gpu` measures, without a GPU: on array_api_strict's second device, on the processor, with stand-ins."""

import json
import warnings
from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest

import textbook_cnn as cnn
from benchmarks.gpu import agreement, contenders, epochs, functions, profile
from benchmarks.gpu.functions import FUNCTIONS, NOT_COMPARED, as_tested, leaves
from benchmarks.gpu.record import Record, write
from tests.support.calls import NUMERIC, gathered
from tests.support.libraries import Library, torch_or_skip
from tests.support.places import ROOT
from textbook_cnn import Conv2D, Dense, Dropout, Flatten, MaxPool2D, Network, ReLU

STAND_IN = Library("array_api_strict-device1")
DEVICE = agreement.Device(STAND_IN.array, STAND_IN.numpy, lambda: None)
SMALL = Network([Conv2D(8, 3, padding="same"), ReLU(), MaxPool2D(2), Flatten(), Dropout(0.1), Dense(10)], (1, 28, 28))
COMPARED = {name.split(",")[0] for name in FUNCTIONS}


@pytest.fixture
def record(tmp_path):
    """The record of a stage that has a minute."""
    write(tmp_path / "gpu-card-stage.json", {"device": "card", "status": "running"})
    return Record(tmp_path / "gpu-card-stage.json", 60)


def written(record):
    return json.loads(record.path.read_text())


# ---- agreement


@pytest.mark.parametrize("name", NUMERIC)
def test_every_function_is_compared_or_says_why_not(name):
    assert (name in COMPARED) != bool(NOT_COMPARED.get(name, "")), (
        f"{name} has no sample call in its tests, so add to FUNCTIONS in benchmarks/gpu/functions.py a line such as\n"
        f'    "{name}": _on(cnn.{name}, X),\n'
        f'or say there why it is not compared: NOT_COMPARED = {{"{name}": "the reason"}}'
    )


def test_what_is_compared_is_public():
    assert COMPARED - {"the lecture's network"} <= set(cnn.__all__)
    assert set(NOT_COMPARED) <= set(NUMERIC)


def test_where_the_tests_cannot_be_imported_that_is_said(record, monkeypatch, capsys):
    def gathered():
        raise ModuleNotFoundError("No module named 'scipy'")

    monkeypatch.setattr(functions, "gathered", gathered)
    assert functions.sample_calls() == ([], "No module named 'scipy'")
    monkeypatch.setattr(agreement, "NOT_GATHERED", "No module named 'scipy'")
    relu_alone(monkeypatch)
    assert agreement.judge(record, DEVICE)
    assert written(record)["not_gathered"] == "No module named 'scipy'"
    assert "are left out: No module named 'scipy'" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["relu_backward", "conv2d", "dense_backward_input", "unflatten"])
def test_a_function_that_is_not_listed_is_compared_as_it_is_tested(name):
    call = next(call for call in gathered()[0] if call.name == name)
    for batch in (1, 5):
        function, arrays = as_tested(call)(batch, np.random.default_rng(0))
        assert all(A.dtype == np.float32 for A in arrays)
        assert function(*arrays).shape[0] == batch


def test_both_sides_agree_where_they_ought_to(record, monkeypatch, capsys):
    monkeypatch.setattr(agreement, "BATCHES", (3, 1))
    monkeypatch.setattr(agreement, "TIMED", (1,))
    monkeypatch.setattr(agreement, "REPEATS", 1)
    assert agreement.judge(record, DEVICE)
    rows = written(record)["functions"]
    assert [(row["function"], row["batch"]) for row in rows] == [(name, N) for N in (3, 1) for name in FUNCTIONS]
    assert all(row["difference"] <= 1e-6 for row in rows)
    timed = [row["batch"] for row in rows if row.get("milliseconds", 0) > 0 and row["milliseconds_numpy"] > 0]
    assert timed == [1] * len(FUNCTIONS)
    assert f"{len(rows)} of {len(rows)} comparisons agree, 0 not made" in capsys.readouterr().out


def relu_alone(monkeypatch, batches=(32,)):
    monkeypatch.setattr(agreement, "FUNCTIONS", {"relu": FUNCTIONS["relu"]})
    monkeypatch.setattr(agreement, "BATCHES", batches)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (lambda A: A + 1, "differs by"),
        (np.zeros_like, "differs by 1.0e+00"),
        (lambda A: A + np.nan, "another shape or dtype"),
        (lambda A: A.astype("float64"), "another shape or dtype"),
        (lambda A: A[:1], "another shape or dtype"),
        (lambda A: 1 / 0, "ZeroDivisionError: division by zero"),
    ],
)
def test_a_wrong_result_is_noticed(fault, message, record, monkeypatch, capsys):
    relu_alone(monkeypatch)
    assert not agreement.judge(record, agreement.Device(np.copy, lambda A: fault(A), lambda: None))
    printed = capsys.readouterr().out
    assert f"relu at batch 32: {message}" in printed
    assert "0 of 1 comparisons agree" in printed


def test_every_function_is_compared_at_some_batch_before_the_next(record, monkeypatch):
    clock = count(agreement.SPARE + len(FUNCTIONS), -1)
    rows = agreement.compare(DEVICE, (2, 1), lambda: next(clock))
    assert [row["function"] for row in rows[: len(FUNCTIONS)]] == list(FUNCTIONS)
    assert [row["batch"] for row in rows] == [2] * len(FUNCTIONS) + [1]  # then its time was up


def test_differences_are_in_the_record_before_times_are_taken(record, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    relu_alone(monkeypatch)
    monkeypatch.setattr(agreement, "time_all", interrupted)
    with pytest.raises(KeyboardInterrupt):
        agreement.judge(record, DEVICE)
    assert written(record)["functions"] == [{"function": "relu", "batch": 32, "difference": 0.0}]


def test_what_no_time_was_left_for_is_said(record, monkeypatch, capsys):
    relu_alone(monkeypatch, (2, 1))
    record.deadline = 0
    assert not agreement.judge(record, DEVICE)
    assert (written(record)["functions"], written(record)["not_compared"]) == ([], 2)
    assert "0 of 0 comparisons agree, 2 not made" in capsys.readouterr().out


def test_the_device_is_waited_for_before_and_after_a_call(monkeypatch):
    events = []
    monkeypatch.setattr(agreement, "REPEATS", 2)
    agreement._time(lambda A: events.append("call"), (1,), lambda: events.append("wait"))
    assert events == ["wait", "call", "wait"] * 2


def test_results_are_read_array_by_array():
    A, B = np.ones(2), np.zeros(3)
    assert [id(leaf) for leaf in leaves(({"a": A}, (B, 3)))] == [id(A), id(B)]


# ---- epochs


def test_summary_has_medians_ratios_and_errors():
    found = {
        "ours": [{"seconds": [1.0, 3.0], "accuracy": 0.9}, {"seconds": [2.0], "accuracy": 0.8}],
        "ours_graph": [],
        "torch": [{"seconds": [4.0], "accuracy": 0.7}],
        "torch_graph": [{"seconds": [1.0], "accuracy": 0.7}, {"error": "no CUDA"}],
        "ours_tf32": [{"seconds": [3.0], "accuracy": 0.5}],
    }
    rows = epochs.summary(found)
    assert rows["ours"] == {
        "seconds": 2.0,
        "accuracy": pytest.approx(0.85),
        "rounds": 2,
        "ratio": 0.5,
        "ratio_graph": 2,
    }
    assert rows["ours_graph"] == {}
    assert rows["torch"]["ratio"] == 1
    assert rows["torch_graph"]["error"] == "no CUDA"
    assert "ratio" not in rows["ours_tf32"]  # PyTorch with TF32 has no number


class Machine:
    """Runs no process: each takes ten seconds of a clock of its own, and some fail."""

    def __init__(self, monkeypatch, record, seconds, fails=()):
        self.now, self.fails, self.commands, self.limits = 0.0, fails, [], []
        monkeypatch.setattr(epochs.subprocess, "run", self.run)
        monkeypatch.setattr(epochs, "monotonic", lambda: self.now)
        monkeypatch.setattr(record, "left", lambda: seconds - self.now)

    def run(self, command, timeout, **_):
        self.commands.append(command[2:])
        self.limits.append(timeout)
        self.now += 10
        if command[3] in self.fails:
            return SimpleNamespace(returncode=1, stdout="", stderr="a\nno CUDA\n")
        return SimpleNamespace(returncode=0, stdout='{"seconds": [1.0], "accuracy": 0.5}\n', stderr="")

    @property
    def names(self):
        return [command[1] for command in self.commands]


def test_contenders_take_turns_while_there_is_time(record, monkeypatch, capsys):
    machine, names = Machine(monkeypatch, record, 115), list(contenders.CONTENDERS)
    assert epochs.judge(record, ["--batch", "16"])
    assert machine.names == [*names, *names[:-4:-1]]  # back again, until too little is left
    assert machine.limits == [epochs.LONGEST] * 8 + [35, 25, 15]  # no longer than the stage
    assert machine.commands[0][:4] == ["benchmarks.gpu.contenders", "ours_graph", "--epochs", "6"]
    assert written(record)["contenders"]["ours_tf32"] == {
        "seconds": 1.0,
        "accuracy": 0.5,
        "rounds": 2,
        "ratio": 1.0,
        "ratio_graph": 1.0,
    }
    assert (
        "ours_tf32        1.000 s an epoch, accuracy 0.5000, 1.00 of torch, 1.00 of torch_graph"
        in capsys.readouterr().out
    )


def test_what_is_finished_is_in_the_record_before_the_next_begins(record, monkeypatch):
    machine = Machine(monkeypatch, record, 1000)

    def run(command, **options):
        if len(machine.commands) == 3:
            raise KeyboardInterrupt
        return machine.run(command, **options)

    monkeypatch.setattr(epochs.subprocess, "run", run)
    with pytest.raises(KeyboardInterrupt):
        epochs.judge(record, [])
    assert [name for name, row in written(record)["contenders"].items() if "seconds" in row] == machine.names


def test_a_contender_that_fails_has_one_turn_and_its_error(record, monkeypatch, capsys):
    machine = Machine(monkeypatch, record, 300, fails=("torch_graph",))
    assert not epochs.judge(record, [])
    assert machine.names.count("torch_graph") == 1 < machine.names.count("torch")
    assert written(record)["contenders"]["torch_graph"] == {"error": "no CUDA"}
    assert "torch_graph      no CUDA" in capsys.readouterr().out


def test_with_little_time_there_are_fewer_epochs_and_what_was_not_run_is_said(record, monkeypatch, capsys):
    machine = Machine(monkeypatch, record, 45)
    assert not epochs.judge(record, [])
    assert machine.commands[0][-1] == str(epochs.FEWER_EPOCHS)
    assert "ours_tf32        not run" in capsys.readouterr().out


def test_a_contender_that_hangs_is_ended(monkeypatch, tmp_path):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexec sleep 60\n")
    python.chmod(0o755)
    monkeypatch.setattr(epochs.sys, "executable", str(python))
    assert epochs._one("ours", [], 0.2) == {"error": "it was ended after 0 s"}


@pytest.mark.parametrize("name", ["ours", "torch"])
def test_contenders_learn_on_the_processor(name, capsys, monkeypatch):
    torch_or_skip()
    pixels, labels = (A[:200] for A in cnn.fashion_mnist("train", source="sample"))
    monkeypatch.setattr(contenders, "images", lambda split, source: (2 * cnn.to_float(pixels)[:, None] - 1, labels))
    monkeypatch.setattr(contenders, "LECTURE", SMALL)
    contenders.main([name, "--epochs", "3", "--batch", "16", "--device", "cpu"])
    found = json.loads(capsys.readouterr().out)
    assert len(found["seconds"]) == 2
    assert 0.4 < found["accuracy"] <= 1  # of the images it was trained on; by chance 0.1


@pytest.mark.parametrize("graph", [False, True])
def test_a_graph_is_asked_for_and_eager_steps_are_never_taken_for_one(monkeypatch, graph):
    asked = []

    def train(*_, graph, **__):
        asked.append(graph)
        warnings.warn(
            "training goes on without a CUDA graph, which is slower: no capture", RuntimeWarning, stacklevel=1
        )

    monkeypatch.setattr(contenders, "train", train)
    monkeypatch.setattr(contenders, "images", lambda split, source: ())
    monkeypatch.setattr(profile, "train", train)
    with pytest.raises(RuntimeWarning, match="no capture"):
        contenders.run_ours(contenders.Contender("ours", graph=graph), 1, 1, None, "cpu")
    with pytest.raises(RuntimeWarning, match="no capture"):
        profile.step(None, graph, *[lambda: None] * 2)
    assert asked == [graph] * 2


def test_the_warning_is_that_of_train():
    assert "training goes on without a CUDA graph" in (ROOT / "textbook_cnn/training/graph.py").read_text()


# ---- profile


def test_events_are_counted_a_step():
    steps = profile.STEPS
    events = [("conv", True)] * 3 * steps + [("Memcpy DtoD", True), ("cuLaunchKernel", False)] * steps
    events += [("cudaGraphLaunch", False)] * (steps // 2) + [("cudaEventRecord", False)]
    assert profile.counted(events) == {"kernels": 3, "copies": 1, "kernel_launches": 1, "graph_launches": 0.5}


def test_the_last_epoch_is_measured(monkeypatch):
    told = []
    monkeypatch.setattr(profile, "LECTURE", SMALL)
    monkeypatch.setattr(profile, "BATCH", 2)
    monkeypatch.setattr(profile, "STEPS", 3)
    real = profile.train

    def train(*arguments, on_epoch, **options):
        def tell(epoch, params):
            told.append(epoch)
            on_epoch(epoch, params)

        return real(*arguments, on_epoch=tell, **options)

    monkeypatch.setattr(profile, "train", train)
    profile.step(None, False, lambda: told.append("begin"), lambda: told.append("end"))
    assert told == [0, 1, 2, "begin", 3, "end"]


@pytest.mark.parametrize("graph_fails", [False, True])
def test_what_could_be_timed_is_kept(record, monkeypatch, graph_fails):
    def milliseconds(module, graph):
        if graph and graph_fails:
            raise RuntimeError("no capture\nline two")
        return 2.0

    def launches(graph):
        raise ImportError("No module named 'torch'")

    monkeypatch.setattr(profile, "cupy", lambda: None)
    monkeypatch.setattr(profile, "milliseconds", milliseconds)
    monkeypatch.setattr(profile, "launches", launches)
    assert profile.work(record) == (not graph_fails)
    steps, missing = (
        written(record)["steps"],
        {"launches": None, "launches_error": "ImportError: No module named 'torch'"},
    )
    assert steps["ours"] == {"milliseconds": 2.0} | missing
    failed = {"milliseconds": None, "milliseconds_error": "RuntimeError: no capture"}
    assert steps["ours_graph"] == (failed if graph_fails else {"milliseconds": 2.0}) | missing
