"""A small project with formulas, built as the book is."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONFIG = """
import sys
sys.path.insert(0, {extensions!r})
import numpy as np
import textbook_cnn
from textbook_cnn.formulas import REGISTRY
for name in [name for name in REGISTRY if name not in {names!r}]:
    del REGISTRY[name]
{code}
extensions = ["_extensions.execution.interrupts", "myst_nb", "sphinx.ext.autodoc"]
extensions += ["_extensions.formulas.directive", "_extensions.formulas.rest"]
source_suffix = {{".md": "myst-nb"}}
formula_processes = 1
numfig = math_numfig = True
myst_enable_extensions = ["attrs_block", "attrs_inline", "dollarmath"]
nb_execution_mode = {execution!r}
html_theme = "basic"
"""
REFERENCE = """
# Reference

```{eval-rst}
.. py:function:: textbook_cnn.relu
.. py:function:: textbook_cnn.relu_backward
```
"""
FORWARD = "```{formula} relu.forward\n```\n"
NAMES = ("relu.forward", "relu.backward", "correlation.integral")


class Book:
    """A small project with a page for the formulas, one for the table and one for the functions."""

    def __init__(self, folder, page, *, table="```{formula-table}\n```", code="", execution="off", jobs=1):
        self.folder = folder
        for file in ("tests/formulas/test_registry.py", "textbook_cnn/formulas/statements/relu.py"):
            (folder / file).parent.mkdir(parents=True)
            (folder / file).write_bytes((ROOT / file).read_bytes())
        docs = folder / "docs"
        docs.mkdir()
        extensions = str(ROOT / "docs")
        config = CONFIG.format(extensions=extensions, names=NAMES, code=code, execution=execution)
        (folder / "conf.py").write_text(config, encoding="utf-8")
        (docs / "index.md").write_text("# Book\n\n```{toctree}\npage\nproofs\nreference\n```\n", encoding="utf-8")
        (docs / "page.md").write_text(page if page.startswith("---") else f"# Page\n\n{page}\n", encoding="utf-8")
        (docs / "proofs.md").write_text(f"# Proofs\n\n{table}\n", encoding="utf-8")
        (docs / "reference.md").write_text(REFERENCE, encoding="utf-8")
        command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-j", str(jobs), "-c", str(folder)]
        done = subprocess.run([*command, str(docs), str(folder / "html")], capture_output=True, text=True, check=False)
        self.status, self.messages = done.returncode, done.stderr

    def html(self, name):
        return (self.folder / "html" / f"{name}.html").read_text(encoding="utf-8")

    def links(self, name):
        """Pairs (address, words) of the links in the lines below the formulas and in the table."""
        return re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(?:<[^>]+>)*([^<]+)', self.html(name))

    def leads(self, name, address):
        """Whether a link from a page leads to an id that exists."""
        path, _, anchor = address.partition("#")
        page = self.folder / "html" / f"{name}.html"
        target = page.parent / path if path else page
        return target.is_file() and f'id="{anchor}"' in target.read_text(encoding="utf-8")
