"""The foot of an equation: one chip, and behind it what is known of the equation; conditions need no click."""

import re
from types import SimpleNamespace

import pytest
from _extensions.formulas.chip import CONDITIONS, MARKS, NOT_PROVED, beside, chip_of
from small_book import FORWARD, Book

from textbook_cnn.formulas import REGISTRY

AGAIN = FORWARD.replace("\n```", "\n:again:\n```")
HEAD = re.compile(r"<summary>(.*?)</summary>", re.DOTALL)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    page = f"{FORWARD}\n{AGAIN}\n```{{formula}} relu.backward\n```\n\n```{{formula}} correlation.integral\n```\n"
    erratum = "```{formula-table}\n```\n\n(erratum-1)=\n## Erratum E1\n"
    return Book(tmp_path_factory.mktemp("book"), page, table=erratum)


def heads(html):
    return [" ".join(re.sub(r"<[^>]+>", "", head).split()) for head in HEAD.findall(html)]


def test_each_equation_has_one_chip_and_the_rest_is_shut(book):
    assert (book.status, book.messages) == (0, "")
    html = book.html("page")
    assert heads(html) == ["✓ proved premise", "✓ proved premise", "✓ proved result", "definition"]
    assert html.count('<details class="formula-foot"') == html.count("<details") == 4
    assert not re.search(r"<details[^>]* open", html)
    folded = re.findall(r"</summary>(.*?)</details>", html, re.DOTALL)
    assert all("all proofs" in line for line in folded)
    assert "four inputs, all 16 choices of signs" in folded[0]


def test_no_link_stands_among_the_words_that_open_it(book):
    assert all("<a " not in head for head in HEAD.findall(book.html("page")))
    assert re.search(r'class="formula-again[^>]*>\s*<p[^>]*><a [^>]*>\(1\)</a></p>\s*<details', book.html("page"))


def test_every_status_has_its_words():
    assert {formula.status for formula in REGISTRY.values()} <= set(MARKS)


def test_a_proof_that_failed_is_no_tick():
    results = [SimpleNamespace(passed=True), SimpleNamespace(passed=False)]
    formula = REGISTRY["relu.forward"]
    assert chip_of(formula, results[:1]).astext() == "✓ proved"
    assert chip_of(formula, results).astext() == NOT_PROVED


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_is_one_that_the_proofs_have(name):
    covered = " ".join(proof.covers for proof in REGISTRY[name].proofs)
    assert CONDITIONS[name] in covered, f"{name}: its proofs cover {covered!r}"
    assert CONDITIONS[name] in "".join(node.astext() for node in beside(REGISTRY[name]))
