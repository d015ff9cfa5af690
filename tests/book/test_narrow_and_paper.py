"""A telephone and paper: rows become cards, what scrolls says so, and nothing that matters stays shut or cut off."""

import base64

import pytest
from _extensions.pages.tables import is_wordy
from browser import Browser, find_chromium
from docutils.core import publish_doctree
from docutils.nodes import table

from tests.support.places import ROOT

STATIC = ROOT / "docs" / "_static"
CHROMIUM = find_chromium()
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
NAMES = ("book.css", "phone.css", "print.css", "formulas.css", "listings.css")  # in the order of the pages
SHEETS = "".join(f'<link rel="stylesheet" href="{(STATIC / name).as_uri()}">' for name in NAMES)
HEAD = '<meta name="viewport" content="width=device-width,initial-scale=1">' + SHEETS
HEAD += "<style>.set { display: inline-block; width: 7rem; height: 1rem; }</style>"
SCRIPTS = "".join(f'<script src="{(STATIC / name).as_uri()}"></script>' for name in ("book.js", "phone.js", "print.js"))
CELLS = "".join(f"<td><p>{words}</p></td>" for words in ("X", "input", "(batch, n)", "what a layer receives"))
BODY = f"""
<a class="skip-to-content" href="#a">Skip to content</a>
<article>
<div class="table-wrapper" style="width: 20rem"><table class="docutils cards"><thead><tr>
<th>letter</th><th>name</th><th>shape</th><th>meaning</th></tr></thead><tbody><tr>{CELLS}</tr></tbody></table></div>
<details class="admonition hint"><summary>Solution</summary><p id="solution">Forty-two.</p></details>
<table class="formula-table cards docutils"><thead><tr>
<th>formula</th><th>proof</th><th>cases</th><th>seconds</th></tr></thead>
<tbody><tr><td><p>A</p></td><td><p>B</p></td><td><p>2</p></td><td><p>0.1</p></td></tr>
<tr><td><p>A</p></td><td><p>B</p></td><td><p></p></td><td><p></p></td></tr></tbody></table>
<details class="formula-graph-drawing" open><summary>The drawing</summary><div class="formula-graph"></div></details>
<p style="width: 8rem">words <span class="with-marks">(<span class="math"><span class="set"></span></span>).</span></p>
<div class="listing"><div class="numbered"><pre><span data-line="1">{"<a>word</a> " * 60}</span></pre></div></div>
<pre id="code">{"x + " * 200}</pre>
<pre id="short">x</pre>
<a id="a" href="https://example.invalid/">a link</a>
</article>
"""
SIDE = ".. list-table::\n   :header-rows: 1\n\n"


@pytest.fixture(scope="module")
def browser():
    with Browser(CHROMIUM) as running:
        yield running


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(f"<!doctype html><html><head>{HEAD}{SCRIPTS}</head><body>{BODY}</body></html>", "utf-8")
    return file


def rows(*lines):
    """A table with these rows, the first of which is its head."""
    text = SIDE + "".join(f"   * - {line[0]}\n" + "".join(f"     - {cell}\n" for cell in line[1:]) for line in lines)
    return next(publish_doctree(text).findall(table))


def test_tables_of_a_few_columns_of_words_become_cards():
    long = "what a layer receives: images"
    assert is_wordy(rows(("letter", "name", "meaning"), ("X", "input", long)))
    assert not is_wordy(rows(("letter", "meaning"), ("X", long)))
    assert not is_wordy(rows(("a", "b", "c"), ("1", "2", "3")))
    assert not is_wordy(rows(tuple("abcdefg"), (long, *"234567")))


@needs_chromium
def test_a_row_is_a_card_on_a_telephone_alone(browser, page):
    shown = "getComputedStyle(document.querySelector('td:nth-child(4)')).display"
    label = "getComputedStyle(document.querySelector('td:nth-child(3) > p'), '::before').content"
    browser.open(page, width=390)
    assert browser.evaluate(shown) == "block"
    assert browser.evaluate(label) == '"shape: "'
    browser.open(page, width=1280)
    assert browser.evaluate(shown) == "table-cell"


@needs_chromium
def test_a_card_names_no_number_that_is_not_there(browser, page):
    browser.open(page, width=390)
    shown = "[...document.querySelectorAll('.formula-table td:nth-child(3)')].map(cell => cell.checkVisibility())"
    assert browser.evaluate(shown) == [True, False]
    label = "getComputedStyle(document.querySelector('.formula-table td:nth-child(3) > p'), '::before').content"
    assert browser.evaluate(label) == '"cases: "'


@needs_chromium
def test_a_long_drawing_is_shut_on_a_telephone_alone(browser, page):
    for width, is_open in ((390, False), (1280, True)):
        browser.open(page, width=width)
        assert browser.evaluate("document.querySelector('.formula-graph-drawing').open") == is_open


@needs_chromium
def test_no_line_ends_between_a_formula_and_the_marks_beside_it(browser, page):
    browser.open(page)
    lines = "new Set([...document.querySelector('.with-marks').getClientRects()].map(box => box.bottom)).size"
    assert browser.evaluate(lines) == 1
    browser.evaluate("document.documentElement.className = 'no-js'")
    assert browser.evaluate(lines) > 1


@needs_chromium
def test_a_long_line_of_a_listing_is_continued_beside_its_number_on_paper(browser, page):
    places = "[...document.querySelectorAll('.numbered a')].map(word => word.getBoundingClientRect().left)"
    browser.open(page, width=700)
    browser.call("Emulation.setEmulatedMedia", media="print", features=[])
    try:
        first, *others = browser.evaluate(places)
    finally:
        browser.call("Emulation.setEmulatedMedia", media="", features=[])
    assert len(others) > len(set(others))
    assert first < min(others)


@needs_chromium
def test_only_what_scrolls_stops_the_tabulator(browser, page):
    browser.open(page, width=390)
    browser.evaluate("new Promise(done => setTimeout(done, 100))")
    stops = [browser.evaluate(f"document.getElementById('{name}').tabIndex") for name in ("code", "short")]
    assert stops == [0, -1]


@needs_chromium
def test_on_paper_solutions_are_open_and_code_is_not_cut_off(browser, page):
    browser.open(page)
    browser.call("Emulation.setEmulatedMedia", media="print", features=[])
    try:
        assert browser.evaluate("document.getElementById('solution').checkVisibility()")
        assert browser.evaluate("getComputedStyle(document.querySelector('.skip-to-content')).display") == "none"
        assert browser.evaluate("(b => b.scrollWidth <= b.clientWidth)(document.getElementById('code'))")
        assert browser.evaluate("getComputedStyle(document.getElementById('a'), '::after').content") == "none"
    finally:
        browser.call("Emulation.setEmulatedMedia", media="", features=[])
    assert not browser.evaluate("document.getElementById('solution').checkVisibility()")


@needs_chromium
def test_printing_shuts_again_what_it_opened(browser, page):
    browser.open(page)
    browser.evaluate("addEventListener('beforeprint', () => { window.seen = document.querySelector('details').open; })")
    pdf = base64.b64decode(browser.call("Page.printToPDF")["data"])
    assert pdf.startswith(b"%PDF")
    assert browser.evaluate("window.seen")
    assert not browser.evaluate("document.querySelector('details').open")
