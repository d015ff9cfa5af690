"""The reference lists what is public by itself: no name has to be written down for it."""

import os
import re
import subprocess
import sys

import pytest
from _extensions.pages.public_names import names_of

import textbook_cnn
from tests.support.places import ROOT
from textbook_cnn import book, formulas, layers, visualize

CONFIG = f"""
import sys
sys.path.insert(0, {str(ROOT / "docs")!r})
extensions = ["numpydoc", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "_extensions.pages.public_names"]
numpydoc_show_class_members = False
autodoc_typehints = "none"
html_theme = "basic"
"""
PAGE = """
Things
======

.. public-names:: things.round_ones things
   :from: things
   :but: things.elsewhere
   :members: Ball.roll

- :py:func:`things.throw`
"""
THINGS = {
    "__init__.py": (ROOT / "textbook_cnn" / "layers" / "__init__.py").read_text(encoding="utf-8"),
    "corners.py": "#: How many.\nCORNERS = 4\ndef square():\n    'A square.'\n__all__ = ['CORNERS', 'square']\n",
    "elsewhere.py": "def away():\n    'Not here.'\n__all__ = ['away']\n",
    "round_ones.py": "def throw():\n    'Throw it.'\nclass Ball:\n    'Round.'\n    def roll(self):\n        'Roll.'\n"
    "    def burst(self):\n        'Bang.'\n__all__ = ['Ball', 'throw']\n",
}


@pytest.fixture
def project(tmp_path):
    """A package of three files and a page that shows it."""
    for name, text in THINGS.items():
        (tmp_path / "things" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "things" / name).write_text(text, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "docs" / "index.rst").write_text(PAGE, encoding="utf-8")
    return tmp_path


def built(project):
    """Build without cleaning up before; return the page."""
    command = [sys.executable, "-m", "sphinx", "-n", "-W", "--keep-going", "-q", "docs", "out"]
    path = os.pathsep.join([str(project), str(ROOT)])
    environment = os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return (project / "out" / "index.html").read_text(encoding="utf-8")


def entries(html):
    return re.findall(r'<dt class="sig sig-object py" id="things\.([\w.]+)"', html)


def test_names_stand_file_by_file_as_they_are_defined(project):
    html = built(project)
    assert entries(html) == ["throw", "Ball", "Ball.roll", "CORNERS", "square"]
    table = html.partition("<table")[2].partition("</table>")[0]
    assert re.findall(r'href="#things\.(\w+)"', table) == ["throw", "Ball", "CORNERS", "square"]


def test_a_new_file_is_shown_without_a_line_anywhere(project):
    built(project)
    new = "def circle():\n    'A circle.'\n__all__ = ['circle']\n"
    (project / "things" / "new.py").write_text(new, encoding="utf-8")
    assert entries(built(project)) == ["throw", "Ball", "Ball.roll", "CORNERS", "square", "circle"]


def test_the_reference_shows_every_public_name_once():
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "reference").glob("*.rst")]
    shown = []
    for arguments, options in re.findall(
        r"^\.\. public-names:: (.*(?:\n +textbook.*)*)((?:\n   :.*)*)", "\n".join(pages), re.M
    ):
        but = re.search(":but: (.*)", options)
        shown += names_of(arguments.split(), but[1].split() if but else [])
    assert sorted(shown) == sorted([*textbook_cnn.__all__, *visualize.__all__, *book.__all__])


def test_the_page_of_formulas_shows_what_is_imported_from_there():
    page = (ROOT / "docs" / "reference" / "formulas.rst").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\.\. (?:py:data|auto\w+):: (\w+)", page, re.M)) == sorted(formulas.__all__)


def test_all_of_the_convolution_layer_stands_on_its_page():
    text = (ROOT / "docs" / "reference" / "convolution_layer.rst").read_text(encoding="utf-8")
    modules = re.findall(r"textbook_cnn\.layers\.\w+", text)
    assert set(names_of(modules, [])) == {name for name in layers.__all__ if name.startswith(("conv2d", "im2col"))}
