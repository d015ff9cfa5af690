"""The benchmarks run: one quick case, end to end, and contenders that do their work as often as asked."""

import json
import subprocess
import sys

import pytest

from benchmarks.__main__ import main
from benchmarks.contenders import CASES
from benchmarks.duel import _quiet, _row
from tests.support.libraries import torch_or_skip
from tests.support.places import ROOT
from textbook_cnn import Network


def test_a_case_is_measured_and_written(tmp_path):
    torch_or_skip()
    target = tmp_path / "cpu.json"
    command = [sys.executable, "-m", "benchmarks", "--only", "ReLU 32 on 14×14, forward 128", "--seconds", "0.1"]
    done = subprocess.run([*command, "--output", target], cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(target.read_text(encoding="utf-8"))
    assert {row["contender"]: row["ratio"] for row in found["rows"]}.keys() == {"ours", "torch"}
    assert [row["ratio"] for row in found["rows"] if row["contender"] == "torch"] == [1.0]
    assert found["machine"]["cores"] >= 1
    assert "OPENBLAS_CORETYPE" in found["machine"]
    assert "ReLU 32 on 14×14, forward" in done.stdout


@pytest.mark.parametrize("case", [case for case in CASES if case != "VGG16"])
def test_contenders_of_ours_do_the_work_as_often_as_asked(case, monkeypatch):
    passes, real = [], Network.steps
    monkeypatch.setattr(Network, "steps", lambda self, *given: passes.append(self) or real(self, *given))
    run = CASES[case]["ours"](8)
    run(1)
    once = len(passes)
    run(3)
    assert (once, len(passes)) == (1, 4)


def test_ratios_are_taken_block_by_block_over_the_quieter_half():
    blocks = [{"ours": [a, 0, 0, 1], "torch": [b, 0, 0, 1]} for a, b in ((1, 2), (3, 6), (50, 2), (1, 40))]
    row = _row("case", 1, "ours", _quiet(blocks, "torch"), "torch")
    assert (row.ratio, row.blocks) == (0.5, 2)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--only", "ReLU", "no such case"],
            "argument --only: expected words of cases or commands, got 'no such",
        ),
        (["--only"], "argument --only: expected at least one argument"),
        (["--seconds", "0"], "argument --seconds: expected a number of seconds above 0, got '0'"),
        (["--seconds", "nan"], "argument --seconds: expected a number of seconds above 0, got 'nan'"),
        (["--output", "."], "argument --output: expected a file that can be written, got ."),
        (
            ["--output", "no/such/folder/cpu.json"],
            "argument --output: expected a file that can be written, got no/such",
        ),
    ],
)
def test_wrong_options_are_refused_before_anything_is_measured(words, message, monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("benchmarks.__main__.machine", lambda: {"blas_kernels": None})
    monkeypatch.setattr("benchmarks.__main__.RESULTS", tmp_path / "results")
    monkeypatch.setattr("benchmarks.__main__.duel", None)
    monkeypatch.setattr("sys.argv", ["benchmarks", *words])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert message in capsys.readouterr().err
