"""What the cells print is for a reader: no names of NumPy's types, no more digits than can be seen, no complaints."""

import html
import re

import pytest

from tests.support.places import ROOT

PAGES = [path.relative_to(ROOT / "docs").with_suffix("").as_posix() for path in sorted((ROOT / "docs").rglob("*.md"))]
PAGES = [page for page in PAGES if not page.startswith("_")]
OUTPUT = re.compile(r'<div class="output (?:text_plain|stream|stderr)[^"]*"><div[^>]*><pre>(.*?)</pre>', re.DOTALL)
RAW = {
    "the name of a type": re.compile(r"\bnp\.\w+\(|\bdtype=|<[\w.]+ (?:object )?at 0x"),
    "a place on this machine": re.compile(r"PosixPath\(|(?:^|[\s'\"])/(?:home|root|tmp|usr)/"),
    "a complaint": re.compile(r"Traceback|Warning\b"),
    "more digits than a reader needs": re.compile(r"\d\.\d{7,}|\d\.\d{5,}e"),
}


def raw(text):
    """What is wrong with an output, and where."""
    return [(kind, found[0]) for kind, pattern in RAW.items() for found in pattern.finditer(text)]


@pytest.mark.parametrize("page", PAGES)
def test_outputs_are_written_for_a_reader(book, page):
    path = book / f"{page}.html"
    outputs = OUTPUT.findall(path.read_text(encoding="utf-8")) if path.exists() else []
    assert [found for text in outputs for found in raw(html.unescape(re.sub(r"<[^>]+>", "", text)))] == []


def test_the_outputs_of_a_page_are_found(book):
    text = "".join(OUTPUT.findall((book / "chapters" / "01_images.html").read_text(encoding="utf-8")))
    assert "uint8" in text
    assert "height" in text


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("np.int64(-3)", ["the name of a type"]),
        ("{True: np.float64(0.25)}", ["the name of a type"]),
        ("<Figure at 0x7f>", ["the name of a type"]),
        ("PosixPath('a')", ["a place on this machine"]),
        ("UserWarning: x", ["a complaint"]),
        ("scale=0.017532158244916232", ["more digits than a reader needs"]),
        ("[9.8090893e-45]", ["more digits than a reader needs"]),
        ("largest 0.006385225", ["more digits than a reader needs"]),
        ("array([[1, 2]]) 0.571632 2.4e-10 45,343,869,481 (1, 28)", []),
    ],
)
def test_what_is_raw_is_named(text, kinds):
    assert [kind for kind, _ in raw(text)] == kinds
