"""The directive `formula`, the table of proofs and the check of displayed equations, on small projects."""

import re

import pytest
from _extensions.formulas.sources import entry_lines
from small_book import FORWARD, NAMES, ROOT, Book

from textbook_cnn.formulas import REGISTRY

ERRATUM = "(erratum-1)=\n## Erratum E1\n"  # to which correlation.integral links


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    other = "\n\nSee {eq}`relu.forward`.\n\n```{formula-graph}\n```\n"
    return Book(tmp_path_factory.mktemp("book"), FORWARD, table="```{formula-table}\n```" + other, jobs=2)


def test_a_formula_is_shown_with_number_and_proof(book):
    assert (book.status, book.messages) == (0, "")
    html = book.html("page")
    assert r"Y[p, q] = \max(X[p, q], 0)" in html
    assert 'id="equation-relu-forward"' in html
    assert re.search(r'<span class="eqno">\(1(\.1)?\)', html)
    assert re.search(r'<abbr [^>]*title="[^"]*in each of the cases[^"]*">proved over regions</abbr>', html)
    assert "four inputs, all 16 choices of signs; 64 cases" in html


def test_its_links_lead_somewhere(book):
    links = {words: address for address, words in book.links("page")}
    assert set(links) >= {"relu", "entry", "test", "all proofs"}
    for words in ("relu", "entry", "test", "all proofs"):
        assert book.leads("page", links[words]), words
    test = (ROOT / "tests" / "formulas" / "test_registry.py").read_text(encoding="utf-8").splitlines()
    assert test[int(links["test"].rpartition("-")[2]) - 1].startswith("def test_formula(")


def test_a_number_can_be_named_on_another_page(book):
    assert re.search(r'<a [^>]*href="page.html#equation-relu-forward">\(1\)</a>', book.html("proofs"))


def test_the_table_has_every_formula_and_links_back(book):
    html = book.html("proofs")
    for name in NAMES:
        assert f'id="proof-{name.replace(".", "-")}"' in html
    assert ("page.html#equation-relu-forward", "relu.forward") in book.links("proofs")
    assert "relu.backward" not in [words for _, words in book.links("proofs")]  # no page shows it
    assert "says what the sign ⋆ means for functions" in html


def test_the_row_names_what_the_formula_rests_on(book):
    row = book.html("proofs").partition('id="proof-relu-backward"')[2].partition("</tr>")[0]
    assert re.search(r'rests on <a [^>]*href="page.html#equation-relu-forward"[^>]*>\(1\)</a>', row)


def test_a_definition_has_a_link_to_its_row_too(tmp_path):
    book = Book(tmp_path, "```{formula} correlation.integral\n```")
    assert book.leads("page", {words: address for address, words in book.links("page")}["all proofs"])


def test_the_graph_has_every_formula_with_links(book):
    assert (
        '<details class="formula-graph-drawing" open><summary>The drawing</summary><div class="formula-graph"'
        in book.html("proofs")
    )
    drawing = book.html("proofs").partition('<div class="formula-graph"')[2].partition("</div></div>")[0]
    assert re.findall(r'<a href="([^"]+)"', drawing) == ["page.html#equation-relu-forward"]
    text = " ".join(re.findall(r"<tspan[^>]*>([^<]+)", drawing))
    assert "(1) Rectifier" in text
    assert "relu.backward Gradient through the rectifier" in text
    assert drawing.count("<path ") == 1


def test_the_graph_is_a_list_too(book):
    text = re.sub(r"<[^>]+>", "", book.html("proofs").partition("The same as a list")[2].partition("</details>")[0])
    assert " ".join(text.split()) == (
        "relu.backward Gradient through the rectifier (1) Rectifier "
        "Rest on no other equation: correlation.integral Cross-correlation of functions (1) Rectifier"
    )


def test_an_unknown_formula_is_a_warning(tmp_path):
    book = Book(tmp_path, "```{formula} relu.sideways\n```")
    assert book.status == 1
    assert "there is no formula 'relu.sideways'" in book.messages


def test_a_formula_that_is_not_proved_is_a_warning(tmp_path):
    book = Book(tmp_path, FORWARD, code="textbook_cnn.relu = lambda X: np.maximum(X, 1)")
    assert book.status == 1
    assert "a formula that is shown is not proved: relu.forward: " in book.messages
    assert "FAILED" in book.html("proofs")


def test_small_mathematics_in_a_sentence_is_none(tmp_path):
    book = Book(tmp_path, r"Let $n = 3$ and take $\partial E/\partial Y$.")
    assert (book.status, book.messages) == (0, "")


def test_a_formula_shown_again_has_no_second_number(tmp_path):
    book = Book(tmp_path, FORWARD + "\n```{formula} relu.forward\n:again:\n```\n")
    assert (book.status, book.messages) == (0, "")
    assert book.html("page").count(r"\max(X[p, q], 0)") == 2
    assert book.html("page").count('class="eqno"') == 1


def test_formulas_that_no_page_shows_are_shown_with_a_number(tmp_path):
    page = FORWARD + "\n```{formula} relu.backward\n:again:\n```\n"
    book = Book(tmp_path, page, table="```{formula-table}\n```\n\n```{formula-rest}\n```\n\n" + ERRATUM)
    assert (book.status, book.messages) == (0, "")
    html = book.html("proofs")
    assert [name for name in NAMES if f'id="equation-{name.replace(".", "-")}"' in html] == [
        "relu.backward",
        "correlation.integral",
    ]
    assert ("proofs.html#equation-relu-backward", "(3)") in book.links("page")


def test_where_all_are_shown_the_section_is_left_out(tmp_path):
    page = "".join(f"```{{formula}} {name}\n```\n" for name in NAMES)
    book = Book(
        tmp_path, page, table="## All the others\n\n```{formula-rest}\n```\n\n## A table\n\nWords.\n\n" + ERRATUM
    )
    assert (book.status, book.messages) == (0, "")
    assert "A table" in book.html("proofs")
    assert "All the others" not in book.html("proofs")


def test_a_kind_of_proof_has_a_badge_in_the_text(tmp_path):
    book = Book(tmp_path, "So {kind}`code, all sizes` it is.")
    assert (book.status, book.messages) == (0, "")
    assert 'class="formula-badge formula-code-all-sizes"' in book.html("page")


def test_every_formula_has_its_entry():
    assert set(entry_lines(ROOT)) == set(REGISTRY)
