"""What runs functions on numbers alone says so, and nothing else does."""

from itertools import islice

import pytest

from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.formula import KINDS
from textbook_cnn.formulas.proofs import as_printed, as_run
from textbook_cnn.formulas.symbols.draws import Drawn
from textbook_cnn.formulas.symbols.linear_forms import LinearForm
from textbook_cnn.formulas.symbols.rings import Ring
from textbook_cnn.formulas.symbols.scalars import Scalar, ring_scalars

EVERY_CASE = {  # without letters, and yet not of some numbers only
    "confusion_matrix": "a label has few values, and all labels of so many images are run",
    "accuracy": "a label has few values, and all labels of so many images are run",
}
SOME = 20  # cases of each proof
PROOFS = {
    f"{formula.id}, {place}: {proof.kind}": (formula, proof)
    for formula in REGISTRY.values()
    for place, proof in enumerate(formula.proofs)
    if proof.kind in ("code", "regions", "numbers")
}
ONCE = {proof.about or name: name for name, (_, proof) in PROOFS.items()}.values()


@pytest.fixture
def letters(monkeypatch):
    """A list of the kinds of letters that are made meanwhile."""
    made = []
    for kind, method in ((Ring, "named"), (Scalar, "__init__"), (LinearForm, "__init__"), (Drawn, "__init__")):
        usual = getattr(kind, method)

        def noted(self, *arguments, usual=usual, kind=kind, **keywords):
            made.append(kind)
            return usual(self, *arguments, **keywords)

        monkeypatch.setattr(kind, method, noted)
    return made


def runs_on_letters(formula, proof, letters):
    """Whether the first cases make letters; those with letters mostly do in the first."""
    letters.clear()
    for _ in islice(proof.cases(formula), SOME):
        if letters:
            break
    return bool(letters)


@pytest.mark.parametrize("name", ONCE)
def test_a_proof_in_numbers_says_so(name, letters):
    formula, proof = PROOFS[name]
    if formula.id in EVERY_CASE and proof.kind == "regions":
        assert not runs_on_letters(formula, proof, letters), f"{name} needs no exception any more"
    else:
        assert runs_on_letters(formula, proof, letters) == (proof.kind != "numbers")


def test_exceptions_have_reasons():
    for name, reason in EVERY_CASE.items():
        print(f"{name} has no letters: {reason}")
        assert REGISTRY[name].status == "proved"
        assert reason.strip()


def test_many_numbers_of_few_letters_say_so():
    few = {proof for _, proof in PROOFS.values() if proof.about.startswith("many ")}
    assert len(few) == 9
    for proof in few:
        assert proof.kind == "regions"  # nothing is said of letters of their own, as "code" would
        assert "letter" in proof.covers


def test_letters_are_noticed(letters):
    formula = REGISTRY["relu.forward"]
    proof = as_run(lambda: [ring_scalars(x=[1])], "a test")
    assert runs_on_letters(formula, proof, letters)
    assert not runs_on_letters(formula, as_run(lambda: [1, 2], "a test"), letters)
    assert as_printed(list, "a test", "numbers").kind in KINDS
