"""What has to be in the book: every public name in the reference, every formula in a chapter, no equation else."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from docutils.nodes import make_id

import textbook_cnn
from textbook_cnn import book as chapters
from textbook_cnn import formulas, visualize

PUBLIC = [
    *(f"textbook_cnn.{name}" for name in textbook_cnn.__all__),
    *(f"textbook_cnn.visualize.{name}" for name in visualize.__all__),
    *(f"textbook_cnn.book.{name}" for name in chapters.__all__),
    *(f"textbook_cnn.formulas.{name}" for name in formulas.__all__),
]


class Displayed(HTMLParser):
    """The displayed equations of a page: for each its number's anchor, or None where it has no number."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrapper, self.anchors = None, []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        classes = (values.get("class") or "").split()
        if "math-wrapper" in classes:
            self.wrapper = values.get("id")
        if tag == "div" and "math" in classes:
            self.anchors.append(values.get("id", self.wrapper))
            self.wrapper = None


@pytest.fixture(scope="module")
def equations(book):
    pages = [path for path in sorted(book.rglob("*.html")) if "_static" not in path.parts]
    found = {path.relative_to(book).as_posix(): Displayed(path.read_text("utf-8")).anchors for path in pages}
    assert found["chapters/05_backward.html"], "the chapter on gradients shows equations"
    return found


def test_every_public_name_is_in_the_reference(book):
    ids = {
        i
        for page in (book / "reference").glob("*.html")
        for i in re.findall(r'<dt[^>]* id="([^"]+)"', page.read_text())
    }
    assert [name for name in PUBLIC if name not in ids] == []


def test_every_numbered_equation_is_a_formula_of_the_registry(equations):
    known = {f"equation-{make_id(i)}" for i in formulas.REGISTRY}
    strangers = [f"{page}: {a}" for page, anchors in equations.items() for a in anchors if a and a not in known]
    assert strangers == []


def test_every_formula_has_its_number_in_one_place(equations):
    shown = Counter(anchor for anchors in equations.values() for anchor in anchors)
    places = {i: shown[f"equation-{make_id(i)}"] for i in formulas.REGISTRY}
    assert {i: n for i, n in places.items() if n != 1} == {}
