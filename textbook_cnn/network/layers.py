"""The layers of a network as frozen dataclasses: hyperparameters, shapes, and the functions they call."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any, ClassVar

from .. import _checks as check
from .. import _options as option
from .. import layers
from .._arrays import Array
from .activations import ReLU, Sigmoid, Tanh
from .conv2d import Bias, Conv2D
from .layer import Layer, Own, Result, Shape, checked_maps, checked_shape, kept_array, own_arrays
from .pools import AvgPool2D, GlobalAvgPool2D, MaxPool2D

__all__ = [
    "AvgPool2D",
    "Bias",
    "Conv2D",
    "Dense",
    "Dropout",
    "Flatten",
    "GlobalAvgPool2D",
    "Layer",
    "MaxPool2D",
    "ReLU",
    "Shape",
    "Sigmoid",
    "Tanh",
]

f: Any = layers  # a function that has its file's name is taken for the file by type checkers


@dataclass(frozen=True)
class Flatten(Layer):
    """Feature maps as one row per image.

    Examples
    --------
    >>> Flatten().output_shape((64, 7, 7))
    (3136,)
    """

    kind: ClassVar[str] = "flatten"

    def output_shape(self, shape: Shape) -> Shape:
        return (prod(checked_maps(shape)),)

    def forward(self, own: Own, X: Array, rng: Any = None) -> tuple[Array, Any]:
        return f.flatten(X), tuple(X.shape[1:])

    def backward(self, own: Own, cache: Any, dY: Array, input_gradient: bool = True) -> Result:
        return f.unflatten(dY, tuple(option.sequence("cache", cache, 3))), {}


@dataclass(frozen=True)
class Dense(Layer):
    """Dense (fully connected) layer, Y_i = B_i + Σ_j W_ij X_j.

    Parameters
    ----------
    units : int
        Number d of outputs.

    Notes
    -----
    Equation ``dense.weights`` counts the weights of such layers; what one computes is that of `dense`.

    Examples
    --------
    >>> Dense(10).parameter_shapes((100,))
    {'W': (10, 100), 'B': (10,)}
    """

    units: int
    kind: ClassVar[str] = "dense"

    def __post_init__(self) -> None:
        object.__setattr__(self, "units", check.integer("units", self.units, 1))

    @property
    def parameters(self) -> tuple[str, ...]:
        return ("W", "B")

    def parameter_shapes(self, shape: Shape) -> dict[str, Shape]:
        return {"W": (*self.output_shape(shape), *checked_shape(shape)), "B": (self.units,)}

    def output_shape(self, shape: Shape) -> Shape:
        shape = checked_shape(shape)
        if len(shape) != 1:
            raise ValueError(f"shape: expected rows (n,), got {shape}; put Flatten() before it")
        return (self.units,)

    def forward(self, own: Own, X: Array, rng: Any = None) -> tuple[Array, Any]:
        return f.dense(X, *own_arrays(own, *self.parameters)), X

    def backward(self, own: Own, cache: Any, dY: Array, input_gradient: bool = True) -> Result:
        W, _ = own_arrays(own, *self.parameters)
        wanted = option.flag("input_gradient", input_gradient)
        dX = f.dense_backward_input(dY, W) if wanted else None
        return dX, {"W": f.dense_backward_weight(kept_array(cache), dY), "B": f.dense_backward_bias(dY)}


@dataclass(frozen=True)
class Dropout(Layer):
    """Dropout: in training each element is dropped with probability `rate`; in inference nothing happens.

    Parameters
    ----------
    rate : float
        Probability in [0, 1).

    Examples
    --------
    >>> Dropout(0.4).output_shape((100,))
    (100,)
    """

    rate: float
    kind: ClassVar[str] = "dropout"
    pointwise: ClassVar[bool] = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", check.number("rate", self.rate, 0, 1))

    def forward(self, own: Own, X: Array, rng: Any = None) -> tuple[Array, Any]:
        check.arrays(X=X)
        return (X, None) if rng is None else f.dropout(X, self.rate, rng)

    def backward(self, own: Own, cache: Any, dY: Array, input_gradient: bool = True) -> Result:
        check.arrays(dY=dY)
        return (dY if cache is None else f.dropout_backward(dY, kept_array(cache))), {}
