"""Exercises, cards, key terms and chapter numbers, tried on a small book; then what the built book has of them."""

import html
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest
from _extensions.teaching.places import note_places, solving
from docutils import nodes

from tests.support.places import ROOT
from textbook_cnn.formulas import REGISTRY

CONFIG = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "docs")!r}]
extensions = ["myst_parser", "_extensions.teaching"]
myst_enable_extensions = ["colon_fence", "dollarmath"]
numfig = True
numfig_format = {{"exercise": "Exercise %s"}}
html_theme = "basic"
"""
INDEX = "# Book\n\n```{toctree}\n:numbered:\nchapters/one\nchapters/two\n```\n\n```{toctree}\nglossary\nall\n```\n"
GLOSSARY = "# Glossary\n\n:::{glossary}\nkernel\n커널\n  A small array.\n\nFourier map\n지도\n  What comes out.\n:::\n"
ONE = "# One\n\nA {term}`kernel`.\n\n```{key-terms}\n```\n"
TWO = """# Two

:::{chapter-card}
- count.
:::

After {doc}`one` and {doc}`its friend <one>`: a {term}`Fourier map` of a {term}`kernel`. {numref}`ex-second`

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
    (folder / "chapters").mkdir(parents=True)
    pages = {"index": INDEX, "glossary": GLOSSARY, "all": "# All\n\n```{exercise-list}\n```\n"}
    pages |= {"chapters/one": ONE, "chapters/two": two}
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / "conf.py").write_text(CONFIG)
    command = [sys.executable, "-m", "sphinx", "-q", *settings, str(folder), str(folder / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    written = {name: folder / "out" / f"{name}.html" for name in pages}
    shown = {name: path.read_text(encoding="utf-8") for name, path in written.items() if path.exists()}
    return done.stderr, shown


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


@pytest.mark.parametrize(
    ("there", "instead", "message"),
    [
        (":::{solution}\nNo.\n:::\n", "", "an exercise without a solution"),
        (
            ":::{exercise} Second",
            ":::{solution}\nAgain.\n:::\n\n:::{exercise} Second",
            "an exercise with two solutions or more",
        ),
        ("## Exercises\n", "## Exercises\n\n:::{solution}\nToo early.\n:::\n", "a solution without an exercise"),
        ("## After\n", "## After\n\n:::{solution}\nToo late.\n:::\n", "a solution without an exercise"),
        (":::{solution}\nNo.\n:::\n", ":::{solution}\n:::\n", "a solution without a text"),
        ("## After\n", "```{key-terms}\n```\n\n```{key-terms}\n```\n", "expected one list of them"),
        (":grade: 3\n", "", "'Second': expected the options label, grade and kind"),
        (":grade: 3\n", ":grade: 4\n", 'unknown: "4"|"4" unknown|Invalid option'),
        ("- count.\n", "count\n", "expected one list of goals"),
    ],
)
def test_what_is_wrong_is_a_warning(tmp_path, there, instead, message):
    assert there in TWO
    messages, _ = build(tmp_path / "book", TWO.replace(there, instead))
    assert re.search(message, messages)


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


def test_key_terms_of_the_printed_book_are_those_of_their_chapters(tmp_path):
    messages, _ = build(tmp_path, TWO, "-b", "latex")
    (printed,) = (tmp_path / "out").glob("*.tex")
    chapter = printed.read_text(encoding="utf-8").partition("chapter{One}")[2].partition("chapter{Two}")[0]
    assert messages == ""
    assert "A small array" in chapter


def test_the_glossary_leads_back_to_the_chapters_that_introduce_its_terms(small):
    found = re.findall(r"<dd>.*?</dd>", small["glossary"], re.S)
    assert [words(each) for each in found] == ["A small array. Chapter 1", "What comes out. Chapter 2"]
    assert 'href="chapters/one.html"' in found[0]
    assert 'href="chapters/two.html"' in found[1]


def test_the_card_says_how_long_it_takes(small):
    assert "About 5 minutes to read, and about 35 for the 2 exercises." in words(small["chapters/two"])
    assert "After this chapter you can" in small["chapters/two"]


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
