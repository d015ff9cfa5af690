"""Nothing that the slides state is lost: thirty statements and eighteen errata, each in the registry."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from tests.support.places import ROOT
from textbook_cnn.formulas import ERRATA, REGISTRY, Equation, Erratum, Registry
from textbook_cnn.formulas.example import Example
from textbook_cnn.formulas.formula import EDITORIAL
from textbook_cnn.formulas.slides.errata import refute
from textbook_cnn.formulas.slides.statements import ROWS
from textbook_cnn.formulas.slides.wrong_formula import on

BY_NUMBER = {erratum.number: erratum for erratum in ERRATA}
PAGE = (ROOT / "docs" / "appendix" / "errata.md").read_text(encoding="utf-8")

# The heading of each slide and, for each of its statements, the formula that shows it: written down once more here,
# from the slides, so that the catalogue cannot lose one.
SLIDES = [
    ("How images are stored in a Computer?", ["images.grays", "images.colour"]),
    ("Statistics of image gradients", ["images.laplace_density"]),
    ("DNN Image recognition", ["images.bytes"]),
    ("CNN Image recognition", ["conv2d.kernels"]),
    ("Convolution?", ["convolution.integral", "correlation.integral"]),
    ("2D convolution for image filtering", ["convolution.integral2d", "convolution.discrete2d"]),
    ("2D Convolution ? Cross-Correlation", ["output_size", "worked.valid"]),
    ("Convolution & Cross Correlation", ["convolve2d.rot180"]),
    ("Padding", ["worked.valid", "worked.full", "worked.same"]),
    ("CNN for Image", ["conv2d.parameters", "conv2d.parameters"]),
    ("Forward propagation", ["conv2d.forward_three", "conv2d.forward", "conv2d.forward_matrix"]),
    (
        "Backward Kernel",
        [
            "conv2d.simplified",
            "conv2d.backward_kernel_chain",
            "conv2d.backward_kernel_scalar",
            "conv2d.backward_kernel_matrix",
            "conv2d.backward_kernel",
        ],
    ),
    ("Backward bias", ["conv2d.backward_bias_chain"]),
    (
        "Backward input",
        [
            "conv2d.backward_input_chain",
            "conv2d.backward_input_matrix",
            "conv2d.backward_input_simplified",
            "conv2d.backward_input",
        ],
    ),
]
REFUTED = [f"E{number}" for number in range(1, 19) if number not in (7, 9, 16)]


def test_the_catalogue_has_every_statement_of_the_slides_in_their_order():
    assert len(ROWS) == 30
    stated = [(slide, name) for slide, names in SLIDES for name in names]
    assert [(row.slide, row.formulas[0]) for row in ROWS] == stated


@pytest.mark.parametrize("row", ROWS, ids=[f"{place}" for place, _ in enumerate(ROWS, 1)])
def test_every_statement_is_in_the_registry(row):
    for name in row.formulas:
        assert REGISTRY[name].status in ("proved", "definition", "data")
    assert {erratum.number for name in row.formulas for erratum in REGISTRY[name].errata} >= set(row.errata)
    assert row.statement


def test_formulas_and_catalogue_agree_on_the_slides():
    headings = {row.slide for row in ROWS}
    assert {formula.slide for formula in REGISTRY.values()} - {""} <= headings
    assert {row.slide for row in ROWS for name in row.formulas if REGISTRY[name].slide == row.slide} == headings


def test_every_erratum_is_in_the_registry_once_and_at_the_statement_it_corrects():
    assert list(BY_NUMBER) == [f"E{number}" for number in range(1, 19)]
    assert len(ERRATA) == 18
    assert {number for row in ROWS for number in row.errata} == set(BY_NUMBER)
    noted = {(name, erratum.number) for name, formula in REGISTRY.items() for erratum in formula.errata}
    assert noted == {(name, erratum.number) for erratum in ERRATA for name in erratum.formulas}


@pytest.mark.parametrize("number", REFUTED)
def test_what_an_erratum_prints_is_refuted_where_the_right_formula_holds(number):
    erratum = BY_NUMBER[number]
    refutation = refute(erratum, REGISTRY)
    assert erratum.status == "refuted"
    assert refutation.objection == ""
    assert refutation.right.passed
    assert "the left side " in refutation.counterexample
    assert len(refutation.counterexample) < 250


def test_the_filter_without_a_rule_for_the_border_asks_for_pixels_outside():
    refutation = refute(BY_NUMBER["E16"], REGISTRY)
    assert BY_NUMBER["E16"].status == "without value"
    assert refutation.objection == ""
    assert refutation.counterexample.endswith("there is no element [1, 1] of f, of shape (1, 1)")
    unequal = replace(
        BY_NUMBER["E16"], claim=BY_NUMBER["E4"].claim, example=BY_NUMBER["E4"].example, formulas=("output_size",)
    )
    assert "not evaluated" in refute(unequal, REGISTRY).objection


def test_what_is_no_mathematics_is_on_the_closed_list_and_has_no_claim():
    assert {erratum.number for erratum in ERRATA if erratum.status == "editorial"} == set(EDITORIAL) == {"E7", "E9"}
    assert all(BY_NUMBER[number].claim is None and reason for number, reason in EDITORIAL.items())
    heading = {"title": "", "formulas": (), "printed": "", "correct": "", "why": ""}
    with pytest.raises(ValueError, match="E19: expected a claim with an example, or its number on a closed list"):
        Erratum("E19", **heading)
    with pytest.raises(ValueError, match="E9: expected a claim"):
        Erratum("E9", **heading, claim=Equation(1, 2), example=on(lambda: [Example("", {})]))


def test_every_erratum_says_what_is_printed_what_is_right_and_why():
    for erratum in ERRATA:
        assert all(text.rstrip().endswith((".", "”.")) for text in (erratum.printed, erratum.correct, erratum.why))
        assert re.search(r"[^.]$", erratum.title)


def test_the_page_has_every_erratum_under_its_number_and_title():
    shown = re.findall(r"^\(erratum-(\d+)\)=\n## (E\d+)\. (.+)\n\n```\{erratum\} (E\d+)\n```", PAGE, re.MULTILINE)
    assert shown == [(erratum.number[1:], erratum.number, erratum.title, erratum.number) for erratum in ERRATA]
    assert Counter(re.findall(r"\{erratum\} (E\d+)", PAGE)) == dict.fromkeys(BY_NUMBER, 1)
    assert "```{catalogue-table}\n```" in PAGE


def test_errata_are_noted_at_formulas_that_exist():
    registry = Registry()
    registry.add([REGISTRY["conv2d.kernels"]])
    with pytest.raises(KeyError, match="there is no formula"):
        registry.correct([BY_NUMBER["E4"]])
    registry = Registry()
    registry.add([replace(REGISTRY["conv2d.kernels"], errata=())])
    registry.correct([BY_NUMBER["E10"]])
    assert registry["conv2d.kernels"].errata == (BY_NUMBER["E10"],)
