"""The sidebars of a narrow page by keyboard: shut they are out of the way, Enter opens them, Escape shuts them."""

import subprocess
import sys

import pytest
from browser import Browser, find_chromium

from tests.support.places import ROOT

CHROMIUM = find_chromium()
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

CONFIG = f"""
html_theme = "furo"
html_static_path = [{str(ROOT / "docs" / "_static")!r}]
html_css_files = ["book.css"]
html_js_files = ["book.js"]
"""
INDEX = "Book\n====\n\n`link <https://book.example/>`__\n\nPart\n----\n\nText.\n\n.. toctree::\n\n   other\n"
DRAWERS = [("__navigation", ".sidebar-drawer"), ("__toc", ".toc-drawer")]
FOCUS = "document.activeElement"
SIGN = f"{FOCUS}.parentElement?.htmlFor"  # which sidebar is opened by what has the focus


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    for name, text in (("conf.py", CONFIG), ("index.rst", INDEX), ("other.rst", "Other\n=====\n\nText.\n")):
        (folder / name).write_text(text, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "sphinx", "-q", str(folder), str(folder / "out")], check=True)
    return folder / "out" / "index.html"


@pytest.fixture(scope="module")
def browser():
    with Browser(CHROMIUM) as running:
        yield running


def press(browser, key, code):
    """Press a key and let it go; a sidebar takes a quarter of a second to move."""
    text = {"text": "\r"} if key == "Enter" else {}
    for kind in ("keyDown", "keyUp"):
        browser.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)
        text = {}
    browser.evaluate("new Promise(done => setTimeout(done, 400 * !{}))".format(str(key == "Tab").lower()))


def stops(browser, width, page):
    """What the tabulator comes to: sidebars to open, else addresses or classes; and sidebars that it goes into."""
    browser.open(page, width=width)
    found = []
    for _ in range(40):
        press(browser, "Tab", 9)
        here = f"({SIGN} || {FOCUS}.getAttribute('href') || {FOCUS}.className)"
        inside = f"{FOCUS}.closest('.sidebar-drawer, .toc-drawer')?.className ?? ''"
        found.append((browser.evaluate(here), browser.evaluate(inside)))
    return found


def test_what_is_shut_away_is_not_on_the_way_of_the_tabulator(browser, page):
    narrow = stops(browser, 390, page)
    assert {"__navigation", "__toc", "https://book.example/"} <= {name for name, _ in narrow}
    assert not any(inside for _, inside in narrow)
    wide = stops(browser, 1600, page)
    assert not {"__navigation", "__toc"} & {name for name, _ in wide}
    assert {"sidebar-drawer", "toc-drawer"} <= {inside for _, inside in wide}


@pytest.mark.parametrize(("toggle", "drawer"), DRAWERS)
def test_enter_opens_a_sidebar_and_escape_shuts_it(browser, page, toggle, drawer):
    browser.open(page, width=390)
    seen = f"getComputedStyle(document.querySelector('{drawer}')).visibility"
    while browser.evaluate(SIGN) != toggle:
        press(browser, "Tab", 9)
    assert browser.evaluate(seen) == "hidden"
    assert browser.evaluate(f"{FOCUS}.ariaExpanded") == "false"
    press(browser, "Enter", 13)
    assert browser.evaluate(seen) == "visible"
    assert browser.evaluate(f"{FOCUS}.ariaExpanded") == "true"
    browser.evaluate(f"document.querySelector('{drawer} a').focus()")
    press(browser, "Escape", 27)
    assert browser.evaluate(seen) == "hidden"
    assert browser.evaluate(SIGN) == toggle
