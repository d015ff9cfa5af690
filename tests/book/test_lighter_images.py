"""Pages carry WebP in place of PNG: the same pixels, or a photograph that looks the same."""

import io

import numpy as np
import pytest
from _extensions.pages.figures import as_webp
from PIL import Image
from sklearn.datasets import load_sample_image
from test_extensions import build


def png(pixels):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def pixels(webp):
    picture = Image.open(io.BytesIO(webp))
    assert picture.format == "WEBP"
    return np.asarray(picture)


@pytest.mark.parametrize("channels", [3, 4])
def test_a_drawing_keeps_its_pixels(channels):
    drawing = np.kron(np.random.default_rng(0).integers(0, 256, (8, 8, channels), dtype=np.uint8), np.ones((9, 9, 1)))
    drawing = drawing.astype(np.uint8)
    assert np.array_equal(pixels(as_webp(png(drawing))), drawing)


def test_what_is_not_transparent_needs_no_fourth_channel():
    drawing = np.full((9, 9, 4), 255, np.uint8)
    assert pixels(as_webp(png(drawing))).shape == (9, 9, 3)


def test_a_photograph_looks_the_same_and_is_much_smaller():
    photograph = load_sample_image("china.jpg")
    webp = as_webp(png(photograph))
    apart = np.abs(pixels(webp).astype(int) - photograph)
    assert 0 < apart.mean() < 4
    assert len(webp) < len(png(photograph)) / 2


def test_html_shows_webp_and_other_formats_what_was_drawn(tmp_path):
    (tmp_path / "boot.png").write_bytes(png(np.zeros((9, 9, 3), np.uint8)))
    page = "# Page\n\n![a black square](boot.png)\n"
    status, messages, html = build(tmp_path, "'_extensions.pages.figures'", page)
    assert (status, messages) == (0, "")
    (shown,) = (tmp_path / "out" / "_images").iterdir()
    assert shown.suffix == ".webp"
    assert f'src="_images/{shown.name}"' in html
