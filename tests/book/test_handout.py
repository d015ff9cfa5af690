"""The handout has no solutions, and no links into them, on pages, in drawings and in print."""

import subprocess
import sys
from copy import copy

import pytest
from small_book import Book
from small_teaching import built

PAGE = """
By {eq}`relu.forward` and {eq}`relu.backward`, see {ref}`the answer <answer>` and {ref}`the question <ex-why>`.

```{formula} relu.forward
```

## Exercises

````{exercise} Why
:label: ex-why
:grade: 1
:kind: work out
Is it so?
````

````{solution}
(answer)=

### Yes

```{formula} relu.backward
```

By {eq}`relu.backward`.
````
"""
TABLE = "By {eq}`relu.backward`.\n\n```{formula-table}\n```\n\n```{formula-graph}\n```\n"
CODE = """
def setup(app):
    for name in ("teaching", "print.book"):
        app.setup_extension("_extensions." + name)
"""
TARGET = "equation-relu-backward"


def without_solutions(whole, builder, into):
    """Build a handout as `make handout` does: from the pages that the book with solutions has read."""
    read, docs = whole.folder / "html" / ".doctrees", whole.folder / "docs"
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", builder, "-c", whole.folder, "-d", read]
    command += ["-D", "handout=1", docs, into]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    made = Book(tmp_path_factory.mktemp("whole"), PAGE, table=TABLE, code=CODE)
    assert (made.status, made.messages) == (0, "")
    return made


@pytest.fixture(scope="module")
def handout(whole):
    made = copy(whole)
    made.folder = whole.folder / "handout"
    without_solutions(whole, "html", made.folder / "html")
    return made


def test_the_book_with_solutions_links_into_them(whole):
    for page in ("page", "proofs"):
        assert f'#{TARGET}"' in whole.html(page)
    assert f'id="{TARGET}"' in whole.html("page")


def test_a_handout_has_the_words_of_such_links_alone(handout):
    for page in ("page", "proofs", "reference"):
        assert TARGET not in handout.html(page)
    assert "and (2)" in handout.html("page")
    assert "the answer" in handout.html("page")
    assert "By (2)." in handout.html("proofs")


def test_its_other_links_stay_and_lead_somewhere(handout):
    links = [(page, address) for page in ("page", "proofs") for address, _ in handout.links(page) if address[-1] != "#"]
    assert ("page", "#equation-relu-forward") in links
    assert ("proofs", "page.html#equation-relu-forward") in links
    assert ("page", "#ex-why") in links
    assert [each for each in links if "#" in each[1] and "//" not in each[1] and not handout.leads(*each)] == []


@pytest.mark.parametrize("setting", ["2", "yes", ""])
def test_a_setting_that_is_neither_yes_nor_no_is_refused_in_one_line(tmp_path, setting):
    said, written = built(tmp_path / "book", {"index": "# Book\n"}, "-D", f"handout={setting}")
    assert said == f"Configuration error: handout: expected 0 or 1, got {setting!r}\n"
    assert written == {}


def test_its_print_has_neither(whole):
    folder = whole.folder / "latex"
    without_solutions(whole, "latex", folder)
    (printed,) = folder.glob("*.tex")
    text = printed.read_text(encoding="utf-8")
    assert f"page:{TARGET}" not in text
    assert "page:equation-relu-forward" in text
