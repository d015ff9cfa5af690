"""The whole book as LaTeX, which needs no TeX: what warns here, or links to nothing, would stop `make pdf`."""

import re
import shutil
import subprocess
import sys

from pdf import NAME, SPHINX

from tests.support.places import ROOT

KEPT = ("proofs", "execution", "kernel", "run", "jupyter_execute")  # what the build of the pages has computed
LINK = re.compile(r"\\hyperref\[\\detokenize\{([^}]*)\}\]")
PLACE = re.compile(r"(?<!\[)\\detokenize\{([^}]*)\}")  # labels, and what the commands of book.sty make labels of


def test_the_whole_book_becomes_latex_whose_links_lead_somewhere(book, tmp_path):
    for name in KEPT:
        shutil.copytree(book.parent / name, tmp_path / name)
    arguments = [*SPHINX, str(tmp_path / "doctrees"), str(ROOT / "docs"), str(tmp_path / "latex")]
    command = [sys.executable, "-m", "sphinx", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    tex = (tmp_path / "latex" / f"{NAME}.tex").read_text(encoding="utf-8")
    links, places = LINK.findall(tex), set(PLACE.findall(tex))
    assert len(links) > 1000
    assert sorted({link for link in links if link not in places}) == []
