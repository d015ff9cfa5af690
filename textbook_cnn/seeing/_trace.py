"""A forward pass that keeps what every layer saw, and the way back from any layer to any earlier one.

Training needs the gradients of the parameters; a look inside needs only those of the feature maps, and sometimes
another rule at the ReLU.  So the way back is written here once, out of the same backward functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from .. import _checks as check
from .. import layers
from .._arrays import Array, array_namespace, device
from .._devices import blas
from ..network.chain import check_images
from ..network.layers import Bias, Conv2D, Dense, Dropout, Flatten, Layer, MaxPool2D, ReLU
from ..network.network import Network
from ._progress import with_bar

f: Any = layers  # a function that has its file's name is taken for the file by type checkers

Rule = Callable[[Array, Array], Array]
RULES: dict[str, Rule] = {
    "gradient": f.relu_backward,
    "guided": lambda X, dY: f.relu_backward(X, f.relu(dY)),
    "deconvnet": lambda X, dY: f.relu(dY),
}
"""What a ReLU with input X hands back of dY."""


@dataclass(frozen=True)
class Trace:
    """Inputs of the layers that were run, and the output of the last of them."""

    network: Network
    params: Mapping[str, Array]
    inputs: Sequence[Array]
    output: Array

    def back(self, dY: Array, *, to: int = 0, rule: str = "gradient") -> Array:
        """From ∂S/∂output to ∂S/∂ of the input of layer number `to`."""
        with one_thread():
            for i in reversed(range(to, len(self.inputs))):
                layer, name = self.network.layers[i], self.network.names[i]
                own = {letter: self.params[f"{name}.{letter}"] for letter in layer.parameters}
                dY = _back_through(layer, own, self.inputs[i], dY, RULES[rule])
        return dY


def trace(
    network: Network, params: Mapping[str, Array], X: Array, *, until: int | None = None, progress: bool = False
) -> Trace:
    """Run the layers up to number `until`, it included, or all of them."""
    inputs, output = [], X
    count = len(network.layers) if until is None else until + 1
    steps = islice(network.steps(params, X), count)
    with one_thread():
        for Y, _ in with_bar(steps, progress, unit="layer", doing="forward pass", total=count):
            inputs.append(output)
            output = Y
    return Trace(network, params, inputs, output)


def one_thread() -> AbstractContextManager[Any]:
    """One thread for the matrix products of few images: they are small, and more threads mostly wait for each other."""
    return blas().limit(limits=1)


def _back_through(layer: Layer, own: Mapping[str, Array], X: Array, dY: Array, at_relu: Rule) -> Array:
    match layer:
        case Conv2D():
            keywords = {"stride": layer.stride, "padding": layer.padding, "dilation": layer.dilation}
            return f.conv2d_backward_input(dY, own["K"], tuple(X.shape[2:]), **keywords, groups=layer.groups)
        case ReLU():
            return at_relu(X, dY)
        case MaxPool2D():
            return f.max_pool2d_backward(X, dY, layer.kernel_size, stride=layer.stride)
        case Flatten():
            return f.unflatten(dY, tuple(X.shape[1:]))
        case Dense():
            return f.dense_backward_input(dY, own["W"])
        case Bias() | Dropout():  # without a generator dropout does nothing
            return dY
    raise TypeError(f"network: expected layers of this package, got {check.shown(layer)}")


def place_of(network: Network, layer: str | None) -> int:
    """Number of a layer by its name; the last one if the name is left out."""
    if not isinstance(network, Network):
        raise TypeError(f"network: expected a Network, got {check.shown(network)}")
    if layer is None:
        return len(network.layers) - 1
    return network.output_names.index(check.choice("layer", layer, network.output_names))


def shape_after(network: Network, place: int) -> tuple[int, ...]:
    """Shape of the output of layer number `place` for one image."""
    shape = network.input_shape
    for layer in network.layers[: place + 1]:
        shape = layer.output_shape(shape)
    return shape


def choice_of_units(network: Network, place: int, unit: Any, X: Array) -> Array:
    """Weights (batch, d): 1 at the chosen unit (or channel) of each image, 0 elsewhere."""
    d, batch = shape_after(network, place)[0], X.shape[0]
    units = [unit] * batch if not hasattr(unit, "__len__") else list(unit)
    if len(units) != batch:
        raise ValueError(f"unit: expected one number or one for each of {batch} images, got {len(units)}")
    units = [check.integer("unit", int(u) if hasattr(u, "dtype") and u.ndim == 0 else u, 0) for u in units]
    if any(u >= d for u in units):
        raise ValueError(f"unit: expected 0 to {d - 1} in layer {network.names[place]!r}, got {max(units)}")
    xp = array_namespace(X)
    numbers, wanted = xp.arange(d, device=device(X)), xp.asarray(units, device=device(X))
    return xp.astype(numbers[None, :] == wanted[:, None], X.dtype)


def score(Y: Array, chosen: Array) -> Array:
    """S (batch,): the output of the chosen unit, or the mean over the feature map of the chosen channel."""
    xp = array_namespace(Y)
    if Y.ndim == 4:
        Y = xp.mean(Y, axis=(2, 3))
    return xp.sum(Y * chosen, axis=1)


def score_gradient(Y: Array, chosen: Array) -> Array:
    """∂S/∂Y, in the shape of Y."""
    if Y.ndim == 2:
        return chosen
    return chosen[:, :, None, None] / (Y.shape[2] * Y.shape[3]) + array_namespace(Y).zeros_like(Y)


def checked_input(network: Network, params: Mapping[str, Array], X: Array) -> None:
    """Say what is wrong with X before any of its shape is used; `Network.steps` says the rest."""
    if not isinstance(network, Network):
        raise TypeError(f"network: expected a Network, got {check.shown(network)}")
    check.arrays(X=X, **params)
    check_images(X, network.input_shape)
