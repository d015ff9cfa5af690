"""Equations that a reader would see though no directive shows them: in emphasis, cells, outputs, figures, in words."""

import tomllib

import pytest
from _extensions.formulas import coverage
from _extensions.formulas.pictures import words_in
from _extensions.formulas.shown import Shown, is_python
from docutils import nodes
from matplotlib.figure import Figure
from small_book import Book

from tests.support.places import ROOT

ALONE, GRADIENT = "an equation on a line of its own", "a gradient in a sentence"
# Each names its equation by a letter with a number, which the warning repeats.
ON_THE_PAGE = {
    "**$Y_1 = X + B$**": ALONE,
    "- *$Y_2 = X + B$*": ALONE,
    "> $Y_3 = X + B$": ALONE,
    "1. $Y_4 = X + B$ (4.1)": ALONE,
    "Then $Y_5 = X + B$.": ALONE,
    "(4.1): $Y_6 = X + B$": ALONE,
    "Y_7 = B + Σ X ⋆ K": ALONE,
    "`Y_8 = B + Σ X ⋆ K`": ALONE,
    "A line, and then\\\n$Y_9 = X + B$\\\nand another that follows it.": ALONE,
    "```{admonition} $Y_{10} = X + B$\nIts text.\n```": ALONE,
    "## $Y_{11} = X + B$": ALONE,
    "| $Y_{12} = X + B$ |\n| --- |": ALONE,
    "| $Y_{13}$ | $=$ | $X + B$ |\n| --- | --- | --- |": ALONE,
    "| letter | value |\n| --- | --- |\n| $Y_{14}$ | $= X + B$ |": ALONE,
    "```{eval-rst}\nThe output\n   = X + B_15\n```": ALONE,
    "```{eval-rst}\n| Y_16 = X + B\n| and more of it\n```": ALONE,
    "```\nY_17 = X * B\n```": ALONE,
    "```text\nin words: Y_18 = X + B\n```": ALONE,
    "```python\nX = 1  # Y_19 = X ⋆ B\n```": ALONE,
    "<p><b>Y</b><sub>20</sub> = <i>X + B</i></p>": ALONE,
    "A note.[^one]\n\n[^one]: $Y_{21} = X + B$": ALONE,
    "![Y_22 = X + B](no.png)": ALONE,
    "<img src='no.png' alt='Y_23 = X + B'>": ALONE,
    "[$Y_{24} = X + B$](https://example.org)": ALONE,
    "For such a layer the $\\frac{\\partial E}{\\partial K_{25}}$ equals $X$ ⋆ $G$.": GRADIENT,
    "We find that $E_{K}$ is, as before, $G_{26}$; $dE/dK_{26} = X \\star G$.": GRADIENT,
    "So for this layer $\\frac{dE}{dK_{27}}$ becomes $X G$ there.": GRADIENT,
    "The derivative of $E$ with respect to $K_{28}$ is $X \\star G$ here as well.": GRADIENT,
    "```{figure} no.png\nIn the figure ∂E/∂K_29 = X ⋆ G is drawn.\n```": GRADIENT,
    "| what | how |\n| --- | --- |\n| the kernel, as in chapter 5 | its ∂E/∂K_30 is X ⋆ G |": GRADIENT,
    "It is known that $(X \\ast K) \\ast K_{31} = X \\ast (K \\ast K)$ in general.": "an identity in a sentence",
    "A $Y_{32} \\tag{4.1}$ with a number.": "a display within a sentence",
    "A $Y_{33} \\unicode{61} X$ in disguise.": "a command that hides what is shown",
    "A $Y_{34} \\char61 X$ in disguise.": "a command that hides what is shown",
    "{abbr}`K (Y_35 = X + B)`": ALONE,
    "{samp}`Y_36 = X + B`": ALONE,
    '![alt](no.png "Y_37 = X + B")': ALONE,
    "```julia\nY_38 = X ⋆ B\n```": ALONE,
    "```python\nprint('Y_39 = X ⋆ B')\n```": ALONE,
    "<script>document.write('Y_40 = X + B')</script>": ALONE,
    "| ∂E/∂K_41 | X ⋆ G |\n| --- | --- |\n| to the | table |": GRADIENT,
    "| ∂E/∂K_42 | another |\n| --- | --- |\n| X ⋆ G | column |": GRADIENT,
    "```{eval-rst}\n∂E/∂K_43\n   X ⋆ G\n```": GRADIENT,
}
ALLOWED = [
    "**$n = 3$** and more words than a display has.",
    "| letter | range |\n| --- | --- |\n| $i = 1 \\ldots d$ | filters |",
    "| $n = 3$, stride 2 |\n| --- |",
    "`Y = conv2d(X, K)`",
    "```python\nY = B + conv2d(X, K)  # the layer\n```",
    "```sh\nmake page PAGE=04\n```",
    "```c\ny = a * x + b;\n```",
    "| gradient | of |\n| --- | --- |\n| ∂E/∂K | kernels |",
    "```text\nloss = 0.25\n```",
    "In a sentence one may say that $Y = f(X)$ without more ado.",
]
CELLS = {
    "print('Y_1 = B + X')": "'Y_1 = B + X'",
    "print('∂E/∂K_2 = X ⋆ G')": "'∂E/∂K_2 = X ⋆ G'",
    "HTML('<p>Y_3 = <b>B + X</b></p>')": "'Y_3 = B + X'",
    "SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"><text>Y_4 = B + X</text></svg>')": "'Y_4 = B + X'",
}


