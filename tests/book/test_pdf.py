"""The printed book: its order, its solutions, its pictures, and what LaTeX says of it."""

import shutil
import subprocess
import sys

import numpy as np
import pytest
from _extensions.print.book import arrange, page_around
from _extensions.print.films import arrays_of, draw
from _extensions.print.pictures import as_jpeg
from _extensions.print.solutions import move_solutions
from docutils import nodes
from docutils.utils import new_document
from pdf import LATEX, NAME, TOOLS, faults
from PIL import Image
from small_book import CONFIG, FORWARD, REFERENCE, ROOT
from sphinx import addnodes

from textbook_cnn.visualize import animate_convolution

PAGES = {
    "index": "# Book\n\n```{toctree}\nchapters/first\nappendix/last\n```\n\n```{toctree}\nreference/functions\n```\n",
    "chapters/first": f"# First\n\n한글 beside English. {{eq}}`relu.forward` is here:\n\n{FORWARD}\n",
    "appendix/last": "# Last\n\n```{formula} relu.backward\n```\n\nSee {doc}`/reference/functions`.\n",
    "reference/functions": REFERENCE,
}


def page(name, *inside):
    section = nodes.section("", nodes.title("", name.rpartition("/")[2]), *inside)
    return addnodes.start_of_file("", section, docname=name)


def titles(tree):
    return [title.astext() for title in tree.findall(nodes.title)]


def test_chapters_come_before_appendices_and_both_leave_the_first_page():
    book = new_document("book")
    files = page("notation"), page("appendix/a"), page("chapters/1")
    book += nodes.section("", nodes.title("", "The book"), nodes.section("", nodes.title("", "Inside"), *files))
    book["docname"] = "index"
    arrange(book)
    assert titles(book) == ["The book", "Preface", "Inside", "1", "a", "notation"]
    assert [node.parent is book[0] for node in files] == [True, True, True]
    assert [page_around(node[0]) for node in files] == ["notation", "appendix/a", "chapters/1"]


def test_solutions_move_to_the_end_with_their_numbers_and_folded_cells():
    cell = nodes.container("", nodes.paragraph("", "cell"), hide_mode="all")
    exercise = nodes.paragraph("", "", nodes.strong("", "2."), nodes.Text(" Why?"))
    solution = nodes.admonition("", nodes.title("", "Solution"), nodes.paragraph("", "Because."))
    after = nodes.paragraph("", "Next.")
    chapter = page("chapters/1", exercise, solution, cell, after)
    book = nodes.section("", nodes.title("", "The book"), chapter)
    move_solutions(book, [chapter])
    assert chapter[0].children[1:] == [exercise, after]
    assert titles(book[-1]) == ["Solutions", "1"]
    moved = book[-1][1][1]
    assert moved["docname"] == "chapters/1"
    assert [node.astext() for node in moved] == [r"\bookanswer{2}Because.", "cell"]


def test_a_book_without_solutions_has_no_chapter_of_them():
    chapter = page("chapters/1", nodes.admonition("", nodes.title("", "Note"), nodes.paragraph("", "Words.")))
    book = nodes.section("", nodes.title("", "The book"), chapter)
    move_solutions(book, [chapter])
    assert book.children[1:] == [chapter]


def test_moments_of_a_film_are_drawn_from_the_numbers_of_the_page():
    def box(x):
        return np.where(abs(x) <= 0.5, 1.0, 0.0)

    film = animate_convolution(box, box, np.linspace(-2, 2, 41), np.linspace(-1, 1, 9))
    arrays = arrays_of(film._repr_html_())
    np.testing.assert_allclose(arrays["area"], film.arrays["area"], atol=1e-3)
    shown = [axes.get_title() for axes in draw(arrays).axes if axes.get_title()]
    assert shown == sorted(shown, key=lambda title: float(title.split("= ")[1]))
    assert len(shown) == 6
    assert arrays_of("<p>no film</p>") is None


@pytest.mark.parametrize(("photograph", "smaller"), [(True, True), (False, False)])
def test_photographs_alone_become_jpeg(tmp_path, photograph, smaller):
    rows, columns = np.indices((300, 300))
    noise = np.random.default_rng(0).normal(0, 3, (300, 300))
    grey = 100 + 50 * np.sin(rows / 40) * np.cos(columns / 30) + noise if photograph else 255 * (rows // 100 % 2)
    png = tmp_path / "picture.png"
    Image.fromarray(np.repeat(grey.astype("uint8")[..., None], 3, axis=2)).save(png)
    assert (as_jpeg(png) is not None) == smaller


def test_what_stands_out_and_what_is_missing_are_faults():
    log = (
        "Overfull \\hbox (9.9pt too wide) in paragraph at lines 1--2\n"
        "Overfull \\hbox (10.1pt too wide) in paragraph at lines 3--4\n"
        "Missing character: There is no x in font y!\n"
        "LaTeX Warning: Hyper reference `a' on page 1 undefined on input line 5.\n"
        "LaTeX Warning: Label `b' multiply defined.\n"
    )
    assert [fault.split()[0] for fault in faults(log)] == ["Overfull", "Missing", "LaTeX", "LaTeX"]
    assert "3--4" in faults(log)[0]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"setting a book needs {', '.join(missing)}")
    folder = tmp_path_factory.mktemp("printed")
    for name, text in PAGES.items():
        (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    settings = (ROOT / "conf.py").read_text(encoding="utf-8").partition("# The printed book")[2]
    for file in ("tests/formulas/test_registry.py", "textbook_cnn/formulas/statements/relu.py", "docs/_latex/book.sty"):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes((ROOT / file).read_bytes())
    config = CONFIG.format(
        extensions=str(ROOT / "docs"), names=("relu.forward", "relu.backward"), code="", execution="off"
    )
    config += 'extensions += ["_extensions.print.book"]\nhtml_title = author = "A book"\n#' + settings
    (folder / "conf.py").write_text(config, encoding="utf-8")
    sphinx = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "latex", "-c", str(folder)]
    done = subprocess.run(
        [*sphinx, str(folder / "docs"), str(folder / "out")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    command = ["latexmk", "-xelatex", "-interaction=nonstopmode", "-halt-on-error", f"{NAME}.tex"]
    subprocess.run(command, cwd=folder / "out", check=True, capture_output=True)
    return folder / "out"


def test_a_small_book_is_set_without_faults(small):
    assert faults((small / f"{NAME}.log").read_text(encoding="utf-8", errors="replace")) == []
    assert (small / f"{NAME}.pdf").read_bytes().startswith(b"%PDF")


def test_equations_keep_their_numbers_and_what_is_left_out_is_named(small):
    tex = (small / f"{NAME}.tex").read_text(encoding="utf-8")
    first, last = tex.index(r"\bookequation{1}"), tex.index(r"\bookequation{2}")
    assert tex.index(r"\chapter{First}") < first < tex.index(r"\appendix") < tex.index(r"\chapter{Last}") < last
    assert r"\sphinxstyleemphasis{Reference}" in tex
    assert r"\chapter{Reference}" not in tex
    assert r"\bookproved{}" in tex


def test_the_book_was_set_without_faults():
    log = LATEX / f"{NAME}.log"
    if not log.is_file():
        pytest.skip("there is no printed book: run `make pdf` first")
    assert faults(log.read_text(encoding="utf-8", errors="replace")) == []
