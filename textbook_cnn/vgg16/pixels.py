"""From photographs to the numbers VGG16 was trained on, and back; each family of weights has its own."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import _checks as check
from .. import _options as option
from ..network.parameters import as_numpy
from .architecture import SMALLEST
from .photographs import checked_bytes


class _Scale(NamedTuple):
    """X = (channel / unit − mean) / deviation, with the channels in the given order of red, green, blue."""

    order: tuple[int, int, int]
    unit: float
    mean: tuple[float, float, float]
    deviation: tuple[float, float, float]


FAMILIES = {
    "keras": _Scale((2, 1, 0), 1.0, (103.939, 116.779, 123.68), (1.0, 1.0, 1.0)),
    "torchvision": _Scale((0, 1, 2), 255.0, (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
}
"""What the two published sets of weights expect of their input."""


def vgg16_preprocess(photographs: np.ndarray, family: str) -> np.ndarray:
    """Turn photographs into the input of VGG16.

    Parameters
    ----------
    photographs : numpy array (batch, height, width, 3) or (height, width, 3) of uint8
        Red, green and blue on the last axis.
    family : {"keras", "torchvision"}
        Which weights they are for: `VGG16Weights.family`.

    Returns
    -------
    numpy array (batch, 3, height, width) of float32
        Keras: blue, green, red, each less its mean over ImageNet. torchvision: red, green, blue from 0 to 1, less their
        means, over their standard deviations.

    Raises
    ------
    TypeError
        If `photographs` is no array of uint8.
    ValueError
        If its shape is none of these or `family` is unknown.

    Examples
    --------
    >>> X = vgg16_preprocess(np.zeros((32, 32, 3), dtype=np.uint8), "keras")
    >>> X.shape, X[0, :, 0, 0]
    ((1, 3, 32, 32), array([-103.939, -116.779, -123.68 ], dtype=float32))
    """
    scale = _scale(family)
    images = checked_bytes("photographs", photographs)
    if images.ndim == 3:
        images = images[None]
    if images.ndim != 4 or images.shape[3] != 3 or min(images.shape[1:3]) < SMALLEST:
        raise ValueError(
            f"photographs: expected an array (batch, height, width, 3) of at least {SMALLEST} pixels a "
            f"side, got shape {np.shape(photographs)}"
        )
    channels = images[..., list(scale.order)] / scale.unit
    X = (channels - np.array(scale.mean)) / np.array(scale.deviation)
    return np.ascontiguousarray(np.moveaxis(X, -1, 1), dtype=np.float32)


def vgg16_restore(X: np.ndarray, family: str) -> np.ndarray:
    """Turn inputs of VGG16 back into photographs: the inverse of `vgg16_preprocess`, clipped to what a pixel can hold.

    Parameters
    ----------
    X : array (batch, 3, height, width), floating-point
        Inputs, such as those that `maximise_activation` finds.
    family : {"keras", "torchvision"}
        Which weights they are for.

    Returns
    -------
    numpy array (batch, height, width, 3) of uint8
        Photographs.

    Raises
    ------
    TypeError
        If `X` is no array of floating-point numbers.
    ValueError
        If its shape does not fit, a number is NaN or infinite, or `family` is unknown.

    Examples
    --------
    >>> image = np.full((1, 32, 32, 3), 200, dtype=np.uint8)
    >>> bool((vgg16_restore(vgg16_preprocess(image, "torchvision"), "torchvision") == image).all())
    True
    """
    scale = _scale(family)
    check.arrays(X=X)
    check.axes("X", X, "(batch, 3, height, width)")
    check.floating("X", X)
    check.read("X", X)
    channels = np.moveaxis(as_numpy(option.finite("X", X)), 1, -1)
    if channels.shape[-1] != 3:
        raise ValueError(f"X: expected shape (batch, 3, height, width), got {tuple(X.shape)}")
    pixels = (channels * np.array(scale.deviation) + np.array(scale.mean)) * scale.unit
    return np.clip(np.rint(pixels[..., np.argsort(scale.order)]), 0, 255).astype(np.uint8)


def signed_colours(A: np.ndarray, family: str) -> np.ndarray:
    """Numbers of either sign as colours: kernels of the first layer, or gradients for the pixels.

    Parameters
    ----------
    A : array (m, 3, height, width)
        Kernels such as params["block1_conv1.K"], or gradients in the shape of the network's input.
    family : {"keras", "torchvision"}
        Which weights they belong to; Keras has blue first.

    Returns
    -------
    numpy array (m, height, width, 3)
        Red, green and blue from 0 to 1; zero is grey, 0.5, and all m pictures share one scale.

    Raises
    ------
    TypeError, ValueError
        If `A` is no array of this shape, holds only zeros, NaN or infinity, or `family` is unknown.

    Examples
    --------
    >>> A = np.zeros((1, 3, 1, 1))
    >>> A[0, 0] = 2.0
    >>> signed_colours(A, "keras")[0, 0, 0]
    array([0.5, 0.5, 1. ])
    """
    scale = _scale(family)
    check.arrays(A=A)
    check.axes("A", A, "(m, 3, height, width)")
    check.read("A", A)
    colours = np.moveaxis(as_numpy(option.finite("A", A)), 1, -1)
    if colours.shape[-1] != 3 or not colours.any():
        raise ValueError(f"A: expected an array (m, 3, height, width) that is not all zero, got shape {tuple(A.shape)}")
    largest = max(-float(colours.min()), float(colours.max()))  # narrow integers have no −(−128)
    return 0.5 + 0.5 * colours[..., np.argsort(scale.order)] / largest


def _scale(family: str) -> _Scale:
    return FAMILIES[check.choice("family", family, tuple(FAMILIES))]
