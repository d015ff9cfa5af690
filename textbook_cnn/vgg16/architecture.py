"""The layers of VGG16: five blocks of 3 × 3 convolutions, each closed by a max pool, and three dense layers."""

from __future__ import annotations

from .. import _checks as check
from .. import _options as option
from ..network.layers import Conv2D, Dense, Flatten, Layer, MaxPool2D, ReLU
from ..network.network import Network

BLOCKS = ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512))  # convolutions, and filters of each
DENSE = (("fc1", 4096), ("fc2", 4096), ("predictions", 1000))
SMALLEST = 2 ** len(BLOCKS)  # each pool halves the picture, and something must be left


def vgg16_network(input_size: int | tuple[int, int] = 224, *, classifier: bool = False) -> Network:
    """VGG16: 13 convolution layers in five blocks, and on request the three dense layers of its classifier.

    Parameters
    ----------
    input_size : int or pair (height, width)
        Size of the photographs, in pixels; at least 32. The classifier takes 224 only.
    classifier : bool
        With the dense layers fc1, fc2 and predictions, whose output are the scores of 1000 classes.

    Returns
    -------
    Network
        Input (3, height, width). Layers are called as in Keras: block1_conv1, block1_relu1, …, block5_pool.

    Raises
    ------
    TypeError
        If `input_size` is no integer or pair of them, or `classifier` neither True nor False.
    ValueError
        If `input_size` is below 32, or not 224 with the classifier.

    Notes
    -----
    Slide "Deep CNN layer visualisation". The architecture is configuration D of [1]_.

    References
    ----------
    .. [1] K. Simonyan and A. Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014.
       doi:10.48550/arXiv.1409.1556

    Examples
    --------
    >>> network = vgg16_network()
    >>> network.names[:5]
    ('block1_conv1', 'block1_relu1', 'block1_conv2', 'block1_relu2', 'block1_pool')
    >>> vgg16_network(classifier=True).output_shape
    (1000,)
    """
    size, classifier = check.pair("input_size", input_size, SMALLEST), option.flag("classifier", classifier)
    if classifier and size != (224, 224):
        raise ValueError(f"input_size: expected 224 with the classifier, whose weights fit no other, got {input_size}")
    named = _convolutions() + (_classifier() if classifier else [])
    return Network([layer for _, layer in named], (3, *size), [name for name, _ in named])


def _convolutions() -> list[tuple[str, Layer]]:
    named: list[tuple[str, Layer]] = []
    for b, (count, filters) in enumerate(BLOCKS, 1):
        for m in range(1, count + 1):
            named += [(f"block{b}_conv{m}", Conv2D(filters, 3, padding="same")), (f"block{b}_relu{m}", ReLU())]
        named.append((f"block{b}_pool", MaxPool2D(2)))
    return named


def _classifier() -> list[tuple[str, Layer]]:
    named: list[tuple[str, Layer]] = [("flatten", Flatten())]
    for name, units in DENSE:
        named.append((name, Dense(units)))
        if name != DENSE[-1][0]:
            named.append((f"{name}_relu", ReLU()))
    return named
