"""Exercises, cards, key terms and chapter numbers, tried on a small book; then what the built book has of them."""

import html
import re
import sys
from types import SimpleNamespace

import pytest
from _extensions.teaching.places import note_places, solving
from docutils import nodes
from small_teaching import built

from textbook_cnn.formulas import REGISTRY

INDEX = "# Book\n\n```{toctree}\n:numbered:\nchapters/one\nchapters/two\n```\n\n```{toctree}\nglossary\nall\n```\n"
GLOSSARY = """# Glossary

:::{glossary}
kernel
커널
  A small array.

$L_2$ norm
노름
  The root of $x^2$, also of a {term}`kernel`.

Fourier map
지도
  What comes out.
:::
"""
ONE = "# One\n\nA {term}`kernel`, a {term}`노름`.\n\n```{key-terms}\n```\n"
TWO = """# Two

:::{chapter-card}
- count.
:::

After {doc}`one` and {doc}`its friend <one>`: a {term}`Fourier map` of a {term}`커널`. {numref}`ex-second`

## Exercises

:::{exercise} First
:label: ex-first
:grade: 1
:kind: implement
:formulas: rot180
Do it.
:::

:::{hint}
Look.
:::

:::{solution}
Done.
:::

```python
answer = 42
```

:::{exercise} Second
:label: ex-second
:grade: 3
:kind: prove or refute
Is it so?
:::

:::{solution}
No.
:::

## After

Text.
"""


def build(folder, two=TWO, *settings):
    """Build the small book; return the messages and the pages by name."""
    pages = {"index": INDEX, "glossary": GLOSSARY, "all": "# All\n\n```{exercise-list}\n```\n"}
    return built(folder, pages | {"chapters/one": ONE, "chapters/two": two}, *settings)


KINDS = ("exercise-hint", "solution")
ABOUT_FIRST = REGISTRY["rot180"].title


def words(page):
    """The text of a page, without tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    messages, pages = build(tmp_path_factory.mktemp("small"))
    assert messages == ""
    return pages


def test_exercises_are_numbered_with_the_chapter_and_graded(small):
    page = words(small["chapters/two"])
    assert "Exercise 2.1 First ★ implement" in page
    assert page.count("Exercise 2.1") == 1
    assert "Exercise 2.2 Second ★★★ prove or refute" in page
    assert 'href="#ex-second"><span class="std std-numref">Exercise 2.2' in small["chapters/two"]


def test_hint_and_solution_are_folded_into_their_exercise(small):
    box = small["chapters/two"].partition('id="ex-first"')[2].partition('id="ex-second"')[0]
    hint, solution = (re.search(rf'<details class="[^"]*{kind}.*?</details>', box, re.S)[0] for kind in KINDS)
    assert "Look." in hint
    assert "open" not in hint.partition(">")[0]
    assert "Done." in solution
    assert "42" in solution


def test_what_follows_the_section_is_no_part_of_a_solution(small):
    after = small["chapters/two"].partition('id="after"')[2]
    assert "Text." in after
    assert "</details>" not in after


def test_a_handout_has_no_solutions_but_the_hints(tmp_path):
    messages, pages = build(tmp_path / "book", TWO, "-D", "handout=1")
    assert messages == ""
    page = words(pages["chapters/two"])
    assert "Look." in page
    assert "Do it." in page
    assert "Done." not in page
    assert "42" not in page
    assert "Solution" not in page


def test_code_that_a_handout_leaves_out_is_no_warning(tmp_path):
    two = TWO.replace("answer = 42", "import math\n\nanswer = math.sqrt(42)")
    linked = "extensions=myst_parser,_extensions.teaching,sphinx_codeautolink"
    messages, pages = build(tmp_path / "book", two, "-D", "handout=1", "-D", linked)
    assert messages == ""
    assert "sqrt" not in pages["chapters/two"]


def test_a_term_without_a_meaning_is_a_warning(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "GLOSSARY", GLOSSARY.removesuffix(":::\n") + "\nlonely\n:::\n")
    messages, _ = build(tmp_path / "book")
    assert "expected a meaning of 'lonely', got none" in messages


def test_links_to_chapters_say_their_number(small):
    page = words(small["chapters/two"])
    assert "After Chapter 1 and its friend :" in page
    assert 'title="One"' in small["chapters/two"]


def test_key_terms_are_those_that_no_earlier_chapter_has(tmp_path, small):
    assert re.search(r"kernel\s+커널\s+A small array", words(small["chapters/one"]))
    _, pages = build(tmp_path / "book", TWO.replace("## After", "```{key-terms}\n```\n\n## After"))
    terms = words(re.search(r'<dl class="[^"]*key-terms.*?</dl>', pages["chapters/two"], re.S)[0])
    assert terms == "Fourier map 지도 What comes out."


def test_key_terms_have_the_mathematics_of_the_glossary(small):
    terms = re.search(r'<dl class="[^"]*key-terms.*?</dl>', small["chapters/one"], re.S)[0]
    assert re.findall(r'<span class="math[^>]*>([^<]*)</span>', terms) == [r"\(L_2\)", r"\(x^2\)"]
    assert words(terms).endswith(r"\(L_2\) norm 노름 The root of \(x^2\) , also of a kernel .")


def test_key_terms_of_the_printed_book_are_those_of_their_chapters(tmp_path):
    messages, _ = build(tmp_path, TWO, "-b", "latex")
    (printed,) = (tmp_path / "out").glob("*.tex")
    chapter = printed.read_text(encoding="utf-8").partition("chapter{One}")[2].partition("chapter{Two}")[0]
    assert messages == ""
    assert "A small array" in chapter
    assert r"\(x^2\)" in chapter


def test_the_glossary_leads_back_to_the_chapters_that_introduce_its_terms(small):
    found = re.findall(r"<dd>.*?</dd>", small["glossary"], re.S)
    assert [words(each).partition(". ")[2] for each in found] == ["Chapter 1", "Chapter 1", "Chapter 2"]
    assert 'href="chapters/one.html"' in found[0]
    assert 'href="chapters/two.html"' in found[2]


def test_the_card_says_how_long_it_takes(small):
    assert "About 5 minutes to read, and about 35 for the 2 exercises." in words(small["chapters/two"])
    assert "After this chapter you can" in small["chapters/two"]


def test_the_card_says_what_takes_time_besides(tmp_path):
    two = TWO.replace("card}\n", "card}\n:also: 90 for the report\n").replace("First\n", "First $f$\n")
    _, pages = build(tmp_path / "book", two)
    card = "About 5 minutes to read, about 35 for the 2 exercises, and about 90 for the report."
    assert card in words(pages["chapters/two"])
    assert r"2.1 First \(f\) ★" in words(pages["all"])


def test_the_list_has_every_exercise_once(small):
    page = words(small["all"])
    assert "2 exercises: 1 of ★ (easy), 0 of ★★ (takes a while), 1 of ★★★ (hard)." in page
    assert f"2.1 First ★ implement {ABOUT_FIRST} 2.2 Second ★★★ prove or refute" in page
    assert re.findall(r'href="chapters/two.html#(ex-\w+)"', small["all"]) == ["ex-first", "ex-second"]


def test_formulas_of_solutions_are_known_so_that_no_list_names_them():
    solution = nodes.admonition("", nodes.math_block("", "", formula="answer"), classes=["solution"])
    section = nodes.section("", nodes.math_block("", "", formula="told"), solution, ids=["here"])
    app = SimpleNamespace(env=SimpleNamespace(docname="chapters/one"))
    note_places(app, nodes.section("", section))
    assert solving(app.env) == {"answer"}
