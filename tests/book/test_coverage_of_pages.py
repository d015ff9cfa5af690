"""Equations that a reader would see though no directive shows them: in emphasis, cells, outputs, figures, in words."""

import tomllib

from _extensions.formulas import coverage
from _extensions.formulas.flat import in_words
from small_book import Book

from tests.support.places import ROOT

ALONE, GRADIENT = "an equation with at most", "a gradient in a sentence"
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
    "The call `Y = conv2d(X, K)` stands in a sentence.",
    "```python\nY = B + nn.Conv2d(32)  # the layer\n```",
    "```python\nassert conv2d(X, K).shape == (3, 4)\n```",
    "One line, and then\\\nanother.",
    '`padding="same"`',
    "```sh\nmake page PAGE=04\n```",
    "```c\ny = a * x + b;\n```",
    "| gradient | of |\n| --- | --- |\n| ∂E/∂K | kernels |",
    "```text\nloss = 0.25\n```",
    "In a sentence one may say that $Y = f(X)$ without more ado.",
]
MATHEMATICS = "Y = X ⋆ K", "∂E/∂K", "dE/dK = X * dY", "y = w x + b", "X * dY", "dE/dK", "dK", "K_1"
PYTHON = "Y = conv2d(X, K)", "conv2d(X, K) == Y", "make page", "relu", "-n3", "docs/index.md", "None"
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


def test_code_as_it_is_read_in_a_sentence():
    told = {code: in_words(code) for code in (*MATHEMATICS, *PYTHON)}
    assert [code for code in MATHEMATICS if told[code] != code] == []
    assert [code for code in PYTHON if told[code] != " code "] == []
    assert in_words("conv2d(X, K)") == " ƒ "


def test_exceptions_are_few_and_have_reasons():
    listed = tomllib.loads(coverage.EXCEPTIONS.read_text(encoding="utf-8"))
    reasons = [reason for page in listed.values() for reason in page.values()]
    assert 0 < len(reasons) <= 15
    assert min(map(len, reasons)) > 20
    assert all((ROOT / "docs" / f"{page}.md").is_file() for page in listed)
