"""Make the small pictures that are kept: `.venv/bin/python scripts/make_pictures.py [FOLDER]`, by default docs/_static.

path.png, which README shows, is the figure of the first page, from that page's own cells; card.png is the same on a
card, for whoever is sent an address; favicon.svg and favicon.png stand beside the title in a browser.
"""

from __future__ import annotations

import re
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
CELL = re.compile(r"^```\{code-cell\}.*\n((?:.*\n)*?)```$", re.MULTILINE)
OPTIONS = re.compile(r"\A(?:---\n(?:.*\n)*?---\n|(?::.*\n)+)")
CARD, COLOURS, LARGEST = (1200, 630), 96, 60_000  # pixels, of a picture, bytes
TICK = ((4.5, 10.5), (8.5, 14.5), (15.5, 5.5))
BLUE, WHITE, PALE = "#0072B2", "#ffffff", "#9cc9e3"
# A kernel of three by three with a tick.
ICON = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">
<rect width="20" height="20" rx="4" fill="{BLUE}"/>
<path d="M7 2v16M13 2v16M2 7h16M2 13h16" stroke="{PALE}" stroke-width="0.8"/>
<path d="M{" L".join(f"{x} {y}" for x, y in TICK)}" fill="none" stroke="{WHITE}" stroke-width="3.2"
 stroke-linecap="round" stroke-linejoin="round"/>
</svg>
"""


def figure_of_the_first_page() -> Figure:
    """Run the cells of docs/index.md, and return the figure that they draw."""
    text = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    for cell in CELL.findall(text):
        exec(compile(OPTIONS.sub("", cell), "docs/index.md", "exec"), names)
    return next(thing for thing in names.values() if isinstance(thing, Figure))


def as_image(figure: Figure, dpi: int) -> Image.Image:
    """The figure in pixels, on white."""
    file = BytesIO()
    figure.savefig(file, format="png", dpi=dpi, facecolor="white")
    return Image.open(file).convert("RGB")


def on_card(picture: Image.Image) -> Image.Image:
    """The picture in the middle of a card."""
    card = Image.new("RGB", CARD, "white")
    width = CARD[0] - 80
    small = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    card.paste(small, (40, (CARD[1] - small.height) // 2))
    return card


def icon() -> Image.Image:
    """The icon in pixels, for browsers that do not show drawings."""
    from matplotlib.patches import FancyBboxPatch

    figure = Figure(figsize=(1, 1), dpi=96)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, 20), ylim=(20, 0))
    ax.set_axis_off()
    ax.add_patch(FancyBboxPatch((4, 4), 12, 12, boxstyle="round,pad=4,rounding_size=4", color=BLUE, linewidth=0))
    for place in (7, 13):
        ax.plot((place, place), (2, 18), color=PALE, linewidth=2.6)
        ax.plot((2, 18), (place, place), color=PALE, linewidth=2.6)
    xs, ys = zip(*TICK, strict=True)
    ax.plot(xs, ys, color=WHITE, linewidth=11, solid_capstyle="round", solid_joinstyle="round")
    file = BytesIO()
    figure.savefig(file, format="png", transparent=True)
    return Image.open(file)


def save(picture: Image.Image, file: Path) -> None:
    """Write a PNG of few colours; refuse one that is too large to be kept."""
    picture.quantize(COLOURS).save(file, optimize=True)
    if (size := file.stat().st_size) > LARGEST:
        raise SystemExit(f"{file}: expected at most {LARGEST:,} bytes, got {size:,}; take fewer colours")


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(fname=str(ROOT / "docs" / "_kernel" / "matplotlibrc")):
        picture = as_image(figure_of_the_first_page(), 160)
        save(picture, folder / "path.png")
        save(on_card(picture), folder / "card.png")
    save(icon(), folder / "favicon.png")
    (folder / "favicon.svg").write_text(ICON, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else ROOT / "docs" / "_static")
