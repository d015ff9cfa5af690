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
from sphinx.environment import BuildEnvironment
from sphinx.util.console import darkgreen
from sphinx.util.nodes import inline_all_toctrees

from ..folders import APPENDIX, CHAPTERS
from .chapters import print_frames
from .code import latex
from .cover import draw_cover
from .exercises import print_exercises
from .graph import print_graph
from .index import join_terms, note_terms
from .links import print_links
from .preface import without_screen

LEFT_OUT = ("reference/", "architecture", "install")  # for those who work with the package; they have its pages
BACK = ("notation", "exercises", "solutions", "for_lecturers", "glossary", "bibliography")  # what follows them


class PrintedBook(LaTeXBuilder):
    """Sphinx's builder, with the parts of this book in the order of a printed one."""

    def assemble_doctree(self, indexfile: str, toctree_only: bool, appendices: list[str]) -> nodes.document:
        """Return all pages as one document."""
        left_out = [page for page in self.env.found_docs if page.startswith(LEFT_OUT)]
        self.docnames = {indexfile}
        tree = self.env.get_doctree(indexfile)
        tree["docname"] = indexfile
        book = inline_all_toctrees(self, self.docnames, indexfile, tree, darkgreen, [indexfile, "genindex", *left_out])
        book["docname"] = indexfile
        self.docnames -= set(left_out)
        arrange(book, self.env)
        print_links(book, self.env, self.docnames)
        self.env.resolve_references(book, indexfile, self)
        return book

    def get_contentsname(self, indexfile: str) -> str:
        """Return the title of the table of contents."""
        return "Contents"

    def finish(self) -> None:
        """Draw the title page's picture too."""
        super().finish()
        draw_cover(Path(self.outdir) / "cover.pdf")


def arrange(book: nodes.document, env: BuildEnvironment) -> None:
    """Put preface, chapters and appendices beside one another; they came one inside the other."""
    for file in book.findall(addnodes.start_of_file):
        file.children, inside = [], file.children
        file += inside  # Sphinx leaves them with the parent that they had on their page
    files = list(outermost(book))
    for file in files:
        file.parent.remove(file)
    chapters, appendices = (beginning(files, folder) for folder in (CHAPTERS, APPENDIX))
    others: dict[str, nodes.Node] = {file["docname"]: file for file in files if file not in (*chapters, *appendices)}
    print_frames(files, env)
    print_graph(files)
    note_terms(chapters, env, join_terms(files))
    if solutions := print_exercises(files, env):
        others["solutions"] = solutions
    preface = without_screen(next(book.findall(nodes.section)))
    title = nodes.title("", preface[0].astext())
    preface[0].replace_self(nodes.title("", "Preface"))
    whole = nodes.section("", title, latex(r"\bookfrontmatter"), preface, latex(r"\bookmainmatter"), *chapters)
    whole += [latex(r"\appendix"), *appendices, latex(r"\bookbackmatter")]
    whole += [others.pop(name) for name in BACK if name in others]
    whole += list(others.values())
    book.children = []
    book += whole


def beginning(files: Iterable[addnodes.start_of_file], folder: str) -> list[addnodes.start_of_file]:
    """The pages of a folder."""
    return [file for file in files if file["docname"].startswith(folder)]


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
    for name in ("equations", "floats", "listings", "pictures", "films", "ties", "room"):
        app.setup_extension(f"_extensions.print.{name}")
    app.add_builder(PrintedBook, override=True)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
