"""Every chapter has exercises of each kind, and every exercise a hint and a solution whose answers are asserted."""

import re
from collections import Counter

import pytest

from tests.support.places import ROOT

CHAPTERS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs" / "chapters").glob("*.md"))}
HEAD = re.compile(r"^:::\{exercise\} (.+)\n((?::[\w-]+: .*\n)+)", re.MULTILINE)
CELL = re.compile(r"^```\{code-cell\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WANTED = {"implement", "experiment", "prove or refute"}


def exercises(chapter):
    """Title, options and the text up to the next exercise or section."""
    text = CHAPTERS[chapter]
    heads = list(HEAD.finditer(text))
    for head, following in zip(heads, [*heads[1:], None]):
        until = following.start() if following else len(text)
        body = re.split(r"^## ", text[head.end() : until], flags=re.MULTILINE)[0]
        yield head[1], dict(re.findall(r"^:([\w-]+): (.*)$", head[2], re.MULTILINE)), body


ALL = [(chapter, *each) for chapter in CHAPTERS for each in exercises(chapter)]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_enough_of_each_kind_and_grade(chapter):
    options = [options for _, options, _ in exercises(chapter)]
    assert len(options) >= 6
    assert {each["kind"] for each in options} >= WANTED
    assert {each["grade"] for each in options} == {"1", "2", "3"}
    assert len(options) == CHAPTERS[chapter].count("{exercise} ")


def test_there_are_enough_and_no_two_share_a_label_or_a_title():
    assert len(ALL) >= 60
    for shared in (Counter(options["label"] for _, _, options, _ in ALL), Counter(title for _, title, _, _ in ALL)):
        assert [each for each, count in shared.items() if count > 1] == []
    assert all(options["label"].startswith("ex-") for _, _, options, _ in ALL)


@pytest.mark.parametrize(("chapter", "title", "options", "body"), ALL, ids=[each[2]["label"] for each in ALL])
def test_an_exercise_has_a_hint_and_a_solution_that_is_run_and_asserted(chapter, title, options, body):
    statement, hint, solution = re.split(r"^:::\{(?:hint|solution)\}$", body, flags=re.MULTILINE)
    assert len(statement.split()) >= 8
    assert len(hint.split()) >= 5
    cells = CELL.findall(solution)
    assert [cell for cell in cells if not cell.startswith(":tags: [remove-cell]")]
    assert any(re.search(r"^ *assert ", cell, re.MULTILINE) for cell in cells)
