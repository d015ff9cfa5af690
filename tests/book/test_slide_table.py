"""The table of the slides: a hole is a warning, sections in the order of the book, errata and places for links."""

import re

from small_teaching import CONFIG, built

from textbook_cnn.formulas import ERRATA
from textbook_cnn.formulas.slides.deck import SLIDES

WITH_FORMULAS = CONFIG.replace('"myst_parser"', '"myst_parser", "sphinx.ext.autodoc", "_extensions.formulas.directive"')
WITH_FORMULAS += """
from textbook_cnn.formulas import REGISTRY
for formula in REGISTRY.values():  # all of them, none proved: that takes minutes
    object.__setattr__(formula, "proofs", ())
"""
TABLE = "```{slide-table}\n```\n"
NUMBER = re.compile(r">(\d+\.\d+) [^<]+<")


def rows(page):
    table = page.partition("slide-table")[2].partition("</table>")[0]
    return table.split("<tr")[2:]


def test_a_slide_without_a_section_or_an_exercise_is_a_warning(tmp_path):
    messages, _ = built(tmp_path, {"index": f"# Book\n\n{TABLE}"}, config=WITH_FORMULAS)
    for slide in SLIDES:
        assert f"slide {slide.number}, {slide.heading!r}, has no section" in messages or slide.sections
        assert f"slide {slide.number}, {slide.heading!r}, has no exercise" in messages
        for name in slide.figures:
            assert f"there is no figure {name!r}" in messages
        for _, anchor in slide.sections:
            assert re.search(rf"there is no section chapters/\w+#{anchor}\b", messages)


def test_each_slide_can_be_linked_to_and_has_its_sections_in_the_order_of_the_book(book):
    found = rows((book / "for_lecturers.html").read_text(encoding="utf-8"))
    assert len(found) == len(SLIDES)
    for slide, row in zip(SLIDES, found, strict=True):
        assert f'id="slide-{slide.number}"' in row
        numbers = [tuple(map(int, number.split("."))) for number in NUMBER.findall(row.split("<td")[2])]
        assert numbers
        assert numbers == sorted(numbers)


def test_every_erratum_stands_beside_a_slide(book):
    page = (book / "for_lecturers.html").read_text(encoding="utf-8")
    linked = set(re.findall(r"errata\.html#erratum-(\d+)", "".join(rows(page))))
    assert linked == {str(erratum.number).removeprefix("E") for erratum in ERRATA}


def test_the_number_of_an_exercise_says_its_title(book):
    page = (book / "for_lecturers.html").read_text(encoding="utf-8")
    titles = re.findall(r'<a [^>]*#ex-[^>]*title="([^"]+)"', "".join(rows(page)))
    assert len(titles) > 2 * len(SLIDES)
