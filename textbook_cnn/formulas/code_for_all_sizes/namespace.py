"""The functions of the array API on arrays of unknown size: as many as the functions that are proved call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .arrays import Model
from .axes import same
from .indexing import axis_of
from .integers import product_of
from .polynomials import polynomial
from .terms import Axis, Block, Term, flat_index, in_blocks, sum_over

REAL, HERE = "real", "here"  # the one dtype and the one device


def permute_dims(array: Model, axes: Sequence[int]) -> Model:
    """View with the axes in another order."""
    return array.permuted(axes)


def reshape(array: Model, shape: Sequence[int]) -> Model:
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


def zeros(shape: Sequence[int], *, dtype: str, device: Any = None) -> Model:
    """An array of zeros."""
    _real(dtype)
    if device not in (None, HERE):
        raise TypeError(f"expected the device of the arrays, got {device!r}")
    return Model([(length,) for length in shape], lambda _: (), blank=True)


def zeros_like(array: Model, *, dtype: str = REAL) -> Model:
    """Zeros of the same shape."""
    return zeros(array.shape, dtype=dtype)


def astype(array: Model, dtype: str, *, copy: bool = True) -> Model:
    """The array itself, or a new one: there is one dtype."""
    _real(dtype)
    return asarray(array, copy=copy)


def asarray(array: Model, *, copy: bool = False) -> Model:
    """The array, or a new one with the same elements."""
    return Model(array.axes, array.element) if copy else array


def stack(arrays: Sequence[Model], *, axis: int = 0) -> Model:
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

    return Model([*first.axes[:k], axis_of(len(arrays)), *first.axes[k:]], element)


def flip(array: Model, *, axis: int | Sequence[int]) -> Model:
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


def total(array: Model, *, axis: int | Sequence[int]) -> Model:
    """The sum along some axes."""
    summed, source = _numbers(axis, array.ndim), array.element
    places = range(array.ndim)

    def element(blocks: Sequence[Block]) -> Term:
        def body(q: Sequence[Block]) -> Term:
            kept, inner = iter(blocks), iter(q)
            return source([next(inner if k in summed else kept) for k in places])

        return sum_over([array.axes[k] for k in sorted(summed)], body)

    return Model([axis for k, axis in enumerate(array.axes) if k not in summed], element)


def sliding_window_view(array: Model, window_shape: int, axis: int) -> Model:
    """All windows along the first axis; the place in the window is the last axis."""
    first, source = array.axes[0], array.element
    if axis != 0 or len(first) > 1:
        raise TypeError("windows are known along a first axis of one size only")

    def element(blocks: Sequence[Block]) -> Term:
        place = flat_index(blocks[0]) + flat_index(blocks[-1])
        return source([(place,) if first else (), *blocks[1:-1]])

    axes = [axis_of(array.shape[0] - window_shape + 1), *array.axes[1:], axis_of(window_shape)]
    return array.view(axes, element, read_only=True)


def isdtype(dtype: str, kind: Any) -> bool:
    """False for integers and booleans: the elements are real numbers."""
    _real(dtype)
    kinds = kind if isinstance(kind, list) else [kind]
    if not set(kinds) <= {"bool", "integral"}:
        raise TypeError(f"isdtype is known for 'bool' and 'integral' only, got {kind!r}")
    return False


def result_type(*dtypes: str) -> str:
    """The one dtype there is."""
    for dtype in dtypes:
        _real(dtype)
    return REAL


def _real(dtype: str) -> None:
    if dtype is not REAL:
        raise TypeError(f"expected the dtype of the arrays, got {dtype!r}")


def _numbers(axis: int | Sequence[int], ndim: int) -> set[int]:
    return {k % ndim for k in (axis if isinstance(axis, Sequence) else (axis,))}


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "permute_dims": permute_dims,
    "reshape": reshape,
    "zeros": zeros,
    "zeros_like": zeros_like,
    "astype": astype,
    "asarray": asarray,
    "stack": stack,
    "flip": flip,
    "sum": total,
    "isdtype": isdtype,
    "result_type": result_type,
}
