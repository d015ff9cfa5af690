"""Where an equation may hide on a page: in code, signatures, the index, fields, between blocks, in HTML of a cell."""

import numpy as np
import pytest
from _extensions.formulas.characters import rows_of
from _extensions.formulas.raw_html import objection
from docutils import nodes
from small_book import Book

from textbook_cnn.visualize import animate_convolution

ALONE, GRADIENT = "an equation with at most", "a gradient in a sentence"
RAW, PROGRAM, HIDDEN = "raw HTML, which no page needs", "a program that never runs", "a class that hides words"
# Each names its equation by a letter with a number, which the warning repeats.
ON_THE_PAGE = {
    "`dE/dK_1 = X * dY`": ALONE,
    "`y_2 = w x + b`": ALONE,
    "`dE/dK_3` = `X * dY`": ALONE,
    "So `dK_4` is `correlate2d(X, rot180(dY))` in any case.": GRADIENT,
    "```python\ndK_5 = correlate2d(X, rot180(dY))\n```": PROGRAM,
    "```js\nconst dK_6 = correlate2d(X, rot180(dY))\n```": PROGRAM,
    "`Y_7 = conv2d(X, K)`": ALONE,
    "| code |\n| --- |\n| `Y_8 = conv2d(X, K)` |": ALONE,
    "```{describe} ∂E/∂K_9 = X ⋆ ∂E/∂Y\n```": ALONE,
    "```{eval-rst}\n.. py:data:: dE_10\n   :value: X * dY\n```": ALONE,
    "```{eval-rst}\n.. py:function:: output(Y_11=B+X⋆K)\n```": ALONE,
    "```{index} ∂E/∂K_12 = X ⋆ G\n```": ALONE,
    "```{toctree}\n∂E/∂K_13 = X ⋆ G <proofs>\n```": ALONE,
    "```{eval-rst}\n:∂E/∂K_14: X ⋆ G\n```": GRADIENT,
    "## ∂E/∂K_15\n\nX ⋆ G": GRADIENT,
    "```{admonition} ∂E/∂K_16\nX ⋆ G\n```": GRADIENT,
    "∂E/∂K_17\\\nequals\\\nX ⋆ G": ALONE,
    "∂E/∂K_18\n\nequals\n\nX ⋆ G": ALONE,
    "- ∂E/∂K_19\n- equals\n- X ⋆ G": ALONE,
    "| output | what it is |\n| --- | --- |\n| Y_20 | B + X·W |": ALONE,
    "| parameter | gradient |\n| --- | --- |\n| of the kernel | X ⋆ G_21 |": GRADIENT,
    "**Gradient of the kernel:** X ⋆ G_22": GRADIENT,
    "X ⋆ G_23": ALONE,
    "```text\ndE/dK_24    =    X * dY\n```": ALONE,
    "```text\n∂E/∂K_25      X ⋆ G\n```": GRADIENT,
    "Then $\\text{size of output}_{26} = \\frac{n+k}{s}$": ALONE,
    "So $\\text{the size of what is put out}_{27} = \\frac{n+k}{s}$": ALONE,
    "[words that nobody sees here at all 28]{.sd-d-none} $Y = X + B$": HIDDEN,
    "Here $Y_{29} \\asymp X + B$": ALONE,
    "<p>30 words</p>": RAW,
    "<table><tr><td>∂E/∂K_31</td><td>X ⋆ G</td></tr></table>": RAW,
    "A word in <b>HTML</b> 32.": RAW,
    '```python\ndef kernel_gradient(X, dY):\n    """Return dE/dK_33 = X * dY."""\n```': ALONE,
}
CELLS = {
    "HTML('<table><tr><td>dE/dK_1</td><td>X * G</td></tr></table>')": "'dE/dK_1 : X * G'",
    "HTML('<dl><dt>∂E/∂K_2</dt><dd>X ⋆ G</dd></dl>')": "'∂E/∂K_2 : X ⋆ G'",
    "HTML('<table><tr><th>of</th><th>gradient</th></tr><tr><td>K_3</td><td>X ⋆ G_3</td></tr></table>')": (
        "'gradient : X ⋆ G_3'"
    ),
    "Markdown('<b>word 4</b>')": RAW,
}
REFUSED = [
    "<style>.wrong-half { display: none }</style>",
    "<script>document.write(a)</script>",
    "<iframe src='a.html'></iframe>",
    "<object data='a.svg'></object>",
    "<embed src='a.svg'>",
    "<img src='data:image/png;base64,AAAA'>",
    "<img src='a.png'>",
    "<svg><path d='M0 0'/></svg>",
    "<p style='display: none'>words</p>",
    "<p hidden>words</p>",
    "<p onclick='f()'>words</p>",
    "<template>words</template>",
]


def test_an_equation_in_an_unusual_place_is_a_warning(tmp_path):
    book = Book(tmp_path, "\n\n".join(ON_THE_PAGE))
    told = [line.partition("WARNING: ")[2] for line in book.messages.splitlines()]
    missing = [
        source
        for number, (source, message) in enumerate(ON_THE_PAGE.items(), 1)
        if not any(one.startswith(message) and str(number) in one for one in told)
        and not (message in (RAW, HIDDEN) and any(one.startswith(message) for one in told))
    ]
    assert missing == []


def test_tables_and_markdown_of_cells_are_read(tmp_path):
    head = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n# Page\n\n"
    cells = [
        "from IPython.display import HTML, Markdown",
        "HTML('<table><tr><td>n</td><td>3</td></tr></table>')",
        *CELLS,
    ]
    book = Book(tmp_path, head + "\n".join(f"```{{code-cell}}\n{cell}\n```\n" for cell in cells), execution="force")
    assert [cell for cell, message in CELLS.items() if message not in book.messages] == []
    assert "n : 3" not in book.messages


def of_a_cell(html):
    raw = nodes.raw("", html, format="html")
    nodes.container("", raw, mime_type="text/html")
    return raw


@pytest.mark.parametrize("html", REFUSED)
def test_html_of_a_cell_that_may_change_what_is_shown(html):
    assert "may change what is shown" in objection(of_a_cell(html))


def test_plain_html_of_a_cell_and_the_film_are_no_objections():
    film = animate_convolution(np.cos, np.sin, np.linspace(0, 1, 5), np.array([0.0, 1.0]))
    assert objection(of_a_cell(film._repr_html_())) is None
    assert objection(of_a_cell("<table class='numbers'><tr><td>3</td></tr></table>")) is None
    assert objection(of_a_cell(film._repr_html_().replace("</script>", "f();</script>"))) is not None


def test_rows_of_html():
    html = "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td><b>d</b> e</td></tr></table>"
    html += "<dl><dt>f</dt><dd>g</dd></dl>"
    assert rows_of(html) == [["a", "b"], ["c", "d e"], ["f", "g"]]
