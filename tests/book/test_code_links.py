"""Links in the code of a page, in a build that does not begin anew."""

import os
import subprocess
import sys

import pytest

from tests.support.places import ROOT

CONFIG = f"""
import sys
sys.path.insert(0, {str(ROOT / "docs")!r})
extensions = ["sphinx.ext.autodoc", "sphinx_codeautolink", "_extensions.pages.code_links"]
html_theme = "basic"
source_suffix = {{".txt": "restructuredtext"}}  # the extension itself keeps the links of .rst
"""
CODE = ".. code-block:: python\n\n   import textbook_cnn\n   textbook_cnn.relu\n"
REFERENCE = "Reference\n=========\n\n.. py:module:: textbook_cnn\n\n.. py:function:: textbook_cnn.relu\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_page_keeps_its_links_where_another_one_changed(tmp_path, jobs):
    docs = tmp_path / "docs"
    docs.mkdir()
    (tmp_path / "conf.py").write_text(CONFIG)
    (docs / "index.txt").write_text(f"Book\n====\n\n{CODE}\n.. toctree::\n\n   page\n   reference\n")
    (docs / "reference.txt").write_text(REFERENCE)
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-j", jobs, "-c", str(tmp_path), str(docs)]
    for text in ("first", "second"):
        (docs / "page.txt").write_text(f"Page\n====\n\n{text}\n")
        os.utime(docs / "page.txt", ns=(2 * 10**18, 2 * 10**18 + len(text)))  # later than all pages that were written
        subprocess.run([*command, str(tmp_path / "html")], check=True)
        assert text in (tmp_path / "html" / "page.html").read_text()
        assert "sphinx-codeautolink-a" in (tmp_path / "html" / "index.html").read_text(), text
