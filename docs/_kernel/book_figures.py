"""Figures of executed cells: drawings as SVG, figures that hold images or many marks as PNG."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import matplotlib_inline.backend_inline  # noqa: F401  its import registers the formatters that are replaced below
from matplotlib.figure import Figure
from matplotlib.text import Text

# Larger drawings cost a page more as SVG than as pixels.
LARGEST_SVG = 150_000
PNG_DPI = 192  # two pixels for each CSS pixel: sharp on dense screens


def render(figure: Figure, file_format: str) -> bytes:
    """Return the figure as a file, without the date that would make two builds differ; a PNG with its words."""
    file = BytesIO()
    metadata = {"Date": None} if file_format == "svg" else {"Creation Time": None, "Description": words(figure)}
    figure.savefig(file, format=file_format, dpi=PNG_DPI, metadata=metadata)
    return file.getvalue()


def words(figure: Figure) -> str:
    """Return what is written in the figure, a text a line; an SVG has it as comments."""
    figure.draw_without_rendering()  # or there are no ticks yet
    texts = [text.get_text() for text in figure.findobj(Text) if text.get_visible()]
    return "\n".join(dict.fromkeys(text for text in texts if text))


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
