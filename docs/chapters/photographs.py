"""Ten photographs that come with the packages the book is built with; none needs a network."""

from functools import cache

import numpy as np
from matplotlib.cbook import get_sample_data
from matplotlib.image import imread
from skimage import data
from sklearn.datasets import load_sample_image

CREDITS = {
    "astronaut": "Eileen Collins, NASA; public domain; comes with scikit-image",
    "cat": "Chelsea, by Stefan van der Walt; CC0; scikit-image",
    "coffee": "by Rachel Michetti; CC0; scikit-image",
    "rocket": "launch of a Falcon 9, SpaceX; public domain; scikit-image",
    "camera": "by Lav Varshney; CC0; scikit-image",
    "bricks": "Bricks 25 of CC0Textures; CC0; scikit-image",
    "grass": "by linolafett, DeviantArt; CC0; scikit-image",
    "palace": "by danielbuechele, Flickr; CC BY 2.0; scikit-learn",
    "flower": "by vultilion, Flickr; CC BY 2.0; scikit-learn",
    "hopper": "Grace Hopper, US Navy; public domain; Matplotlib",
}
"""Whose photographs they are, and which package brings them."""


@cache
def photograph(name: str) -> np.ndarray:
    """Return a photograph, (height, width, 3) or (height, width) of uint8."""
    if name == "hopper":
        with get_sample_data("grace_hopper.jpg") as file:
            return imread(file, format="jpg")
    if name in ("palace", "flower"):
        return load_sample_image({"palace": "china.jpg", "flower": "flower.jpg"}[name])
    return getattr(data, {"cat": "chelsea", "bricks": "brick"}.get(name, name))()
