"""What the layers answer to a set of images: the feature maps themselves, how strong and how sparse they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .. import _checks as check
from .. import _options as options
from .._arrays import Array, array_namespace, widened
from ..network.network import Network
from ._progress import with_bar
from ._trace import checked_input, one_thread, place_of


def feature_maps(
    network: Network,
    params: Mapping[str, Array],
    X: Array,
    *,
    layers: Sequence[str],
    batch: int = 64,
    progress: bool = False,
) -> dict[str, Array]:
    """Outputs of some layers, for images that go through the network a few at a time.

    Parameters
    ----------
    network : Network
        Any network.
    params : dict of arrays
        From `Network.init` or `train`.
    X : array (images, *input_shape)
        Images, floating-point and finite.
    layers : sequence of str
        Names of the layers.
    batch : int
        Images at a time; for VGG16 on photographs 1 keeps the memory small.
    progress : bool
        Whether to show a progress bar.

    Returns
    -------
    dict of arrays (images, …)
        The output of each of `layers`; those of other layers are let go.

    Raises
    ------
    TypeError, ValueError
        If `X` or `params` does not fit the network, there is no such layer, or no layer or image is given.

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn import ReLU
    >>> feature_maps(Network([ReLU()], (2,)), {}, np.array([[-1.0, 2.0]]), layers=["relu_1"])
    {'relu_1': array([[0., 2.]])}
    """
    params, X = checked_input(network, params, X)
    layers = options.texts("layers", layers)
    if not layers:
        raise ValueError("layers: expected at least one name, got none")
    last = max(place_of(network, name, f"layers[{i}]") for i, name in enumerate(layers))
    kept: dict[str, list[Array]] = {name: [] for name in layers}
    for name, Y in _outputs(network, params, X, batch, last + 1, progress):
        if name in kept:
            kept[name].append(Y)
    return {name: array_namespace(X).concat(parts, axis=0) for name, parts in kept.items()}


def _outputs(
    network: Network, params: Mapping[str, Array], X: Array, batch: int, count: int, progress: bool
) -> Iterator[tuple[str, Array]]:
    """Name and output of the first `count` layers, for one part of the images after the other."""
    N, batch, progress = X.shape[0], check.integer("batch", batch, 1), options.flag("progress", progress)
    parts = [slice(start, min(start + batch, N)) for start in range(0, N, batch)]
    with with_bar(None, progress, unit="layer", doing="forward pass", total=count * len(parts)) as bar:
        for part in parts:
            with one_thread():
                for name, (Y, _) in zip(network.output_names[:count], network.steps(params, X[part, ...])):
                    yield name, Y
                    bar.update()


class LayerActivity(NamedTuple):
    """Output of one layer: its shape for one image, its mean, and the share of its numbers that are zero."""

    name: str
    shape: tuple[int, ...]
    mean: float
    zeros: float


def layer_activity(
    network: Network, params: Mapping[str, Array], X: Array, *, batch: int = 64, progress: bool = False
) -> list[LayerActivity]:
    """Mean activation and sparsity of every layer.

    Parameters
    ----------
    network, params, X, batch, progress
        As in `feature_maps`.

    Returns
    -------
    list of LayerActivity
        name, shape, mean and zeros (0 to 1), a layer each, in their order.

    Raises
    ------
    TypeError, ValueError
        If `X` or `params` does not fit the network, or there is no image.

    Notes
    -----
    Equation ``seeing.activity``. That ReLUs make many zeros, and what that is good for, is the subject of [1]_.

    References
    ----------
    .. [1] X. Glorot, A. Bordes and Y. Bengio, "Deep Sparse Rectifier Neural Networks", Artificial Intelligence and
       Statistics, 2011. https://proceedings.mlr.press/v15/glorot11a.html

    Examples
    --------
    >>> import numpy as np
    >>> from textbook_cnn import ReLU
    >>> layer_activity(Network([ReLU()], (4,)), {}, np.array([[-1.0, 2.0, -3.0, 6.0]]))
    [LayerActivity(name='relu_1', shape=(4,), mean=2.0, zeros=0.5)]
    """
    params, X = checked_input(network, params, X)
    params = options.known("params", params)
    check.read("X", X)
    totals: dict[str, list[float]] = {name: [0.0, 0.0] for name in network.output_names}
    shapes = {}
    for name, Y in _outputs(network, params, X, batch, len(network.layers), progress):
        xp, shapes[name] = array_namespace(Y), tuple(Y.shape[1:])
        totals[name][0] += float(xp.mean(widened(Y))) * Y.shape[0]
        totals[name][1] += float(xp.mean(widened(xp.astype(Y == 0, Y.dtype)))) * Y.shape[0]
    N = X.shape[0]
    return [LayerActivity(name, shapes[name], mean / N, zeros / N) for name, (mean, zeros) in totals.items()]
