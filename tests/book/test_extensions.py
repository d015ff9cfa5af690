"""What the book adds to Sphinx, tried on small projects."""

import io
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest
from _extensions.execution import weights_note
from _extensions.execution.cells import changed_pages, sources_of, use_cache_of_page
from _extensions.pages.furo_repairs import mend

import textbook_cnn
from tests.support.places import ROOT
from tests.support.runs_on import LIBRARIES, RUNS_ON

CONFIG = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "docs")!r}]
myst_enable_extensions = ["dollarmath"]
extensions = ["myst_parser", {{extensions}}]
"""


def build(folder, extensions, page):
    """Build one page; return the exit status, the messages and the HTML."""
    (folder / "conf.py").write_text(CONFIG.format(extensions=extensions))
    (folder / "index.md").write_text(page)
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", str(folder), str(folder / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    html = folder / "out" / "index.html"
    return done.returncode, done.stderr, html.read_text(encoding="utf-8") if html.exists() else ""


@pytest.fixture
def picture(tmp_path):
    (tmp_path / "line.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    return "line.svg"


def test_an_image_without_a_text_is_a_warning(tmp_path, picture):
    status, messages, _ = build(tmp_path, "'_extensions.pages.figures'", f"# Page\n\n![]({picture})\n")
    assert status == 1
    assert "an image has no alternative text" in messages


def test_an_image_with_a_text_is_none(tmp_path, picture):
    status, messages, html = build(tmp_path, "'_extensions.pages.figures'", f"# Page\n\n![a short line]({picture})\n")
    assert (status, messages) == (0, "")
    assert 'alt="a short line"' in html


def test_a_build_with_warnings_warns_again(tmp_path, picture):
    page = f"# Page\n\n![]({picture})\n"
    first = build(tmp_path, "'_extensions.pages.figures', '_extensions.execution.warnings_stay'", page)
    second = build(tmp_path, "'_extensions.pages.figures', '_extensions.execution.warnings_stay'", page)
    assert first[0] == second[0] == 1


TYPOGRAPHY = "'sphinx.ext.mathjax', '_extensions.pages.typography'"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Is $x$. Yes", "Is [x.] Yes"),
        ("Is ($x$), yes", "Is [(x),] yes"),
        ("“$x$” and ($y$ or $z$).", "[“x”] and [(y] or [z).]"),
        ("$x$ or *$y$*.", "x or y."),
    ],
)
def test_a_formula_and_the_marks_beside_it_are_one(tmp_path, text, shown):
    status, _, html = build(tmp_path, TYPOGRAPHY, f"# Page\n\n{text}\n")
    assert status == 0
    words = re.search(r"</noscript>\s*<p>(.*?)</p>", html, re.DOTALL)[1]
    words = re.sub(r'<span class="math[^>]*>\\\((.)\\\)</span>', r"\1", words)
    words = re.sub(r'<span class="with-marks">(.*?)</span>', r"[\1]", words)
    assert re.sub(r"<[^>]+>", "", words) == shown


def test_a_page_with_formulas_says_how_they_stand_without_a_program(tmp_path):
    _, _, html = build(tmp_path, TYPOGRAPHY, "# Page\n\nIs $x$.\n\n# Other\n")
    assert html.count("<noscript>") == 1
    assert re.search(r"</h1>\s*<noscript><p [^>]*>JavaScript is switched off", html)
    (tmp_path / "plain").mkdir()
    _, _, html = build(tmp_path / "plain", TYPOGRAPHY, "# Page\n\nIs x.\n")
    assert "<noscript>" not in html


def test_captions_get_a_level_and_equations_one_id():
    before = (
        '<p class="caption" role="heading"><div class="math-wrapper formula docutils" id="equation-a">\n'
        '<div class="formula formula-is-conv2d.forward math notranslate" id="equation-a">'
    )
    after = mend(before)
    assert '<p class="caption" role="heading" aria-level="2">' in after
    assert after.count('id="equation-a"') == 1


def test_what_a_list_of_sources_holds_are_its_items(tmp_path):
    page = "# Page\n\n```{eval-rst}\nBy [he]_ and [lecun]_.\n\n.. [he] He.\n.. [lecun] LeCun.\n```\n"
    status, _, html = build(tmp_path, "'_extensions.pages.furo_repairs'", page)
    assert status == 0
    kept = re.search(r'<div role="list" class="citation-list">.*?</section>', html, re.DOTALL).group()
    assert re.findall(r'role="([^"]+)"', kept) == ["list", "listitem", "listitem"]


CELL = "---\nfile_format: mystnb\n---\n# Page\n\n```{code-cell}\n---\ntags: [hide-input]\n---\n%s\n```\n"


def names(text):
    """Files that a page's cells use, by their names in the repository."""
    return {path.relative_to(ROOT).as_posix() for path in sources_of(ROOT, text)}


