"""Mathematics that no proved formula made: every way onto a page that we could think of is a warning."""

import re

import pytest
from _extensions.formulas.finished_pages import objections
from _extensions.formulas.raw_html import is_mathematics
from small_book import FORWARD, Book

from textbook_cnn.formulas import ProofResult
from textbook_cnn.formulas.slides.errata import CLAIMS
from textbook_cnn.formulas.slides.mistakes import WRONG

# What stands on the page, and what the warning says.  Each is on a line of its own unless it begins with a letter.
ELSEWHERE = {
    "$$a = 1$$": "that the registry does not know: 'a = 1'",
    "```{math}\na = 2\n```": "that the registry does not know: 'a = 2'",
    "```{math}\n:label: own\na = 3\n```": "that the registry does not know: 'a = 3'",
    "```{eval-rst}\n.. math:: a = 4\n```": "that the registry does not know: 'a = 4",
    "```{eval-rst}\n.. class:: math\n\nA paragraph of rst.\n```": "a class that makes text mathematics: ['math']",
    "```{eval-rst}\n.. autofunction:: textbook_cnn.taught\n```": "that the registry does not know: 'a = 5",
    "{math}`a = 6`": "show it with {formula}, or say it in a sentence: 'a = 6'",
    "- $a = 7$,": "show it with {formula}, or say it in a sentence: 'a = 7,'",
    r"So $\displaystyle a = 8$ is set large.": r"a display within a sentence: '\\displaystyle a = 8'",
    r"So $\begin{aligned} a &= 9 \end{aligned}$ too.": r"a display within a sentence: '\\begin{aligned} a &= 9",
    "Left over: \\\\\\[a = 10\\\\\\].": r"TeX in the text: 'Left over: \\[a = 10\\].'",
    "{.tex2jax_process}\nA paragraph of Markdown.": "a class that makes text mathematics: ['tex2jax_process']",
    "A [word]{.math} with a class.": "a class that makes text mathematics: ['math']",
    "```{raw} html\n<p>\\[a = 11\\]</p>\n```": r"raw HTML, which no page needs: '<p>\\[a = 11\\]</p>'",
    "```{raw} html\n<p>&#92;[a = 12&#92;]</p>\n```": "raw HTML, which no page needs: '<p>&#92;[a = 12",
    "<div><math><mi>a13</mi></math></div>": "raw HTML, which no page needs: '<div><math><mi>a13",
    "<div class='output_area'>a14</div>": "raw HTML, which no page needs: \"<div class='output_area'>a14",
    "<script type='math/tex'>a15</script>": "raw HTML, which no page needs: \"<script type='math/tex'>a15",
    r"In this layer $\partial E/\partial B = \partial E/\partial Y$ holds.": "a gradient in a sentence, which only",
    r"Here $\frac{\partial E}{\partial K} \equiv X \star \nabla_Y E$ always holds.": "'Here ∂E/∂K = X ⋆ ∇_Y E alw",
    r"In this layer $\partial E/\partial Z$ = $\partial E/\partial Y$ holds.": "'In this layer ∂E/∂Z = ∂E/∂Y holds.'",
    "In this layer ∂E/∂X = rot180(∂E/∂Y) holds.": "'In this layer ∂E/∂X = rot180(∂E/∂Y) holds.'",
    "### Why we may say ∂E/∂B = ∂E/∂Y": "which only the registry may state: 'Why we may say ∂E/∂B = ∂E/∂Y'",
    "{eq}`nowhere`": "equation not found: nowhere",
}
# Not displayed, or no gradient.
ALLOWED = [
    r"Let $n = 3$ and take $\partial E/\partial Y$; for $\partial E/\partial X$ it is more.",
    "With ∂E/∂Y given, and n = 3, one has ∂E/∂X.",
    "The code `dX = dY * K` and `conv2d(X, K) == Y` is code.",
    "| letter |\n| --- |\n| $i = 1 \\ldots d$ |",
    "```\n$$a = 1$$\n```",
    "It costs \\$5 or 5$.",
]
TAUGHT = """
def taught():
    r'''Say something.

    .. math:: a = 5
    '''


textbook_cnn.taught = taught
"""
CELLS = {
    "Math('a = 1')": "'\\\\displaystyle a = 1'",
    "Latex('$$a = 2$$')": "that the registry does not know: 'a = 2'",
    "Markdown('$$a = 3$$')": "'$$a = 3$$'",
    r"Markdown(r'Or \\[a = 5\\]')": r"TeX in the text: 'Or \\[a = 5\\]'",
    r"HTML(r'\[a = 6\]')": r"mathematics in raw HTML: '\\[a = 6\\]'",
    "HTML('<math><mi>a7</mi></math>')": "mathematics in raw HTML: '<math><mi>a7",
    "Symbol('a_8') ** 2": "'\\\\displaystyle a_{8}^{2}'",
}


def warnings_of(book):
    return re.findall(r"WARNING: (.*)", book.messages)


