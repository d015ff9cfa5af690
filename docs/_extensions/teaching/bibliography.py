"""Citations by author and year in round brackets, and the style of the bibliography."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pybtex.database import Person
from pybtex.plugin import register_plugin as register_format
from pybtex.style.formatting.plain import Style
from pybtex.style.sorting.author_year_title import SortingStyle
from sphinx.application import Sphinx
from sphinxcontrib.bibtex.plugin import register_plugin as register_references
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle


class BookSorting(SortingStyle):
    """By authors, year and title; the braces that keep the name of an institution whole do not count."""

    def person_key(self, person: Person) -> str:
        """Return what a person is sorted by."""
        return str(super().person_key(person)).replace("{", "").replace("}", "")


class BookStyle(Style):
    """Names in full, sorted by the first author and the year."""

    default_sorting_style = "book"
    default_label_style = "number"


def _round() -> BracketStyle:
    return BracketStyle(left="(", right=")", sep="; ")


@dataclass
class RoundBrackets(AuthorYearReferenceStyle):
    """“He et al. (2015)” and “(He et al., 2015)”."""

    bracket_parenthetical: BracketStyle = field(default_factory=_round)
    bracket_textual: BracketStyle = field(default_factory=_round)
    bracket_author: BracketStyle = field(default_factory=_round)
    bracket_label: BracketStyle = field(default_factory=_round)
    bracket_year: BracketStyle = field(default_factory=_round)


def setup(app: Sphinx) -> dict[str, Any]:
    """Make the styles known under the names that conf.py uses."""
    register_format("pybtex.style.formatting", "book", BookStyle)
    register_format("pybtex.style.sorting", "book", BookSorting)
    register_references("sphinxcontrib.bibtex.style.referencing", "round", RoundBrackets)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
