"""One call of every numeric function at any batch size, with the sizes of the lecture's network, float32.

A function without a line here is called as its tests call it, with `batch` images in place of theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

import textbook_cnn as cnn
from tests.support.calls import Call, gathered

Sample = Callable[[int, np.random.Generator], tuple[Callable[..., Any], tuple[Any, ...]]]
SAME = {"padding": "same"}
ODD = {"stride": (2, 1), "padding": "same", "dilation": (1, 2), "groups": 2}


def leaves(value: Any) -> list[Any]:
    """All arrays of a result, in order; counts of steps are left out."""
    if isinstance(value, dict):
        return [leaf for key in value for leaf in leaves(value[key])]
    if isinstance(value, tuple):
        return [leaf for part in value for leaf in leaves(part)]
    return [value] if hasattr(value, "dtype") else []


def _on(function: Callable[..., Any], *shapes: tuple[int, ...], **keywords: Any) -> Sample:
    """A sample of normal numbers; −1 in a shape stands for the batch."""

    def sample(batch: int, rng: np.random.Generator) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        sizes = [tuple(batch if size == -1 else size for size in shape) for shape in shapes]
        return partial(function, **keywords), tuple(rng.standard_normal(size, dtype=np.float32) for size in sizes)

    return sample


def as_tested(call: Call) -> Sample:
    """The sample call of the tests; the arrays with as many images as the first have `batch`, or are a stack of it."""
    first = call.shapes[0][0]

    def sample(batch: int, rng: np.random.Generator) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        sizes = [
            (batch, *shape) if call.any_shape else (batch if shape[0] == first else shape[0], *shape[1:])
            for shape in call.shapes
        ]
        return call, tuple(A.astype(np.float32) for A in replace(call, shapes=tuple(sizes)).values())

    return sample


def _labelled(function: Callable[..., Any]) -> Sample:
    def sample(batch: int, rng: np.random.Generator) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return function, (rng.standard_normal((batch, 10), dtype=np.float32), rng.integers(0, 10, batch))

    return sample


def _pixels(batch: int, rng: np.random.Generator) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    return cnn.to_float, (rng.integers(0, 256, (batch, 28, 28), dtype=np.uint8),)


def _three_steps(batch: int, rng: np.random.Generator) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    """Three steps of Adam on parameters with `batch` filters."""

    def run(params: dict[str, Any], grads: dict[str, Any]) -> Any:
        state = cnn.adam_init(params)
        for _ in range(3):
            params, state = cnn.adam_step(params, grads, state)
        return params, state

    shapes = {"K": (batch, 3, 3, 3), "B": (batch,)}
    return run, tuple(
        {key: rng.standard_normal(shape, dtype=np.float32) for key, shape in shapes.items()} for _ in range(2)
    )


def _network(batch: int, rng: np.random.Generator) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    """The lecture's network there and back, without dropout; in float64, where no maximum changes places by chance."""
    from textbook_cnn.commands.train import LECTURE

    def run(params: dict[str, Any], X: Any, labels: Any) -> Any:
        Z, cache = LECTURE.forward(params, X)
        return Z, LECTURE.backward(params, cache, cnn.softmax_cross_entropy_backward(Z, labels))

    return run, (LECTURE.init(0, dtype="float64"), rng.standard_normal((batch, 1, 28, 28)), rng.integers(0, 10, batch))


# What is not compared, and why; the test suite runs these on a graphics card too.
NOT_COMPARED = {
    "image_bytes": "its arguments are sizes",
    "output_size": "its arguments are sizes",
    "image_gradients": "it takes one image",
    "gradient_statistics": "it answers in Python's numbers",
    "correlate1d": "it takes one row",
    "convolve1d": "it takes one row",
    "correlate2d": "it takes one image",
    "convolve2d": "it takes one image",
    "dropout": "it draws at random",
}
X, K, Y = (-1, 32, 14, 14), (64, 32, 3, 3), (-1, 64, 14, 14)
FUNCTIONS: dict[str, Sample] = {
    "to_float": _pixels,
    "luminance": _on(cnn.luminance, (-1, 28, 28, 3)),
    "rot180": _on(cnn.rot180, (-1, 32, 3, 3)),
    "pad2d": _on(cnn.pad2d, X, padding=1),
    "conv2d": _on(cnn.conv2d, X, K, (64,), **SAME),
    "conv2d, strided, dilated, grouped": _on(cnn.conv2d, X, (64, 16, 3, 2), (64,), **ODD),
    "conv2d, first layer": _on(cnn.conv2d, (-1, 1, 28, 28), (32, 1, 3, 3), (32,), **SAME),
    "im2col": _on(cnn.im2col, X, kernel_size=3, **SAME),
    "conv2d_backward_kernel": _on(cnn.conv2d_backward_kernel, X, Y, kernel_size=3, **SAME),
    "conv2d_backward_bias": _on(cnn.conv2d_backward_bias, Y),
    "conv2d_backward_input": _on(cnn.conv2d_backward_input, Y, K, **SAME),
    "conv2d_transpose": _on(cnn.conv2d_transpose, Y, K, (32,), stride=2),
    "relu": _on(cnn.relu, X),
    "relu_backward": _on(cnn.relu_backward, X, X),
    "max_pool2d": _on(cnn.max_pool2d, X),
    "max_pool2d, overlapping": _on(cnn.max_pool2d, X, kernel_size=3, stride=2),
    "max_pool2d_backward": _on(cnn.max_pool2d_backward, X, (-1, 32, 7, 7)),
    "max_pool2d_backward, overlapping": _on(cnn.max_pool2d_backward, X, (-1, 32, 6, 6), kernel_size=3, stride=2),
    "avg_pool2d": _on(cnn.avg_pool2d, X),
    "avg_pool2d_backward": _on(cnn.avg_pool2d_backward, X, (-1, 32, 7, 7)),
    "flatten": _on(cnn.flatten, X),
    "unflatten": _on(cnn.unflatten, (-1, 3136), shape=(64, 7, 7)),
    "dense": _on(cnn.dense, (-1, 3136), (100, 3136), (100,)),
    "dense_backward_weight": _on(cnn.dense_backward_weight, (-1, 3136), (-1, 100)),
    "dense_backward_bias": _on(cnn.dense_backward_bias, (-1, 100)),
    "dense_backward_input": _on(cnn.dense_backward_input, (-1, 100), (100, 3136)),
    "softmax": _on(cnn.softmax, (-1, 10)),
    "softmax_cross_entropy": _labelled(cnn.softmax_cross_entropy),
    "softmax_cross_entropy_backward": _labelled(cnn.softmax_cross_entropy_backward),
    "dropout_backward": _on(cnn.dropout_backward, X, X),
    "adam_step": _three_steps,
    "the lecture's network": _network,
}


def sample_calls() -> tuple[list[Call], str]:
    """The calls of the tests, or none and the reason: a bare machine may lack what the tests import, SciPy say."""
    try:
        return gathered()[0], ""
    except ModuleNotFoundError as error:
        return [], str(error)


_LISTED = {name.split(",")[0] for name in FUNCTIONS} | set(NOT_COMPARED)
_CALLS, NOT_GATHERED = sample_calls()
for _call in _CALLS:
    if _call.name not in _LISTED:
        FUNCTIONS.setdefault(_call.name, as_tested(_call))
