"""What the layers of a network have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from .. import _checks as check
from .. import _options as option
from .._arrays import Array
from .._windows import Geometry

Shape = tuple[int, ...]
Params = dict[str, Array]  # of a whole network, by name
Own = Mapping[str, Array]  # a layer's own parameters, by letter
Result = tuple[Array | None, dict[str, Array]]


def checked_maps(shape: Shape) -> Shape:
    """The shape, if it is that of feature maps."""
    shape = checked_shape(shape)
    if len(shape) != 3:
        raise ValueError(f"shape: expected feature maps (n, height, width), got {shape}")
    return shape


def checked_shape(shape: Shape, name: str = "shape") -> Shape:
    """A shape, most often that of one input, as a tuple of Python's integers."""
    return tuple(check.integer(name, m, 1) for m in option.sequence(name, shape))


def own_arrays(own: Own, *letters: str) -> list[Array]:
    """A layer's own parameters in the order of their letters, if these are all there is."""
    own = option.mapping("own", own)
    if set(own) != set(letters):
        raise ValueError(f"own: expected the parameters {letters}, got {sorted(own)}")
    return [own[letter] for letter in letters]


def kept_array(cache: Any) -> Any:
    """What `forward` kept, if that is one array."""
    check.arrays(cache=cache)
    return cache


def kept_arrays(cache: Any) -> list[Any]:
    """What `forward` kept, if that is its input and another array, which may be left out."""
    first, second = option.sequence("cache", cache, 2)
    return [kept_array(first), second if second is None else kept_array(second)]


@dataclass(frozen=True)
class Layer:
    """What all layers have in common; by default no parameters, and an output of the input's shape.

    Attributes
    ----------
    kind : str
        What names that are counted begin with, such as "conv2d" in "conv2d_1".
    pointwise : bool
        Whether each output depends on the input at its own position alone, as a ReLU's does. A layer that is not, and
        has no `windows`, is refused where it matters which pixels are seen, as in `receptive_field`.

    Examples
    --------
    A layer of your own is a frozen dataclass with a kind and two methods; `forward` gives what `backward` needs.

    >>> import numpy as np
    >>> from textbook_cnn import Network
    >>> @dataclass(frozen=True)
    ... class Scaled(Layer):
    ...     factor: float
    ...     kind: ClassVar[str] = "scaled"
    ...     pointwise: ClassVar[bool] = True
    ...
    ...     def forward(self, own, X, rng=None):
    ...         return self.factor * X, None
    ...
    ...     def backward(self, own, cache, dY, input_gradient=True):
    ...         return self.factor * dY, {}
    >>> Network([Scaled(3.0)], (2,)).forward({}, np.array([[1.0, 2.0]]))[0]
    array([[3., 6.]])
    """

    kind: ClassVar[str] = "layer"
    pointwise: ClassVar[bool] = False

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters, one letter each, such as ("K", "B")."""
        return ()

    def parameter_shapes(self, shape: Shape) -> dict[str, Shape]:
        """Shape of each parameter for inputs of the given shape (n, height, width) or (n,)."""
        return {}

    def output_shape(self, shape: Shape) -> Shape:
        """Shape of the output for one input of the given shape."""
        return checked_shape(shape)

    def windows(self, shape: Shape) -> Geometry | None:
        """Which windows of feature maps of the given shape the outputs see; None of a layer without windows."""
        return None

    def forward(self, own: Own, X: Array, rng: Any = None) -> tuple[Array, Any]:
        """Output and cache for inputs X (batch, *shape)."""
        raise NotImplementedError

    def backward(self, own: Own, cache: Any, dY: Array, input_gradient: bool = True) -> Result:
        """∂E/∂X (None where it is not wanted) and the gradients of the parameters, by letter."""
        raise NotImplementedError
