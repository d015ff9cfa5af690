"""A film on paper: some of its moments, drawn from the numbers that the page plays."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
from docutils import nodes
from matplotlib.figure import Figure
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

NUMBERS = re.compile(r'class="convolution-film".*?<script type="application/json">(.*?)</script>', re.DOTALL)
MOMENTS = 6
PRINTED = " Printed here are some of its moments."
BLUE, VERMILION, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#767676"


def arrays_of(html: str) -> dict[str, np.ndarray] | None:
    """The arrays of a film in a piece of HTML; None where there is none."""
    found = NUMBERS.search(html)
    if found is None:
        return None
    given = json.loads(unescape(found[1]))
    return {name: np.reshape(array["values"], array["shape"]) for name, array in given.items()}


def draw(arrays: dict[str, np.ndarray]) -> Figure:
    """Draw moments at equal distances: both functions with the area that they share, and below the result so far."""
    places, times = arrays["places"], arrays["times"]
    moments = np.linspace(0, len(times) - 1, MOMENTS + 2).round().astype(int)[1:-1]
    figure = Figure(figsize=(7.2, 4.6), layout="constrained")
    grid = figure.subplots(4, MOMENTS // 2, sharex=True, height_ratios=[1.4, 1] * 2)
    for place, moment in enumerate(moments):
        row, column = divmod(place, MOMENTS // 2)
        above, below = grid[2 * row, column], grid[2 * row + 1, column]
        moved = np.interp(times[moment] - places, places, arrays["g"], left=0, right=0)
        above.plot(places, arrays["f"], color=BLUE)
        above.plot(places, moved, color=VERMILION, linestyle="--")
        above.fill_between(places, arrays["product"][moment], color=GREEN, alpha=0.45, linewidth=0)
        above.set_title(f"$t$ = {times[moment]:.1f}", fontsize=9)
        below.plot(times, arrays["area"], color=GREY, alpha=0.4)
        below.plot(times[: moment + 1], arrays["area"][: moment + 1], color=GREEN)
        for axes in (above, below):
            axes.spines[["top", "right"]].set_visible(False)
            axes.tick_params(labelsize=8)
    return figure


class StillFilms(SphinxPostTransform):
    """Put a picture in place of each film."""

    default_priority = 3  # before an output is chosen among those that LaTeX can show
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Look at all HTML of cells."""
        folder = Path(self.app.doctreedir) / "films"
        for raw in list(self.document.findall(nodes.raw)):
            arrays = arrays_of(raw.astext()) if "html" in raw.get("format", "") else None
            if arrays is None:
                continue
            folder.mkdir(parents=True, exist_ok=True)
            file = folder / f"film-{sha256(raw.astext().encode()).hexdigest()[:10]}.pdf"
            draw(arrays).savefig(file, metadata={"CreationDate": None})
            image = nodes.image(uri=str(file), candidates={"*": str(file)}, alt="Moments of a film.")
            self.env.images.add_file(self.env.docname, str(file))
            bundle = raw.parent.parent if raw.parent.get("mime_type") else raw
            bundle.replace_self(image)
            if isinstance(image.parent, nodes.figure):
                for caption in image.parent.findall(nodes.caption):
                    caption += nodes.Text(PRINTED)
                leave_out_strip(self.document, image.parent["ids"])


def leave_out_strip(document: nodes.document, films: list[str]) -> None:
    """Take away the cell whose picture shows moments of a film too: its figure has the film's name and `-strip`."""
    for figure in list(document.findall(nodes.figure)):
        if {f"{name}-strip" for name in films} & set(figure["ids"]):
            cell: nodes.Element = figure
            while "cell" not in cell["classes"] and cell.parent is not None:
                cell = cell.parent
            cell.parent.remove(cell)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_post_transform(StillFilms)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
