"""Take pictures of the built book: every page, wide and narrow, light and dark."""

from __future__ import annotations

import argparse
import sys
from itertools import product
from pathlib import Path

from browser import Browser, find_chromium

BOOK = Path(__file__).parents[1] / "build" / "html"
WIDTHS = {"wide": 1280, "narrow": 390}


def main(folder: Path, parts: list[str]) -> None:
    executable = find_chromium()
    if executable is None:
        sys.exit("screenshots need Chromium: install the package chromium")
    folder.mkdir(parents=True, exist_ok=True)
    pages = [page for page in sorted(BOOK.rglob("*.html")) if "_static" not in page.parts]
    with Browser(executable) as browser:
        for page, size, dark in product(pages, WIDTHS, (False, True)):
            name = "-".join(page.relative_to(BOOK).with_suffix("").parts)
            if parts and not any(part in name for part in parts):
                continue
            browser.open(page, width=WIDTHS[size], dark=dark)
            file = folder / f"{name}-{size}-{'dark' if dark else 'light'}.png"
            browser.screenshot(file)
            print(file, *browser.complaints(), sep="\n  ")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=BOOK.parent / "screenshots", help="build/screenshots")
    parser.add_argument("parts", nargs="*", metavar="part", help="of a page's name, to take this page alone")
    arguments = parser.parse_args()
    main(arguments.folder, arguments.parts)
