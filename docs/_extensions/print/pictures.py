"""Pictures of the printed book: drawings stay drawings, photographs become JPEG where that is much smaller."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.transforms.post_transforms.images import ImageConverter

CONVERTER = "rsvg-convert"
QUALITY, WORTH_IT = 92, 0.5  # of a JPEG; the part of a PNG's size below which it replaces the PNG
PER_INCH = 96  # pixels of a page


def convert(svg: Path, pdf: Path) -> None:
    """Write a drawing as PDF; the same drawing gives the same file."""
    if shutil.which(CONVERTER) is None:
        raise ExtensionError(f"drawings become PDF by {CONVERTER}, which is not here: install librsvg2-bin")
    environment = {"SOURCE_DATE_EPOCH": "0", "PATH": str(Path(shutil.which(CONVERTER) or "").parent)}
    command = [CONVERTER, "--format=pdf", f"--output={pdf}", str(svg)]
    subprocess.run(command, check=True, env=environment)


class Drawings(ImageConverter):
    """SVG as PDF."""

    conversion_rules = [("image/svg+xml", "application/pdf")]  # noqa: RUF012

    def is_available(self) -> bool:
        """Say yes: what is missing is named when it is called."""
        return True

    def convert(self, _from: Any, _to: Any) -> bool:
        """Convert a drawing that has changed."""
        svg, pdf = Path(_from), Path(_to)
        if not pdf.is_file() or pdf.stat().st_mtime < svg.stat().st_mtime:
            convert(svg, pdf)
        return True


def as_jpeg(png: Path) -> bytes | None:
    """A photograph's JPEG, or None where the PNG is not much larger."""
    with Image.open(png) as picture:
        if picture.mode == "P" or min(picture.size) < PER_INCH:
            return None
        flat = Image.new("RGB", picture.size, "white")
        opaque = picture.convert("RGBA")
        flat.paste(opaque, mask=opaque.getchannel("A"))
        file = BytesIO()
        flat.save(file, "JPEG", quality=QUALITY, subsampling=0, optimize=True, dpi=(192, 192))
    jpeg = file.getvalue()
    return jpeg if len(jpeg) < WORTH_IT * png.stat().st_size else None


class Photographs(SphinxPostTransform):
    """Replace PNG files of photographs."""

    default_priority = 210  # after drawings
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Look at every PNG of the book."""
        folder = Path(self.app.doctreedir) / "photographs"
        folder.mkdir(parents=True, exist_ok=True)
        for image in self.document.findall(nodes.image):
            png = Path(self.app.srcdir, image["uri"])
            if png.suffix != ".png" or not png.is_file():
                continue
            file = folder / f"{png.stem}.jpg"  # an empty one says that the PNG is no photograph
            if not file.is_file() or file.stat().st_mtime < png.stat().st_mtime:
                file.write_bytes(as_jpeg(png) or b"")
            if file.stat().st_size:
                image["uri"] = image["candidates"]["*"] = str(file)
                self.env.images.add_file(self.env.docname, str(file))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transforms."""
    app.add_post_transform(Drawings)
    app.add_post_transform(Photographs)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