def test_a_page_depends_on_what_its_cells_import():
    plain = names(CELL % "from textbook_cnn import conv2d")
    assert {"textbook_cnn/layers/conv2d.py", "textbook_cnn/_windows.py", "docs/_kernel/matplotlibrc"} <= plain
    assert not {"textbook_cnn/layers/relu.py", "textbook_cnn/book/lecture.py"} & plain
    drawing = names(CELL % "from textbook_cnn.visualize import animate_convolution")
    assert {"textbook_cnn/visualize/sliding.py", "textbook_cnn/visualize/film.js"} <= drawing
    lecture = names(CELL % "from textbook_cnn.book import NETWORK")
    assert {"textbook_cnn/book/lecture.py", "textbook_cnn/training/train.py"} <= lecture
    assert not {"textbook_cnn/book/run.py", "textbook_cnn/book/photographs.py"} & lecture
    assert "textbook_cnn/book/run.py" in names(CELL % "from textbook_cnn.book import trained")
    proving = names(CELL % "from textbook_cnn.formulas import REGISTRY")
    assert {"textbook_cnn/formulas/statements/relu.py", "textbook_cnn/layers/relu.py"} <= proving


@pytest.mark.parametrize(
    "cell", ["%matplotlib inline", "import importlib\nimportlib.import_module(input())", "```\n\n ```{code-cell}\n1"]
)
def test_cells_that_cannot_be_read_depend_on_everything(cell):
    assert {"textbook_cnn/layers/relu.py", "textbook_cnn/visualize/lines.py"} <= names(CELL % cell)


PAGE_WITH_WEIGHTS = CELL % "from textbook_cnn import vgg16_weights"
PLAIN_PAGE = CELL % "from textbook_cnn import relu"


class Settings(dict):
    def copy(self, **changes):
        return Settings(self | changes)


def page_in(folder, text):
    """An application and an environment that have read one page."""
    (folder / "page.md").write_text(text)
    environment = SimpleNamespace(
        mystnb_config=Settings(), found_docs={"page"}, doc2path=lambda page: folder / f"{page}.md"
    )
    config = SimpleNamespace(draft="")
    app = SimpleNamespace(confdir=str(ROOT), outdir="out/html", env=environment, config=config)
    use_cache_of_page(app, "page", [text])
    return app


def test_a_page_is_run_again_when_the_weights_arrive(tmp_path, monkeypatch):
    monkeypatch.setattr(weights_note, "cached", lambda file: tmp_path / file.name)
    for folder, page, again in (("plain", PLAIN_PAGE, []), ("weights", PAGE_WITH_WEIGHTS, ["page"])):
        (tmp_path / folder).mkdir()
        app = page_in(tmp_path / folder, page)
        outputs = app.env.mystnb_config["execution_cache_path"]
        assert changed_pages(app, app.env, set(), set(), set()) == []
        (tmp_path / weights_note.WHEEL.name).write_bytes(b"weights")
        assert changed_pages(app, app.env, set(), set(), set()) == again
        use_cache_of_page(app, "page", [page])
        assert (app.env.mystnb_config["execution_cache_path"] != outputs) == bool(again)
        (tmp_path / weights_note.WHEEL.name).unlink()


def test_a_page_without_weights_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    page = "# Page\n\n```{weights-note}\n```\n"
    _, _, html = build(tmp_path, "'_extensions.execution.weights_note'", page)
    assert "could not be fetched" in html
    folder = tmp_path / "cache" / "textbook_cnn"
    folder.mkdir(parents=True)
    (folder / weights_note.WHEEL.name).write_bytes(b"weights")
    _, _, html = build(tmp_path, "'_extensions.execution.weights_note'", page + "\nNew.\n")
    assert "could not be fetched" not in html


def test_a_page_depends_on_the_results_that_its_cells_read():
    results = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("benchmarks/results/*.json")}
    assert results
    assert results <= names(CELL % "from textbook_cnn.book import benchmark_results")
    assert not results & names(CELL % "from textbook_cnn.book import trained")


def test_drawings_are_svg_and_images_are_png(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "docs" / "_kernel")
    import book_figures
    from matplotlib.figure import Figure

    drawing, image = Figure(), Figure(figsize=(2, 1))
    drawing.subplots().plot([1, 2])
    image.subplots().imshow([[1, 2]])
    assert book_figures.as_png(drawing) is None
    assert "<svg" in book_figures.as_svg(drawing)
    assert book_figures.as_svg(image) is None
    png, size = book_figures.as_png(image)
    assert png.startswith(b"\x89PNG")
    from PIL import Image

    assert Image.open(io.BytesIO(png)).width == pytest.approx(2 * size["width"], abs=1)


def test_a_drawing_is_the_same_in_two_builds(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "docs" / "_kernel")
    import book_figures
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(fname=str(ROOT / "docs" / "_kernel" / "matplotlibrc")):
        figure = Figure()
        figure.subplots().plot([1, 2])
        assert book_figures.as_svg(figure) == book_figures.as_svg(figure)


def test_table_of_libraries_has_a_row_a_function_and_a_mark_where_it_runs(tmp_path):
    _, messages, html = build(tmp_path, "'_extensions.pages.runs_on'", "# Page\n\n```{runs-on-table}\n```\n")
    assert all("reference target not found: textbook_cnn." in line for line in messages.splitlines())
    rows = [re.sub(r"<.*?>", " ", row).split() for row in html.split("<tr")[2:]]
    assert [row[1] for row in rows] == [name for name in textbook_cnn.__all__ if name in RUNS_ON]
    for row in rows:
        marks = [mark != "–" for mark in row[2:] if mark in ("✓", "(✓)", "–")]
        assert marks == [library in RUNS_ON[row[1]].libraries for library in LIBRARIES]
    assert "No run on a graphics card is on record yet" in html
