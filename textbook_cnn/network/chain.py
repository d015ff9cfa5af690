"""What makes a chain of layers: each fits the one before, has a name, and is given images of the right shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .. import _checks as check
from .. import _options as option
from .._arrays import Array
from . import returned
from .layer import Layer, Shape, checked_shape


@dataclass(frozen=True)
class Chain:
    """Layers that fit one another: their names, and the shapes between them and of their parameters."""

    layers: Sequence[Layer]
    input_shape: Shape
    names: Sequence[str] = ()
    _shapes: tuple[Shape, ...] = field(init=False, repr=False, compare=False)
    _parameters: dict[str, Shape] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        checked = _checked(self.layers, self.input_shape, self.names)
        for name, value in zip(("layers", "input_shape", "names"), checked):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_shapes", _shapes_along(self.layers, self.input_shape))
        found = {key: shape for i in range(len(self.layers)) for key, shape in self._shapes_at(i).items()}
        object.__setattr__(self, "_parameters", found)

    @property
    def output_shape(self) -> Shape:
        """Shape of the output for one image."""
        return self._shapes[-1]

    @property
    def output_names(self) -> tuple[str, ...]:
        """Names of the layers' outputs: a bias that shares its convolution's name has its kind added."""
        return tuple(
            f"{name}_{layer.kind}" if name in self.names[:i] else name
            for i, (name, layer) in enumerate(zip(self.names, self.layers))
        )

    @property
    def parameter_shapes(self) -> dict[str, Shape]:
        """Shape of each parameter, by name."""
        return dict(self._parameters)

    def _shapes_at(self, i: int) -> dict[str, Shape]:
        shapes = returned.shapes(i, self.layers[i].parameter_shapes(self._shapes[i]), self.layers[i])
        return {f"{self.names[i]}.{letter}": shape for letter, shape in shapes.items()}

    def check_params(self, params: Mapping[str, Array], **beside: Array) -> None:
        """Check names and shapes of parameters, and that they are of one library with the arrays `beside` them."""
        shapes = self._parameters
        if set(option.mapping("params", params)) != set(shapes):
            raise ValueError(f"params: expected {sorted(shapes)}, got {sorted(params)}")
        if params or beside:
            check.arrays(**beside, **{f"params[{key!r}]": params[key] for key in shapes})
        for key, shape in shapes.items():
            check.shape(f"params[{key!r}]", params[key], shape, "that of the layer")


def _checked(layers: Any, input_shape: Any, names: Any) -> tuple[tuple[Layer, ...], Shape, tuple[str, ...]]:
    """Layers, shape of one image and names as tuples, once they are what a network needs."""
    layers = option.sequence("layers", layers)
    if not all(isinstance(layer, Layer) for layer in layers):
        raise TypeError(f"layers: expected a sequence of layers, got {check.shown(layers)}")
    sizes = option.sequence("input_shape", input_shape)
    if not layers or not sizes:
        name, what = ("input_shape", "axis") if layers else ("layers", "layer")
        raise ValueError(f"{name}: expected at least one {what}, got none")
    shape = tuple(check.integer("input_shape", m, 1) for m in sizes)
    return tuple(layers), shape, _checked_names(names, layers)


def _shapes_along(layers: Sequence[Layer], input_shape: Shape) -> tuple[Shape, ...]:
    """The shape of one image before the first layer and after each layer."""
    shapes = [input_shape]
    for i, layer in enumerate(layers):
        try:
            shapes.append(checked_shape(layer.output_shape(shapes[-1]), f"layers[{i}].output_shape"))
        except ValueError as error:
            raise ValueError(f"layers[{i}]: {layer} does not fit its input {shapes[-1]}; {error}") from None
    return tuple(shapes)


def check_images(X: Array, input_shape: Shape, name: str = "X") -> None:
    """Check that X holds images of that shape, in floating-point numbers."""
    check.floating(name, X)
    if tuple(X.shape[1:]) != input_shape:
        raise ValueError(f"{name}: expected shape (batch, *{input_shape}), got {tuple(X.shape)}")


def _checked_names(names: Any, layers: Sequence[Layer]) -> tuple[str, ...]:
    """The names of the layers, numbered if none are given; every parameter has a name of its own."""
    names = tuple(option.texts("names", names)) or _numbered(layers)
    if len(names) != len(layers):
        raise ValueError(f"names: expected one for each of {len(layers)} layers, got {len(names)}")
    # Two layers may share a name only if each has parameters of its own: the parts of a convolution.
    letters = returned.letters(layers)
    keys = [(name, letter) for name, own in zip(names, letters) for letter in own or ("",)]
    without = {name for name, letter in keys if not letter}
    if len(set(keys)) < len(keys) or any(name in without and letter for name, letter in keys):
        raise ValueError(f"names: expected different ones but for layers with different parameters, got {names}")
    return names


def _numbered(layers: Sequence[Layer]) -> tuple[str, ...]:
    """Names as Keras gives them, counted by kind of layer."""
    seen: Counter[str] = Counter()
    names = []
    for layer in layers:
        seen[layer.kind] += 1
        names.append(f"{layer.kind}_{seen[layer.kind]}")
    return tuple(names)
