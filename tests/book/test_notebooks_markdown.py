"""How a page becomes Markdown, kind by kind; and which cells run without those that nobody sees."""

import nbformat
import pytest
from _extensions.notebooks.blocks import Blocks, Cell, Heading, listed_code
from _extensions.notebooks.files import as_percent_script, without_outputs
from _extensions.notebooks.inline import code, fenced
from _extensions.notebooks.page import code_cell
from _extensions.notebooks.runs_alone import lacking, names_in
from docutils import nodes
from docutils.core import publish_doctree
from myst_parser.parsers.docutils_ import Parser

EXTENSIONS = ["colon_fence", "deflist", "dollarmath", "attrs_inline"]
PAGES = ("chapters/one", "chapters/two")


def blocks(page, number=lambda node: "", remark=lambda node: ""):
    """The blocks of a page of MyST; headings as their text."""
    tree = page
    if isinstance(page, str):
        settings = {"myst_enable_extensions": EXTENSIONS, "doctitle_xform": False, "report_level": 5}
        tree = publish_doctree(page, parser=Parser(), settings_overrides=settings)
    found = Blocks("chapters/one", PAGES, number, remark).of(tree)
    return [block.text if isinstance(block, Heading) else block for block in found]


@pytest.mark.parametrize(
    ("page", "markdown"),
    [
        ("A *b* **c** `d` $e_1$.", "A *b* **c** `d` $e_1$."),
        ("two\nlines", "two lines"),
        (r"5 \* 3 \_is\_ \<b> \$4 a_b", r"5 \* 3 \_is\_ \<b\> \$4 a_b"),
        ("``a`b``", "`` a`b ``"),
        ("<https://a.org/b>", r"[https://a.org/b](https://a.org/b)"),
        (r"1\. no item", r"1\. no item"),
        (r"\# no heading", r"\# no heading"),
        ("- a\n\n  b\n- c", "- a\n\n  b\n- c"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("term\n: said of it", "- **term** said of it"),
        ("> said", "> said"),
        ("| a | b |\n| --- | --- |\n| $\\|x\\|$ | 2 |", "| a | b |\n| --- | --- |\n| $\\vert x\\vert $ | 2 |"),
        (":::{note}\nLook.\n\n- a\n:::", "> **Note**\n>\n> Look.\n>\n> - a"),
        (
            ":::{admonition} Solution\n:class: solution\nIt *is*.\n:::",
            "<details>\n<summary>Solution</summary>\n\nIt *is*.\n\n</details>",
        ),
        (":::{hint}\nTry.\n:::", "<details>\n<summary>Hint</summary>\n\nTry.\n\n</details>"),
        ("a\n\n---\n\nb", "a\n\n---\n\nb"),
        ("See.[^1]\n\n[^1]: There.", "See.<sup>1</sup>\n\n---\n\n<sup>1</sup> There."),
        ("![a cat](cat.png)", "*(picture: a cat)*"),
        ("% a comment\n\ntext", "text"),
    ],
)
def test_markdown(page, markdown):
    assert "\n\n".join(blocks(page)) == markdown


def test_sections_are_headings_with_their_numbers():
    found = blocks("# One\n\n## Two\n\ntext", lambda node: {"One": "5", "Two": ""}[node[0].astext()])
    assert found == ["# 5 One", "## Two", "text"]


def test_an_equation_has_its_number_and_what_is_said_of_it():
    assert blocks("$$\na &= b\n$$ (x)", lambda node: "(5.3)", lambda node: "✓ *proved*") == [
        r"$$a &= b \tag{5.3}$$",
        "✓ *proved*",
    ]
    assert blocks("$$\na\n$$") == ["$$a$$"]


@pytest.mark.parametrize(
    ("address", "markdown"),
    [
        ("two.html#x", "[there](two.ipynb)"),
        ("#x", "there"),
        ("one.html", "there"),
        ("../index.html", "there"),
        ("two/other.html", "there"),
    ],
)
def test_a_link_leads_to_the_notebook_of_a_chapter_or_nowhere(address, markdown):
    link = nodes.reference("", "there", internal=True, refuri=address)
    assert blocks(nodes.section("", nodes.paragraph("", "", link))) == [markdown]


def cell(index, *inside):
    return nodes.container("", *inside, nb_element="cell_code", cell_index=index)


def test_cells_have_their_places_and_figures_their_captions():
    picture = nodes.figure("", nodes.image(uri="x"), nodes.caption("", "A ", nodes.emphasis("", "b"), nodes.Text(".")))
    tree = nodes.section("", nodes.paragraph("", "a"), cell(3, picture), nodes.paragraph("", "b"))
    assert blocks(tree, lambda node: "Fig. 2") == ["a", Cell(3), "*Fig. 2: A *b*.*", "b"]


def test_the_code_behind_a_solution_and_in_it_belongs_to_it():
    solution = nodes.admonition(
        "", nodes.title("", "Solution"), nodes.paragraph("", "a"), cell(1), classes=["solution"]
    )
    last = nodes.paragraph("", "b")
    found = blocks(nodes.section("", cell(0), solution, nodes.target(), cell(2), last, cell(3)))
    assert [block for block in found if isinstance(block, Cell)] == [Cell(0), Cell(1, True), Cell(2, True), Cell(3)]


def test_the_title_of_an_exercise_is_the_title_of_its_box():
    title = nodes.paragraph("", "", nodes.Text("Exercise 5.1 One ★"), classes=["admonition-title"])
    box = nodes.admonition("", title, nodes.paragraph("", "Do."))
    assert blocks(nodes.section("", box)) == ["> **Exercise 5.1 One ★**\n>\n> Do."]


def test_the_chip_below_an_equation_is_said_by_the_remark_alone():
    chip = nodes.container("", nodes.inline("", "✓ proved"), classes=["formula-foot"])
    assert blocks(nodes.section("", nodes.paragraph("", "a"), chip)) == ["a"]


@pytest.mark.parametrize("solution", [True, False])
def test_a_cell_of_a_solution_is_shut_with_its_outputs(solution):
    metadata = code_cell(nbformat.v4.new_code_cell("x"), Cell(0, solution)).metadata
    assert metadata.get("jupyter", {}) == ({"source_hidden": True, "outputs_hidden": True} if solution else {})


def test_a_listing_is_code_and_a_folded_one_is_shut():
    node = listed_code("", "def f():\n    pass", name="f", path="a/f.py", folded=False)
    text = "```python\ndef f():\n    pass\n```"
    assert blocks(nodes.section("", node)) == [f"`f` · *a/f.py*\n\n{text}"]
    node["folded"] = True
    assert blocks(nodes.section("", node)) == [f"<details>\n<summary><code>f</code></summary>\n\n{text}\n\n</details>"]


def test_what_is_unknown_keeps_its_words():
    class Strange(nodes.General, nodes.Element):
        pass

    class Odd(nodes.Inline, nodes.TextElement):
        pass

    inside = nodes.paragraph("", "", nodes.Text("a "), Odd("", "", nodes.strong("", "b")))
    assert blocks(nodes.section("", Strange("", Strange("", inside)))) == ["a **b**"]


def test_fences_are_longer_than_what_they_hold():
    assert code("a") == "`a`"
    assert blocks(nodes.section("", nodes.literal_block("", "x = 1", language="python"))) == ["```python\nx = 1\n```"]
    assert fenced("```\nx\n```", "md") == "````md\n```\nx\n```\n````"


# ---- files


def notebook(*sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return nbformat.v4.new_notebook(cells=cells)


def test_a_python_file_has_the_same_cells():
    book = notebook("x = 1", "x")
    book.cells[1].metadata["tags"] = ["solution"]
    book.cells.insert(0, nbformat.v4.new_markdown_cell("# A\n\nsee [B](02_b.ipynb)"))
    text = '# %% [markdown]\n# # A\n#\n# see [B](02_b.py)\n\n# %%\nx = 1\n\n# %% tags=["solution"]\nx\n'
    assert as_percent_script(book) == text


def test_without_outputs_leaves_the_other_as_it_is():
    book = notebook("x")
    book.cells[0].outputs, book.cells[0].execution_count = [nbformat.v4.new_output("stream", text="1")], 3
    empty = without_outputs(book)
    assert (empty.cells[0].outputs, empty.cells[0].execution_count) == ([], None)
    assert len(book.cells[0].outputs) == 1


# ---- names


@pytest.mark.parametrize(
    ("source", "binds", "needs"),
    [
        ("import a.b, c as d\nfrom e import f", {"a", "d", "f"}, set()),
        ("x = y\ny = 1", {"x", "y"}, {"y"}),
        ("print([i + z for i in w])", set(), {"print", "z", "w"}),
        ("def g(a):\n    b = a\n    return b + c", {"g"}, {"c"}),
        ("def g(a):\n    return g(a - 1) if a else h", {"g"}, {"h"}),
        ("for i in w:\n    j = i\nj", {"i", "j"}, {"w"}),
        ("x += 1", {"x"}, {"x"}),
        ("with a as b:\n    b", {"b"}, {"a"}),
    ],
)
def test_names_of_a_cell(source, binds, needs):
    assert names_in(source) == (binds, needs)


def test_a_cell_that_needs_what_nobody_sees_is_named():
    found = list(lacking(notebook("import numpy as np\nx = 1", "print(np.sum(x), y)\nlen(z)")))
    assert found == [("print(np.sum(x), y)", ["y", "z"])]
    assert list(lacking(notebook("y = 1", "print(y, __name__)"))) == []
