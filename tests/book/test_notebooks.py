"""The chapters to take home: the whole page is in them, in the syntax that notebooks have."""

import ast
import hashlib
import html
import re
from base64 import b64decode
from io import BytesIO

import nbformat
import pytest
from _extensions.execution.cells import CELL, OPTIONS
from _extensions.notebooks.archive import PYTHON, WHEEL
from _extensions.notebooks.files import FOLDERS, as_percent_script
from _extensions.pages.figures import SETTINGS
from PIL import Image

from tests.support.places import ROOT
from textbook_cnn import __version__

CHAPTERS = [path.stem for path in sorted((ROOT / "docs" / "chapters").glob("*.md"))]
CODE = re.compile(r"^(`{3,}).*?^\1$|(`+)(?!`).+?(?<!`)\2(?!`)", re.MULTILINE | re.DOTALL)
MYST = re.compile(r"\{[a-z][a-z:-]*\}|^:::|^\([\w-]+\)=$|^:[a-z-]+:", re.MULTILINE)
MATHEMATICS = re.compile(r"\$\$.*?\$\$|\$[^$]+\$")
NUMBER = re.compile(r'<span class="eqno">\(([\d.]+)\)')
DRAWING = re.compile(r'<img alt="([^"]+)" src="data:image/svg\+xml;base64,([^"]+)">')
LARGEST = 10_000_000


@pytest.fixture(scope="module")
def folder(book):
    return book / "_downloads"


@pytest.fixture(params=CHAPTERS)
def chapter(request):
    return request.param


@pytest.fixture
def notebook(folder, chapter):
    return nbformat.read(folder / "with_outputs" / f"{chapter}.ipynb", as_version=4)


@pytest.fixture
def page(book, chapter):
    return (book / "chapters" / f"{chapter}.html").read_text(encoding="utf-8")


def cells(notebook, kind):
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def prose(notebook):
    """The cells of Markdown without what stands in them as code."""
    return [CODE.sub("", cell.source) for cell in cells(notebook, "markdown")]


def shown_cells(text):
    """The code of a page's cells that a reader sees."""
    bodies = [found["body"] for found in CELL.finditer(text)]
    seen = [body for body in bodies if "remove-cell" not in "".join(OPTIONS.findall(body))]
    return [OPTIONS.sub("", body).strip() for body in seen]


def test_notebooks_are_valid_and_small_enough_to_be_sent(folder, chapter):
    for kind in ("with_outputs", "without_outputs"):
        path = folder / kind / f"{chapter}.ipynb"
        nbformat.validate(nbformat.read(path, as_version=4))
        assert 1_000 < path.stat().st_size < LARGEST


def test_every_cell_that_a_reader_sees_is_there_in_order(notebook, chapter):
    source = (ROOT / "docs" / "chapters" / f"{chapter}.md").read_text(encoding="utf-8")
    assert [cell.source for cell in cells(notebook, "code")] == shown_cells(source)


def test_no_markup_of_the_book_is_left(notebook):
    assert [found[0] for text in prose(notebook) for found in MYST.finditer(MATHEMATICS.sub("", text))] == []


def test_left_markup_would_show():
    left = "see {eq}`relu` and\n:::{note}\n(label)=\n:tags: [a]\n"
    assert MYST.findall(left) == ["{eq}", ":::", "{note}", "(label)=", ":tags:"]
    code = CODE.sub("", "`{doc}` and $\\frac{a}{b}$, at noon: yes\n```python\n:tags:\n```")
    assert not MYST.search(MATHEMATICS.sub("", code))


def test_mathematics_begins_and_ends_in_one_paragraph(notebook):
    for text in prose(notebook):
        for paragraph in re.split(r"\n\s*\n", text.replace(r"\$", "")):
            assert paragraph.count("$$") % 2 == 0, paragraph
            assert paragraph.replace("$$", "").count("$") % 2 == 0, paragraph


def test_every_equation_of_the_page_is_there_with_its_number(notebook, page):
    text = "\n".join(prose(notebook))
    assert re.findall(r"\\tag\{([\d.]+)\}", text) == NUMBER.findall(page)
    assert text.count("$$") == 2 * len(re.findall(r'<div class="(?:[\w.-]+ )*math [^"]*"', page))


def test_below_every_equation_stands_how_it_is_proved_or_what_else_it_is(notebook):
    text = "\n".join(cell.source for cell in cells(notebook, "markdown"))
    below = re.findall(r"\$\$\n(?:> *)?\n(?:> *)?(.*)", text)
    assert len(below) == text.count("$$") / 2
    assert [line for line in below if not re.fullmatch(r"[✓✗]? ?\*[\w ,:·]+\* · `[\w.]+`(?: \([\d.]+\))?", line)] == []


