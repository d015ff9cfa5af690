"""The pooling layers of a network: the largest or the mean of each window, and the mean of each map."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

from .. import _checks as check
from .. import _options as option
from .. import layers
from .._arrays import Array
from .._checks import Pair
from .._windows import Geometry, Padding
from ..layers._pools import checked_padding, windows_on
from .layer import Layer, Own, Result, Shape, checked_maps, kept_array, kept_arrays

f: Any = layers  # a function that has its file's name is taken for the file by type checkers


@dataclass(frozen=True)
class _Pool2D(Layer):
    """What pools over windows have in common."""

    kernel_size: int | Pair = 2
    stride: int | Pair | None = None
    _: KW_ONLY
    padding: Padding = "valid"
    ceil_mode: bool = False

    def __post_init__(self) -> None:
        stride = self.kernel_size if self.stride is None else self.stride
        for name, value in (
            ("kernel_size", check.pair("kernel_size", self.kernel_size, 1)),
            ("stride", check.pair("stride", stride, 1)),
            ("padding", checked_padding(self.padding, self.kernel_size)),
            ("ceil_mode", option.flag("ceil_mode", self.ceil_mode)),
        ):
            object.__setattr__(self, name, value)

    def output_shape(self, shape: Shape) -> Shape:
        return checked_maps(shape)[0], *self.windows(shape).output_size

    def windows(self, shape: Shape) -> Geometry:
        _, H, W = checked_maps(shape)
        return windows_on((H, W), self.kernel_size, self.stride, self.padding, self.ceil_mode)

    @property
    def _window(self) -> dict[str, Any]:
        return {"stride": self.stride, "padding": self.padding, "ceil_mode": self.ceil_mode}


@dataclass(frozen=True)
class MaxPool2D(_Pool2D):
    """Max pooling.

    Parameters
    ----------
    kernel_size : int or pair (vertical, horizontal)
        Size of the window, in pixels.
    stride : int or pair, optional
        Step between windows, in pixels; the window's size if left out.
    padding, ceil_mode
        As in `max_pool2d`.

    Examples
    --------
    >>> MaxPool2D(2).output_shape((32, 28, 28))
    (32, 14, 14)
    >>> MaxPool2D(3, 2, padding=1).output_shape((64, 112, 112))
    (64, 56, 56)
    """

    kind: ClassVar[str] = "max_pool2d"

    def forward(self, own: Own, X: Array, rng: Any = None) -> tuple[Array, Any]:
        Y = f.max_pool2d(X, self.kernel_size, **self._window)
        return Y, (X, Y)

    def backward(self, own: Own, cache: Any, dY: Array, input_gradient: bool = True) -> Result:
        X, Y = kept_arrays(cache)
        return f.max_pool2d_backward(X, dY, self.kernel_size, **self._window, Y=Y), {}


@dataclass(frozen=True)
class AvgPool2D(_Pool2D):
    """Average pooling.

    Parameters
    ----------
    kernel_size : int or pair (vertical, horizontal)
        Size of the window, in pixels.
    stride : int or pair, optional
        Step between windows, in pixels; the window's size if left out.
    padding, ceil_mode, count_padding
        As in `avg_pool2d`.

    Examples
    --------
    >>> AvgPool2D(2).output_shape((6, 28, 28))
    (6, 14, 14)
    """

    _: KW_ONLY
    count_padding: bool | None = None
    kind: ClassVar[str] = "avg_pool2d"

    def __post_init__(self) -> None:
        _Pool2D.__post_init__(self)
        if self.count_padding is not None:
            object.__setattr__(self, "count_padding", option.flag("count_padding", self.count_padding))

    @property
    def _window(self) -> dict[str, Any]:
        options = {"padding": self.padding, "ceil_mode": self.ceil_mode, "count_padding": self.count_padding}
        return {"stride": self.stride, **options}

    def forward(self, own: Own, X: Array, rng: Any = None) -> tuple[Array, Any]:
        return f.avg_pool2d(X, self.kernel_size, **self._window), X

    def backward(self, own: Own, cache: Any, dY: Array, input_gradient: bool = True) -> Result:
        return f.avg_pool2d_backward(kept_array(cache), dY, self.kernel_size, **self._window), {}


@dataclass(frozen=True)
class GlobalAvgPool2D(Layer):
    """Global average pooling: the mean of each feature map, (n, height, width) to (n,), so that Dense can follow.

    Examples
    --------
    >>> GlobalAvgPool2D().output_shape((512, 7, 7))
    (512,)
    """

    kind: ClassVar[str] = "global_avg_pool2d"

    def output_shape(self, shape: Shape) -> Shape:
        return checked_maps(shape)[:1]

    def forward(self, own: Own, X: Array, rng: Any = None) -> tuple[Array, Any]:
        return f.global_avg_pool2d(X), X

    def backward(self, own: Own, cache: Any, dY: Array, input_gradient: bool = True) -> Result:
        return f.global_avg_pool2d_backward(kept_array(cache), dY), {}
