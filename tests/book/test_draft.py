"""A draft: one page alone, with a note, links as words, and no more proved than the page shows."""

import subprocess
import sys

import draft
import pytest
from small_book import FORWARD, ROOT

from textbook_cnn.formulas.slides.deck import SLIDES

CONFIG = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "docs")!r}]
extensions = ["myst_nb", "sphinx.ext.autodoc"]
extensions += ["_extensions.formulas.directive", "_extensions.formulas.rest"]
source_suffix = {{".md": "myst-nb"}}
nitpicky = numfig = math_numfig = True
formula_processes = 1
nb_execution_mode = "off"
html_theme = "basic"
"""
LINKS = "See {doc}`../other`, [there](../other.md), {py:func}`textbook_cnn.relu`, {eq}`relu.backward`, {ref}`place`.\n"


def build(folder, page, config=CONFIG):
    """Build the draft of a page beside which there is another; return status, messages and HTML."""
    (folder / "docs" / "part").mkdir(parents=True)
    (folder / "conf.py").write_text(config)
    (folder / "docs" / "index.md").write_text("# Book\n\n```{toctree}\npart/page\nother\n```\n")
    (folder / "docs" / "other.md").write_text("(place)=\n# Other\n\n```{formula} relu.backward\n```\n")
    (folder / "docs" / "part" / "page.md").write_text(f"# Page\n\n{page}")
    out = folder / "build" / "draft" / "page"
    command = [sys.executable, "-m", "sphinx", "-q", "-c", str(folder), "-D", "draft=part/page", str(folder / "docs")]
    done = subprocess.run([*command, str(out)], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr, (out / "part" / "page.html").read_text(encoding="utf-8")


def test_the_page_alone_with_a_note_and_its_own_formulas(tmp_path):
    status, messages, html = build(tmp_path, FORWARD + LINKS)
    assert (status, messages) == (0, "")
    assert html.index("<h1>") < html.index("Draft: this page alone") < html.index(r"\max(X[p, q], 0)")
    assert "proved over regions" in html
    assert "Numbers come from" not in html
    pages = {path.stem for path in (tmp_path / "build" / "draft").rglob("*.html")}
    assert "page" in pages
    assert not {"other", "test_registry"} & pages
    assert [path.name for path in (tmp_path / "build" / "proofs").glob("*/*")] == ["relu.forward.json"]


def test_a_citation_has_its_words(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "some.bib").write_text("@misc{marr1980, author={Marr, David}, title={Edges}, year={1980}}\n")
    (tmp_path / "docs" / "bibliography.md").write_text("# Bibliography\n\n```{bibliography}\n:all:\n```\n")
    more = 'extensions += ["sphinxcontrib.bibtex"]\nbibtex_bibfiles = ["docs/some.bib"]\n'
    more += 'bibtex_reference_style = "author_year"\n'
    status, messages, html = build(tmp_path, "{cite:t}`marr1980` looks for edges.\n", CONFIG + more)
    assert (status, messages) == (0, "")
    assert "1980" in html


def test_other_warnings_are_printed(tmp_path):
    status, messages, _ = build(tmp_path, LINKS + "```{formula} relu.sideways\n```\n\n![a picture](none.png)\n")
    assert status == 0
    warnings = [line.partition(": WARNING: ")[2] for line in messages.splitlines() if "WARNING" in line]
    assert len(warnings) == 3
    assert "there is no formula 'relu.sideways'" in warnings[0]
    assert "not readable: part/none.png" in warnings[1]
    assert "a picture whose words are unknown" in warnings[2]


@pytest.mark.parametrize(
    ("part", "page"),
    [
        ("05", "chapters/05_backward"),
        ("chapters/05_backward", "chapters/05_backward"),
        ("all_sizes", "appendix/all_sizes"),
        ("index", "index"),
        ("reference/index", "reference/index"),
        ("convolution", "reference/convolution"),
        ("notation", "notation"),
    ],
)
def test_a_part_of_a_name_names_a_page(part, page):
    assert draft.meant(part) == [page]


def test_what_is_built_is_the_file_of_that_name(monkeypatch):
    built = []
    monkeypatch.setattr(draft, "build", lambda page: built.append(page) or 0)
    assert draft.main(["docs/chapters/05_backward.md"]) == 0
    assert built == ["chapters/05_backward"]


@pytest.mark.parametrize(
    ("words", "first", "listed"),
    [
        ([], "which page? make page PAGE=04; all are:", "appendix/errata"),
        (["nowhere"], "PAGE=nowhere means none of the pages; all are:", "appendix/errata"),
        (["0"], "PAGE=0 means 10 of the pages; those are:", "chapters/10_seeing_inside"),
    ],
)
def test_a_page_that_is_not_clear_is_an_error_with_the_pages(capsys, words, first, listed):
    assert draft.main(words) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == first
    assert f"  {listed}" in lines[1:]


def test_the_table_of_slides_misses_no_other_page(tmp_path):
    config = CONFIG + 'extensions += ["_extensions.teaching"]\n'
    status, messages, html = build(tmp_path, "```{slide-table}\n```\n", config)
    assert (status, messages) == (0, "")
    assert html.count("<strong") == len(SLIDES)
