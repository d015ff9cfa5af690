"""The commands behind `make mutants`: what they change and read, and the list of changes that nothing can notice."""

import json
from dataclasses import replace
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from mutation.__main__ import RUN, by_what, main
from mutation.code import (
    CACHE,
    ROOT,
    CodeMutant,
    UnknownMutantError,
    described,
    first_lines,
    mutate_code,
    try_mutants,
)
from mutation.equivalent import reasons
from mutation.formula_mutators import mutants
from mutation.formulas import PRINTED, Outcome, caught_in_print, outcomes_of, reads_rows
from mutation.runner import PATIENCE, TOO_LONG, first, order, read_results
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.notation.tensors import Tensor

REASONS = list(reasons().items())


def test_every_change_gives_another_formula_and_none_twice():
    formula = REGISTRY["conv2d.backward_input"]
    changed = [mutant.formula for mutant in mutants(formula)]
    printed = [mutant.latex() for mutant in changed]
    assert formula.latex() not in printed
    assert len({(mutant.rows, mutant.ranges) for mutant in changed}) == len(changed)
    gradient = r"\frac{\partial E}{\partial "
    for right in (
        rf"\sum_{{i=1}}^{{n}} {gradient}Y_{{i}}}} \mathbin{{*_{{\mathrm{{full}}}}}} K_{{ij}}",
        rf"\sum_{{i=1}}^{{d}} {gradient}Y_{{i}}}} \mathbin{{\star_{{\mathrm{{full}}}}}} K_{{ij}}",
        rf"\sum_{{i=1}}^{{d}} {gradient}Y_{{i}}}} \mathbin{{*_{{\mathrm{{full}}}}}} K_{{ji}}",
    ):
        assert rf"{gradient}X_{{j}}}} = {right}" in printed


@pytest.mark.parametrize(
    ("caught", "said"),
    [
        (["proof", "proof"], "Every change contradicts a proof."),
        (["proof", "print"], "Refuted by a proof: 1; noticed by the tests of what is printed alone: 1."),
        (["proof", ""], "Refuted by a proof: 1; noticed by the tests of what is printed alone: 0."),
        ([], "Refuted by a proof: 0; noticed by the tests of what is printed alone: 0."),
    ],
)
def test_what_noticed_the_changes_is_said(caught, said):
    assert by_what([Outcome("relu.forward", "a sign", each, "") for each in caught]) == said


def test_the_parts_are_named(capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["mutation", "--help"])
    with pytest.raises(SystemExit, match="0"):
        main()
    assert "formulas or code (default: both)" in capsys.readouterr().out
    monkeypatch.setattr("sys.argv", ["mutation", "formulae"])
    with pytest.raises(SystemExit, match="2"):
        main()
    said = capsys.readouterr().err
    assert "expected formulas or code, got 'formulae'" in said
    assert "[]" not in said


@pytest.mark.parametrize("given", ["0", "-1", "1.5", "two", "", "1000"])
def test_a_number_of_processes_is_refused(capsys, monkeypatch, given):
    monkeypatch.setattr("sys.argv", ["mutation", "formulas", "--processes", given])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert f"--processes: expected a whole number from 1 to 999, got {given!r}" in capsys.readouterr().err


def test_ctrl_c_ends_it_without_a_traceback(capsys, monkeypatch):
    def stops(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("sys.argv", ["mutation", "code"])
    monkeypatch.setitem(RUN, "code", stops)
    assert main() == 130
    assert "stopped" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["relu.backward", "dense.forward"])
def test_changes_of_a_formula_are_caught_by_its_proof(name):
    outcomes = outcomes_of(name)
    assert len(outcomes) > 10
    assert {outcome.caught for outcome in outcomes} == {"proof"}
    assert all(name in outcome.counterexample for outcome in outcomes)


def test_what_no_proof_refutes_is_looked_for_in_print():
    formula = REGISTRY["images.digit"]
    assert not caught_in_print(formula)
    assert caught_in_print(replace(REGISTRY["relu.forward"], rows=((Tensor("Y"), Tensor("X")),)))
    assert all(Path(name).is_file() for name in PRINTED)


def test_proofs_of_functions_alone_are_known():
    formula = REGISTRY["conv2d.general"]
    assert [reads_rows(formula, proof) for proof in formula.proofs[:2]] == [True, False]


