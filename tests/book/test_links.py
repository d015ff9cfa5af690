"""Every page of the built book: links, fragments, ids, texts of images, and nothing from outside."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

# Elements and attributes that make a browser fetch something; a link that a reader follows does not.
FETCHED = {"script": "src", "link": "href", "img": "src", "source": "src", "iframe": "src", "object": "data"}
NEVER_FETCHED = {"canonical", "index", "search", "next", "prev", "author", "copyright"}
STYLE_URL = re.compile(r"""url\(\s*["']?([^"')]+)""")


class Page(HTMLParser):
    """Ids, links, fetched resources and images of one file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids, self.links, self.fetched, self.images = [], [], [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag == "img":
            self.images.append((values.get("src"), values.get("alt")))
        if values.get("rel") not in NEVER_FETCHED and (address := values.get(FETCHED.get(tag))):
            self.fetched.append(address)


def pages_of(folder: Path) -> dict[Path, Page]:
    paths = [path for path in sorted(folder.resolve().rglob("*.html")) if "_static" not in path.parts]
    return {path: Page(path) for path in paths}


def is_local(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def broken_links(pages: dict[Path, Page]) -> list[str]:
    broken = []
    for path, page in pages.items():
        for link in filter(is_local, page.links + page.fetched):
            parts = urlsplit(link)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.exists():
                broken.append(f"{path.name}: no file for {link}")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                broken.append(f"{path.name}: no id for {link}")
    return broken


def ids_used_twice(pages: dict[Path, Page]) -> list[str]:
    return [f"{path.name}: {i}" for path, page in pages.items() for i, n in Counter(page.ids).items() if n > 1]


def images_without_text(pages: dict[Path, Page]) -> list[str]:
    # A file's name, which Sphinx puts where a text is missing, is no text.
    return [
        f"{path.name}: {source}"
        for path, page in pages.items()
        for source, text in page.images
        if not text or text == source or re.fullmatch(r"\S+\.(svg|png|jpe?g)", text)
    ]


def outside_resources(pages: dict[Path, Page]) -> list[str]:
    return [
        f"{path.name}: {address}"
        for path, page in pages.items()
        for address in page.fetched
        if not is_local(address) and not address.startswith("data:")
    ]


@pytest.fixture(scope="module")
def pages(book):
    found = pages_of(book)
    assert len(found) > 10, "the book has more pages than this"
    return found


def test_every_link_leads_somewhere(pages):
    assert broken_links(pages) == []


def test_an_id_stands_once_on_a_page(pages):
    assert ids_used_twice(pages) == []


def test_every_image_has_a_text(pages):
    assert images_without_text(pages) == []


def test_no_page_fetches_anything_from_outside(pages):
    assert outside_resources(pages) == []


def test_no_style_sheet_fetches_anything_from_outside_or_missing(book):
    wrong = []
    for sheet in book.rglob("*.css"):
        for address in STYLE_URL.findall(sheet.read_text(encoding="utf-8")):
            inside = address.startswith("data:") or (
                is_local(address) and (sheet.parent / urlsplit(address).path).exists()
            )
            if not inside and not address.startswith("#"):
                wrong.append(f"{sheet.name}: {address}")
    assert wrong == []


@pytest.mark.parametrize(
    ("html", "check"),
    [
        ('<a href="gone.html">', broken_links),
        ('<a href="#gone">', broken_links),
        ('<a href="other.html#gone">', broken_links),
        ('<img src="gone.png" alt="a line">', broken_links),
        ('<p id="a"></p><p id="a"></p>', ids_used_twice),
        ('<img src="other.html">', images_without_text),
        ('<img src="other.html" alt="figure.svg">', images_without_text),
        ('<script src="https://example.org/a.js"></script>', outside_resources),
        ('<link rel="stylesheet" href="//example.org/a.css">', outside_resources),
        ('<img src="http://example.org/a.png" alt="a line">', outside_resources),
    ],
)
def test_the_checks_find_what_they_look_for(tmp_path, html, check):
    (tmp_path / "other.html").write_text("<p id=there></p>")
    (tmp_path / "page.html").write_text('<a href="other.html#there">fine</a><a href="https://example.org">fine</a>')
    assert check(pages_of(tmp_path)) == []
    (tmp_path / "page.html").write_text(html)
    assert len(check(pages_of(tmp_path))) == 1
