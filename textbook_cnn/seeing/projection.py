"""From a feature map back to the pixels: the deconvnet projection, and what a layer has kept of the picture."""

from __future__ import annotations

from collections.abc import Mapping

from .. import _options as options
from .._arrays import Array, array_namespace, device
from ..network.network import Network
from ._trace import answer, check_maps_of, checked_input, place_named, shape_after, trace


def deconvnet(
    network: Network,
    params: Mapping[str, Array],
    X: Array,
    *,
    layer: str,
    channel: int | None = None,
    progress: bool = False,
) -> Array:
    """Project feature maps back to the pixels through the layers in reverse order.

    Parameters
    ----------
    network : Network
        Any network.
    params : dict of arrays
        From `Network.init` or `train`.
    X : array (batch, n, height, width)
        Images, floating-point and finite.
    layer : str
        Name of a layer with feature maps.
    channel : int, optional
        Project the largest value of this feature map alone, the rest set to zero: what excited it. Left out: project
        all feature maps as they are: what the layer has kept of the picture.
    progress : bool
        Whether to show a progress bar.

    Returns
    -------
    array (batch, n, height, width)
        Back through a convolution by the full convolution with its kernels, through a max pool to where the maximum
        was, through a ReLU where the value is positive, through other layers as the gradient.

    Raises
    ------
    TypeError, ValueError
        If `X` or `params` does not fit the network, `layer` has no feature maps, or there is no such channel.

    Notes
    -----
    Equation ``seeing.deconvnet``, the method of [1]_. The way back is that of `input_gradient` but for the ReLU, where
    the gradient asks whether its input was positive and the deconvnet whether what comes back is.

    References
    ----------
    .. [1] M. D. Zeiler and R. Fergus, "Visualizing and Understanding Convolutional Networks", European Conference on
       Computer Vision, 2014. doi:10.1007/978-3-319-10590-1_53

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn import ReLU
    >>> deconvnet(Network([ReLU()], (1, 1, 3)), {}, np.array([[[[2.0, -1.0, 5.0]]]]), layer="relu_1", channel=0)
    array([[[[0., 0., 5.]]]])
    """
    params, X = checked_input(network, params, X)
    place, progress = place_named(network, layer), options.flag("progress", progress)
    check_maps_of(network, place)
    if channel is not None:
        channel = options.within("channel", channel, 0, shape_after(network, place)[0] - 1)
    seen = trace(network, params, X, until=place, progress=progress)
    Y = answer(seen)
    return seen.back(Y if channel is None else _strongest(Y, channel), rule="deconvnet")


def _strongest(Y: Array, channel: int) -> Array:
    """Y with everything set to zero but the largest value, the first if there are several, of one channel."""
    N, d, H, W = Y.shape
    xp, where = array_namespace(Y), device(Y)
    peak = xp.argmax(xp.reshape(Y[:, channel, :, :], (N, H * W)), axis=1)
    at_peak = xp.arange(H * W, device=where)[None, :] == peak[:, None]
    at_channel = xp.arange(d, device=where) == channel
    mask = xp.reshape(at_peak, (N, 1, H, W)) & xp.reshape(at_channel, (1, d, 1, 1))
    return Y * xp.astype(mask, Y.dtype)
