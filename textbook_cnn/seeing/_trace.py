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
from .. import _options as options
from .. import layers
from .._arrays import Array, all_detached, array_namespace, detached, device, narrowed, widened
from ..network.chain import check_images
from ..network.layers import Conv2D, Dense, Layer, ReLU
from ..network.network import Network
from ..training.settings import one_thread_each
from ._progress import with_bar

f: Any = layers  # a function that has its file's name is taken for the file by type checkers

Rule = Callable[[Array, Array], Array]
RULES: dict[str, Rule] = {
    "gradient": f.relu_backward,
    "guided": lambda X, dY: f.relu_backward(X, f.relu(dY)),
    "deconvnet": lambda X, dY: f.relu(dY),
}
"""What a ReLU with input X hands back of dY; other layers hand back their gradient."""


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


def answer(seen: Trace) -> Array:
    """Output of the last layer that was run; NaN is refused, for a ReLU on the way back would hide it."""
    return options.finite("params", seen.output, " in what the layer answers")


def one_thread() -> AbstractContextManager[Any]:
    """One thread for the products of few images: they are small, and more threads mostly wait for each other."""
    return one_thread_each()


def _back_through(layer: Any, own: Mapping[str, Array], X: Array, dY: Array, at_relu: Rule) -> Array:
    kind = type(layer)  # exactly: a layer made of one of these may compute something else
    if kind is ReLU:
        return at_relu(X, dY)
    if kind is Conv2D:  # whose own way back, as a dense layer's, computes the gradients of its parameters too
        return f.conv2d_backward_input(dY, own["K"], tuple(X.shape[2:]), **layer._window, groups=layer.groups)
    if kind is Dense:
        return f.dense_backward_input(dY, own["W"])
    if kind.backward is Layer.backward:
        raise TypeError(f"network: expected layers of this package, or with `backward`, got {check.shown(layer)}")
    _, cache = layer.forward(own, X)
    return layer.backward(own, cache, dY)[0]


def place_of(network: Network, layer: str | None, name: str = "layer") -> int:
    """Number of a layer by its name; the last one if the name is left out."""
    options.instance("network", network, Network)
    if layer is None:
        return len(network.layers) - 1
    return network.output_names.index(check.choice(name, layer, network.output_names))


def place_named(network: Network, layer: str) -> int:
    """Number of a layer by its name, which may not be left out."""
    return place_of(network, options.text("layer", layer))


def shape_after(network: Network, place: int) -> tuple[int, ...]:
    """Shape of the output of layer number `place` for one image."""
    shape = network.input_shape
    for layer in network.layers[: place + 1]:
        shape = layer.output_shape(shape)
    return shape


def check_maps_of(network: Network, place: int) -> None:
    """Refuse a layer whose output is no feature maps."""
    shape = shape_after(network, place)
    if len(shape) != 3:
        raise ValueError(f"layer: expected one with feature maps, got {network.names[place]!r} with output {shape}")


def choice_of_units(network: Network, place: int, unit: Any, X: Array) -> Array:
    """Weights (batch, d): 1 at the chosen unit (or channel) of each image, 0 elsewhere."""
    d = shape_after(network, place)[0]
    units = [options.within("unit", each, 0, d - 1) for each in options.row("unit", unit, X.shape[0], "images")]
    xp = array_namespace(X)
    numbers, wanted = xp.arange(d, device=device(X)), xp.asarray(units, device=device(X))
    return xp.astype(numbers[None, :] == wanted[:, None], X.dtype)


def score(Y: Array, chosen: Array) -> Array:
    """S (batch,): the output of the chosen unit, or the mean over the feature map of the chosen channel."""
    xp = array_namespace(Y)
    values = xp.mean(widened(Y), axis=(2, 3)) if Y.ndim == 4 else widened(Y)
    return narrowed(xp.sum(values * chosen, axis=1), Y.dtype)


def score_gradient(Y: Array, chosen: Array) -> Array:
    """∂S/∂Y, in the shape of Y."""
    if Y.ndim == 2:
        return chosen
    return chosen[:, :, None, None] / (Y.shape[2] * Y.shape[3]) + array_namespace(Y).zeros_like(Y)


def checked_input(network: Network, params: Mapping[str, Array], X: Array) -> tuple[dict[str, Array], Array]:
    """Parameters and images without graphs, once they fit the network, before any of their shapes is used."""
    options.instance("network", network, Network)
    params = options.mapping("params", params)
    check.arrays(X=X)
    network.check_params(params, X=X)
    check_images(X, network.input_shape)
    if X.shape[0] == 0:
        raise ValueError("X: expected at least one image, got none")
    return all_detached(params), options.finite("X", detached(X))


def checked_maps(X: Array) -> None:
    """Refuse rows of numbers where images are changed."""
    if X.ndim != 4:
        raise ValueError(f"X: expected an array (batch, n, height, width), got shape {tuple(X.shape)}")
