"""The additions of CONTRIBUTING.md, shown in the book: the layer's section, the formula, the chapter's section."""

import re
import textwrap

import pytest
from _extensions.formulas.graph import edges
from small_book import FORWARD, ROOT, Book

from tests.support.contributing import Tree, added, diffs
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.statements import convolution

(FORMULA,) = diffs("Adding a formula").values()
ENTRY = textwrap.dedent(added(FORMULA)).rstrip(",\n")
PROOFS = """
```{formula-rest}
```

```{formula-graph}
```

```{formula-table}
```

(erratum-1)=
## E1

```{eval-rst}
.. py:function:: textbook_cnn.rot180
```
"""
TABLE = """
```{formula-table}
```

```{eval-rst}
.. py:function:: textbook_cnn.squared_relu
.. py:function:: textbook_cnn.squared_relu_backward
```
"""


@pytest.fixture(scope="module")
def proofs(tmp_path_factory):
    code = "from textbook_cnn.formulas.statements import convolution\n"
    code += f"REGISTRY.add([eval({ENTRY!r}, vars(convolution).copy())])"
    book = Book(tmp_path_factory.mktemp("book"), FORWARD, table=PROOFS, code=code)
    assert (book.status, book.messages) == (0, "")
    return book.html("proofs")


def test_it_has_a_number_a_badge_and_what_the_proof_covers(proofs):
    equation = proofs.partition('id="equation-rot180-twice"')[2].partition("</p>")[0]
    assert r"\text{rot180}(\text{rot180}(K)) = K" in equation
    assert re.search(r'<span class="eqno">\(\d\)', equation)
    assert "proved by code</abbr> kernels of up to 3×3; 108 cases" in equation


def test_it_has_a_row_in_the_table_and_links(proofs):
    row = proofs.partition('id="proof-rot180-twice"')[2].partition("</tr>")[0]
    assert re.search(r'href="#equation-rot180-twice"[^>]*>\(\d\)</a>', row)
    assert 'href="#textbook_cnn.rot180"' in row
    assert 'href="#proof-rot180-twice"' in proofs.partition('id="equation-rot180-twice"')[2]


def test_it_is_in_the_graph(proofs, monkeypatch):
    drawing = proofs.partition('<div class="formula-graph"')[2]
    assert re.search(r'<a href="#equation-rot180-twice"><text><tspan[^>]*>\(\d\) Two half turns', drawing)
    monkeypatch.setitem(REGISTRY, "rot180.twice", eval(ENTRY, vars(convolution).copy()))
    assert edges()["rot180.twice"] == ("rot180",)


def chapter_with(diff, file):
    """What makes a chapter a notebook, its first cell, and what is added."""
    chapter = (ROOT / file).read_text(encoding="utf-8")
    head, cell = re.match(
        r"(---\n.*?\n---\n).*?(^```\{code-cell\}\n.*?^```\n)", chapter, re.DOTALL | re.MULTILINE
    ).groups()
    imports = "```{code-cell}\nfrom textbook_cnn import relu, relu_backward\n```\n"  # as a cell above has them
    return f"{head}# Page\n\n## Section\n\n{cell}\n{imports}\n{added(diff)}"


def test_a_section_is_run_and_shown(tmp_path):
    ((file, diff),) = diffs("Adding a section to a chapter").items()
    page = chapter_with(diff, file) + FORWARD + "\n```{formula} relu.backward\n```\n"
    book = Book(tmp_path, page, execution="force")
    assert book.status == 0, book.messages
    html = book.html("page")
    assert "50% of them pass" in html
    assert re.search(r'By <a [^>]*href="#equation-relu-backward">\(\d\)</a> it stops', html)


def test_the_section_of_the_layer_shows_its_equations(tmp_path, monkeypatch):
    layer = diffs("Adding a layer")
    tree = Tree(tmp_path / "tree")
    for diff in layer.values():
        tree.apply(diff)
    monkeypatch.chdir(tree.folder)  # whose package is then the one that is imported
    (diff,) = [diff for file, diff in layer.items() if file.startswith("docs/")]
    code = "from textbook_cnn.formulas.statements import squared_relu\nREGISTRY.add(squared_relu.FORMULAS)"
    code += f"\nlisting_root = {str(tree.folder)!r}"
    book = Book(tmp_path / "book", f"## Section\n\n{added(diff)}", table=TABLE, code=code)
    assert (book.status, book.messages) == (0, "")
    for name in ("forward", "backward"):
        equation = book.html("page").partition(f'id="equation-squared-relu-{name}"')[2].partition("</p>")[0]
        assert "proved over regions" in equation
    assert "return xp.maximum(X, 0) ** 2" in re.sub(r"<[^>]+>", "", book.html("page"))
