"""Every page in a real browser: formulas set, no complaint, nothing wider than the window."""

from pathlib import Path

import pytest
from browser import Browser, find_chromium

CHROMIUM = find_chromium()
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

FORMULAS = "document.querySelectorAll('mjx-container').length"
ERRORS = "[...document.querySelectorAll('mjx-merror')].map(node => node.textContent)"
WAITING = "document.querySelectorAll('span.math, div.math').length"
BROKEN_IMAGES = "[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)"
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"
# What is cut off: wider than its box, and the box neither scrolls nor lets it show.
UNREACHABLE = """[
    ...document.querySelectorAll('article pre, div.math, div.math mjx-container, .table-wrapper')
].filter(box =>
    box.scrollWidth > box.clientWidth && !['auto', 'scroll'].includes(getComputedStyle(box).overflowX)
).map(box => box.textContent.slice(0, 40))"""


@pytest.fixture(scope="module")
def browser():
    with Browser(CHROMIUM) as running:
        yield running


def troubles(browser: Browser, page: Path, width: int) -> list[str]:
    browser.open(page, width=width)
    found = browser.complaints()
    found += [f"formula: {text}" for text in browser.evaluate(ERRORS)]
    if browser.evaluate(WAITING) > browser.evaluate(FORMULAS):
        found.append("some formulas were not set")
    found += [f"image: {source}" for source in browser.evaluate(BROKEN_IMAGES)]
    if (excess := browser.evaluate(TOO_WIDE)) > 0:
        found.append(f"{excess} pixels wider than the window")
    found += [f"cut off: {text}" for text in browser.evaluate(UNREACHABLE)]
    return [f"{page.name} at {width}: {trouble}" for trouble in found]


def pages_of(book: Path) -> list[Path]:
    """All pages, of the hundreds of sources, which are made alike, one in ten."""
    pages = [page for page in sorted(book.rglob("*.html")) if "_static" not in page.parts]
    sources = [page for page in pages if book / "sources" in page.parents]
    return [page for page in pages if page not in sources] + sources[::10]


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_have_no_trouble(browser, book, width):
    pages = pages_of(book)
    assert [trouble for page in pages for trouble in troubles(browser, page, width)] == []


def test_what_scrolls_can_be_reached_with_the_keyboard(browser, book):
    browser.open(book / "appendix" / "errata.html", width=390)
    browser.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
    boxes = "[...document.querySelectorAll('article pre')].filter(b => b.scrollWidth > b.clientWidth)"
    assert browser.evaluate(f"{boxes}.length") > 0
    assert browser.evaluate(f"{boxes}.every(box => box.tabIndex === 0)")


@pytest.mark.parametrize(
    ("html", "word"),
    [
        ('<div style="width: 2000px">wide</div>', "wider"),
        ('<img src="gone.png" alt="gone">', "image"),
        ("<script>console.error('oh')</script>", "oh"),
        ("<script>throw new Error('thrown')</script>", "thrown"),
        ('<script src="https://example.invalid/a.js"></script>', "outside"),
        ('<article><pre style="overflow: hidden; width: 9em">' + "x" * 99 + "</pre></article>", "cut off"),
        ('<span class="math">waiting</span>', "not set"),
        ("<mjx-merror>wrong</mjx-merror>", "formula"),
    ],
)
def test_the_checks_find_what_they_look_for(browser, tmp_path, html, word):
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><p>fine</p>")
    assert troubles(browser, page, 390) == []
    page.write_text(f"<!doctype html>{html}")
    assert any(word in trouble for trouble in troubles(browser, page, 390))


def film_at(browser: Browser, page: Path, *, calm: bool) -> tuple[str, int, int]:
    """What the film's button says once it is in view, and the moment shown then and a little later."""
    motion = {"name": "prefers-reduced-motion", "value": "reduce" if calm else "no-preference"}
    browser.open(page)
    browser.call("Emulation.setEmulatedMedia", features=[motion])
    browser.call("Page.reload")
    moment = "Number(document.querySelector('.convolution-film input').value)"
    later = f"new Promise(done => setTimeout(() => done({moment}), {{}}))"
    browser.evaluate(later.format(1500))
    at_once = "{block: 'center', behavior: 'instant'}"  # a long page takes a while to scroll smoothly
    browser.evaluate(f"document.querySelector('.convolution-film svg').scrollIntoView({at_once})")
    moments = [browser.evaluate(later.format(wait)) for wait in (500, 500)]
    return browser.evaluate("document.querySelector('.convolution-film button').textContent"), *moments


def test_the_film_plays_stops_and_leaves_readers_alone_who_want_no_motion(browser, book):
    page = book / "chapters" / "02_convolution.html"
    word, first, second = film_at(browser, page, calm=False)
    assert word == "Pause"
    assert first < second
    browser.evaluate("document.querySelector('.convolution-film button').click()")
    shown = "document.querySelector('.convolution-film output').textContent"
    assert browser.evaluate("document.querySelector('.convolution-film button').textContent") == "Play"
    browser.evaluate(
        "(s => { s.value = 90; s.dispatchEvent(new Event('input')) })"
        "(document.querySelector('.convolution-film input'))"
    )
    assert browser.evaluate(shown).startswith("t = ")
    word, first, second = film_at(browser, page, calm=True)
    assert word == "Play"
    assert first == second
    browser.call("Emulation.setEmulatedMedia", features=[])