def test_mathematics_from_elsewhere_is_a_warning(tmp_path):
    book = Book(tmp_path, "\n\n".join(ELSEWHERE), code=TAUGHT)
    assert book.status == 1
    missing = [source for source, message in ELSEWHERE.items() if message not in book.messages]
    assert missing == []
    read = [message for message in warnings_of(book) if not message.startswith(("page.html: ", "reference.html: "))]
    assert len(read) <= len(ELSEWHERE) + 3, "little is said twice"


def test_what_is_allowed_is_no_warning(tmp_path):
    book = Book(tmp_path, "\n\n".join(ALLOWED))
    assert (book.status, book.messages) == (0, "")


def test_equations_that_cells_show_are_warnings(tmp_path):
    head = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n# Page\n\n"
    imports = "from IPython.display import HTML, Latex, Markdown, Math, display\nfrom sympy import Symbol\n"
    cells = [f"```{{code-cell}}\n{cell}\n```\n" for cell in (imports, "print('$$a = 0$$')", *CELLS)]
    book = Book(tmp_path, head + "\n".join(cells), execution="force")
    assert book.status == 1
    assert [cell for cell, message in CELLS.items() if message not in book.messages] == []
    assert "a = 0" not in book.messages


def test_a_page_that_was_changed_after_it_was_read_is_a_warning(tmp_path):
    code = """
def setup(app):
    def change(app, name, template, context, doctree):
        context["body"] = context.get("body", "").replace("max(", "min(") + "<div class='math'>a = 1</div>"
    app.connect("html-page-context", change)
"""
    book = Book(tmp_path, FORWARD, code=code)
    assert book.status == 1
    assert "page.html: not what relu.forward prints: " in book.messages
    assert "page.html: a displayed equation without an id of the registry: 'a = 1'" in book.messages


RELU = r"Y[p, q] = \max(X[p, q], 0)"


@pytest.fixture
def proved(monkeypatch):
    monkeypatch.setattr("_extensions.formulas.finished_pages.results", lambda formula: ())


@pytest.mark.parametrize(
    ("html", "objection"),
    [
        (rf'<div class="math formula-is-relu.forward">\[{RELU}\]</div>', ""),
        (rf'<div class="math formula-is-relu.forward"><span>(1)<br></span>\[{RELU}\]</div>', ""),
        (r'<p>Let <span class="math">\(n = 3\)</span>.</p>', ""),
        (r"<pre>$$a$$</pre><code>\[a\]</code><script>'$$'</script>", ""),
        (rf'<div class="math">\[{RELU}\]</div>', "without an id of the registry"),
        (rf'<div class="math formula-is-relu.sideways">\[{RELU}\]</div>', "without an id of the registry"),
        (r'<div class="math formula-is-relu.forward">\[Y = X\]</div>', "not what relu.forward prints"),
        (r'<p class="math">\[a\]</p>', "without an id of the registry"),
        ("<p>$$a$$</p>", "mathematics from elsewhere: '$$a$$'"),
        (r"<p>\[a\]</p>", r"mathematics from elsewhere: '\\[a\\]'"),
        (r"<p>\begin{align}a\end{align}</p>", "mathematics from elsewhere"),
        ("<math><mi>a</mi></math>", "mathematics from elsewhere: '<math>'"),
        ("<p><code>a</p><p>$$a$$</p>", "mathematics from elsewhere: '$$a$$'"),
    ],
)
def test_finished_pages(proved, html, objection):
    found = objections(html)
    assert len(found) == bool(objection)
    assert all(objection in each for each in found)


def test_a_finished_page_shows_no_formula_that_is_not_proved(monkeypatch):
    failed = ProofResult(False, "code", "nothing", 1, 0.0, "a counterexample")
    monkeypatch.setattr("_extensions.formulas.finished_pages.results", lambda formula: (failed,))
    page = rf'<div class="math formula-is-relu.forward">\[{RELU}\]</div>'
    assert objections(page) == ["a formula that is shown is not proved: relu.forward"]


def test_wrong_formulas_and_claims_of_errata_have_ids_too(proved):
    claim, wrong = CLAIMS["E8"].latex(), WRONG["wrong.kernel_not_turned"].latex()
    assert objections(rf'<div class="math formula-is-E8">\[{claim}\]</div>') == []
    assert objections(rf'<div class="math formula-is-wrong.kernel_not_turned">\[{wrong}\]</div>') == []
    assert objections(rf'<div class="math formula-is-E8">\[{RELU}\]</div>') != []


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p class=math>", True),
        ("<p CLASS = 'a math b'>", True),
        ("<p class='mathematician'>", False),
        (r"\begin {align}", True),
        (r"\begin", False),
        ("&lt;math&gt;", True),
        ("<MATH>", True),
        ("<p>a + b</p>", False),
    ],
)
def test_raw_html(html, expected):
    assert is_mathematics(html) == expected