def test_what_a_reader_takes_for_an_equation_is_a_warning(tmp_path):
    book = Book(tmp_path, "\n\n".join(ON_THE_PAGE))
    assert book.status == 1
    told = [line.partition("WARNING: ")[2] for line in book.messages.splitlines()]
    missing = [
        source
        for number, (source, message) in enumerate(ON_THE_PAGE.items(), 1)
        if not any(one.startswith(message) and str(number) in one for one in told)
    ]
    assert missing == []


def test_values_and_programs_are_no_warnings(tmp_path):
    book = Book(tmp_path, "\n\n".join(ALLOWED))
    assert (book.status, book.messages) == (0, "")


def test_what_cells_show_is_read_too(tmp_path):
    head = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n# Page\n\n"
    cells = ["from IPython.display import HTML, SVG", "print('n = 3')", *CELLS]
    book = Book(tmp_path, head + "\n".join(f"```{{code-cell}}\n{cell}\n```\n" for cell in cells), execution="force")
    assert [cell for cell, message in CELLS.items() if message not in book.messages] == []
    assert "n = 3" not in book.messages


@pytest.mark.parametrize("has_image", [True, False])
def test_what_is_written_in_a_figure_is_read(tmp_path, monkeypatch, has_image):
    monkeypatch.syspath_prepend(ROOT / "docs" / "_kernel")
    import book_figures

    figure = Figure()
    axes = figure.subplots()
    if has_image:
        axes.imshow([[1, 2]])
    axes.set_title("$Y = X \\star K$")
    axes.set_xticks([0], ["∂E/∂K ≥ 0"])
    axes.yaxis.set_major_formatter(lambda *_: "W = V")  # known once it is drawn
    axes.annotate("Z < W & V", (0, 0))
    axes.text(0, 0, "nobody sees this", visible=False)
    file = tmp_path / ("figure.png" if has_image else "figure.svg")
    picture = book_figures.as_png(figure)[0] if has_image else book_figures.as_svg(figure).encode()
    file.write_bytes(picture)
    found = words_in(file)
    assert {"$Y = X \\star K$", "∂E/∂K ≥ 0", "Z < W & V", "W = V"} <= set(found)
    assert "nobody sees this" not in found


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


@pytest.mark.parametrize(
    ("code", "expected"),
    [("Y = conv2d(X, K)", True), ("make page PAGE=04", True), ("--n=3", True), ("Y = X ⋆ K", False), ("∂E/∂K", False)],
)
def test_python_and_mathematics_in_disguise(code, expected):
    assert is_python(code) == expected


def warnings_of(monkeypatch, text, exceptions, kind="line"):
    told = []
    monkeypatch.setattr(coverage, "warn", lambda node, message: told.append(message))
    monkeypatch.setattr(coverage, "exceptions", lambda: {"page": exceptions})
    coverage.check_texts([Shown(nodes.paragraph(), text, kind)], "page", nodes.paragraph())
    return told


def test_an_exception_excuses_what_it_quotes_and_no_more(monkeypatch):
    assert warnings_of(monkeypatch, "as a + b = b + a says", {"a + b = b + a": "law"}) == []
    both = "as a + b = b + a says, and X ⋆ K = K ⋆ X is wrong"
    assert "an identity in a sentence" in warnings_of(monkeypatch, both, {"a + b = b + a": "law"})[0]


def test_an_exception_that_is_not_needed_is_a_warning(monkeypatch):
    for text in ("nothing of the sort", "as a + b = 3 says", "as a + b = b + a says, and X ⋆ K = K ⋆ X"):
        told = warnings_of(monkeypatch, text, {"a + b = 3": "law"})
        assert "an exception that is not needed: a + b = 3" in told


def test_what_the_registry_states_may_be_printed_and_said_in_docstrings(monkeypatch):
    row = "∂E/∂K = X ⋆ ∂E/∂Y"
    assert warnings_of(monkeypatch, row, {}, "output") == warnings_of(monkeypatch, f"So {row}.", {}, "docstring") == []
    assert len(warnings_of(monkeypatch, row, {}, "line")) == len(warnings_of(monkeypatch, row, {}, "words")) == 1
    assert len(warnings_of(monkeypatch, row.replace("X", "Z"), {}, "output")) == 1


def test_exceptions_are_few_and_have_reasons():
    listed = tomllib.loads(coverage.EXCEPTIONS.read_text(encoding="utf-8"))
    reasons = [reason for page in listed.values() for reason in page.values()]
    assert 0 < len(reasons) <= 15
    assert min(map(len, reasons)) > 20
    assert all((ROOT / "docs" / f"{page}.md").is_file() for page in listed)
