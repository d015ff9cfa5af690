"""Images in a computer: how they are stored, what they cost, and the statistics of their gradients."""

from __future__ import annotations

from math import prod
from typing import NamedTuple

from . import _checks as check
from . import _options as options
from ._arrays import Array, array_namespace, detached, narrowed, widened

__all__ = ["gradient_statistics", "image_bytes", "image_gradients", "luminance", "to_float"]

LUMINANCE = (0.299, 0.587, 0.114)  # weights of red, green and blue: ITU-R BT.601
ROUNDING = 8  # units in the last place: what differs by less is equal up to rounding
BYTES = {
    "bool": 1,
    "uint8": 1,
    "int8": 1,
    "uint16": 2,
    "int16": 2,
    "float16": 2,
    "int32": 4,
    "uint32": 4,
    "float32": 4,
    "int64": 8,
    "uint64": 8,
    "float64": 8,
}


def image_bytes(shape: tuple[int, ...], dtype: str = "uint8") -> int:
    """Memory of an image: height · width · channels · bytes of one number.

    Parameters
    ----------
    shape : tuple of int
        (height, width) or (height, width, channels), in pixels.
    dtype : str
        Name of the number's type, such as "uint8" (one byte) or "float32" (four).

    Returns
    -------
    int
        Bytes.

    Raises
    ------
    TypeError
        If `shape` is no tuple of integers.
    ValueError
        If `shape` is empty, or `dtype` unknown.

    Notes
    -----
    Equation ``images.bytes``, slide "DNN Image recognition".

    Examples
    --------
    >>> image_bytes((600, 800, 3))
    1440000
    >>> image_bytes((600, 800, 3), "float32")
    5760000
    """
    if not isinstance(shape, tuple):
        raise TypeError(f"shape: expected a tuple of integers, got {check.shown(shape)}")
    return prod(check.integer("shape", size, 0) for size in shape) * BYTES[check.choice("dtype", dtype, tuple(BYTES))]


def to_float(images: Array) -> Array:
    """Turn stored pixels, whole numbers from 0 to 255, into float32 from 0 to 1.

    Parameters
    ----------
    images : array of uint8, any shape
        Stored pixels.

    Returns
    -------
    array of float32, same shape
        Same shape, `images` / 255.

    Raises
    ------
    TypeError
        If `images` is no array of uint8.

    Notes
    -----
    Equation ``images.grays``, slide "How images are stored in a Computer?".

    Examples
    --------
    >>> import numpy as np
    >>> to_float(np.array([0, 51, 255], dtype=np.uint8))
    array([0. , 0.2, 1. ], dtype=float32)
    """
    xp = check.arrays(images=images)
    if images.dtype != xp.uint8:
        raise TypeError(f"images: expected dtype uint8 (0 to 255), got {images.dtype}")
    return xp.astype(images, xp.float32) / 255


def luminance(image: Array) -> Array:
    """Brightness of a colour image as the eye weighs it: 0.299 red + 0.587 green + 0.114 blue.

    Parameters
    ----------
    image : array (..., 3)
        Red, green and blue on the last axis, floating-point.

    Returns
    -------
    array (...)
        Brightness on the scale of `image`; same dtype. Half precision is added up in float32.

    Raises
    ------
    TypeError
        If `image` is no array, or an array of integers.
    ValueError
        If the last axis has not three elements.

    Notes
    -----
    Equation ``images.luminance``; the weights are those of ITU-R BT.601 [1]_.

    References
    ----------
    .. [1] International Telecommunication Union, "Recommendation ITU-R BT.601-7: Studio Encoding Parameters of Digital
       Television for Standard 4:3 and Wide Screen 16:9 Aspect Ratios", 2011. https://www.itu.int/rec/R-REC-BT.601

    Examples
    --------
    >>> import numpy as np
    >>> luminance(np.array([[1.0, 1.0, 1.0], [0.0, 1.0, 0.0]]))
    array([1.   , 0.587])
    """
    check.arrays(image=image)
    check.floating("image", image)
    if image.ndim < 1 or image.shape[-1] != 3:
        raise ValueError(f"image: expected an array (..., 3), got shape {tuple(image.shape)}")
    (red, green, blue), wide = LUMINANCE, widened(image)
    return narrowed(red * wide[..., 0] + green * wide[..., 1] + blue * wide[..., 2], image.dtype)


