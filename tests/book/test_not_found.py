"""The page for addresses that lead nowhere, served: it finds the book from wherever it is shown."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from shutil import copytree

import pytest
from browser import Browser, find_chromium
from test_first_page import build

CHROMIUM = find_chromium()
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
LINKS = "[...document.querySelectorAll('[data-page]')].map(link => new URL(link.href).pathname)"
# Until the links lead there, or two seconds have passed.
UNTIL = """new Promise(done => {{
    const look = (tries) => {0}.join() === {1!r} || !tries ? done({0}) : setTimeout(look, 20, tries - 1);
    look(100);
}})"""


class Pages(SimpleHTTPRequestHandler):
    """Serves a folder, and 404.html in place of what is not there."""

    def send_error(self, code, message=None, explain=None):
        words = (self.server.book / "404.html").read_bytes()
        self.send_response(code, message)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(words)

    def log_message(self, *words):
        """Say nothing."""


@pytest.fixture(scope="module", params=["", "/lecture/book"])
def served(request, tmp_path_factory):
    """The address of a server, and the path below it at which the book is."""
    source, site = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("site")
    build(source)
    book = site / request.param.strip("/")
    copytree(source / "out", book, dirs_exist_ok=True)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Pages, directory=str(site))) as server:
        server.book = book
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", request.param
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser():
    with Browser(CHROMIUM) as running:
        yield running


@pytest.mark.parametrize(
    "missing",
    [
        "gone.html",
        "chapters/gone.html",
        "chaptres/01_first.html",
        "foo/chapters/01_first.html",
        "chapters/chapters/01_first.html",
        "foo/bar/",
    ],
)
def test_the_links_lead_to_the_book_from_any_folder(browser, served, missing):
    server, book = served
    browser.events.clear()
    browser.call("Page.navigate", url=f"{server}{book}/{missing}")
    while not any(event.get("method") == "Page.loadEventFired" for event in browser.events):
        browser.events.append(browser._read())
    assert browser.evaluate("document.title").startswith("No such page")
    there = [f"{book}/index.html", f"{book}/search.html"]
    assert browser.evaluate(UNTIL.format(LINKS, ",".join(there))) == there
