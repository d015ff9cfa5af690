"""What is cited stands in the bibliography and the other way round; so do the glossary and the chapters' terms."""

import re

import pytest

from tests.support.places import PACKAGE, ROOT

DOCS = ROOT / "docs"
BIBLIOGRAPHY = (DOCS / "references.bib").read_text(encoding="utf-8")
ENTRY = re.compile(r"^@\w+\{(\w+),\n(.*?)^\}", re.MULTILINE | re.DOTALL)
ENTRIES = dict(ENTRY.findall(BIBLIOGRAPHY))
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(DOCS.rglob("*.md"))}
CHAPTERS = {path.name: PAGES[path.name] for path in sorted((DOCS / "chapters").glob("*.md"))}
CITED = {
    key for text in PAGES.values() for keys in re.findall(r"\{cite:[tp]\}`([^`]+)`", text) for key in keys.split(",")
}
DOCSTRINGS = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))
IN_DOCSTRINGS = set(re.findall(r"doi:(10\.\S+?)\.?\s", DOCSTRINGS))
ITEM = re.compile(r"^([^\n: ][^\n]*)\n([^\n ][^\n]*)\n  ", re.MULTILINE)
GLOSSARY = ITEM.findall(PAGES["glossary.md"].partition(":::{glossary}")[2])
LINKED = re.compile(r"\{term\}`(?:[^`<]*<)?([^`<>]+)>?`")


def field(entry, name):
    found = re.search(rf"^  {name} = \{{(.*)\}},$", entry, re.MULTILINE)
    return found and found[1]


DOIS = {field(entry, "doi") for entry in ENTRIES.values()} - {None}


def test_the_bibliography_is_sorted_and_read_whole():
    assert len(ENTRIES) == BIBLIOGRAPHY.count("\n@") + BIBLIOGRAPHY.startswith("@")
    assert list(ENTRIES) == sorted(ENTRIES)


@pytest.mark.parametrize("key", ENTRIES)
def test_an_entry_is_whole(key):
    entry = ENTRIES[key]
    assert all(field(entry, name) for name in ("author", "title", "year"))
    assert re.fullmatch(r"10\.\d{4,}/\S+", field(entry, "doi") or "10.0000/none")
    assert any(field(entry, name) for name in ("doi", "url", "institution", "publisher", "booktitle", "journal"))


def test_what_is_cited_is_there_and_what_is_there_is_cited():
    assert set(ENTRIES) >= CITED
    by_docstrings = {key for key, entry in ENTRIES.items() if field(entry, "doi") in IN_DOCSTRINGS}
    assert set(ENTRIES) <= CITED | by_docstrings


def test_docstrings_cite_what_the_bibliography_has():
    assert IN_DOCSTRINGS
    assert IN_DOCSTRINGS <= DOIS


def test_the_glossary_is_sorted_and_has_korean_words():
    terms = [english.lower() for english, _ in GLOSSARY]
    assert terms == sorted(terms)
    assert len(terms) == len(set(terms)) > 50
    assert all(re.search("[\uac00-\ud7a3]", korean) for _, korean in GLOSSARY)


def test_every_term_of_the_glossary_is_linked_from_a_chapter():
    linked = {term.lower() for text in CHAPTERS.values() for term in LINKED.findall(text)}
    terms = {word.lower() for pair in GLOSSARY for word in pair}
    assert linked <= terms
    assert {english.lower() for english, _ in GLOSSARY} <= linked
