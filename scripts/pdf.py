"""Set the book as a PDF: `.venv/bin/python scripts/pdf.py`, after `make book`, whose outputs and proofs it uses.

Sphinx writes build/latex with docs/_extensions/print, latexmk sets it; what does not fit on the paper is a fault.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LATEX = ROOT / "build" / "latex"
NAME = "textbook_cnn"
TOOLS = ("latexmk", "xelatex", "rsvg-convert")
DEBIAN = (
    "latexmk texlive-xetex texlive-latex-extra texlive-fonts-recommended "
    "fonts-texgyre fonts-texgyre-math fonts-dejavu-core fonts-nanum librsvg2-bin"
)
SPHINX = ["-b", "latex", "-q", "-n", "-W", "--keep-going", "-j", "2", "-c", str(ROOT), "-d"]
LATEXMK = ["latexmk", "-xelatex", "-interaction=nonstopmode", "-halt-on-error", "-silent", f"{NAME}.tex"]
SETTINGS = {"max_print_line": "10000", "LATEXOPTS": ""}  # a line of the log a message
WIDEST = 10  # points that a line may stand out; more can be seen
FAULTS = (
    r"Overfull \\[hv]box \((?P<points>[\d.]+)pt too (?:wide|high)\)[^\n]*",
    r"Missing character: [^\n]*",
    r"LaTeX Warning: (?:Hyper reference|Reference) [^\n]* undefined[^\n]*",
    r"LaTeX Warning: Label [^\n]* multiply defined[^\n]*",
)


def faults(log: str) -> list[str]:
    """What LaTeX's log says of lines that stand out, letters that no font has, and links that lead nowhere."""
    found = [match for fault in FAULTS for match in re.finditer(fault, log)]
    return [" ".join(match[0].split()) for match in found if float(match.groupdict().get("points") or "inf") > WIDEST]


def main() -> int:
    from sphinx.cmd.build import main as sphinx

    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        print(f"The PDF needs {', '.join(missing)}. On Debian: sudo apt install {DEBIAN}", file=sys.stderr)
        return 1
    if status := sphinx([*SPHINX, str(ROOT / "build" / "doctrees-latex"), str(ROOT / "docs"), str(LATEX)]):
        return status
    log = LATEX / f"{NAME}.log"
    if subprocess.run(LATEXMK, cwd=LATEX, env=os.environ | SETTINGS, stdout=subprocess.DEVNULL, check=False).returncode:
        print(f"LaTeX stopped; the end of {log} says where.", file=sys.stderr)
        return 1
    found = faults(log.read_text(encoding="utf-8", errors="replace"))
    print(*found, f"The PDF is at {LATEX / NAME}.pdf", sep="\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
