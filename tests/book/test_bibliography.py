"""Citations and the order of the bibliography."""

import re

from _extensions.teaching.bibliography import BookSorting, RoundBrackets
from pybtex.database import Entry, Person


def test_a_name_in_braces_stands_where_its_letters_belong():
    names = ["Zhou, Bolei", "{International Telecommunication Union}", "He, Kaiming", "Jain, Anil"]
    entries = {name: Entry("article", {"year": "2011"}, {"author": [Person(name)]}) for name in names}
    order = sorted(entries, key=lambda name: BookSorting().sorting_key(entries[name]))
    assert [name.strip("{")[0] for name in order] == ["H", "I", "J", "Z"]


def test_works_are_set_apart_by_semicolons():
    assert RoundBrackets().bracket_parenthetical.sep == "; "


def test_the_bibliography_of_the_book_is_sorted(book):
    page = (book / "bibliography.html").read_text(encoding="utf-8")
    entries = re.findall(r'<div class="citation"[^>]*>.*?<p>(.*?)</p>', page, re.S)
    names = [re.sub(r"<[^>]*>", "", entry) for entry in entries]
    assert len(names) > 100
    union = next(place for place, name in enumerate(names) if name.startswith("International Telecommunication"))
    found = re.findall(r"Hunter\.|International Telecommunication|Islam,", " ".join(names[union - 1 : union + 2]))
    assert found == ["Hunter.", "International Telecommunication", "Islam,"]
