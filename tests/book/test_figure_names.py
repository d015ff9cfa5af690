"""A numbered figure without a name fails the build: its file would be called after what Docutils makes of it."""

import subprocess
import sys

import pytest
from _extensions.pages.figure_files import NOTE

from tests.support.places import ROOT

CONFIG = """
import sys
sys.path.insert(0, {docs!r})
extensions = ["myst_nb", "_extensions.execution.draft", "_extensions.pages.figure_files"]
myst_enable_extensions = ["colon_fence"]
nb_execution_mode = "force"
numfig = True
"""
CELL = """---
file_format: mystnb
kernelspec:
  name: python3
---
# Page

```{{code-cell}}
---
mystnb:
  figure:
    caption: A square
{name}---
from IPython.display import SVG
SVG('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>')
```
"""


def build(folder, page):
    (folder / "conf.py").write_text(CONFIG.format(docs=str(ROOT / "docs")), encoding="utf-8")
    (folder / "index.md").write_text(page, encoding="utf-8")
    (folder / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", str(folder), str(folder / "out")]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.returncode, done.stderr, {path.name for path in (folder / "out" / "figures").glob("*")} - {NOTE}


@pytest.mark.parametrize(
    ("page", "line"),
    [("# Page\n\nText.\n\n```{figure} dot.svg\nA dot\n```\n", ":5"), (CELL.format(name=""), "")],
    ids=["figure", "cell"],
)
def test_without_a_name_is_refused_where_it_stands(tmp_path, page, line):
    status, said, _ = build(tmp_path, page)
    caption = "A dot" if line else "A square"
    assert status == 1
    assert f"index.md{line}" in said
    assert f"a figure has a number but no name for its file (in a cell: mystnb: figure: name:), {caption}" in said


@pytest.mark.parametrize(
    "page",
    [
        "# Page\n\n```{figure} dot.svg\n:name: fig-dot\nA dot\n```\n",
        "# Page\n\n(fig-dot)=\n```{figure} dot.svg\nA dot\n```\n",
        CELL.format(name="    name: fig-dot\n"),
    ],
    ids=["option", "target", "cell"],
)
def test_with_a_name_its_file_is_called_after_it(tmp_path, page):
    status, said, files = build(tmp_path, page)
    assert (status, files) == (0, {"fig-1-dot.svg"}), said


def test_without_a_caption_it_has_no_number_and_needs_no_name(tmp_path):
    status, said, files = build(tmp_path, "# Page\n\n```{figure} dot.svg\n```\n")
    assert (status, files) == (0, set()), said