@pytest.mark.parametrize(
    ("removed", "added", "only_words"),
    [
        ('check.axes("X", X, IMAGES)', 'check.axes("XXXXX", X, IMAGES)', True),
        ('check.shape("dY", dY, (X.shape[0], d), MAPS)', 'check.shape("dY", dY, (X.shape[0], d), None)', True),
        ('check.shape("dY", dY, X.shape, "that of X")', 'check.shape("dY", dY, X.shape, None)', True),
        ('check.axes("X", X, IMAGES)', 'check.axes("X", None, IMAGES)', False),
        ('check.axes("X", X, IMAGES)', 'check.axes("X", X, )', False),
        ('if name == "valid":', 'if name == "VALID":', False),
    ],
)
def test_changed_words_are_told_from_changed_code(removed, added, only_words):
    assert CodeMutant("m", "a.py", 1, "f", removed, added, caught=True).only_words is only_words


def test_a_mutant_names_the_changed_line():
    source = "import os\n\n\ndef double(x):\n    y = 2 * x\n    return y\n"
    parts = {"x_double__mutmut_orig": "2 * x", "x_double__mutmut_1": "3 * x", "x_double__mutmut_2": "2 / x"}
    lines = [line for name, term in parts.items() for line in (f"def {name}(x):", f"    y = {term}", "    return y")]
    spans = {name: (3 * place + 1, 3 * place + 3) for place, name in enumerate(parts)}
    first, second = described(Path("package/a.py"), source, "\n".join(lines), spans)
    assert first == CodeMutant("package.a.x_double__mutmut_1", "package/a.py", 5, "double", "y = 2 * x", "y = 3 * x")
    assert (second.line, second.added, second.caught) == (5, "y = 2 / x", "")


def test_methods_of_one_name_stand_in_several_classes():
    source = "class A:\n    def f(self): ...\n\nclass B:\n    def f(self): ...\n\ndef g():\n    def f(): ...\n"
    assert first_lines(source) == {"f": 2, "A.f": 2, "B.f": 5, "g": 7}
    parts = {"xǁBǁf__mutmut_orig": "2", "xǁBǁf__mutmut_1": "3"}
    lines = "".join(f"def {name}(self): return {value}\n" for name, value in parts.items())
    (found,) = described(Path("a.py"), source, lines, {name: (k + 1, k + 1) for k, name in enumerate(parts)})
    assert (found.line, found.function, found.added) == (5, "f", "def f(self): return 3")


def test_a_mutant_meets_the_first_tests_up_to_a_time():
    seconds = {"a": PATIENCE / 2, "b": PATIENCE / 3, "c": PATIENCE / 4, "d": 0.0}
    assert first(["a", "b", "c", "d"], seconds) == ["a", "b"]
    assert first(["c", "d", "b", "a"], seconds) == ["c", "d", "b"]
    assert first([], seconds) == []


def test_tests_that_found_something_come_first_then_the_quickest():
    seconds = {"a": 3.0, "b": 1.0, "c": 2.0, "d": 5.0}
    assert order(list(seconds), seconds, {}, "") == ["b", "c", "a", "d"]
    assert order(list(seconds), seconds, {"a": 1, "c": 2}, "d") == ["d", "c", "a", "b"]


PACKAGE = """
import os

def double(x):
    mutant = os.environ["MUTANT_UNDER_TEST"].rpartition("__mutmut_")[2]
    if mutant == "stats":
        state()._stats.add("package.x_double")
    while mutant == "3":
        pass
    return {"1": 3 * x, "2": abs(2 * x), "4": x + x}.get(mutant, 2 * x)

from mutmut.state import state
"""
TESTS = """
from package import double

def test_zero():
    assert double(0) == 0

def test_one():
    assert double(1) == 2

def test_nothing():
    pass
"""
CONFTEST = """
from hypothesis import settings
settings.register_profile("project", max_examples=1)
"""


