"""axe-core looks at every page, wide and narrow, light and dark: what bars readers who hear it or see little of it."""

import json
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

import pytest
from browser import Browser, find_chromium

CHROMIUM = find_chromium()
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

AXE = files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
# An empty head of a column is a fault here, not a question; so is one of mathematics without a word, which axe does not
# read. What is folded away is opened, since only what is seen is judged.
PREPARE = """
axe.configure({rules: [{id: 'empty-table-header', reviewOnFail: false}]});
document.querySelectorAll('details').forEach(box => box.open = true);
"""
OPTIONS = {"preload": False, "iframes": False, "resultTypes": ["violations"]}
# A dark page differs from a light one in nothing but its colours.
OF_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
FOUND = "axe.run(document, %s).then(all => all.violations.map(rule => [rule.id, rule.nodes.map(node => node.html)]))"


@pytest.fixture(scope="module")
def browsers():
    """Two, for two cores: a long page takes axe some seconds."""
    with Browser(CHROMIUM) as one, Browser(CHROMIUM) as other:
        yield one, other


def bars(browser: Browser, page: Path, width: int, theme: str) -> list[str]:
    """What axe-core finds on a page, one line for each rule that is broken."""
    dark = theme == "dark"
    browser.open(page, width=width, dark=dark)
    browser.evaluate(f"{AXE};{PREPARE}")
    broken = browser.evaluate(FOUND % json.dumps(OPTIONS | (OF_COLOURS if dark else {})))
    return [f"{page.name} at {width}, {theme}: {rule}, {len(where)} times: {where[0][:200]}" for rule, where in broken]


def pages_of(book: Path) -> list[Path]:
    """All pages but the sources, which hold code and nothing besides."""
    pages = [page for page in sorted(book.rglob("*.html")) if not {"_static", "sources"} & {*page.parts}]
    assert len(pages) > 30
    return pages


ALL = [(width, theme) for width in (1280, 390) for theme in ("light", "dark")]


@pytest.mark.parametrize(("width", "theme"), ALL)
def test_no_page_bars_a_reader(browsers, book, width, theme):
    pages = pages_of(book)
    with ThreadPoolExecutor(2) as pool:
        halves = pool.map(
            lambda browser, half: [bar for page in half for bar in bars(browser, page, width, theme)],
            browsers,
            (pages[::2], pages[1::2]),
        )
    assert [bar for half in halves for bar in half] == []


START = """<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Page</title>
<main><h1>Page</h1><p>Words</p>"""
PALE = "<p style='color: #999; background: #fff'>pale</p>"
PALE_WHERE_NARROW = f"<style>@media (width > 500px) {{ div {{ display: none }} }}</style><div>{PALE}</div>"
PALE_WHERE_DARK = "<style>@media (prefers-color-scheme: dark) { p { color: #555; background: #222 } }</style>"
NAMELESS = "<table><tr><th></th><th>name</th></tr><tr><td>1</td><td>2</td></tr></table>"


@pytest.mark.parametrize(
    ("html", "rule", "where"),
    [
        ("<img src='data:,'>", "image-alt", (1280, "light")),
        ("<button></button>", "button-name", (390, "light")),
        (NAMELESS, "empty-table-header", (390, "light")),
        ("<div role='list'><div role='doc-biblioentry'>entry</div></div>", "aria-roles", (1280, "light")),
        (f"<details><summary>more</summary>{PALE}</details>", "color-contrast", (1280, "light")),
        (PALE_WHERE_DARK, "color-contrast", (1280, "dark")),
        (PALE_WHERE_NARROW, "color-contrast", (390, "dark")),
    ],
)
def test_the_check_finds_what_it_looks_for(browsers, tmp_path, html, rule, where):
    page = tmp_path / "page.html"
    page.write_text(START)
    assert [bar for width, theme in ALL for bar in bars(browsers[0], page, width, theme)] == []
    page.write_text(f"{START}{html}")
    assert any(rule in bar for bar in bars(browsers[0], page, *where))
