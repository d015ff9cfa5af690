"""The plan for lecturers gives every slide its minutes once, and exercises and errata of those slides."""

import re

import pytest
from _extensions.teaching.chapter_card import MINUTES_AN_EXERCISE

from tests.support.places import ROOT
from tests.test_exercises import ALL
from textbook_cnn.formulas.slides.deck import SLIDES
from textbook_cnn.formulas.slides.statements import ROWS

PAGE = (ROOT / "docs" / "for_lecturers.md").read_text(encoding="utf-8")
PLAN = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("|")][2:]
SLIDES_OF = re.compile(r"(\d+)(?:–(\d+))? \((\d+)\)")
ERRATA_OF = re.compile(r"`E(\d+) [^`]*`(?: to \{ref\}`E(\d+))?")
GRADES = {options["label"]: options["grade"] for _, _, options, _ in ALL}
SESSION, LONG_SESSION = 50, 75


def runs(found):
    """The numbers of “3” and “5–7”."""
    return [number for first, last in found for number in range(int(first), int(last or first) + 1)]


def minutes_of(cell):
    """Slides with the minutes that they are given together."""
    return [(runs([(first, last)]), int(minutes)) for first, last, minutes in SLIDES_OF.findall(cell)]


def exercises_of(cell):
    return re.findall(r"<(ex-[\w-]+)>", cell)


def test_every_slide_is_in_one_session_in_order():
    slides = [number for row in PLAN for together, _ in minutes_of(row[1]) for number in together]
    assert slides == [slide.number for slide in SLIDES]


@pytest.mark.parametrize("row", PLAN, ids=[row[0].partition(":")[0] for row in PLAN])
def test_slides_and_exercises_fill_a_session(row):
    taken = sum(minutes for _, minutes in minutes_of(row[1]))
    assert (
        taken + sum(MINUTES_AN_EXERCISE[GRADES[label]] for label in exercises_of(row[2].partition("; at home")[0]))
        == SESSION
    )


@pytest.mark.parametrize("row", PLAN, ids=[row[0].partition(":")[0] for row in PLAN])
def test_errata_are_those_of_its_slides(row):
    slides = {number for together, _ in minutes_of(row[1]) for number in together}
    statements = [number for slide in SLIDES if slide.number in slides for number in slide.statements]
    expected = {int(name[1:]) for number in statements for name in ROWS[number - 1].errata}
    assert runs(ERRATA_OF.findall(row[3])) == sorted(expected)


@pytest.mark.parametrize("row", PLAN, ids=[row[0].partition(":")[0] for row in PLAN])
def test_exercises_are_those_of_its_slides(row, book):
    table = (
        (book / "for_lecturers.html").read_text(encoding="utf-8").partition("slide-table")[2].partition("</table>")[0]
    )
    by_slide = {int(line.partition('"')[0]): line for line in table.split('id="slide-')[1:]}
    listed = "".join(by_slide[number] for together, _ in minutes_of(row[1]) for number in together)
    assert len(by_slide) == len(SLIDES)
    assert [label for label in exercises_of(row[2]) if f"#{label}" not in listed] == []


def test_two_long_sessions_have_time_for_the_slides_that_are_named():
    found = re.search(r"slides (\d+) to (\d+) without (\d+), the second slides (\d+) to (\d+) without (\d+)", PAGE)
    numbers = [int(number) for number in found.groups()]
    parts = [part for row in PLAN for part in minutes_of(row[1])]
    for first, last, without in (numbers[:3], numbers[3:]):
        kept = [minutes for slides, minutes in parts if first <= slides[0] <= last and slides != [without]]
        assert LONG_SESSION - 5 <= sum(kept) <= LONG_SESSION
    assert [numbers[0], numbers[3], numbers[4]] == [1, numbers[1] + 1, len(SLIDES)]
