"""The directives `slide-table` and `exercise-list`, which are filled in when all pages have been read.

A slide without a section, code or an exercise is a warning, which fails a build with -W.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.slides.deck import SLIDES, Slide
from textbook_cnn.formulas.slides.statements import ROWS

from ..folders import CHAPTERS
from ..formulas.places import to_function
from ..formulas.table import with_commas
from ..tables import make_table, row_of
from .exercises import GRADES
from .links import Links
from .places import Section, exercises, section_of, solving

SLIDE_HEADINGS = ("slide", "section", "formula, proofs, test and code", "exercises")
PRINTED_HEADINGS = ("slide", "section", "formula and code", "exercises")
SLIDE_WIDTHS, SLIDE_ON_PAPER = (28, 26, 32, 14), (26, 26, 36, 12)
LIST_HEADINGS = ("exercise", "title", "grade", "kind", "formulas")
LIST_WIDTHS, LIST_ON_PAPER = (8, 30, 10, 14, 38), (21, 50, 15, 30, 48)


class table_of(nodes.General, nodes.Element):  # noqa: N801 (Sphinx calls visitors by the name of the class)
    """Where a table stands, and which."""


class SlideTable(SphinxDirective):
    """The slides, each with what answers it."""

    def run(self) -> list[nodes.Node]:
        """Return the place of the table."""
        return [table_of(what="slides")]


class ExerciseList(SphinxDirective):
    """All exercises."""

    def run(self) -> list[nodes.Node]:
        """Return the place of the table."""
        return [table_of(what="exercises")]


class Filler(Links):
    """Fills in the tables of one page."""

    def exercises(self) -> list[nodes.Node]:
        """Return how many there are of each grade, and the list."""
        listed = exercises(self.env)
        answers = solving(self.env)
        counted = Counter(each.grade for each in listed)
        words = ", ".join(f"{counted[grade]} of {'★' * int(grade)} ({GRADES[grade]})" for grade in GRADES)
        rows = [
            row_of(
                [
                    [[self.exercise(each)]],
                    [each.title.deepcopy().children],
                    [[nodes.Text("★" * int(each.grade))]],
                    [[nodes.Text(each.kind)]],
                    [self.named(name) for name in each.formulas if name not in answers],
                ]
            )
            for each in listed
        ]
        sums = nodes.paragraph("", f"{len(listed)} exercises: {words}.")
        return [sums, make_table(LIST_HEADINGS, LIST_WIDTHS, rows, "exercise-list", on_paper=LIST_ON_PAPER)]

    def slides(self) -> list[nodes.Node]:
        """Return the table of the slides."""
        rows = map(self.slide, SLIDES)
        headings = PRINTED_HEADINGS if self.app.builder.format == "latex" else SLIDE_HEADINGS
        return [make_table(headings, SLIDE_WIDTHS, rows, "slide-table", on_paper=SLIDE_ON_PAPER)]

    def slide(self, slide: Slide) -> nodes.row:
        """Return the row of a slide; warn of a hole in it."""
        formulas = list(dict.fromkeys(name for number in slide.statements for name in ROWS[number - 1].formulas))
        places = [section_of(self.env, name) for name in (*slide.figures, *formulas)]
        named = [Section(CHAPTERS + page, anchor) for page, anchor in slide.sections]
        sections = sorted({*named, *(place for place in places if place)}, key=self.in_book)
        functions = list(dict.fromkeys(name for each in formulas for name in REGISTRY[each].functions))
        proofs = [line for name in formulas if (line := self.formula(name))]
        code = [to_function(self.docname, name) for name in functions or slide.functions]
        about = [each for each in exercises(self.env) if slide.number in each.slides or {*formulas} & {*each.formulas}]
        for what, found in {"section": sections, "code": code, "exercise": about}.items():
            if not found:
                self.hole(f"slide {slide.number}, {slide.heading!r}, has no {what}")
        for name, place in zip(slide.figures, places):
            if place is None:
                self.hole(f"there is no figure {name!r}")
        number = nodes.strong("", f"{slide.number}", ids=[f"slide-{slide.number}"])
        heading = [[number], [nodes.Text(slide.heading)], [nodes.Text(slide.shows)]]
        wrong = dict.fromkeys(name for number in slide.statements for name in ROWS[number - 1].errata)
        if wrong:
            heading.append([nodes.Text("errata "), *with_commas(map(self.erratum, wrong))])
        lines = [*proofs, [nodes.Text("code "), *with_commas(code)]] if code else proofs
        to_sections = [[self.section(place)] for place in sections]
        return row_of([heading, to_sections, lines, [with_commas(map(self.exercise, about))]])


class Tables(SphinxPostTransform):
    """Make the tables of the page that is written."""

    default_priority = 4  # before links are resolved

    def run(self, **kwargs: Any) -> None:
        """Go through the places of tables."""
        for place in list(self.document.findall(table_of)):
            filler = Filler(self.app, self.env.docname)
            place.replace_self(filler.slides() if place["what"] == "slides" else filler.exercises())


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives."""
    app.setup_extension("_extensions.teaching.places")
    app.add_node(table_of)
    app.add_directive("slide-table", SlideTable)
    app.add_directive("exercise-list", ExerciseList)
    app.add_post_transform(Tables)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
