"""The printed book: its order, its solutions, its pictures, and what LaTeX says of it."""

import shutil
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from _extensions.formulas.graph import graph_node
from _extensions.pages.contents import contents_of_book
from _extensions.print.book import arrange
from _extensions.print.chapters import print_frames
from _extensions.print.code import page_around
from _extensions.print.exercises import print_exercises
from _extensions.print.films import arrays_of, draw
from _extensions.print.graph import print_graph
from _extensions.print.index import join_terms, note_terms
from _extensions.print.pictures import as_jpeg
from _extensions.print.preface import without_screen
from _extensions.teaching.exercises import exercise, folded
from _extensions.teaching.key_terms import key_terms
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


def environment(*, handout=False, terms=(), glossary=None):
    """What the builder asks of Sphinx's environment, for a chapter 4 with an exercise 4.2."""
    return SimpleNamespace(
        config=SimpleNamespace(handout=handout),
        toc_secnumbers={"chapters/4": {"": (4,)}},
        toc_fignumbers={"chapters/4": {"exercise": {"ex-why": (4, 2)}}},
        terms_by_page={"chapters/4": list(terms)},
        glossary_entries=glossary or {},
    )


def chapter_with_exercise():
    node = exercise(
        "", nodes.title("", "Why?"), nodes.paragraph("", "Say it."), ids=["ex-why"], grade="2", kind="prove"
    )
    node += folded("Hint", [nodes.paragraph("", "Look.")], "exercise-hint")
    node += folded("Solution", [nodes.paragraph("", "Because."), nodes.literal_block("", "cell")], "solution")
    return page("chapters/4", node, nodes.paragraph("", "Next."))


def test_chapters_come_before_appendices_and_both_leave_the_first_page():
    book = new_document("book")
    files = page("notation"), page("appendix/a"), page("chapters/1"), page("other"), page("glossary")
    book += nodes.section("", nodes.title("", "The book"), nodes.section("", nodes.title("", "Inside"), *files))
    book["docname"] = "index"
    arrange(book, environment())
    assert titles(book) == ["The book", "Preface", "Inside", "1", "a", "notation", "glossary", "other"]
    assert [node.parent is book[0] for node in files] == [True] * 5
    assert [page_around(node[0]) for node in files[:3]] == ["notation", "appendix/a", "chapters/1"]


def test_solutions_stand_between_the_list_of_exercises_and_the_glossary():
    book = new_document("book")
    book += nodes.section("", nodes.title("", "Book"), page("glossary"), page("exercises"), chapter_with_exercise())
    arrange(book, environment())
    assert titles(book)[2:] == ["4", "exercises", "Solutions", "4 4", "glossary"]


def test_an_exercise_has_a_head_of_one_line_and_its_hint_in_place():
    chapter = chapter_with_exercise()
    print_exercises([chapter], environment())
    head, statement, begin, hint, end, after, following = chapter[0].children[1:]
    place = r"\detokenize{chapters/4:ex-why}"
    solution = r"\detokenize{chapters/4:ex-why-solution}"
    assert head.astext().strip() == rf"\bookexercise{{4.2}}{{{place}}}{{Why?}}{{★★}}{{prove}}{{{solution}}}"
    assert (statement.astext(), following.astext()) == ("Say it.", "Next.")
    assert [node.astext() for node in (begin, hint, end, after)] == [
        r"\begin{bookhint}",
        r"\bookhintmark{}Look.",
        r"\end{bookhint}",
        r"\bookexerciseend",
    ]


def test_solutions_move_to_the_end_with_their_numbers_and_cells():
    chapter = chapter_with_exercise()
    solutions = print_exercises([chapter], environment())
    assert titles(solutions) == ["Solutions", "4 4"]
    assert "Because" not in chapter.astext()
    inside = solutions[1][1]
    assert inside["docname"] == "chapters/4"
    place, solution = (rf"\detokenize{{chapters/4:ex-why{end}}}" for end in ("", "-solution"))
    assert inside[0].astext().strip() == rf"\booksolution{{4.2}}{{{solution}}}{{Why?}}{{{place}}}"
    assert [node.astext() for node in inside[1:]] == ["Because.", "cell"]


def test_a_handout_has_no_solutions_and_says_nothing_of_them():
    chapter = chapter_with_exercise()
    assert print_exercises([chapter], environment(handout=True)) is None
    assert chapter[0][1].astext().strip().endswith("{prove}{}")
    assert "Because" not in chapter.astext()


def test_a_book_without_exercises_has_no_chapter_of_solutions():
    assert print_exercises([page("chapters/4", nodes.paragraph("", "Words."))], environment()) is None


