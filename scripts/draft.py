"""Build one page of the book: `.venv/bin/python scripts/draft.py 04`, or any part of a page's name.

Once the formulas of the page are proved, that takes seconds.  The page lies in a folder of its own, below build/draft.
docs/_extensions/execution/draft.py says what a draft is.
"""

import re
import sys
from pathlib import Path
from time import perf_counter, time

ROOT = Path(__file__).resolve().parents[1]
DOCS, DRAFTS = ROOT / "docs", ROOT / "build" / "draft"


def pages() -> list[str]:
    """Names of all pages, such as chapters/05_backward."""
    files = (path.relative_to(DOCS).with_suffix("") for kind in ("*.md", "*.rst") for path in DOCS.rglob(kind))
    return sorted(path.as_posix() for path in files if not any(part.startswith("_") for part in path.parts))


def meant(part: str) -> list[str]:
    """The pages that a word may mean: the one of that name, else those that end in it, else those that contain it."""
    known = pages()
    for fits in (str.__eq__, lambda page, word: page.endswith(f"/{word}"), str.__contains__):
        found = [page for page in known if fits(page, part)]
        if found:
            return found
    return []


def build(page: str) -> int:
    """Run Sphinx on the page alone."""
    from sphinx.cmd.build import main as sphinx

    folder = DRAFTS / page.replace("/", "-")
    began, started = perf_counter(), time()
    options = ["-q", "-W", "--keep-going", "-b", "html", "-c", str(ROOT), "-D", f"draft={page}"]
    status = sphinx([*options, str(DOCS), str(folder)])
    written = folder / f"{page}.html"
    if status == 0:
        print(f"The draft, made in {perf_counter() - began:.0f} s, is at {written}")
    elif written.is_file() and written.stat().st_mtime >= started:
        print(f"The draft has the faults that are named above; as it is, it lies at {written}", file=sys.stderr)
    return status


def main(words: list[str]) -> int:
    part = re.sub(r"^docs/|\.(md|rst|html)$", "", words[0]) if words else ""
    found = meant(part) if part else []
    if len(found) == 1:
        return build(found[0])
    asked = f"PAGE={part} means {len(found) or 'none'} of the pages" if part else "which page? make page PAGE=04"
    print(f"{asked}; {'those' if found else 'all'} are:", *(found or pages()), sep="\n  ", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
