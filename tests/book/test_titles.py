"""No two pages have one title, so that tabs, bookmarks and search results can be told apart."""

import re
from collections import Counter
from pathlib import Path

import pytest

HEADING = re.compile(r"<h1>(.*?)(?:<a class=\"headerlink\"|</h1>)", re.DOTALL)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def used_twice(book: Path, what: re.Pattern[str]) -> list[str]:
    """The titles that several pages have."""
    pages = [path for path in sorted(book.rglob("*.html")) if "_static" not in path.parts]
    found = (what.search(path.read_text(encoding="utf-8")) for path in pages)  # the first: drawings have titles too
    titles = Counter(title[1] for title in found if title)
    return [title for title, times in titles.items() if times > 1]


@pytest.mark.parametrize("what", [HEADING, TITLE], ids=["heading", "title"])
def test_titles_differ(book, what):
    assert used_twice(book, what) == []


@pytest.mark.parametrize("what", [HEADING, TITLE], ids=["heading", "title"])
def test_the_check_finds_what_it_looks_for(tmp_path, what):
    html = '<title>Page{0}</title><h1>Page{0}<a class="headerlink" href="#">¶</a></h1>'
    for name in "ab":
        (tmp_path / f"{name}.html").write_text(html.format(name))
    assert used_twice(tmp_path, what) == []
    (tmp_path / "c.html").write_text(html.format("a"))
    assert used_twice(tmp_path, what) == ["Pagea"]