def test_key_terms_are_spelled_as_in_the_glossary_and_lead_there():
    card = nodes.paragraph("", "After this", classes=["chapter-card-head"])
    chapter = page("chapters/4", card, key_terms(), nodes.section("", nodes.title("", "Summary")))
    meaning = nodes.definition("", nodes.paragraph("", "A function ", nodes.math("", "f"), nodes.Text(".")))
    known = {"relu": (nodes.term("", "ReLU"), "term-ReLU", "렐루", meaning)}
    print_frames([chapter], environment(terms=["relu", "unknown"], glossary=known))
    lines = [node.astext().strip() for node in chapter[0].children[1:]]
    assert lines[:4] == [
        r"\bookcardhead{After this}",
        r"\begin{bookterms}",
        r"\bookterm{ReLU}{렐루}{A function f.}",
        r"\end{bookterms}",
    ]
    assert next(chapter.findall(nodes.math)).astext() == "f"
    assert next(chapter.findall(nodes.reference))["refuri"] == "%glossary#term-ReLU"
    assert lines[4:] == [r"\bookhidden", "Summary", r"\bookshown"]


def glossary_page():
    item = nodes.definition_list_item(
        "", nodes.term("", "ReLU", ids=["term-ReLU"]), nodes.term("", "렐루", ids=["two"])
    )
    item += nodes.definition("", nodes.paragraph("", "A function."))
    return page("glossary", addnodes.glossary("", nodes.definition_list("", item)))


def test_the_glossary_has_the_korean_term_beside_the_english_one_and_a_list_back():
    file = glossary_page()
    assert join_terms([file]) == {"relu": "ReLU"}
    (term,) = file.findall(nodes.term)
    assert term["ids"] == ["term-ReLU", "two"]
    assert term.astext().split("\n") == [r"ReLU\index{ReLU@ReLU}", r"\bookother{렐루}", ""]
    (back,) = [node for node in file.findall(nodes.section) if "from-korean" in node["ids"]]
    assert back[2].astext().strip() == r"\bookword{렐루}{ReLU}{\detokenize{glossary:term-ReLU}}"
    assert r"\index" not in back.astext()


def test_the_index_has_the_first_link_of_the_chapter_that_introduces_a_term():
    links = [addnodes.pending_xref("", nodes.Text("relu"), reftype="term", reftarget="ReLU") for _ in range(2)]
    chapter = page("chapters/4", nodes.paragraph("", "", *links))
    note_terms([chapter], environment(terms=["relu"]), {"relu": "ReLU"})
    assert [node.astext() for node in chapter.findall(nodes.raw)] == [r"\index{ReLU@ReLU|spxpagem}"]
    assert chapter[0][1][1] is links[0]


def test_what_leads_through_a_screen_leaves_the_preface():
    button = nodes.paragraph("", "", nodes.inline("", "Begin", classes=["front-button"]))
    lists = [nodes.section("", nodes.title("", "The chapters"), *(contents_of_book(folder=name) for name in "ab"))]
    kept = nodes.section("", nodes.title("", "Why"))
    preface = nodes.section("", nodes.title("", "Preface"), nodes.paragraph("", "Words."), button, *lists, kept)
    assert [node.astext() for node in without_screen(preface)] == ["Preface", "Words.", "Why"]


def test_what_rests_on_what_is_a_line_for_each_formula():
    def line(number, name):
        return nodes.paragraph("", "", nodes.reference("", number), nodes.Text(f" {name}"))

    def item(*inside):
        return nodes.list_item("", *inside)

    below = nodes.bullet_list("", item(line("(1)", "One")), item(line("(2)", "Two")))
    last = item(nodes.paragraph("", "On none:"), nodes.bullet_list("", item(line("(1)", "One"))))
    file = page("appendix/a", graph_node(), nodes.bullet_list("", item(line("(3)", "Three"), below), last))
    print_graph([file])
    assert [node.astext().strip() for node in file[0][2:-1]] == [
        r"\bookrest{(3) Three}{(1), (2)}",
        r"\bookrestlast{On none:}",
        r"\bookrest{(1) One}{}",
    ]
    assert not list(file.findall(graph_node))


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
        "Overfull \\vbox (9.9pt too high) detected at line 5\n"
        "Overfull \\vbox (515.1pt too high) has occurred while \\output is active []\n"
        "Missing character: There is no x in font y!\n"
        "LaTeX Warning: Hyper reference `a' on page 1 undefined on input line 5.\n"
        "LaTeX Warning: Label `b' multiply defined.\n"
    )
    assert [fault.split()[0] for fault in faults(log)] == ["Overfull"] * 2 + ["Missing", "LaTeX", "LaTeX"]
    assert "3--4" in faults(log)[0]
    assert "515" in faults(log)[1]


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
    assert "is here:\n" + r"\bookequation{1}" in tex  # in one paragraph: no page ends between them


def test_the_book_was_set_without_faults():
    log = LATEX / f"{NAME}.log"
    if not log.is_file():
        pytest.skip("there is no printed book: run `make pdf` first")
    assert faults(log.read_text(encoding="utf-8", errors="replace")) == []
