"""The directive `runs-on-table`: which function runs on which array library, as the tests know it."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from tests.support import runs_on
from tests.support.runs_on import LIBRARIES, RUNS_ON, Support
from textbook_cnn import __all__ as public

from ..formulas.places import to_function
from ..tables import make_table, row_of_lines
from .gpu_results import RESULTS, records
from .public_names import noted

YES, NOT_YET, NO = "✓", "(✓)", "–"
WIDTHS = (34, *(11 for _ in LIBRARIES), 20)


def devices(found: list[dict[str, Any]]) -> list[str]:
    """Names of the graphics cards on which the tests have passed, as `make gpu` wrote them down."""
    return [record["device"] for record in found if record["status"] == "passed"]


class RunsOnTable(SphinxDirective):
    """Show the table, and say what is known of CuPy."""

    def run(self) -> list[nodes.Node]:
        """Return the table and a sentence under it."""
        self.env.note_dependency(runs_on.__file__)
        noted(self.env, ["textbook_cnn"], [])
        for path in RESULTS.glob("gpu-*.json"):
            self.env.note_dependency(str(path))
        self.cards = devices(records("tests"))
        headings = ("function", *LIBRARIES.values(), "answers in")
        rows = [self._row(name, RUNS_ON[name]) for name in public if name in RUNS_ON]
        table = make_table(headings, WIDTHS, rows, "runs-on-table")
        return [nodes.container("", table, classes=["table-wrapper"]), nodes.paragraph("", _about_cupy(self.cards))]

    def _row(self, name: str, support: Support) -> nodes.row:
        link = to_function(self.env.docname, name)
        marks = (_mark(library, support, self.cards) for library in LIBRARIES)
        answer = support.answer + (f"; {support.why}" if support.why else "")
        return row_of_lines([[link], *([nodes.Text(words)] for words in (*marks, answer))])


def _mark(library: str, support: Support, cards: list[str]) -> str:
    if library not in support.libraries:
        return NO
    return YES if library != "cupy" or cards else NOT_YET


def _about_cupy(cards: list[str]) -> str:
    if cards:
        return f"CuPy's column was run on {', '.join(cards)}."
    return (
        "In CuPy's column the marks have brackets: the tests ran on stand-ins for it, CuPy's rules over NumPy and CuPy "
        "itself on an emulated card. No run on a graphics card is on record yet; make gpu makes one."
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive, and that of the table which stands on the same page."""
    app.setup_extension("_extensions.pages.gpu_results")
    app.add_directive("runs-on-table", RunsOnTable)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
