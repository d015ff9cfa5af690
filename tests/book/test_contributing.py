"""The example in CONTRIBUTING.md: one entry, and nothing else, puts a formula into the book."""

import re

import pytest
from _extensions.formulas.graph import edges
from small_book import FORWARD, ROOT, Book

from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.statements import convolution

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
(ENTRY,) = re.findall(r"```python\n(.*?)```", TEXT.partition("## Adding a formula\n")[2], re.DOTALL)
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