def image_gradients(image: Array) -> tuple[Array, Array]:
    """Differences between neighbouring pixels, down the columns and along the rows.

    Parameters
    ----------
    image : array (height, width)
        A grey image, floating-point.

    Returns
    -------
    vertical : array (height − 1, width)
        image[p+1, q] − image[p, q].
    horizontal : array (height, width − 1)
        image[p, q+1] − image[p, q].

    Raises
    ------
    TypeError
        If `image` is no array, or an array of integers (differences of uint8 would wrap around).
    ValueError
        If `image` has not two axes.

    Notes
    -----
    Slide "Statistics of image gradients".

    Examples
    --------
    >>> import numpy as np
    >>> vertical, horizontal = image_gradients(np.array([[1.0, 6.0], [5.0, 3.0]]))
    >>> vertical
    array([[ 4., -3.]])
    >>> horizontal
    array([[ 5.],
           [-2.]])
    """
    check.arrays(image=image)
    check.axes("image", image, "(height, width)")
    check.floating("image", image)
    return image[1:, :] - image[:-1, :], image[:, 1:] - image[:, :-1]


class Moments(NamedTuple):
    """Mean, standard deviation, kurtosis, and the share of values farther than 4 standard deviations from the mean."""

    mean: float
    deviation: float
    kurtosis: float
    beyond_4_deviations: float


def gradient_statistics(gradients: Array) -> Moments:
    """Describe a distribution of gradients: how wide it is and how heavy its tails are.

    Parameters
    ----------
    gradients : array of any shape
        Differences of neighbouring pixels, floating-point and finite. Half precision is added up in float32.

    Returns
    -------
    Moments
        mean, deviation (in the unit of `gradients`), kurtosis (3 for a Gaussian) and beyond_4_deviations, the share of
        values farther than 4 standard deviations from the mean (0.0063 % for a Gaussian).

    Raises
    ------
    TypeError
        If `gradients` is no array, or an array of integers.
    ValueError
        If there are no values, one is NaN or infinite, or all are equal, if only up to rounding.

    Notes
    -----
    Slide "Statistics of image gradients"; what is measured there of natural images is in [1]_ and [2]_.

    References
    ----------
    .. [1] D. L. Ruderman, "The Statistics of Natural Images", Network: Computation in Neural Systems, 1994.
       doi:10.1088/0954-898X_5_4_006
    .. [2] J. Huang and D. Mumford, "Statistics of Natural Images and Models", CVPR, 1999. doi:10.1109/CVPR.1999.786990

    Examples
    --------
    >>> import numpy as np
    >>> gradient_statistics(np.array([-1.0, 1.0, -1.0, 1.0])).kurtosis
    1.0
    """
    check.arrays(gradients=gradients)
    check.read("gradients", gradients)
    check.floating("gradients", gradients)
    size = prod(gradients.shape)
    if size == 0:
        raise ValueError("gradients: expected at least one value, got none")
    centred, mean, *units = _centred(widened(options.finite("gradients", detached(gradients))), size)
    xp = array_namespace(centred)
    variance = xp.sum(centred**2) / size
    far = xp.sum(xp.astype(centred**2 > 16 * variance, centred.dtype)) / size
    kurtosis = xp.sum(centred**4) / size / variance**2
    deviation = float(variance) ** 0.5 * units[0] * units[1]
    return Moments(mean, deviation, float(kurtosis), float(far))


def _centred(gradients: Array, size: int) -> tuple[Array, float, float, float]:
    """Values less their mean in a unit in which no power overflows or vanishes; the mean; the unit, in two factors."""
    xp = array_namespace(gradients)
    equal = bool(xp.min(gradients) == xp.max(gradients))
    largest = xp.max(xp.abs(gradients))
    values = gradients / (xp.ones_like(largest) if equal else largest)  # whose sum does not overflow
    mean = xp.sum(values) / size
    widest = xp.max(xp.abs(values - mean))
    if equal or float(widest) <= ROUNDING * float(xp.finfo(values.dtype).eps):
        raise ValueError(
            "gradients: expected values that differ by more than rounding, for the kurtosis of equal ones is "
            f"undefined; got {size} times {float(xp.max(gradients))}"
        )
    return (values - mean) / widest, float(mean) * float(largest), float(widest), float(largest)
