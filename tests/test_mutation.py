"""The commands behind `make mutants`: what they change and read, and the list of changes that nothing can notice."""

import json

import pytest

from mutation.code import CACHE, ROOT, CodeMutant, first_lines, read_results
from mutation.equivalent import reasons
from mutation.formula_mutators import mutants
from mutation.formulas import outcomes_of, reads_rows
from textbook_cnn.formulas import REGISTRY

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


@pytest.mark.parametrize("name", ["relu.backward", "dense.forward"])
def test_changes_of_a_formula_are_caught_by_its_proof(name):
    outcomes = outcomes_of(name)
    assert len(outcomes) > 10
    assert {outcome.caught for outcome in outcomes} == {"proof"}
    assert all(name in outcome.counterexample for outcome in outcomes)


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
        ("check.axes(\"X\", X, IMAGES)", "check.axes(\"X\", X, )", False),
        ('if name == "valid":', 'if name == "VALID":', False),
    ],
)  # fmt: skip
def test_changed_words_are_told_from_changed_code(removed, added, only_words):
    assert CodeMutant("m", "a.py", 1, "f", removed, added, caught=True).only_words is only_words


def test_results_name_the_changed_line(tmp_path):
    lines = first_lines(ROOT / "textbook_cnn/layers/relu.py")
    folder = tmp_path / "mutants/textbook_cnn/layers"
    folder.mkdir(parents=True)
    names, results = ("x_relu__mutmut_orig", "x_relu__mutmut_1"), ("a", "-a")
    source = [line for name, a in zip(names, results) for line in (f"def {name}(X):", "    a = 1", f"    return {a}")]
    (folder / "relu.py").write_text("\n".join(source))
    spans = {"x_relu__mutmut_orig": [1, 3], "x_relu__mutmut_1": [4, 6]}
    (folder / "relu.py.spans").write_text(json.dumps({"version": 1, "spans": spans}))
    statuses = {"textbook_cnn.layers.relu.x_relu__mutmut_1": 0}
    (folder / "relu.py.meta").write_text(json.dumps({"exit_code_by_key": statuses}))
    (mutant,) = read_results(tmp_path)
    assert mutant.name in statuses
    assert (mutant.file, mutant.function, mutant.caught) == ("textbook_cnn/layers/relu.py", "relu", False)
    assert (mutant.line, mutant.removed, mutant.added) == (lines["relu"] + 2, "return a", "return -a")


def test_only_caches_are_left_out_of_the_copy():
    text = (ROOT / "textbook_cnn/_windows.py").read_text(encoding="utf-8")
    assert "def _geometry" in CACHE.sub("", text)
    assert len(text.splitlines()) - len(CACHE.sub("", text).splitlines()) == 1


@pytest.mark.parametrize(("change", "reason"), REASONS, ids=[change[0] + ": " + change[-1] for change, _ in REASONS])
def test_changes_that_cannot_be_noticed_are_still_possible(change, reason):
    assert len(reason) > 20
    if len(change) == 2:
        name, what = change
        assert what in [mutant.change for mutant in mutants(REGISTRY[name])]
    else:
        file, function, removed, added = change
        lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
        start = first_lines(ROOT / file)[function]
        assert removed in [line.strip() for line in lines[start - 1 :]]
        assert removed != added
