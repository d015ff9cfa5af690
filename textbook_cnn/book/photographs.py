"""Ten photographs that come with other packages; none needs a network."""

from __future__ import annotations

import numpy as np

from .. import _checks as check

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

OF_SCIKIT_LEARN = {"palace": "china.jpg", "flower": "flower.jpg"}
OF_SCIKIT_IMAGE = {"cat": "chelsea", "bricks": "brick"}  # where its names are others
BRINGS = {"skimage": "scikit-image", "sklearn": "scikit-learn"}


def photograph(name: str) -> np.ndarray:
    """Read one of ten photographs.

    Parameters
    ----------
    name : str
        One of the names in `CREDITS`.

    Returns
    -------
    numpy array of uint8
        (height, width, 3), or (height, width) where there is no colour.

    Raises
    ------
    TypeError
        If `name` is no string.
    ValueError
        If it is no name in `CREDITS`.
    ModuleNotFoundError
        If the package that brings the photograph is not installed.

    Examples
    --------
    >>> photograph("hopper").shape
    (600, 512, 3)
    """
    name = check.choice("name", name, tuple(CREDITS))
    try:
        return _read(name)
    except ModuleNotFoundError as error:
        if error.name not in BRINGS:
            raise
        package = BRINGS[error.name]
        message = f"the photograph {name!r} comes with {package}: pip install {package}"
        raise ModuleNotFoundError(message, name=error.name) from None


def _read(name: str) -> np.ndarray:
    if name == "hopper":
        from matplotlib.cbook import get_sample_data
        from matplotlib.image import imread

        return imread(str(get_sample_data("grace_hopper.jpg", asfileobj=False)))
    if name in OF_SCIKIT_LEARN:
        from sklearn.datasets import load_sample_image

        return load_sample_image(OF_SCIKIT_LEARN[name])
    from skimage import data

    return getattr(data, OF_SCIKIT_IMAGE.get(name, name))()
