"""Which pixels an output depends on: gradients of a score for the input, and guided backpropagation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .. import _options as options
from .._arrays import Array, array_namespace
from ..network.network import Network
from ._trace import answer, checked_input, choice_of_units, place_of, score_gradient, trace


def _from_unit(
    network: Network,
    params: Mapping[str, Array],
    X: Array,
    unit: int | Sequence[int],
    layer: str | None,
    rule: str,
    progress: bool,
) -> Array:
    params, X = checked_input(network, params, X)
    place, progress = place_of(network, layer), options.flag("progress", progress)
    chosen = choice_of_units(network, place, unit, X)
    seen = trace(network, params, X, until=place, progress=progress)
    return seen.back(score_gradient(answer(seen), chosen), rule=rule)


def input_gradient(
    network: Network,
    params: Mapping[str, Array],
    X: Array,
    unit: int | Sequence[int],
    *,
    layer: str | None = None,
    progress: bool = False,
) -> Array:
    """Gradient of a score for the pixels, ∂S/∂X.

    Parameters
    ----------
    network : Network
        Any network.
    params : dict of arrays
        From `Network.init` or `train`.
    X : array (batch, *input_shape)
        Images, floating-point and finite; a graph that comes with them or with `params` is left behind.
    unit : int, or one int for each image
        Which output: a class, or a channel of `layer`. The score S is its value before the softmax; of a feature map,
        its mean.
    layer : str, optional
        Name of the layer; the last one if left out.
    progress : bool
        Whether to show a progress bar.

    Returns
    -------
    array (batch, *input_shape)
        ∂S/∂X.

    Raises
    ------
    TypeError, ValueError
        If `X` or `params` does not fit the network, there is no such layer or unit, or its output is not finite.

    Notes
    -----
    Equation ``seeing.score``.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn import Dense
    >>> network = Network([Dense(2)], (2,))
    >>> params = {"dense_1.W": np.array([[1.0, 2.0], [3.0, 4.0]]), "dense_1.B": np.zeros(2)}
    >>> input_gradient(network, params, np.ones((1, 2)), unit=1)
    array([[3., 4.]])
    """
    return _from_unit(network, params, X, unit, layer, "gradient", progress)


def saliency(
    network: Network,
    params: Mapping[str, Array],
    X: Array,
    unit: int | Sequence[int],
    *,
    layer: str | None = None,
    progress: bool = False,
) -> Array:
    """Saliency map: how strongly the score answers to each pixel, max over the channels of |∂S/∂X|.

    Parameters
    ----------
    network, params, X, unit, layer, progress
        As in `input_gradient`; `X` holds images (batch, n, height, width).

    Returns
    -------
    array (batch, height, width)
        No element is below 0.

    Raises
    ------
    TypeError, ValueError
        As in `input_gradient`, or if the network does not take images.

    Notes
    -----
    Equation ``seeing.saliency``, the map of [1]_.

    References
    ----------
    .. [1] K. Simonyan, A. Vedaldi and A. Zisserman, "Deep Inside Convolutional Networks: Visualising Image
       Classification Models and Saliency Maps", 2013. doi:10.48550/arXiv.1312.6034

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn import Conv2D
    >>> network = Network([Conv2D(1, 1)], (2, 1, 1))
    >>> params = {"conv2d_1.K": np.array([1.0, -3.0]).reshape(1, 2, 1, 1), "conv2d_1.B": np.zeros(1)}
    >>> saliency(network, params, np.ones((1, 2, 1, 1)), unit=0)
    array([[[3.]]])
    """
    options.instance("network", network, Network)
    if len(network.input_shape) != 3:
        raise ValueError(f"network: expected an input (n, height, width), got {network.input_shape}")
    dX = input_gradient(network, params, X, unit, layer=layer, progress=progress)
    xp = array_namespace(dX)
    return xp.max(xp.abs(dX), axis=1)


def guided_backpropagation(
    network: Network,
    params: Mapping[str, Array],
    X: Array,
    unit: int | Sequence[int],
    *,
    layer: str | None = None,
    progress: bool = False,
) -> Array:
    """Guided backpropagation: the way back of `input_gradient`, on which every ReLU lets only positive values through.

    Parameters
    ----------
    network, params, X, unit, layer, progress
        As in `input_gradient`.

    Returns
    -------
    array (batch, *input_shape)
        Not a gradient: what is left of one once every negative value on the way was set to zero. The picture it draws
        resembles the edges of the image whatever the weights are, so it says less about the score than it seems to.

    Raises
    ------
    TypeError, ValueError
        As in `input_gradient`.

    Notes
    -----
    Equation ``seeing.guided``, the method of [1]_.

    References
    ----------
    .. [1] J. T. Springenberg, A. Dosovitskiy, T. Brox and M. Riedmiller, "Striving for Simplicity: the All
       Convolutional Net", 2014. doi:10.48550/arXiv.1412.6806

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn import Dense, ReLU
    >>> network = Network([ReLU(), Dense(1)], (2,))
    >>> params = {"dense_1.W": np.array([[2.0, -2.0]]), "dense_1.B": np.zeros(1)}
    >>> guided_backpropagation(network, params, np.ones((1, 2)), unit=0)
    array([[2., 0.]])
    """
    return _from_unit(network, params, X, unit, layer, "guided", progress)
