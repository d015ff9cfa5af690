"""What is written wrong in a chapter is a warning that names page and line, what was expected and what came."""

import re

import pytest
from small_teaching import built

GLOSSARY = "# Glossary\n\n:::{glossary}\nkernel\n커널\n  A small array.\n\n커널 둘\nsecond kernel\n  As well.\n:::\n"
HINT, SOLUTION = ":::{hint}\nLook.\n:::\n", ":::{solution}\nDone.\n:::\n"


def exercise(label, after=SOLUTION, options="", text="Do it.\n", grade="1", kind="implement"):
    """An exercise with what follows it; its statement begins in line 3 of its page."""
    head = f"::::{{exercise}} About {label}\n:label: ex-{label}\n:grade: {grade}\n:kind: {kind}\n"
    return f"{head}{options}{text}::::\n\n{after}"


TERMS = "```{key-terms}\n```\n"
CARD = ":::{chapter-card}\n- count.\n:::\n\n"
NO_EXERCISE = "expected it between an exercise and its solution, got"
FAULTS = {  # by name: the page below its title, and the line of each fault with its message
    "hint-alone": (f"## Part\n\n{HINT}", {5: f"a hint without an exercise: {NO_EXERCISE} none before it"}),
    "hint-inside": (exercise("in", text=f"Do it.\n\n{HINT}"), {9: f"{NO_EXERCISE} in the text of one"}),
    "hint-late": (
        exercise("late", f"{SOLUTION}\n{HINT}"),
        {14: "after the solution of 'About late': expected code, the next exercise or a section, got a hint 'Look.'"},
    ),
    "hint-twice": (exercise("hints", HINT + HINT + SOLUTION), {13: "expected one for 'About hints', got 2"}),
    "hint-empty": (exercise("void", f":::{{hint}}\n:::\n{SOLUTION}"), {10: 'Content block expected for the "hint"'}),
    "formula-unknown": (
        exercise("unknown", options=":formulas: rot180 rot181\n"),
        {3: "expected ids of formulas in :formulas:, got 'rot181', which the registry does not have"},
    ),
    "formula-twice": (
        exercise("again", options=":formulas: rot180 rot180\n"),
        {3: "expected each of :formulas: once, got rot180 rot180"},
    ),
    "slide-unknown": (exercise("slide", options=":slides: 3, 999\n"), {3: "slides from 1 to 22 in :slides:, got 999"}),
    "slide-no-number": (exercise("word", options=":slides: three\n"), {7: "for 'slides': three: invalid literal"}),
    "no-text": (exercise("blank", text=""), {3: "exercise 'About blank': expected a text, got none"}),
    "label": (exercise("Two words"), {3: "expected a label such as ex-two-strides, got 'ex-Two words'"}),
    "grade-none": (
        exercise("none").replace(":grade: 1\n", ""),
        {3: "expected the options label, grade and kind, got none or a wrong one for grade"},
    ),
    "grade-four": (exercise("four", grade="4"), {5: 'for \'grade\': 4: "4" unknown; choose from "1", "2", or "3"'}),
    "kind": (exercise("kind", kind="think"), {6: 'for \'kind\': think: "think" unknown; choose from "work out"'}),
    "in-another": (
        exercise("out", text=f"Do it.\n\n{exercise('inner', '').replace('::::', ':::')}"),
        {9: "an exercise in another one: expected it to follow"},
    ),
    "same-label": (f"{exercise('same')}\n{exercise('same')}", {14: 'Duplicate explicit target name: "ex-same"'}),
    "same-title": (
        f"{exercise('title')}\n{exercise('other').replace('About other', 'About title')}",
        {14: "expected exercises of different titles, got 'About title' again: chapters/same-title.md:3"},
    ),
    "unsolved": (
        exercise("unsolved", ""),
        {3: "an exercise without a solution: expected one for 'About unsolved', got 0"},
    ),
    "solved-twice": (exercise("two", SOLUTION + SOLUTION), {3: "an exercise with two solutions or more"}),
    "solution-alone": (f"## Part\n\n{SOLUTION}", {5: "a solution without an exercise: expected it to follow one"}),
    "solution-after-section": (f"{exercise('sec')}## Part\n\n{SOLUTION}", {15: "a solution without an exercise"}),
    "solution-inside": (
        exercise("inside", "", text=f"Do it.\n\n{SOLUTION}"),
        {9: "a solution in the text of its exercise: expected it to follow"},
    ),
    "solution-in-a-note": (
        exercise("note", f"::::{{note}}\n{SOLUTION}::::\n"),
        {10: "expected a hint or code, got a note 'Solution Done.'"},
    ),
    "solution-empty": (exercise("empty", ":::{solution}\n:::\n"), {10: "a solution without a text"}),
    "solution-named": (
        exercise("named", SOLUTION.replace("}", "} ex-named")),
        {10: "solution: expected nothing behind the name, got 'ex-named'"},
    ),
    "solution-options": (
        exercise("options", SOLUTION.replace("}", "}\n:class: dropdown")),
        {10: "solution: expected no options, got ':class: dropdown'"},
    ),
    "text-after": (
        exercise("after", f"{SOLUTION}\nWords that belong to nothing, and are many of them.\n"),
        {14: "got a paragraph 'Words that belong to nothing, and are ma…'"},
    ),
    "text-before": (
        exercise("before", f"Words.\n\n{SOLUTION}"),
        {10: "between the statement and the solution of 'About before': expected a hint or code, got a paragraph"},
    ),
    "two-cards": (CARD + CARD, {7: "chapter-card: expected one on a page, got another"}),
    "card-low": (f"## Part\n\n{CARD}", {5: "chapter-card: expected it at the head of the page, before all sections"}),
    "card-empty": (CARD.replace("- count.\n", ""), {3: "chapter-card: expected one list of goals, got nothing"}),
    "card-of-words": (CARD.replace("- ", ""), {3: "chapter-card: expected one list of goals, got paragraph"}),
    "card-empty-goal": (
        CARD.replace("count.", "count.\n-"),
        {3: "expected one list of goals, got a goal without words"},
    ),
    "card-minutes": (
        CARD.replace("card}\n", "card}\n:also: an hour for the report\n"),
        {3: "minutes and what they are for, such as ‘90 for the report’, in :also:, got 'an hour for the report'"},
    ),
    "term-unknown": (f"A {{term}}`colonel`.\n\n{TERMS}", {3: "term not in glossary: 'colonel'"}),
    "no-terms": (TERMS, {3: "key-terms: expected terms of the glossary that no earlier chapter links to, got none"}),
    "two-lists-of-terms": (f"{{term}}`kernel`\n\n{TERMS}\n{TERMS}", {8: "key-terms: expected one list of them"}),
}
PAGES = {f"chapters/{name}": f"# {name}\n\n{text}" for name, (text, _) in FAULTS.items()}
TOC = "\n".join(sorted(PAGES, reverse=True))  # so that no other chapter has the term before the one with two lists


