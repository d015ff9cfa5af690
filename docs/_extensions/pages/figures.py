"""Figures: an image without alternative text is a warning; pages carry pixels as WebP, which is smaller than PNG."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

logger = logging.getLogger(__name__)

PHOTOGRAPH = 0.6  # the share of its exact size below which a picture is worth a loss that nobody sees
QUALITY = 92
SETTINGS = f"WebP {QUALITY} {PHOTOGRAPH}"


def check_alternative_texts(app: Sphinx, document: nodes.document) -> None:
    """Warn of images of a finished page that have no text, or one of fewer than two words."""
    for image in document.findall(nodes.image):
        words = image.get("alt", "").split()
        if len(words) < 2:
            logger.warning(
                "an image has no alternative text (in a cell: mystnb: image: alt:), %s",
                image["uri"].rsplit("/", 1)[-1],
                location=image if image.line else app.env.docname,
                type="figures",
                subtype="alt",
            )


class LighterImages(SphinxPostTransform):
    """Put WebP in place of PNG, where pages of HTML are written and nowhere else."""

    default_priority = 200
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Replace the pictures of a page."""
        for node in self.document.findall(nodes.image):
            source = Path(self.env.srcdir, node["uri"])
            if source.suffix == ".png" and source.is_file():
                node["uri"] = self.lighter(source)
                node["candidates"] = {"*": node["uri"]}

    def lighter(self, source: Path) -> str:
        """Return the lighter picture, which is kept beside the doctrees under a digest of its source."""
        data = source.read_bytes()
        name = sha256(SETTINGS.encode() + data).hexdigest()
        target = Path(self.env.doctreedir, "images", f"{name}.webp")
        if not target.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_suffix(".partial")
            partial.write_bytes(as_webp(data))
            partial.rename(target)
        self.env.images.add_file(self.env.current_document.docname, str(target))
        return str(target)


def as_webp(png: bytes) -> bytes:
    """Return a PNG as WebP: with the same pixels, or, as a photograph, where that is much smaller."""
    picture = Image.open(BytesIO(png))
    picture = picture.convert("RGBA" if "A" in picture.mode and picture.getextrema()[-1][0] < 255 else "RGB")
    exact, photograph = _saved(picture, lossless=True, exact=True), _saved(picture, quality=QUALITY)
    return photograph if len(photograph) < PHOTOGRAPH * len(exact) else exact


def _saved(picture: Image.Image, **options: Any) -> bytes:
    file = BytesIO()
    picture.save(file, "WEBP", **options)
    return file.getvalue()


def setup(app: Sphinx) -> dict[str, Any]:
    """Check each page as it is read, replace its pictures as it is written."""
    app.connect("doctree-read", check_alternative_texts)
    app.add_post_transform(LighterImages)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
