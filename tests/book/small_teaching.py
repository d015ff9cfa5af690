"""A small project with chapters, exercises and a glossary."""

import subprocess
import sys

from tests.support.places import ROOT

CONFIG = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "docs")!r}]
extensions = ["myst_parser", "_extensions.teaching"]
myst_enable_extensions = ["colon_fence", "dollarmath"]
numfig = True
numfig_format = {{"exercise": "Exercise %s"}}
html_theme = "basic"
"""


def built(folder, pages, *settings, config=CONFIG):
    """Build a book of these pages; return the messages and what was written by the pages' names."""
    (folder / "chapters").mkdir(parents=True)
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / "conf.py").write_text(config, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", *settings, str(folder), str(folder / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    written = {name: folder / "out" / f"{name}.html" for name in pages}
    return done.stderr, {name: path.read_text(encoding="utf-8") for name, path in written.items() if path.exists()}
