"""The same network with its layers in a quicker order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from .. import _options as options
from .layers import Bias, Conv2D, MaxPool2D, ReLU
from .network import Network


def pool_first(network: Network) -> Network:
    """Move the bias and the ReLU of each convolution after the max pool that follows: the same function, less work.

    Parameters
    ----------
    network : Network
        Any network.

    Returns
    -------
    Network
        With every Conv2D, ReLU, MaxPool2D written as Conv2D without bias, MaxPool2D, Bias, ReLU. It takes the same
        parameters under the same names and gives the same results, because max(a, b) + c = max(a + c, b + c), and
        the ReLU never changes which of two numbers is larger.

    Raises
    ------
    TypeError
        If `network` is no Network.

    Notes
    -----
    Equations ``pool_first.forward`` and ``pool_first.backward``.

    Examples
    --------
    >>> network = Network([Conv2D(8, 3), ReLU(), MaxPool2D()], (1, 28, 28))
    >>> [type(layer).__name__ for layer in pool_first(network).layers]
    ['Conv2D', 'MaxPool2D', 'Bias', 'ReLU']
    """
    options.instance("network", network, Network)
    layers, names, i = [], [], 0
    while i < len(network.layers):
        if _are_these_three(row := network.layers[i : i + 3]):
            conv, relu, pool = cast("tuple[Conv2D, ReLU, MaxPool2D]", row)
            layers += [replace(conv, bias=False), pool, Bias(), relu]
            names += [network.names[j] for j in (i, i + 2, i, i + 1)]  # the bias keeps its parameter's name
            i += 3
        else:
            layers.append(network.layers[i])
            names.append(network.names[i])
            i += 1
    return Network(layers, network.input_shape, names)


def _are_these_three(row: Any) -> bool:
    """Whether these are a convolution with a bias, a ReLU and a max pool: exactly, for one made of them may differ."""
    return tuple(map(type, row)) == (Conv2D, ReLU, MaxPool2D) and row[0].bias
