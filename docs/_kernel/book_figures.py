"""Figures of executed cells: drawings as SVG, figures that hold images or many marks as PNG."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import matplotlib_inline.backend_inline  # noqa: F401  its import registers the formatters that are replaced below
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.table import Table
from matplotlib.text import Text

# Larger drawings cost a page more as SVG than as pixels.
LARGEST_SVG = 150_000
PNG_DPI = 192  # two pixels for each CSS pixel: sharp on dense screens
NUMBER = re.compile(r"[−-]?[\d.,]+")
DRAWN_HERE = "Drawn by the kernel of this book, with these words:"


def render(figure: Figure, file_format: str) -> bytes:
    """Return the figure as a file with its words, without the date that would make two builds differ."""
    file = BytesIO()
    date = "Date" if file_format == "svg" else "Creation Time"
    metadata = {date: None, "Description": f"{DRAWN_HERE}\n{words(figure)}"}
    figure.savefig(file, format=file_format, dpi=PNG_DPI, metadata=metadata)
    return file.getvalue()


def words(figure: Figure) -> str:
    """Return what is written in the figure, a text a line, and all on one line, as a reader puts it together.

    An SVG has letters as curves, and does not say in each case what they spell.
    """
    figure.draw_without_rendering()  # or there are no ticks yet
    cells = [cell.get_text() for table in figure.findobj(Table) for cell in table.get_celld().values()]
    shown = [text for text in [*figure.findobj(Text), *cells] if text.get_visible() and text.get_text()]
    marks = [line.get_marker() for line in figure.findobj(Line2D) if "$" in str(line.get_marker())]
    lines = dict.fromkeys([*(text.get_text() for text in shown), *marks])
    in_order = [*(text.get_text() for text in sorted(shown, key=from_the_top)), *marks]
    together = " ".join(word for text in dict.fromkeys(in_order) if not NUMBER.fullmatch(text) for word in text.split())
    return "\n".join([*lines, together])


def from_the_top(text: Text) -> tuple[int, float]:
    """Where a text stands in the order in which a page is read; a line is ten pixels high."""
    box = text.get_window_extent()
    return -round((box.y0 + box.y1) / 20), box.x0


def has_images(figure: Figure) -> bool:
    """Tell whether any axes show an image."""
    return any(axes.images for axes in figure.axes)


def as_svg(figure: Figure) -> str | None:
    """Return the figure as SVG, or None where PNG is to be used."""
    if has_images(figure):
        return None
    svg = render(figure, "svg").decode()
    return svg if len(svg) <= LARGEST_SVG else None


def as_png(figure: Figure) -> tuple[bytes, dict[str, int]] | None:
    """Return the figure as PNG with its width in CSS pixels, or None where SVG is to be used."""
    if as_svg(figure) is not None:
        return None
    png = render(figure, "png")
    width_in_pixels = int.from_bytes(png[16:20], "big")  # of the IHDR chunk
    return png, {"width": width_in_pixels * 96 // PNG_DPI}


def load_ipython_extension(shell: Any) -> None:
    """Replace the inline backend's choice of one format for all figures."""
    shell.display_formatter.formatters["image/svg+xml"].for_type(Figure, as_svg)
    shell.display_formatter.formatters["image/png"].for_type(Figure, as_png)
