"""Numbers and arrays of NumPy's own types, of which letters have none: what is taken for what."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from ..shipped import agree, shipped

INTEGERS, FLOATS = ("int8", "uint16", "int32", "int64", "bool"), ("float32", "float64")


def drawn(dtype: str, *shape: int) -> np.ndarray:
    """Whole numbers, small enough for every type to hold all sums exactly."""
    return np.random.default_rng(len(shape)).integers(0, 2 if dtype == "bool" else 5, shape).astype(dtype)


def layers() -> Iterator[str]:
    """A convolution layer and its gradients with sizes and arrays of every type, against Python's integers."""
    for image_type, kernel_type in product(INTEGERS + FLOATS, repeat=2):
        X, K, B = drawn(image_type, 2, 2, 5, 6), drawn(kernel_type, 3, 2, 2, 3), drawn(kernel_type, 3)
        for number, pair in product((int, np.int64, np.uint8), (tuple, list)):
            chosen = {"stride": (2, 1), "padding": (1, 2), "dilation": (1, 2)}
            of_layer(X, K, B, {name: pair(map(number, sides)) for name, sides in chosen.items()}, number)
        yield f"images of {image_type}, kernels of {kernel_type}"


def of_layer(X: np.ndarray, K: np.ndarray, B: np.ndarray, keywords: dict[str, Any], number: Any) -> None:
    """Compare one layer with that of Python's integers."""
    exact = [A.astype(object) for A in (X, K, B)]
    plain = {name: tuple(map(int, pair)) for name, pair in keywords.items()}
    Y = shipped("conv2d")(X, K, B, **keywords)
    same("the outputs", shipped("conv2d")(*exact, **plain), "conv2d", Y, X, K)
    dY = drawn(str(X.dtype), *Y.shape)
    kernel, size = tuple(map(number, K.shape[2:])), tuple(map(number, X.shape[2:]))
    dK = shipped("conv2d_backward_kernel")(exact[0], dY.astype(object), K.shape[2:], **plain)
    given = shipped("conv2d_backward_kernel")(X, dY, kernel, **keywords)
    same("∂E/∂K", dK, "conv2d_backward_kernel", given, X, dY)
    dX = shipped("conv2d_backward_input")(dY.astype(object), exact[1], X.shape[2:], **plain)
    same("∂E/∂X", dX, "conv2d_backward_input", shipped("conv2d_backward_input")(dY, K, size, **keywords), dY, K)


def rows() -> Iterator[str]:
    """A dense layer and its gradients with mixtures of every type, against Python's integers."""
    for row_type, weight_type in product(INTEGERS + FLOATS, repeat=2):
        X, W, dY = drawn(row_type, 4, 3), drawn(weight_type, 2, 3), drawn(weight_type, 4, 2)
        x, w, dy = (A.astype(object) for A in (X, W, dY))
        same("the outputs", x @ w.T + dy[0], "dense", shipped("dense")(X, W, dY[0]), X, W)
        same("∂E/∂W", dy.T @ x, "dense_backward_weight", shipped("dense_backward_weight")(X, dY), X, dY)
        same("∂E/∂B", dy.sum(axis=0), "dense_backward_bias", shipped("dense_backward_bias")(dY), dY)
        same("∂E/∂X", dy @ w, "dense_backward_input", shipped("dense_backward_input")(dY, W), dY, W)
        yield f"inputs of {row_type}, weights of {weight_type}"


def steps() -> Iterator[str]:
    """A step of Adam with numbers and arrays of NumPy's in place of Python's numbers, in powers of two."""
    P, G = {"P": np.array([1.0, -2.0])}, {"P": np.array([4.0, -0.5])}
    usual = {"learning_rate": 0.25, "beta1": 0.5, "beta2": 0.75, "epsilon": 0.125}
    state = shipped("adam_init")(P)
    expected, _ = shipped("adam_step")(P, G, state, **usual)
    for shape in ((150, 2), (3, 1, 2), (2,)):
        many, slopes = ({str(key): np.broadcast_to(A["P"], shape) for key in range(40)} for A in (P, G))
        moved, _ = shipped("adam_step")(many, slopes, shipped("adam_init")(many), **usual)
        for A in moved.values():
            agree(f"40 parameters of shape {shape}", np.broadcast_to(expected["P"], shape), "adam_step", A)
        yield f"40 parameters of shape {shape}"
    for name, kind in product(usual, (np.float64, np.float32)):
        moved, _ = shipped("adam_step")(P, G, state, **{**usual, name: kind(usual[name])})
        agree(f"{name} of {kind.__name__}", expected["P"], "adam_step", moved["P"])
        yield f"{name} of {kind.__name__}"
    for dtype in FLOATS:
        rate = np.array(0.25, dtype=dtype)
        moved, _ = shipped("adam_step")(P, G, state._replace(step=np.array(0.0)), **{**usual, "learning_rate": rate})
        agree(f"a rate in an array of {dtype}", expected["P"], "adam_step", moved["P"])
        yield f"a rate in an array of {dtype}"


def same(what: str, exact: np.ndarray, function: str, given: np.ndarray, *arguments: np.ndarray) -> None:
    """Check the numbers, and the type: int64 of integers, else what the floating-point arguments have in common."""
    floats = [A.dtype for A in arguments if A.dtype.kind == "f"]
    expected = np.result_type(*floats) if floats else np.dtype("int64")
    agree(
        f"the type of {what}", np.array(str(expected), dtype=object), function, np.array(str(given.dtype), dtype=object)
    )
    agree(what, exact.astype(expected), function, given)
