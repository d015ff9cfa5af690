"""The API reference shows the equations of every function, from the registry, on a small project."""

import re
import subprocess
import sys
from html import unescape

import pytest
from _extensions.pages.docstrings import equations, shown

from tests.support.places import ROOT

CONFIG = """
import sys
sys.path.insert(0, {extensions!r})
from textbook_cnn.formulas import REGISTRY
for name in [name for name in REGISTRY if name not in ("relu.forward", "relu.backward", "rot180")]:
    del REGISTRY[name]
import textbook_cnn
textbook_cnn.silent = lambda: None
textbook_cnn.silent.__doc__ = "A function that names no equation."
object.__setattr__(REGISTRY["rot180"], "functions", ("rot180", "silent"))
object.__setattr__(REGISTRY["relu.backward"], "functions", ("relu", "relu_backward"))
extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc"]
extensions += ["_extensions.pages.docstrings", "_extensions.formulas.directive"]
formula_processes = 1
numfig = math_numfig = True
html_theme = "basic"
"""
PAGE = """# Page

```{formula} relu.forward
```

```{formula} relu.backward
```

```{formula-table}
```
"""
REFERENCE = """# Reference

```{eval-rst}
.. currentmodule:: textbook_cnn
.. autofunction:: relu
.. autofunction:: relu_backward
.. autofunction:: silent
.. autofunction:: rot180
```
"""


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """Entries of the reference by function, without the tags of MathJax."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "conf.py").write_text(CONFIG.format(extensions=str(ROOT / "docs")), encoding="utf-8")
    (folder / "index.md").write_text("# Book\n\n```{toctree}\npage\nreference\n```\n", encoding="utf-8")
    (folder / "page.md").write_text(PAGE, encoding="utf-8")
    (folder / "reference.md").write_text(REFERENCE, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", str(folder), str(folder / "html")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    html = (folder / "html" / "reference.html").read_text(encoding="utf-8")
    _, *entries = re.split(r'<dt class="sig sig-object py" id="textbook_cnn\.', html)
    return {entry.partition('"')[0]: unescape(entry) for entry in entries}


def test_an_entry_shows_the_equation_that_the_docstring_names(reference):
    assert r"Y[p, q] = \max(X[p, q], 0)" in reference["relu"]
    assert r"\frac{\partial E}{\partial Y[p, q]}" in reference["relu_backward"]
    assert "proved over regions</abbr> four inputs, all 16 choices of signs; 64 cases" in reference["relu"]


def test_it_stands_between_the_first_sentence_and_the_parameters(reference):
    entry = reference["relu"]
    assert entry.index("<p>Rectif") < entry.index(r"\max(X[p, q], 0)") < entry.index("Parameters")


def test_its_number_is_that_of_the_chapter(reference):
    assert re.search(r'<a [^>]*href="page.html#equation-relu-forward"[^>]*>\(1\)</a>', reference["relu"])
    assert "equation-relu-forward" not in re.findall(r' id="([^"]+)"', reference["relu"])


def test_other_formulas_of_the_function_are_links(reference):
    others = reference["relu"].partition("Also in ")[2].partition("</p>")[0]
    assert re.findall(r'href="([^"]+)"', others) == ["page.html#equation-relu-backward"]
    assert "Also in" not in reference["relu_backward"]


def test_a_formula_that_no_page_shows_has_no_link(reference):
    assert "rot180</a>" not in reference["rot180"].partition("formula-links")[2].partition(" · ")[0]
    assert r"\text{rot180}(K)[u, v]" in reference["rot180"]


def test_a_function_that_names_no_equation_shows_the_first_that_speaks_of_it(reference):
    assert r"\text{rot180}(K)[u, v]" in reference["silent"]


def test_an_equation_is_shown_once_for_each_name():
    assert shown("adam_step", "Equations ``adam.moments`` and ``adam.step``.") == ["adam.moments", "adam.step"]
    assert shown("adam_step", "As equation ``adam.step``.") == ["adam.moments"]
    assert shown("one_cycle", "No equation.") == equations("one_cycle", "No equation.") == []
