"""The printed book: a preface, the chapters, appendices, solutions at the end; without the reference of the package.

`sphinx-build -b latex` writes it into build/latex, `make pdf` sets it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.latex import LaTeXBuilder
from sphinx.util import docname_join
from sphinx.util.console import darkgreen
from sphinx.util.nodes import inline_all_toctrees

from .cover import draw_cover
from .solutions import move_solutions

LEFT_OUT = ("reference/", "architecture")  # for those who work with the package; they have its pages
CHAPTERS, APPENDIX = "chapters/", "appendix/"


def latex(code: str) -> nodes.raw:
    """A piece of LaTeX as a node."""
    return nodes.raw("", code, format="latex")


class PrintedBook(LaTeXBuilder):
    """Sphinx's builder, with the parts of this book in the order of a printed one."""

    def assemble_doctree(self, indexfile: str, toctree_only: bool, appendices: list[str]) -> nodes.document:
        """Return all pages as one document."""
        left_out = [page for page in self.env.found_docs if page.startswith(LEFT_OUT)]
        self.docnames = {indexfile}
        tree = self.env.get_doctree(indexfile)
        tree["docname"] = indexfile
        book = inline_all_toctrees(self, self.docnames, indexfile, tree, darkgreen, [indexfile, *left_out])
        book["docname"] = indexfile
        self.docnames -= set(left_out)
        arrange(book)
        self.name_left_out(book)
        self.env.resolve_references(book, indexfile, self)
        return book

    def name_left_out(self, book: nodes.document) -> None:
        """Put the titles of pages that are left out in place of links to them."""
        for link in list(book.findall(addnodes.pending_xref)):
            if link["reftype"] == "doc":
                page = docname_join(link["refdoc"], link["reftarget"])
                if page in self.env.titles and page not in self.docnames:
                    words = link.astext() if link["refexplicit"] else self.env.titles[page].astext()
                    link.replace_self(nodes.emphasis("", words))

    def get_contentsname(self, indexfile: str) -> str:
        """Return the title of the table of contents."""
        return "Contents"

    def finish(self) -> None:
        """Draw the title page's picture too."""
        super().finish()
        draw_cover(Path(self.outdir) / "cover.pdf")


def arrange(book: nodes.document) -> None:
    """Put preface, chapters and appendices beside one another; they came one inside the other."""
    for file in book.findall(addnodes.start_of_file):
        file.children, inside = [], file.children
        file += inside  # Sphinx leaves them with the parent that they had on their page
    files = list(outermost(book))
    for file in files:
        file.parent.remove(file)
    preface = next(book.findall(nodes.section))
    title = nodes.title("", preface[0].astext())
    preface[0].replace_self(nodes.title("", "Preface"))
    whole = nodes.section("", title, latex(r"\bookfrontmatter"), preface, latex(r"\bookmainmatter"))
    whole += [file for file in files if file["docname"].startswith(CHAPTERS)]
    whole += latex(r"\appendix")
    whole += [file for file in files if file["docname"].startswith(APPENDIX)]
    whole += [file for file in files if not file["docname"].startswith((CHAPTERS, APPENDIX))]
    book.children = []
    book += whole
    move_solutions(whole, files)


def page_around(node: nodes.Node) -> str:
    """The page in which a node stood before all pages became one document."""
    while node.parent is not None and not isinstance(node, addnodes.start_of_file):
        node = node.parent
    return str(node["docname"])


def outermost(book: nodes.document) -> Iterable[addnodes.start_of_file]:
    """The pages that stand in no other page."""
    for file in book.findall(addnodes.start_of_file):
        above = file.parent
        while above is not None and not isinstance(above, addnodes.start_of_file):
            above = above.parent
        if above is None:
            yield file


def setup(app: Sphinx) -> dict[str, Any]:
    """Put the builder in place of Sphinx's own."""
    for name in ("equations", "floats", "listings", "pictures", "films"):
        app.setup_extension(f"_extensions.print.{name}")
    app.add_builder(PrintedBook, override=True)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
