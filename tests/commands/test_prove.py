"""``python -m textbook_cnn prove`` and the results that it keeps."""

import json
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, replace

import pytest

from textbook_cnn.__main__ import main
from textbook_cnn.commands import prove as command
from textbook_cnn.formulas import REGISTRY, Proofs, proofs
from textbook_cnn.formulas.cache import results as kept
from textbook_cnn.formulas.code_for_all_sizes import NotProved, Theorem
from textbook_cnn.formulas.language.judging import sentence
from textbook_cnn.formulas.language.reading import Use
from textbook_cnn.formulas.notation.as_text import in_words

FORWARD = REGISTRY["relu.forward"]


def test_table(capsys):
    assert main(["prove", "relu.forward", "correlation.integral", "--jobs", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    firsts = [line.split()[0] for line in lines if not line.startswith(" ")]
    assert firsts == ["formula", "relu.forward", "correlation.integral", "2"]
    assert lines[1].endswith("four inputs, all 16 choices of signs")
    assert "definition" in lines[-2]
    assert sum(proof.cases for proof in Proofs().results(REGISTRY["relu.forward"])) == int(lines[-1].split()[4])


def test_the_table_has_slide_functions_and_every_kind(capsys):
    assert main(["prove", "dense.forward", "flatten", "worked.full", "--jobs", "1"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    starts = [head.index(word) for word in ("formula", "slide", "status", "code")]
    cells = [[row[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)] for row in rows]
    assert [(name, status) for name, _, status, _ in cells[:-1]] == [
        ("dense.forward", "proved"),
        ("", ""),
        ("", ""),
        ("flatten", "proved"),
        ("", ""),
        ("", ""),
        ("worked.full", "data"),
    ]
    proof = head.index("proof")
    kinds = ["code", "numbers", "code, all sizes", "code", "code, all sizes", "numbers", "6 proofs"]
    assert [row[proof:].split("  ")[0] for row in rows if "flatten, unflatten" not in row] == kinds
    assert cells[0][3].split("  ")[0] == "dense"
    assert cells[6][1] == "Padding"


def test_several_functions_stand_alone_on_their_line(capsys):
    """A function beside a proof that failed would seem to be the wrong one."""
    assert main(["prove", "flatten", "--jobs", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].endswith(" proved  flatten, unflatten")
    assert all("flatten" not in line for line in lines[2:])


def test_json(capsys):
    assert main(["prove", "relu.forward", "--json", "--jobs", "1"]) == 0
    (record,) = json.loads(capsys.readouterr().out)
    assert (record["id"], record["status"], record["functions"]) == ("relu.forward", "proved", ["relu"])
    assert (record["rests_on"], record["passed"]) == ([], True)
    proof, *_ = record["proofs"]
    assert (proof["passed"], proof["kind"], proof["cases"]) == (True, "regions", 64)


def test_a_failure_shows_its_counterexample(capsys, monkeypatch):
    monkeypatch.setattr("textbook_cnn.relu", lambda X: X)
    assert main(["prove", "relu.forward", "--jobs", "1"]) == 1
    printed = capsys.readouterr()
    assert "FAILED (regions)" in printed.out
    assert "NOT PROVED" in printed.out
    assert main(["prove", "relu.forward", "--jobs", "1", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["passed"] is False
    assert "not proved: relu.forward: ∂E/∂X (left side) against what relu_backward returns" in printed.err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("relu.forwrd", ["relu.forward", ...]),
        ("RELU.forward", ["relu.forward"]),
        ("relu", ["relu.forward", "relu.slope", "relu.backward"]),
        ("LU.slo", ["relu.slope"]),
    ],
)
def test_an_unknown_id_is_named_and_those_that_are_near(capsys, given, said):
    assert main(["prove", given]) == 2
    first, *names = capsys.readouterr().err.splitlines()
    assert first == f"no formula has the id {given}; did you mean one of these?"
    names = [name.strip() for name in names]
    assert names == said or (said[-1] is ... and names[:1] == said[:1])


@pytest.mark.parametrize("given", ["xyzzy", "", "conv2d", "Δ"])
def test_at_most_ten_ids_are_named_one_a_line(capsys, given):
    assert main(["prove", given]) == 2
    first, *names = capsys.readouterr().err.splitlines()
    assert first.startswith(f"no formula has the id {given or repr(given)}; ")
    assert len(names) == 10 + (given == "conv2d")
    assert [name.strip() in REGISTRY for name in names] == [True] * 10 + [False] * (given == "conv2d")


@pytest.mark.parametrize("jobs", ["0", "-3", "two", "1.5", "", "٣", "1000", "9" * 5000])
def test_a_number_of_processes_is_refused(capsys, jobs):
    with pytest.raises(SystemExit, match="2"):
        main(["prove", "relu.forward", "--jobs", jobs])
    assert f"argument --jobs: expected a whole number from 1 to 999, got {jobs!r}" in capsys.readouterr().err


@pytest.mark.parametrize("below", ["", "folder"])
def test_a_file_is_no_folder_and_this_is_said_before_anything_is_proved(tmp_path, capsys, monkeypatch, below):
    monkeypatch.setattr(kept, "run", lambda *_: pytest.fail("proved"))
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit, match="2"):
        main(["prove", "relu.forward", "--jobs", "1", "--keep", str(tmp_path / "file" / below)])
    assert "argument --keep: expected a folder, got " in capsys.readouterr().err


def test_one_counterexample_for_each_formula_sizes_that_are_numbers_first_and_the_language_last():
    def record(name, *proofs):
        keys = "passed", "kind", "covers", "counterexample"
        return {"id": name, "proofs": [dict(zip(keys, proof, strict=True)) for proof in proofs]}

    unlisted = "layers/a.py, a, line 3: number 7 stands on no list; write it without"
    records = [
        record("a", (True, "code", "fine", "")),
        record("b", (False, "all sizes", "all", "b: symbols"), (False, "code", "3×3", "b: 1 and 2")),
        record("c", (False, "code", "small", f"c: {unlisted}"), (False, "code, all sizes", "all", "c: symbols")),
        *(record(name, (False, "code", "small", f"{name}: {unlisted}")) for name in "defg"),
    ]
    assert list(command.not_proved(records)) == [
        "not proved: b: 1 and 2\n  found in: 3×3 (code)",
        "not proved: c: symbols\n  found in: all (code, all sizes)",
        f"not proved: c, d, e and 2 more: {unlisted}",
    ]


def test_what_is_said_of_the_language_is_known_by_its_words():
    assert command.UNLISTED in sentence("layers.relu.relu", Use("number 7", 3), [3])


@pytest.mark.parametrize("formula", REGISTRY.values(), ids=REGISTRY)
def test_no_row_is_latex_in_a_terminal(formula):
    assert not any("\\" in in_words(row.latex()) for row in formula.equations())


def test_matrices_stand_on_one_line():
    assert in_words(REGISTRY["worked.valid"].equations()[0].latex()) == (
        "[1, 6, 2; 5, 3, 1; 7, 0, 4] ⋆ [1, 2; −1, 0] = [8, 7; 4, 5]"
    )
    assert in_words(REGISTRY["relu.slope"].equations()[0].latex()).endswith(
        " = 1 where X[p, q] > 0; 0 where X[p, q] < 0"
    )
    bias = REGISTRY["conv2d.backward_bias_shared"].equations()[0]
    assert in_words(bias.latex()) == "∂E/∂B_i = Σ_pq ∂E/∂Y_i[p, q] ∂Y_i[p, q]/∂B_i"


def test_a_row_is_printed_as_text_and_whole(monkeypatch):
    formula = REGISTRY["conv2d.same"]
    (left, right), *_ = formula.rows
    result = proofs.run(replace(formula, rows=((right, 2 * left),)), formula.proofs[0])
    (row,) = replace(formula, rows=((right, 2 * left),)).as_text()
    assert result.counterexample.startswith(f"conv2d.same: {row} at ")
    assert "\\" not in result.counterexample


def test_two_processes_give_the_same(tmp_path):
    formulas = [REGISTRY[name] for name in ("relu.forward", "dense.forward", "correlation.integral", "adam.step")]
    results = Proofs(tmp_path)
    assert {formula.id for formula in results.prove_all(formulas, processes=2)} == {formula.id for formula in formulas}
    for formula in formulas:
        alone = Proofs().results(formula)
        assert [(r.passed, r.cases, r.covers) for r in results.results(formula)] == [
            (r.passed, r.cases, r.covers) for r in alone
        ]


def test_a_proof_about_functions_is_run_once_for_all_formulas(tmp_path, monkeypatch):
    formulas = [
        replace(REGISTRY["dense.forward"], id=name, proofs=REGISTRY["dense.forward"].proofs[-1:])
        for name in ("first", "second")
    ]
    asked = []
    monkeypatch.setattr(kept, "run", lambda formula, proof: asked.append(formula.id) or proofs.run(formula, proof))
    first, second = map(Proofs(tmp_path).results, formulas)
    assert asked == ["first"]
    assert first == second
    assert first[0].about == "all sizes: dense"
    assert len(proofs.runs([*first, *second, *first])) == 1
    both = [REGISTRY["conv2d.backward_bias"], replace(REGISTRY["conv2d.backward_bias"], id="again")]
    own = [proof for formula in both for proof in formula.proofs if not proof.about]
    assert len(own) == 4
    assert [len(places) for places in kept._once(both)] == [2, *(1 for _ in own)]


def test_its_counterexample_names_each_formula(monkeypatch):
    def fails(theorem):
        raise NotProved("it does not hold")

    monkeypatch.setattr(Theorem, "prove", fails)
    proved = Proofs()
    for name in ("conv2d.backward_kernel", "conv2d.general_backward_kernel"):
        (proof,) = (proof for proof in REGISTRY[name].proofs if proof.kind == "code, all sizes")
        (result,) = proved.results(replace(REGISTRY[name], proofs=(proof,)))
        assert result.counterexample.startswith(f"{name}: conv2d_backward_kernel, kernel 1×1, ")


def test_results_are_kept(tmp_path, monkeypatch):
    first = Proofs(tmp_path).results(FORWARD)
    monkeypatch.setattr(kept, "run", lambda *_: pytest.fail("proved again"))
    assert Proofs(tmp_path).results(FORWARD) == first
    monkeypatch.setattr(kept, "digest", lambda formula: "of other code")
    with pytest.raises(pytest.fail.Exception, match="proved again"):
        Proofs(tmp_path).results(FORWARD)


def test_a_half_written_result_is_not_read(tmp_path):
    results = Proofs(tmp_path)
    results.results(FORWARD)
    (written,) = tmp_path.glob("*/*")
    assert written.name == "relu.forward.json"
    written.rename(written.with_suffix(".1234"))
    assert Proofs(tmp_path).results(FORWARD)[0].passed


def entry(**changes):
    """What is kept of the first proof of a formula, changed."""
    return asdict(Proofs().results(FORWARD)[0]) | changes


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "{", '{"0": 1}', '{"x": {}}', '{"99": {}}', '{"0": {"passed": true}}', b"\xff\xfe"]
    + [{"0": {"seconds": "long"}}, {"0": {"cases": None}}, {"0": {"covers": "other"}}, {"0": {"passed": False}}],
)
def test_a_damaged_result_is_found_anew(tmp_path, text):
    results = Proofs(tmp_path).results(FORWARD)
    (path,) = tmp_path.glob("*/*")
    if isinstance(text, dict):
        text = json.dumps({place: entry(**changes) for place, changes in text.items()})
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    proofs_kept = Proofs(tmp_path)
    assert proofs_kept.kept([FORWARD]) == 0
    assert [result.covers for result in proofs_kept.results(FORWARD)] == [result.covers for result in results]
    assert Proofs(tmp_path).kept([FORWARD]) == len(results)


@pytest.mark.parametrize("whole", [False, True])
def test_what_cannot_be_kept_is_said_and_proving_goes_on(tmp_path, capsys, whole):
    Proofs(tmp_path).results(FORWARD)
    (path,) = tmp_path.glob("*/*")
    path.unlink()
    if whole:
        path.parent.rmdir()
        path.parent.touch()
    else:
        path.mkdir()
    assert main(["prove", "relu.forward", "--jobs", "1", "--keep", str(tmp_path)]) == 1
    printed = capsys.readouterr()
    assert "1 formula " in printed.out
    assert f"not kept: [Errno {'17' if whole else '21'}]" in printed.err
    assert [other.name for other in tmp_path.glob("*/*")] == ([] if whole else [path.name])


def test_a_folder_that_cannot_be_written_to(tmp_path, capsys, monkeypatch):
    def refuses(dir):
        raise PermissionError(13, "Permission denied", str(dir))

    monkeypatch.setattr(command.tempfile, "TemporaryFile", refuses)
    for given, said in ((str(tmp_path), "that can be written to"), ("", "expected text, not empty")):
        with pytest.raises(SystemExit, match="2"):
            main(["prove", "relu.forward", "--keep", given])
        assert said in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("a.py and a/__init__.py are both a"), "nothing can be proved: a.py and"),
        (BrokenProcessPool(), "killed from outside"),
    ],
)
def test_what_stops_all_proofs_is_said_in_a_line(capsys, monkeypatch, error, said):
    def raises(*_):
        raise error

    monkeypatch.setattr(Proofs, "prove_all", raises)
    assert main(["prove", "relu.forward", "--jobs", "1"]) == 2
    assert said in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize("rows", [5, (5,), (None,), ((1,),), ((1, 2, 3),)])
def test_rows_are_pairs(rows):
    with pytest.raises(ValueError, match=r"^relu\.forward: rows: expected pairs \(left, right\), got "):
        replace(FORWARD, rows=rows)


def test_a_row_that_holds_no_value_is_named_with_its_formula():
    with pytest.raises(ValueError, match=r"^relu\.forward: rows: "):
        replace(FORWARD, rows=((FORWARD.rows[0][0], None),)).equations()


def test_kinds_are_a_closed_list():
    with pytest.raises(ValueError, match="kind: expected one of"):
        proofs.Proof("by eye", "everything", lambda formula: [])
