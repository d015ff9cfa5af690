"""The functions of the array API on arrays of unknown size: as many as the functions that are proved call."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from types import ModuleType, SimpleNamespace
from typing import Any

from .arrays import SymArray, same
from .indexing import axis_of
from .integers import product_of
from .polynomials import polynomial
from .terms import Axis, Block, Term, flat_index, in_blocks, sum_over
from .writing import ConstantArray, StridedArray, WritableArray


def permute_dims(array: SymArray, axes: Sequence[int]) -> SymArray:
    """View with the axes in another order."""
    return array.permuted(axes)


def reshape(array: SymArray, shape: Sequence[int]) -> SymArray:
    """View with the sizes that make up the axes, in their order, gathered into other axes."""
    remaining = [size for axis in array.axes for size in axis]
    axes = [_gathered(length, remaining) for length in shape]
    if remaining:
        raise TypeError(f"axes {array.axes} in shape {tuple(shape)}: {remaining} are left over")
    old, source = array.axes, array.element
    return array.view(axes, lambda blocks: source(in_blocks((index for block in blocks for index in block), old)))


def _gathered(length: int, remaining: list[int]) -> Axis:
    """The first of the remaining sizes, as many as make up the length."""
    axis: list[int] = []
    while polynomial(product_of(axis)) != polynomial(length):
        if not remaining:
            raise TypeError(f"no sizes make up an axis of {length} elements")
        axis.append(remaining.pop(0))
    return tuple(axis)


def zeros(kind: type[SymArray], shape: Sequence[int], *, dtype: Any = None, device: Any = None) -> SymArray:
    """An array of zeros."""
    return kind([(length,) for length in shape], lambda _: (), blank=True)


def zeros_like(array: SymArray, *, dtype: Any = None) -> SymArray:
    """Zeros of the same shape."""
    return type(array)(array.axes, lambda _: (), blank=True)


def astype(array: SymArray, dtype: Any, *, copy: bool = True) -> SymArray:
    """The array itself: there is one dtype, that of the real numbers."""
    return asarray(array, copy=copy)


def asarray(array: SymArray, *, copy: bool = False) -> SymArray:
    """The array, or a new one with the same elements."""
    return type(array)(array.axes, array.element) if copy else array


def stack(arrays: Sequence[SymArray], *, axis: int = 0) -> SymArray:
    """The arrays side by side along a new axis."""
    first, sources = arrays[0], [array.element for array in arrays]
    if any(array.ndim != first.ndim or not all(map(same, array.axes, first.axes)) for array in arrays):
        raise TypeError("expected arrays of one shape")
    k = axis % (first.ndim + 1)

    def element(blocks: Sequence[Block]) -> Term:
        which = flat_index(blocks[k]).constant
        if which is None:
            raise TypeError("expected a number as index along a stack")
        return sources[which]([*blocks[:k], *blocks[k + 1 :]])

    return type(first)([*first.axes[:k], axis_of(len(arrays)), *first.axes[k:]], element)


def flip(array: SymArray, *, axis: int | Sequence[int]) -> SymArray:
    """The array read backwards along some axes."""
    turned, source = _numbers(axis, array.ndim), array.element
    if any(len(array.axes[k]) > 1 for k in turned):
        raise TypeError("an axis of several sizes cannot be read backwards")
    lengths = [polynomial(length) for length in array.shape]

    def element(blocks: Sequence[Block]) -> Term:
        return source(
            [
                tuple(lengths[k] - 1 - index for index in block) if k in turned else block
                for k, block in enumerate(blocks)
            ]
        )

    return array.view(array.axes, element)


def total(array: SymArray, *, axis: int | Sequence[int]) -> SymArray:
    """The sum along some axes."""
    summed, source = _numbers(axis, array.ndim), array.element
    places = range(array.ndim)

    def element(blocks: Sequence[Block]) -> Term:
        def body(q: Sequence[Block]) -> Term:
            kept, inner = iter(blocks), iter(q)
            return source([next(inner if k in summed else kept) for k in places])

        return sum_over([array.axes[k] for k in sorted(summed)], body)

    return type(array)([axis for k, axis in enumerate(array.axes) if k not in summed], element)


def sliding_window_view(array: SymArray, window_shape: int, axis: int) -> SymArray:
    """All windows along the first axis; the place in the window is the last axis."""
    first, source = array.axes[0], array.element
    if axis != 0 or len(first) > 1:
        raise TypeError("windows are known along a first axis of one size only")

    def element(blocks: Sequence[Block]) -> Term:
        place = flat_index(blocks[0]) + flat_index(blocks[-1])
        return source([(place,) if first else (), *blocks[1:-1]])

    axes = [axis_of(array.shape[0] - window_shape + 1), *array.axes[1:], axis_of(window_shape)]
    return array.view(axes, element, read_only=True)


def isdtype(dtype: Any, kind: Any) -> bool:
    """False for integers and booleans: the elements are real numbers."""
    kinds = kind if isinstance(kind, tuple) else (kind,)
    if not set(kinds) <= {"bool", "integral"}:
        raise TypeError(f"isdtype is known for 'bool' and 'integral' only, got {kind!r}")
    return False


def result_type(*dtypes: Any) -> Any:
    """The one dtype there is."""
    return SymArray.dtype


def _numbers(axis: int | Sequence[int], ndim: int) -> set[int]:
    return {k % ndim for k in (axis if isinstance(axis, Sequence) else (axis,))}


def _module(kind: type[SymArray]) -> ModuleType:
    """The functions as a module, as `array_namespace` returns it."""
    module = ModuleType(f"textbook_cnn.formulas.code_for_all_sizes.{kind.__name__}")
    functions = (permute_dims, reshape, zeros_like, astype, asarray, stack, flip, isdtype, result_type)
    vars(module).update({function.__name__: function for function in functions}, sum=total, zeros=partial(zeros, kind))
    return module


for _kind in (WritableArray, StridedArray, ConstantArray):
    _kind.namespace = _module(_kind)
StridedArray.namespace.lib = SimpleNamespace(stride_tricks=SimpleNamespace(sliding_window_view=sliding_window_view))
