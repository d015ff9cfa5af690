"""Tables of the printed book: the page of what they list, and nothing that leads through a screen."""

import re
from types import SimpleNamespace

import pytest
from _extensions.print.chapters import print_frames
from _extensions.print.floats import with_pages
from _extensions.tables import make_table, row_of
from _extensions.teaching.links import Links
from _extensions.teaching.tables import LIST_HEADINGS, LIST_ON_PAPER, LIST_WIDTHS
from docutils import nodes
from pdf import LATEX, NAME
from small_program import CONFIG, ROOT, Program
from sphinx import addnodes

PRINTED = "# Page\n\n## Rectifier\n\n```{listing} relu _help.Handle.hold _help.Handle._tight\n```\n"
FOLDED = "## Rest\n\n```{listing} relu_backward small._larger _help.handle\n:folded:\n```\n"
OF_SCREENS = (
    "the mouse",
    "this page gives",
    "save them in",
    "leads to its entry",
    "he page of",
    "proofs, test",
)


@pytest.fixture(scope="module")
def cells(tmp_path_factory):
    """The table of a small program as it is printed, as words of cells by row."""
    book = Program(tmp_path_factory.mktemp("program"), page=f"{PRINTED}\n{FOLDED}\n```{{listing-table}}\n```\n")
    config = CONFIG.format(root=str(ROOT), docs=str(ROOT / "docs"))
    documents = 'latex_documents = [("page", "a.tex", "", "", "manual")]\n'
    book.write("conf.py", f'{config}extensions += ["_extensions.print.listings"]\n{documents}')
    book.build("-b", "latex")
    assert (book.status, book.messages) == (0, "")
    tex = (book.folder / "html" / "a.tex").read_text(encoding="utf-8")
    rows = tex.partition(r"\sphinxmidrule")[2].partition(r"\end{tabular}")[0].split(r"\\" + "\n")
    return [re.findall(r"\\sphinxAtStartPar\n(.*?)\n\\sphinxbefore", row, re.DOTALL) for row in rows[:-1]]


def test_the_program_has_pages_and_no_private_name_that_is_not_printed(cells):
    names = [
        re.sub(r"\\(?:sphinxcode|sphinxupquote|rule\{0pt\}\{[^}]*\}|bfseries)|[{}\\]", "", row[0]) for row in cells
    ]
    small, relu, backward, help_, handle, sums = range(6)
    assert names == [
        "textbook_cnn/small.py",
        "relu",
        "relu_backward",
        "textbook_cnn/_help.py",
        "Handle",
        "3, 2 of them public",
    ]
    assert [len(row) for row in cells] == [1, 4, 4, 1, 4, 4]
    assert all(r"\bfseries" in cells[row][0] for row in (small, help_))
    assert cells[relu][2] == r"\pageref{\detokenize{page:listing-small.relu}}"
    assert cells[backward][1:3] == ["not printed", ""]
    assert "Rectifier, in parts" in cells[handle][1]
    assert cells[handle][2] == r"\pageref{\detokenize{page:listing-_help.Handle.hold}}"
    assert cells[sums][1] == "2 of them printed"


@pytest.mark.parametrize(("handout", "ends"), [(False, ["", "-solution"]), (True, [""])])
def test_the_list_of_exercises_has_their_pages_and_those_of_solutions(handout, ends):
    link = nodes.reference("", "1.2", internal=True, refuri="%chapters/01_images#ex-why")
    row = [[[link]], [[nodes.Text("Why?")]], [], [], []]
    found = make_table(LIST_HEADINGS, LIST_WIDTHS, [row_of(row)], "exercise-list", on_paper=LIST_ON_PAPER)
    with_pages(found, handout)
    head, body = found.findall(nodes.row)
    assert [entry.astext() for entry in head] == [*LIST_HEADINGS, "page", "solution"][: len(head)]
    places = [rf"\pageref{{\detokenize{{chapters/01_images:ex-why{end}}}}}" for end in ends]
    assert [entry.astext() for entry in body[5:]] == places
    assert len(list(found.findall(nodes.colspec))) == len(found["on_paper"]) == found[0]["cols"] == len(head)


@pytest.mark.parametrize(("format", "ends"), [("html", ", proofs, test"), ("latex", "Rectifier")])
def test_proofs_and_tests_of_a_formula_are_links_of_a_screen(format, ends):
    numbers = {"displaymath": {"equation-relu-forward": (6, 1)}}
    env = SimpleNamespace(formula_places={"relu.forward": "page"}, toc_fignumbers={"page": numbers})
    app = SimpleNamespace(env=env, builder=SimpleNamespace(format=format))
    line = nodes.paragraph("", "", *Links(app, "page").formula("relu.forward"))
    assert line.astext().endswith(ends)


def test_sections_with_numbers_of_their_own_get_no_second_ones():
    def chapter(*titles):
        sections = [nodes.section("", nodes.title("", title)) for title in titles]
        file = addnodes.start_of_file("", nodes.section("", nodes.title("", "Page"), *sections), docname="appendix/a")
        print_frames([file], SimpleNamespace())
        return [node.astext() for node in file.findall(nodes.raw)]

    assert chapter("E1. A sign", "All") == [rf"\setcounter{{secnumdepth}}{{{depth}}}" for depth in (0, 1)]
    assert chapter("E for energy", "All") == []


def test_words_of_a_screen_are_not_printed():
    book = LATEX / f"{NAME}.tex"
    if not book.is_file():
        pytest.skip("there is no printed book: run `make pdf` first")
    text = " ".join(book.read_text(encoding="utf-8").split())
    assert [words for words in OF_SCREENS if words in text] == []