def test_outputs_are_those_of_the_page(notebook, page, book):
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    for cell in cells(notebook, "code"):
        for output in cell.outputs:
            assert output.output_type in ("stream", "execute_result", "display_data")
            data = output.get("data", {})
            for suffix, content in images(data):
                if suffix == ".png":  # the page has a lighter file, named after this one
                    name = hashlib.sha256(SETTINGS.encode() + content).hexdigest() + ".webp"
                    assert size_of(book / "_images" / name) == size_of(BytesIO(content))
                else:
                    name = hashlib.sha256(content).hexdigest() + suffix
                    assert (book / "_images" / name).read_bytes() == content
                assert name in page
            if not images(data) and "text/html" not in data:
                assert output.get("text", data.get("text/plain", "")).rstrip() in text


def size_of(picture):
    with Image.open(picture) as opened:
        return opened.size


def images(data):
    """The pictures among what a cell has put out, each with the end of its name."""
    drawing = DRAWING.fullmatch(data.get("text/html", ""))
    drawn = [(".svg", b"\n".join(b64decode(drawing[2]).splitlines()))] if drawing else []  # as the book's files end
    return drawn + ([(".png", b64decode(data["image/png"]))] if "image/png" in data else [])


def test_pictures_are_seen_at_once_and_have_their_words(notebook, page):
    outputs = [output.get("data", {}) for cell in cells(notebook, "code") for output in cell.outputs]
    assert any(images(data) for data in outputs) == ("_images/" in page)
    assert not any("image/svg+xml" in data for data in outputs)
    drawings = [found for data in outputs if (found := DRAWING.fullmatch(data.get("text/html", "")))]
    words = {html.unescape(alt) for alt in re.findall(r'alt="([^"]+)"', page)}
    assert [found[1] for found in drawings if html.unescape(found[1]) not in words] == []


def test_the_other_files_differ_in_their_outputs_alone(folder, notebook, chapter):
    empty = nbformat.read(folder / "without_outputs" / f"{chapter}.ipynb", as_version=4)
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells(empty, "code"))
    strip = [(cell.cell_type, cell.source, cell.metadata) for cell in notebook.cells]
    assert [(cell.cell_type, cell.source, cell.metadata) for cell in empty.cells] == strip
    script = (folder / "python" / f"{chapter}.py").read_text(encoding="utf-8")
    assert script == as_percent_script(notebook)
    code = "\n".join(cell.source for cell in cells(notebook, "code"))
    assert ast.dump(ast.parse(script)) == ast.dump(ast.parse(code))


def test_the_first_cell_says_what_it_is_from_and_how_it_runs(notebook):
    first = notebook.cells[0].source
    assert first.startswith("# ")
    for words in (
        f"Python {PYTHON} or newer",
        f"version {__version__}",
        "CC BY 4.0",
        "MIT",
        f'pip install "{WHEEL}[book]"',
    ):
        assert words in first


def test_the_code_of_solutions_is_shut(notebook):
    solutions = [cell for cell in cells(notebook, "code") if "solution" in cell.metadata.get("tags", [])]
    assert solutions
    assert all(cell.metadata.jupyter.source_hidden for cell in solutions)
    text = "\n".join(prose(notebook))
    assert text.count("<details>") == text.count("</details>") > 0


def test_links_lead_to_notebooks_that_are_there(notebook):
    links = [link for text in prose(notebook) for link in re.findall(r"\]\(([^)]*)\)", text)]
    assert [
        link for link in links if not link.startswith("https://") and link.removesuffix(".ipynb") not in CHAPTERS
    ] == []


def test_the_page_leads_to_the_files(page, chapter):
    rest = page.partition("</h1>")[2]
    line = re.search(r'<p class="downloads">.*?</p>', rest, re.DOTALL)
    addresses = re.findall(r'href="([^"]+)"', line[0])
    assert addresses == [f"../_downloads/{kind}/{chapter}.{suffix}" for kind, suffix in FOLDERS.items()]
    assert rest.index(line[0]) < rest.index("<p>")


def test_the_list_of_all_files_has_the_chapters_numbers(book, page, chapter):
    title = re.search(r'<h1><span class="section-number">(\d+) ?</span>(.*?)<a ', page)
    listed = (book / "install.html").read_text(encoding="utf-8")
    assert f'<li><p>{title[1]} {title[2]} · <a class="download' in listed