@pytest.fixture(scope="module")
def messages(tmp_path_factory):
    index = f"# Book\n\n```{{toctree}}\n:numbered:\n{TOC}\n```\n\n```{{toctree}}\nglossary\nall\n```\n"
    others = {"index": index, "glossary": GLOSSARY, "all": "# All\n\n```{exercise-list}\n```\n"}
    said, written = built(tmp_path_factory.mktemp("faults"), PAGES | others)
    assert len(written) == len(PAGES | others), said
    return said


@pytest.mark.parametrize(
    ("page", "line", "words"),
    [(name, line, words) for name, (_, faults) in FAULTS.items() for line, words in faults.items()],
    ids=FAULTS,
)
def test_a_fault_is_named_with_page_and_line(messages, page, line, words):
    assert re.search(rf"chapters/{page}\.md:{line}: .*{re.escape(words)}", messages)


def test_a_glossary_with_the_korean_term_first_is_a_warning(messages):
    assert "glossary: expected the English term and then the Korean one, got '커널 둘', 'second kernel'" in messages


def test_code_before_a_solution_and_after_it_is_no_fault(tmp_path):
    code = "```python\nx = 1\n```\n\n"
    page = "# Page\n\n" + exercise("right", HINT + code + SOLUTION + code, ":formulas: rot180\n")
    said, written = built(tmp_path / "book", {"index": page})
    assert said == ""
    assert written["index"].partition("<details")[2].count("highlight-python") == 2
