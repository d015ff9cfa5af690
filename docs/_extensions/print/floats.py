"""Figures with the numbers that they have on the pages, and tables as wide as paper needs them."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from .code import label, latex, page_around

PAGES = {"page": ("", 14), "solution": ("-solution", 22)}  # columns: what ends their labels, and how wide they are


class PrintFloats(SphinxPostTransform):
    """Number the figures, and set the columns of tables."""

    default_priority = 4
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Go through figures and tables."""
        for figure in self.document.findall(nodes.figure):
            numbers = self.env.toc_fignumbers.get(page_around(figure), {}).get("figure", {})
            number = next((numbers[name] for name in figure["ids"] if name in numbers), None)
            if number is not None:
                figure.insert(0, latex(rf"\renewcommand\thefigure{{{'.'.join(map(str, number))}}}"))
        for table in self.document.findall(nodes.table):
            if "exercise-list" in table["classes"]:
                with_pages(table, self.config.handout)
            if "on_paper" in table:
                table["classes"].append("longtable")  # may go over pages
                for column, width in zip(table.findall(nodes.colspec), table["on_paper"], strict=True):
                    column["colwidth"] = width
                for row in table.findall(nodes.row):
                    for name in row["ids"]:  # which Sphinx leaves out
                        place = rf"\phantomsection\label{{{label(page_around(table), name)}}}"
                        next(row.findall(nodes.paragraph)).insert(0, latex(place))


def with_pages(table: nodes.table, handout: bool) -> None:
    """Add the page of each exercise to the list of all of them, and that of its solution."""
    added = [*PAGES][: 1 if handout else 2]
    widths = [PAGES[heading][1] for heading in added]
    group = next(table.findall(nodes.tgroup))
    head, *rows = group.findall(nodes.row)
    group.insert(group["cols"], [nodes.colspec("", colwidth=width) for width in widths])
    group["cols"] += len(added)
    table["on_paper"] = (*table["on_paper"], *widths)
    head += [nodes.entry("", nodes.paragraph("", heading)) for heading in added]
    for row in rows:
        page, _, name = next(row.findall(nodes.reference))["refuri"].removeprefix("%").partition("#")
        codes = [latex(rf"\pageref{{{label(page, name + PAGES[heading][0])}}}") for heading in added]
        row += [nodes.entry("", nodes.paragraph("", "", code)) for code in codes]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_post_transform(PrintFloats)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
