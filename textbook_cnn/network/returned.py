"""What the methods of a layer return, checked: those of a layer of your own may return anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .. import _checks as check
from .. import _options as option
from .._arrays import Array
from .layer import Layer, Shape, checked_shape


def is_ours(layer: Layer) -> bool:
    """Whether a layer is this package's, and returns what it says."""
    return type(layer).__module__.startswith("textbook_cnn.")


def output(i: int, given: Any, layer: Layer, shape: Shape) -> tuple[Array, Any]:
    """An output of the given shape, and a cache."""
    if is_ours(layer):
        return given
    name = f"layers[{i}].forward"
    Y, cache = _both(name, given, "(Y, cache)")
    check.arrays(**{name: Y})
    check.shape(name, Y, shape, "(batch, *output_shape)")
    return Y, cache


def gradients(i: int, given: Any, layer: Layer, wanted: bool) -> tuple[Array | None, Mapping[str, Array]]:
    """The gradient of the input, if it is wanted, and those of the layer's parameters, of no others."""
    if is_ours(layer):
        return given
    name = f"layers[{i}].backward"
    dX, found = _both(name, given, "(dX, gradients)")
    check_letters(name, found, layer)
    if dX is None and (wanted or i > 0):
        raise TypeError(f"{name}: expected the gradient of the input, got None")
    return dX, found


def shapes(i: int, given: Any, layer: Layer) -> dict[str, Shape]:
    """The shapes of the layer's parameters, by their letters."""
    name = f"layers[{i}].parameter_shapes"
    check_letters(name, given, layer)
    return {letter: checked_shape(shape, name) for letter, shape in given.items()}


def letters(layers: Sequence[Layer]) -> list[list[str]]:
    """The letters of each layer's parameters."""
    return [option.texts(f"layers[{i}].parameters", layer.parameters) for i, layer in enumerate(layers)]


def check_letters(name: str, found: Any, layer: Layer) -> None:
    """Check that there is an entry for each parameter of the layer, and for nothing else."""
    if set(option.mapping(name, found)) != set(layer.parameters):
        raise ValueError(f"{name}: expected an entry for each of {layer.parameters}, got {sorted(found)}")


def _both(name: str, given: Any, expected: str) -> Any:
    """Two things."""
    if not isinstance(given, tuple) or len(given) != 2:
        raise TypeError(f"{name}: expected it to return {expected}, got {check.shown(given)}")
    return given
