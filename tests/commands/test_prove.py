"""``python -m textbook_cnn prove`` and the results that it keeps."""

import json
from dataclasses import replace

import pytest

from textbook_cnn.__main__ import main
from textbook_cnn.formulas import REGISTRY, Proofs, proofs
from textbook_cnn.formulas.cache import results as kept
from textbook_cnn.formulas.code_for_all_sizes import NotProved, Theorem

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
    starts = [head.index(word) for word in ("formula", "slide", "code", "status", "proof")]
    cells = [[row[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)] for row in rows]
    assert [(name, code, status) for name, _, code, status, _ in cells[:-1]] == [
        ("dense.forward", "dense", "proved"),
        ("", "", ""),
        ("", "", ""),
        ("flatten", "flatten", "proved"),
        ("", "unflatten", ""),
        ("worked.full", "correlate2d", "data"),
    ]
    kinds = ["code", "numbers", "code, all sizes", "code", "code, all sizes", "numbers"]
    assert [proof.split("  ")[0] for *_, proof in cells[:-1]] == kinds
    assert cells[5][1] == "Padding"


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
        ("xyzzy", "the ids are:\nimages.grays "),
        ("relu.forwrd", "did you mean relu.forward "),
        ("relu", "did you mean relu.forward relu.slope relu.backward?"),
    ],
)
def test_an_unknown_id_is_named(capsys, given, said):
    assert main(["prove", given]) == 2
    assert f"no formula has the id {given}; {said}" in capsys.readouterr().err


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


def test_kinds_are_a_closed_list():
    with pytest.raises(ValueError, match="kind: expected one of"):
        proofs.Proof("by eye", "everything", lambda formula: [])
