"""Activation functions as layers, element by element."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from .. import layers
from .._arrays import Array
from .layer import Layer, Own, Result, kept_array

f: Any = layers  # a function that has its file's name is taken for the file by type checkers


@dataclass(frozen=True)
class ReLU(Layer):
    """Rectified linear unit, Y = max(X, 0).

    Examples
    --------
    >>> ReLU().output_shape((32, 28, 28))
    (32, 28, 28)
    """

    kind: ClassVar[str] = "relu"
    pointwise: ClassVar[bool] = True

    def forward(self, own: Own, X: Array, rng: Any = None) -> tuple[Array, Any]:
        return f.relu(X), X

    def backward(self, own: Own, cache: Any, dY: Array, input_gradient: bool = True) -> Result:
        return f.relu_backward(kept_array(cache), dY), {}


@dataclass(frozen=True)
class Sigmoid(Layer):
    """Sigmoid, Y = 1 / (1 + exp(−X)).

    Examples
    --------
    >>> Sigmoid().output_shape((6, 28, 28))
    (6, 28, 28)
    """

    kind: ClassVar[str] = "sigmoid"
    pointwise: ClassVar[bool] = True

    def forward(self, own: Own, X: Array, rng: Any = None) -> tuple[Array, Any]:
        Y = f.sigmoid(X)
        return Y, Y

    def backward(self, own: Own, cache: Any, dY: Array, input_gradient: bool = True) -> Result:
        return f.sigmoid_backward(kept_array(cache), dY), {}


@dataclass(frozen=True)
class Tanh(Layer):
    """Hyperbolic tangent, Y = (exp(X) − exp(−X)) / (exp(X) + exp(−X)).

    Examples
    --------
    >>> Tanh().output_shape((6, 28, 28))
    (6, 28, 28)
    """

    kind: ClassVar[str] = "tanh"
    pointwise: ClassVar[bool] = True

    def forward(self, own: Own, X: Array, rng: Any = None) -> tuple[Array, Any]:
        Y = f.tanh(X)
        return Y, Y

    def backward(self, own: Own, cache: Any, dY: Array, input_gradient: bool = True) -> Result:
        return f.tanh_backward(kept_array(cache), dY), {}
