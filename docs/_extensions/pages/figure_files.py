"""Every numbered figure as a file for slides: drawings as SVG, and as PDF once the book is printed, photographs as PNG.

They lie in build/html/figures, named by number and name, such as fig-5-3-chain-rule.svg, and all in figures.zip, to
which the role `figure-files` links. A handout has its own.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from ..execution.draft import build_folder

logger = logging.getLogger(__name__)

FOLDER, ARCHIVE = "figures", "figures.zip"
NOTE = "README.txt"
WORDS = """\
Figures of "{title}" by {author}, under the numbers that they have in the book.
Licence: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/; whoever shows one names the book and its authors.
Photographs, and what is made of them, have authors of their own: see the chapter that a figure's number begins with.
"""


class FigureFiles(SphinxRole):
    """Words that lead to the archive of all figures."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return a link whose address depends on what is built."""
        return [nodes.reference("", self.text, internal=True, figure_files=True)], []


def check_names(app: Sphinx, document: nodes.document) -> None:
    """Warn of figures of a page that get a number and have no name: their files would be called after nothing."""
    for figure in document.findall(nodes.figure):
        if not figure["names"] and (caption := next(figure.findall(nodes.caption), None)) is not None:
            logger.warning(
                "a figure has a number but no name for its file (in a cell: mystnb: figure: name:), %s",
                caption.astext(),
                location=figure if figure.line else app.env.docname,
                type="figures",
                subtype="name",
            )


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give the links their address; where there is no archive they become words."""
    for link in [each for each in doctree.findall(nodes.reference) if "figure_files" in each]:
        if app.builder.format == "html" and not app.config.draft:
            link["refuri"] = "../" * docname.count("/") + ARCHIVE
        else:
            link.replace_self(nodes.Text(link.astext()))


def figures(app: Sphinx) -> Iterator[tuple[str, Path]]:
    """Names without a suffix, and the file of each figure: a drawing if there is one."""
    for page, kinds in app.env.toc_fignumbers.items():
        numbers = kinds.get("figure", {})
        if not numbers:
            continue
        for figure in app.env.get_doctree(page).findall(nodes.figure):
            place = next((each for each in figure["ids"] if each in numbers), None)
            files = [Path(app.srcdir, image["uri"]) for image in figure.findall(nodes.image)]
            files = sorted((file for file in files if file.is_file()), key=lambda file: file.suffix != ".svg")
            if place and files:
                number = "-".join(map(str, numbers[place]))
                yield f"fig-{number}-{name_of(figure).removeprefix('fig-')}", files[0]


def name_of(figure: nodes.figure) -> str:
    """The name that the figure has on its page; of a label above it that is not the first id."""
    return nodes.make_id(next(iter([*figure["names"], *figure["ids"]])))


def write(app: Sphinx, exception: Exception | None) -> None:
    """Copy the figures of a finished book, or what the printed one made of them, and pack the folder."""
    folder = (Path(app.outdir) if app.builder.format == "html" else build_folder(app) / "html") / FOLDER
    if exception is not None or app.config.draft or not (app.builder.format == "html" or folder.is_dir()):
        return
    if app.builder.format == "html":
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        words = WORDS.format(title=app.config.html_title, author=app.config.author)
        (folder / NOTE).write_text(words, encoding="utf-8")
    for name, file in figures(app):
        if app.builder.format == "latex":
            file = Path(app.doctreedir, "images", f"{file.stem}.pdf")
        if file.is_file():
            shutil.copyfile(file, folder / (name + file.suffix))
    pack(folder)


def pack(folder: Path) -> None:
    """Put the files into an archive beside the folder; the same files make the same archive."""
    with ZipFile(folder.with_name(ARCHIVE), "w", ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.writestr(ZipInfo(f"{FOLDER}/{file.name}"), file.read_bytes(), ZIP_DEFLATED)


def setup(app: Sphinx) -> dict[str, Any]:
    """Write them when the book is built."""
    app.add_role("figure-files", FigureFiles())
    app.connect("doctree-read", check_names)
    app.connect("doctree-resolved", resolve)
    app.connect("build-finished", write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
