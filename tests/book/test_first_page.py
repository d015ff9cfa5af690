"""The contents on the first page, what each page says of itself, and the page for addresses that lead nowhere."""

import re
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from types import SimpleNamespace

import pytest
from _extensions.pages.descriptions import LONGEST, shortened, tags

from tests.support.places import ROOT

CONFIG = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "docs")!r}]
extensions = ["myst_parser", "_extensions.pages.contents", "_extensions.pages.not_found"]
html_theme = "furo"
html_title = "A book"
html_baseurl = {{base!r}}
"""
INDEX = "# Book\n\n```{contents-of-book} chapters\n```\n\n```{toctree}\n:hidden:\n:glob:\nchapters/*\n```\n"
SPOKEN = "---\nmyst:\n  html_meta:\n    description: Of the & of “it”.\n---\n# First\n\nText.\n"
SECOND = SPOKEN.replace("First", "Second")


def build(folder, second=SECOND, base=""):
    """Build a book of two chapters; return its messages and its pages."""
    (folder / "chapters").mkdir(exist_ok=True)
    (folder / "conf.py").write_text(CONFIG.format(base=base), encoding="utf-8")
    (folder / "index.md").write_text(INDEX, encoding="utf-8")
    (folder / "chapters" / "01_first.md").write_text(SPOKEN, encoding="utf-8")
    (folder / "chapters" / "02_second.md").write_text(second, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", str(folder), str(folder / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (folder / "out").rglob("*.html")}
    return done.stderr, pages


def lines(html):
    """Number and title, address and line of each page of the contents."""
    shown = html.partition('<ul class="contents-of-book')[2].partition("</ul>")[0]
    items = [part.partition("</li>")[0] for part in shown.split("<li>")[1:]]
    plain = [[re.sub(r"<[^>]+>", "", words) for words in re.findall(r"<p>(.*?)</p>", one, re.DOTALL)] for one in items]
    return [(*words, re.search(r'href="([^"]+)"', one)[1]) for words, one in zip(plain, items, strict=True)]


def test_every_chapter_has_its_number_its_link_and_its_line(tmp_path):
    messages, pages = build(tmp_path)
    assert messages == ""
    assert lines(pages["index"]) == [
        ("1 First", "Of the &amp; of “it”.", "chapters/01_first.html"),
        ("2 Second", "Of the &amp; of “it”.", "chapters/02_second.html"),
    ]
    _, pages = build(tmp_path, SPOKEN.replace("First", "Third").replace("Of the", "Now of the"))
    assert lines(pages["index"])[1][:2] == ("2 Third", "Now of the &amp; of “it”.")


def test_a_chapter_without_a_line_is_a_warning(tmp_path):
    messages, pages = build(tmp_path, "# Second\n\nA first sentence.\n")
    assert "02_second" in messages
    assert "does not say what it is about" in messages
    assert '<meta name="description" content="A first sentence.">' in pages["02_second"]


def test_pages_say_what_they_are_about_once(tmp_path):
    _, pages = build(tmp_path)
    html = pages["01_first"]
    assert re.findall(r'<meta [^>]*name="description"[^>]*>', html) == [
        '<meta name="description" content="Of the &amp; of “it”.">'
    ]
    assert '<meta property="og:title" content="First">' in html
    assert '<meta property="og:image" content="../_static/card.png">' in html
    assert '<link rel="icon" type="image/png" href="../_static/favicon.png">' in html
    assert "og:url" not in html
    assert html.count('name="viewport"') == 1


def test_with_an_address_of_the_book_those_of_the_card_are_whole():
    builder = SimpleNamespace(get_target_uri=lambda page: f"{page}.html")
    config = SimpleNamespace(html_baseurl="https://book.example/cnn/", html_title="A book", root_doc="index")
    found = "\n".join(tags(SimpleNamespace(config=config, builder=builder), "chapters/a", "A", "words"))
    assert 'content="https://book.example/cnn/_static/card.png"' in found
    assert 'content="https://book.example/cnn/chapters/a.html"' in found


def test_what_is_long_is_cut_between_words():
    long = "word " * LONGEST
    assert len(shortened(long)) <= LONGEST + 2
    assert shortened(long).endswith("word …")
    assert shortened("short") == "short"


@pytest.mark.parametrize("base", ["", "https://book.example/cnn/"])
def test_the_page_for_addresses_that_lead_nowhere_needs_no_other_file(tmp_path, base):
    _, pages = build(tmp_path, base=base)
    html = pages["404"]
    assert not re.search(r"<link(?! rel=\"icon\" href=\"data:)|src=|@import|url\(", html)
    assert b64encode((ROOT / "docs" / "_static" / "favicon.svg").read_bytes()).decode() in html
    assert f'href="{base}index.html"' in html
    assert '"chapters"' in html
    assert ("if (!true)" in html) == bool(base)


def metas(book, name):
    """The tags of this name in the head of each page of the built book."""
    tag = re.compile(rf'<meta [^>]*name="{name}"[^>]*>')
    pages = [path for path in sorted(book.rglob("*.html")) if "_static" not in path.parts]
    assert len(pages) > 100
    return {path.relative_to(book).as_posix(): tag.findall(path.read_text(encoding="utf-8")) for path in pages}


def test_every_page_of_the_book_has_one_description_of_its_own(book):
    found = metas(book, "description")
    assert {page: tags for page, tags in found.items() if len(tags) != 1 or 'content=""' in tags[0]} == {}
    times = Counter(tags[0] for tags in found.values())
    assert [tag for tag, count in times.items() if count > 1] == []


def test_every_page_of_the_book_is_told_its_width_once(book):
    assert {page: tags for page, tags in metas(book, "viewport").items() if len(tags) != 1} == {}
