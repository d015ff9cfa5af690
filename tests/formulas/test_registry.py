"""Every formula of the registry is proved, and the registry refuses what it should."""

from dataclasses import replace

import pytest

import textbook_cnn
from textbook_cnn.formulas import REGISTRY, Formula, Registry, prove
from textbook_cnn.formulas.registry import UNPROVED

ERRATA = [(formula, erratum) for formula in REGISTRY.values() for erratum in formula.errata]
WITH_VALUE = [(formula, erratum) for formula, erratum in ERRATA if not isinstance(erratum.printed, str)]


@pytest.mark.parametrize("formula", REGISTRY.values(), ids=REGISTRY)
def test_formula(formula):
    results = prove(formula)
    for result in results:
        print(f"{formula.id}: {result.kind}: {result.cases:,} cases in {result.seconds:.2f} s: {result.covers}")
        assert result.passed, result.counterexample
        assert result.cases > 0
    assert results or formula.status != "proved"


@pytest.mark.parametrize(("formula", "erratum"), WITH_VALUE, ids=[erratum.number for _, erratum in WITH_VALUE])
def test_what_an_erratum_prints_is_refuted(formula, erratum):
    printed = replace(formula, rows=(erratum.printed,), layout="lines", proofs=formula.proofs[:1])
    (result,) = prove(printed)
    assert not result.passed
    assert "the left side" in result.counterexample


def test_errata_of_the_slides_are_covered():
    numbers = {erratum.number for _, erratum in ERRATA}
    assert numbers >= {"E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E12", "E15", "E16", "E17"}


@pytest.mark.parametrize("formula", REGISTRY.values(), ids=REGISTRY)
def test_functions_are_public(formula):
    assert set(formula.functions) <= set(textbook_cnn.__all__)


def test_closed_lists_name_formulas_and_give_reasons():
    for ids in UNPROVED.values():
        assert set(ids) <= set(REGISTRY)
        assert all(reason.strip() for reason in ids.values())


def test_only_the_closed_lists_lack_proofs():
    without = {formula.id for formula in REGISTRY.values() if not formula.proofs}
    assert without <= set().union(*UNPROVED.values())
    with pytest.raises(ValueError, match=r"conv2d\.new: expected a proof, or its id on a closed list"):
        Formula(id="conv2d.new", title="New", slide="", rows=())


def test_an_id_enters_once():
    registry = Registry()
    registry.add([REGISTRY["relu.forward"]])
    with pytest.raises(ValueError, match=r"'relu\.forward' is already registered"):
        registry.add([REGISTRY["relu.forward"]])


def test_unknown_names_are_refused():
    with pytest.raises(KeyError, match=r"there is no formula 'conv2d\.nothing'"):
        REGISTRY["conv2d.nothing"]
    with pytest.raises(ValueError, match="layout: expected one of"):
        replace(REGISTRY["relu.forward"], layout="diagonal")


def test_a_proof_without_cases_fails():
    formula = REGISTRY["relu.forward"]
    empty = replace(formula, proofs=(replace(formula.proofs[0], cases=lambda formula: iter(())),))
    (result,) = prove(empty)
    assert not result.passed
    assert result.counterexample == "relu.forward: the proof has no case"