def test_mutants_are_tried_each_in_a_process_of_its_own(tmp_path, capfd):
    pytest.importorskip("mutmut", reason="mutmut is not installed")
    for name, text in (("package.py", PACKAGE), ("tests/test_double.py", TESTS), ("tests/conftest.py", CONFTEST)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.mutmut]\npytest_add_cli_args = ["-p", "no:cacheprovider"]\n'
        'pytest_add_cli_args_test_selection = ["tests"]'
    )
    (tmp_path / "mutation").symlink_to(ROOT / "mutation")
    (tmp_path / "results.jsonl").write_text('["package.x_double__mutmut_0", "found before"]\n')
    names = [f"package.x_double__mutmut_{number}" for number in range(5)]
    try_mutants(tmp_path, {"names": names, "processes": 2, "seconds": 1})
    one = "tests/test_double.py::test_one"
    assert read_results(tmp_path / "results.jsonl") == dict(zip(names, ["found before", one, "", TOO_LONG, ""]))
    calls = json.loads((tmp_path / "calls.json").read_text())
    assert set(calls) == {"package.x_double"}
    assert set(calls["package.x_double"]) == {one, one.replace("one", "zero")}
    (tmp_path / "tests/test_double.py").write_text(TESTS + "    assert double(1) == 3\n")
    try_mutants(tmp_path, {"names": names, "processes": 2, "seconds": 1})  # a run that goes on measures nothing again
    (tmp_path / "calls.json").unlink()
    with pytest.raises(CalledProcessError):
        try_mutants(tmp_path, {"names": names, "processes": 2, "seconds": 1})
    assert "on the unchanged code, measured: tests/test_double.py::test_nothing" in capfd.readouterr().out


def test_only_caches_are_left_out_of_the_copy():
    text = (ROOT / "textbook_cnn/_windows.py").read_text(encoding="utf-8")
    assert "def _geometry" in CACHE.sub("", text)
    assert len(text.splitlines()) - len(CACHE.sub("", text).splitlines()) == 1
    decorated = "@cache\ndef f(): ...\n@lru_cache(maxsize=2)\ndef g(): ...\n@cached\ndef h(): ...\n    @cache\n"
    assert CACHE.sub("", decorated) == "def f(): ...\ndef g(): ...\n@cached\ndef h(): ...\n    @cache\n"


@pytest.mark.parametrize(("change", "reason"), REASONS, ids=[change[0] + ": " + change[-1] for change, _ in REASONS])
def test_changes_that_cannot_be_noticed_are_still_possible(change, reason):
    assert len(reason) > 20
    if len(change) == 2:
        name, what = change
        assert what in [mutant.change for mutant in mutants(REGISTRY[name])]
    else:
        file, function, removed, added = change
        source = (ROOT / file).read_text(encoding="utf-8")
        lines = source.splitlines()[first_lines(source)[function] - 1 :]
        assert removed in [line.strip() for line in lines]
        assert removed != added


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["formulas", "--only", "no.such_formula"], "no.such_formula"),
        (["formulas", "--only", "textbook_cnn.layers.relu.*"], "textbook_cnn.layers.relu.*"),
        (["code", "--only", "dense.backward_bias"], "dense.backward_bias"),
        (["--only", "dense.backward_bias", "relu.backwards"], "relu.backwards"),
        (["--only"], "expected at least one argument"),
    ],
)
def test_a_name_that_nothing_has_is_refused_before_anything_is_broken(capsys, monkeypatch, words, wrong):
    monkeypatch.setattr("sys.argv", ["mutation", *words])
    monkeypatch.setattr("mutation.__main__.RUN", dict.fromkeys(RUN))
    with pytest.raises(SystemExit, match="2"):
        main()
    said = capsys.readouterr().err
    assert "--only" in said
    assert wrong in said


def test_a_name_that_fits_no_change_of_the_code_is_refused(monkeypatch, tmp_path):
    (tmp_path / "mutants.json").write_text(json.dumps([vars(CodeMutant("textbook_cnn.a.x_f", "a", 1, "f", "1", "2"))]))
    monkeypatch.setattr("mutation.code.COPY", tmp_path)
    monkeypatch.setattr("mutation.code.copy_tree", lambda: None)
    monkeypatch.setattr("mutation.code.try_mutants", None)
    with pytest.raises(UnknownMutantError, match="got 'textbook_cnn.b.*'"):
        mutate_code(["textbook_cnn.a.*", "textbook_cnn.b.*"], 1)


def test_only_the_parts_that_have_the_names_are_run(monkeypatch, tmp_path):
    run = []
    told = {part: lambda _, part=part: run.append(part) or (True, []) for part in RUN}
    monkeypatch.setattr("sys.argv", ["mutation", "--only", "dense.backward_bias"])
    monkeypatch.setattr("mutation.__main__.RUN", told)
    monkeypatch.setattr("mutation.__main__.COPY", tmp_path / "build" / "mutants")
    assert main() == 0
    assert run == ["formulas"]
