"""What a page weighs: with all that it loads, but for MathJax, which all pages share, it stays below a limit."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from test_links import Page, is_local

MOST = 2_500_000


def weights(book: Path) -> dict[str, int]:
    """Bytes of each page and of what it loads."""
    found = {}
    for path in sorted(book.resolve().rglob("*.html")):
        if "_static" not in path.parts:
            page = Page(path)
            addresses = filter(is_local, [*page.fetched, *(source for source, _ in page.images)])
            loaded = {(path.parent / unquote(urlsplit(address).path)).resolve() for address in addresses}
            parts = {path, *(file for file in loaded if "mathjax" not in file.parts)}
            found[path.relative_to(book.resolve()).as_posix()] = sum(file.stat().st_size for file in parts)
    return found


def test_no_page_is_heavy(book):
    assert {page: weight for page, weight in weights(book).items() if weight > MOST} == {}


def test_what_a_page_loads_is_weighed(tmp_path):
    (tmp_path / "a.webp").write_bytes(bytes(1000))
    (tmp_path / "mathjax").mkdir()
    (tmp_path / "mathjax" / "m.js").write_bytes(bytes(5000))
    html = '<img src="a.webp" alt="a"><img src="a.webp" alt="b"><script src="mathjax/m.js"></script>'
    (tmp_path / "page.html").write_text(html)
    assert weights(tmp_path) == {"page.html": 1000 + len(html)}


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_pictures_of_pixels_are_webp(book, kind):
    loaded = {source for path in (book / "chapters").glob("*.html") for source, _ in Page(path).images}
    assert any(source.endswith(f".{kind}") for source in loaded) == (kind == "webp")
