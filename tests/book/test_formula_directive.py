"""The directive `formula`, the table of proofs and the check of displayed equations, on small projects."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFIG = """
import sys
sys.path.insert(0, {extensions!r})
import numpy as np
import textbook_cnn
from textbook_cnn.formulas import REGISTRY
for name in [name for name in REGISTRY if name not in {names!r}]:
    del REGISTRY[name]
{code}
extensions = ["myst_nb", "sphinx.ext.autodoc", "formula"]
source_suffix = {{".md": "myst-nb"}}
formula_processes = 1
numfig = math_numfig = True
myst_enable_extensions = ["dollarmath"]
nb_execution_mode = {execution!r}
html_theme = "basic"
"""
REFERENCE = """
# Reference

```{eval-rst}
.. py:function:: textbook_cnn.relu
.. py:function:: textbook_cnn.relu_backward
```
"""
FORWARD = "```{formula} relu.forward\n```\n"
NAMES = ("relu.forward", "relu.backward", "correlation.integral")


class Book:
    """A small project with a page for the formulas, one for the table and one for the functions."""

    def __init__(self, folder, page, *, table="```{formula-table}\n```", code="", execution="off", jobs=1):
        self.folder = folder
        tests, package = folder / "tests" / "formulas", folder / "textbook_cnn" / "formulas"
        for copy, original in ((tests, ROOT / "tests" / "formulas"), (package, ROOT / "textbook_cnn" / "formulas")):
            copy.mkdir(parents=True)
            for name in ("test_registry.py", "network.py"):
                if (original / name).exists():
                    (copy / name).write_bytes((original / name).read_bytes())
        docs = folder / "docs"
        docs.mkdir()
        extensions = str(ROOT / "docs" / "_extensions")
        config = CONFIG.format(extensions=extensions, names=NAMES, code=code, execution=execution)
        (folder / "conf.py").write_text(config, encoding="utf-8")
        (docs / "index.md").write_text("# Book\n\n```{toctree}\npage\nproofs\nreference\n```\n", encoding="utf-8")
        (docs / "page.md").write_text(page if page.startswith("---") else f"# Page\n\n{page}\n", encoding="utf-8")
        (docs / "proofs.md").write_text(f"# Proofs\n\n{table}\n", encoding="utf-8")
        (docs / "reference.md").write_text(REFERENCE, encoding="utf-8")
        command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-j", str(jobs), "-c", str(folder)]
        done = subprocess.run([*command, str(docs), str(folder / "html")], capture_output=True, text=True, check=False)
        self.status, self.messages = done.returncode, done.stderr

    def html(self, name):
        return (self.folder / "html" / f"{name}.html").read_text(encoding="utf-8")

    def links(self, name):
        """Pairs (address, words) of the links in the lines below the formulas and in the table."""
        return re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(?:<[^>]+>)*([^<]+)', self.html(name))

    def leads(self, name, address):
        """Whether a link from a page leads to an id that exists."""
        path, _, anchor = address.partition("#")
        page = self.folder / "html" / f"{name}.html"
        target = page.parent / path if path else page
        return target.is_file() and f'id="{anchor}"' in target.read_text(encoding="utf-8")


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
    assert re.search(r'<abbr [^>]*title="[^"]*once for each branch[^"]*">proved over regions</abbr>', html)
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
    drawing = book.html("proofs").partition('<div class="formula-graph"')[2].partition("</div></div>")[0]
    assert re.findall(r'<a href="([^"]+)"', drawing) == ["page.html#equation-relu-forward"]
    lines = re.findall(r"<tspan[^>]*>([^<]+)", drawing)
    assert {"(1) Rectifier", "relu.backward Gradient through", "the rectifier"} <= set(lines)
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


ELSEWHERE = {
    "$$a = 1$$": "a displayed equation that the registry does not know: 'a = 1'",
    "```{math}\na = 2\n```": "a displayed equation that the registry does not know: 'a = 2'",
    "```{raw} html\n<p>\\[a = 3\\]</p>\n```": "mathematics in raw HTML: '<p>\\\\[a = 3\\\\]</p>'",
    "```{raw} html\n<math><mi>a</mi></math>\n```": "mathematics in raw HTML: '<math><mi>a</mi></math>'",
    r"Here $\partial E/\partial B = \partial E/\partial Y$.": "a gradient in a sentence",
}


def test_mathematics_from_elsewhere_is_a_warning(tmp_path):
    book = Book(tmp_path, "\n\n".join(ELSEWHERE))
    assert book.status == 1
    for message in ELSEWHERE.values():
        assert book.messages.count(message) == 1
    assert book.messages.count("WARNING") == len(ELSEWHERE)


def test_an_equation_that_a_cell_prints_is_a_warning(tmp_path):
    head = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n# Page\n\n"
    cell = "```{code-cell}\nfrom IPython.display import Math\n\nMath('a = b')\n```\n"
    book = Book(tmp_path, head + cell, execution="force")
    assert book.status == 1
    assert "a displayed equation that the registry does not know: '\\\\displaystyle a = b'" in book.messages


def test_small_mathematics_in_a_sentence_is_none(tmp_path):
    book = Book(tmp_path, r"Let $n = 3$ and take $\partial E/\partial Y$.")
    assert (book.status, book.messages) == (0, "")


def test_a_formula_shown_again_has_no_second_number(tmp_path):
    book = Book(tmp_path, FORWARD + "\n```{formula} relu.forward\n:again:\n```\n")
    assert (book.status, book.messages) == (0, "")
    assert book.html("page").count(r"\max(X[p, q], 0)") == 2
    assert book.html("page").count('class="eqno"') == 1
