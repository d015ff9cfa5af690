"""The words in pictures: all of a figure are read, and a picture whose words are unknown is a warning."""

import pytest
from _extensions.formulas.pictures import DRAWN_HERE, is_drawn_here, words_in
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from small_book import Book

from tests.support.places import ROOT

HEAD = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n# Page\n\n"
CELL = """
import io
import sys
from IPython.display import SVG, Image, display
sys.path.insert(0, {kernel!r})
import book_figures
from matplotlib.figure import Figure
figure = Figure()
figure.subplots().set_title("∂E/∂K")
figure.axes[0].text(0.5, 0.5, "is")
figure.axes[0].text(0.7, 0.5, "X ⋆ G")
display(SVG(book_figures.as_svg(figure)))
file = io.BytesIO()
figure.savefig(file, format="png")
display(Image(file.getvalue()))
"""


@pytest.fixture
def book_figures(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "docs" / "_kernel")
    import book_figures

    return book_figures


@pytest.fixture(params=["png", "svg"])
def draw(request, tmp_path, book_figures):
    """Draw what a function puts into axes, as the book does, and return the file."""

    def drawn(put_into):
        figure = Figure()
        axes = figure.subplots()
        put_into(axes)
        if request.param == "png":
            axes.imshow([[1, 2]])
        file = tmp_path / f"figure.{request.param}"
        picture = book_figures.as_png(figure)[0] if request.param == "png" else book_figures.as_svg(figure).encode()
        file.write_bytes(picture)
        return file

    return drawn


def everywhere(axes):
    axes.set_title("$Y = X \\star K$")
    axes.set_xticks([0], ["∂E/∂K ≥ 0"])
    axes.yaxis.set_major_formatter(lambda *_: "W = V")  # known once it is drawn
    axes.annotate("Z < W & V", (0, 0))
    axes.text(0, 0, "nobody sees this", visible=False)
    axes.text(0, 0, "U = T", path_effects=[withStroke(linewidth=2)])
    axes.plot([0], [1], marker="$S=R$")
    axes.table([["Q = P"]])


WRITTEN = {"$Y = X \\star K$", "∂E/∂K ≥ 0", "Z < W & V", "W = V", "U = T", "$S=R$", "Q = P"}


def test_what_is_written_in_a_figure_is_read(draw):
    found = words_in(draw(everywhere))
    assert WRITTEN - set(found) == set()
    assert "nobody sees this" not in found


def test_texts_of_a_figure_are_read_one_after_the_other_too(draw):
    def in_parts(axes):
        axes.set_title("dE/dK\nis")
        axes.text(0.5, 0.5, "* G")
        axes.text(0.3, 0.5, "X")

    assert any("dE/dK is X * G" in line for line in words_in(draw(in_parts)))


def test_a_figure_of_the_book_says_so_and_no_other_picture_does(draw, tmp_path):
    assert is_drawn_here(draw(everywhere))
    for kind in ("png", "svg", "jpg"):
        Figure().savefig(tmp_path / f"another.{kind}")
        assert not is_drawn_here(tmp_path / f"another.{kind}")
    assert not is_drawn_here(tmp_path / "missing.png")


def test_the_kernel_and_the_search_agree_on_the_words(book_figures):
    assert book_figures.DRAWN_HERE == DRAWN_HERE


def test_a_page_shows_only_pictures_whose_words_are_known(tmp_path):
    cell = CELL.format(kernel=str(ROOT / "docs" / "_kernel"))
    book = Book(tmp_path, f"{HEAD}```{{code-cell}}\n{cell}\n```\n", execution="force")
    assert book.messages.count("a picture whose words are unknown") == 1
    assert "∂E/∂K is X ⋆ G" in book.messages


def test_the_texts_of_a_png_are_read_in_each_form(tmp_path):
    from PIL import Image, PngImagePlugin

    texts = PngImagePlugin.PngInfo()
    texts.add_text("Description", "Y = 1")
    texts.add_text("Comment", "Y = 2\nY = 3", zip=True)
    texts.add_itxt("Description", "Y ⋆ 4")
    texts.add_itxt("Title", "Y ⋆ 5", zip=True)
    Image.new("L", (1, 1)).save(tmp_path / "a.png", pnginfo=texts)
    assert words_in(tmp_path / "a.png") == ["Y = 1", "Y = 2", "Y = 3", "Y ⋆ 4", "Y ⋆ 5"]


def test_a_file_that_is_no_picture_has_no_words(tmp_path):
    (tmp_path / "words.gif").write_bytes(b"GIF89a<!-- Y = X -->")
    assert words_in(tmp_path / "words.gif") == words_in(tmp_path / "missing.png") == []
