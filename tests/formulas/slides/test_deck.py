"""The deck has every slide once, in order, and each statement of the catalogue at the slide that makes it."""

import textbook_cnn
from textbook_cnn.formulas.slides.deck import SLIDES
from textbook_cnn.formulas.slides.statements import ROWS


def test_slides_are_numbered_in_order():
    assert [slide.number for slide in SLIDES] == list(range(1, 23))


def test_every_statement_belongs_to_one_slide_under_its_heading():
    placed = [(number, slide.heading) for slide in SLIDES for number in slide.statements]
    assert placed == [(number, row.slide) for number, row in enumerate(ROWS, 1)]


def test_a_slide_has_statements_or_pictures_with_functions():
    assert all(slide.statements or (slide.figures and slide.functions) for slide in SLIDES)
    assert all(hasattr(textbook_cnn, name) for slide in SLIDES for name in slide.functions)
