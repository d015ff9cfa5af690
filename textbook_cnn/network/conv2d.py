"""The convolution layer of a network, and its bias as a layer alone."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar, cast

from .. import _checks as check
from .. import _options as option
from .. import layers
from .._arrays import Array, elementwise
from .._checks import Pair
from .._windows import PADDINGS, Geometry, Padding, geometry, margins
from ..layers._elements import plus
from .layer import Layer, Own, Result, Shape, checked_maps, kept_arrays, own_arrays

f: Any = layers  # a function that has its file's name is taken for the file by type checkers


@dataclass(frozen=True)
class Conv2D(Layer):
    """Convolution layer, Y_i = B_i + Σ_j X_j ⋆ K_ij.

    Parameters
    ----------
    filters : int
        Number d of filters, which is the number of feature maps that come out.
    kernel_size : int or pair (kh, kw)
        Size of the kernels, in pixels.
    stride, padding, dilation, groups
        As in `conv2d`.
    bias : bool
        Whether there is a bias, one scalar per filter.

    Notes
    -----
    Equation ``conv2d.parameters``, slide "CNN for Image"; what it computes is that of `conv2d`.

    Examples
    --------
    >>> Conv2D(32, 3, padding="same").output_shape((1, 28, 28))
    (32, 28, 28)
    """

    filters: int
    kernel_size: int | Pair
    _: KW_ONLY
    stride: int | Pair = 1
    padding: Padding = "valid"
    dilation: int | Pair = 1
    groups: int = 1
    bias: bool = True
    kind: ClassVar[str] = "conv2d"

    def __post_init__(self) -> None:
        object.__setattr__(self, "bias", option.flag("bias", self.bias))
        for name in ("filters", "groups"):
            object.__setattr__(self, name, check.integer(name, getattr(self, name), 1))
        if self.filters % self.groups:
            raise ValueError(f"groups: expected a divisor of filters = {self.filters}, got {self.groups}")
        for name in ("kernel_size", "stride", "dilation"):
            object.__setattr__(self, name, check.pair(name, getattr(self, name), 1))
        padding = self.padding
        padding = check.choice("padding", padding, PADDINGS) if isinstance(padding, str) else margins(padding)
        object.__setattr__(self, "padding", padding)

    @property
    def parameters(self) -> tuple[str, ...]:
        return ("K", "B") if self.bias else ("K",)

    @property
    def _window(self) -> dict[str, Any]:
        return {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}

    def parameter_shapes(self, shape: Shape) -> dict[str, Shape]:
        n = checked_maps(shape)[0]
        shapes = {"K": (self.filters, n // self.groups, *cast("Pair", self.kernel_size)), "B": (self.filters,)}
        return {letter: shapes[letter] for letter in self.parameters}

    def output_shape(self, shape: Shape) -> Shape:
        n = checked_maps(shape)[0]
        if n % self.groups:
            raise ValueError(f"groups: expected a divisor of n = {n} channels, got {self.groups}")
        return self.filters, *self.windows(shape).output_size

    def windows(self, shape: Shape) -> Geometry:
        return geometry(checked_maps(shape)[1:], self.kernel_size, **self._window)

    def forward(self, own: Own, X: Array, rng: Any = None) -> tuple[Array, Any]:
        columns = f.im2col(X, self.kernel_size, **self._window, groups=self.groups)
        Y = f.conv2d(X, *own_arrays(own, *self.parameters), **self._window, groups=self.groups, columns=columns)
        return Y, (X, columns)

    def backward(self, own: Own, cache: Any, dY: Array, input_gradient: bool = True) -> Result:
        K, *_ = own_arrays(own, *self.parameters)
        (X, columns), keywords = kept_arrays(cache), {**self._window, "groups": self.groups}
        grads = {"K": f.conv2d_backward_kernel(X, dY, self.kernel_size, **keywords, columns=columns)}
        if self.bias:
            grads["B"] = f.conv2d_backward_bias(dY)
        wanted = option.flag("input_gradient", input_gradient)
        dX = f.conv2d_backward_input(dY, K, tuple(X.shape[2:]), **keywords) if wanted else None
        return dX, grads


@dataclass(frozen=True)
class Bias(Layer):
    """A bias alone, one scalar a feature map: Y_i = X_i + B_i.

    Examples
    --------
    >>> Bias().parameter_shapes((32, 14, 14))
    {'B': (32,)}
    """

    kind: ClassVar[str] = "bias"
    pointwise: ClassVar[bool] = True

    @property
    def parameters(self) -> tuple[str, ...]:
        return ("B",)

    def parameter_shapes(self, shape: Shape) -> dict[str, Shape]:
        return {"B": checked_maps(shape)[:1]}

    def output_shape(self, shape: Shape) -> Shape:
        return checked_maps(shape)

    def forward(self, own: Own, X: Array, rng: Any = None) -> tuple[Array, Any]:
        (B,) = own_arrays(own, *self.parameters)
        check.arrays(X=X, B=B)
        check.axes("X", X, "(batch, n, height, width)")
        check.shape("B", B, (X.shape[1],), "(n,)")
        return elementwise(plus, X, B[None, :, None, None]), None

    def backward(self, own: Own, cache: Any, dY: Array, input_gradient: bool = True) -> Result:
        return dY, {"B": f.conv2d_backward_bias(dY)}
