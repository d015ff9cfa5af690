"""Whole numbers through layers and networks, of more images, channels and pixels than letters could be followed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from ..shipped import agree, shipped

LAYERS = ((1, 7, 3, 9, 8), (70, 1, 1, 4, 5), (2, 3, 70, 5, 4), (1, 1, 2, 3, 75), (1, 2, 1, 71, 4))
PADDINGS = ("valid", "same", ((2, 0), (1, 3)))


def whole(*shape: int, seed: int = 0) -> np.ndarray:
    """Multiples of eight, so that halves and quarters of their sums are exact."""
    return 8.0 * np.random.default_rng(seed).integers(-9, 10, shape)


def other_ways() -> Iterator[str]:
    """The layer by loops, shifts and Winograd's products, against the layer that is proved for all sizes."""
    for (N, n, d, H, W), padding in product(LAYERS, PADDINGS):
        X, K = whole(N, n, H, W), whole(d, n, 3, 3, seed=1)
        Y = shipped("conv2d")(X, K, padding=padding)
        for function in ("conv2d_loops", "conv2d_shifts", "conv2d_winograd"):
            agree(f"{N} images of {n}×{H}×{W}", Y, function, shipped(function)(X, K, padding=padding))
        given = shipped("conv2d_fourier")(X, K, padding=padding)
        near = np.where(abs(given - Y) <= 1e-12 * abs(Y).max(), Y, given)  # whole numbers, but for rounding
        agree(f"{N} images of {n}×{H}×{W}", Y, "conv2d_fourier", near)
        dK, dX = whole(*Y.shape, seed=2), shipped("conv2d_backward_input")
        given = shipped("conv2d_backward_kernel_loops")(X, dK, (3, 3), padding=padding)
        right = shipped("conv2d_backward_kernel")(X, dK, (3, 3), padding=padding)
        agree(f"∂E/∂K for {N} images of {n}×{H}×{W}", right, "conv2d_backward_kernel_loops", given)
        given = shipped("conv2d_backward_input_loops")(dK, K, (H, W), padding=padding)
        agree(
            f"∂E/∂X for {N} images of {n}×{H}×{W}",
            dX(dK, K, (H, W), padding=padding),
            "conv2d_backward_input_loops",
            given,
        )
        yield f"{N} images of {n}×{H}×{W}, {d} filters, padding {padding}"
    for length in (3, 4, 150, 151):
        x, k = whole(length), whole(3, seed=1)
        agree(f"{length} samples", np.correlate(x, k), "correlate1d_winograd", shipped("correlate1d_winograd")(x, k))
        yield f"{length} samples"


def network(size: tuple[int, int], groups: int, *between: Any) -> Any:
    """Every kind of layer, with channels and units of their own."""
    layers = [
        shipped("Conv2D")(2, 3, padding="same"),
        shipped("Conv2D")(6, (2, 3), stride=2, groups=groups),
        *(shipped("ReLU")(), shipped("MaxPool2D")(2, stride=1), shipped("Flatten")()),
        *(shipped("Dense")(7), shipped("ReLU")(), *between, shipped("Dense")(3)),
    ]
    return shipped("Network")(layers, (3, *size))


def one_by_one() -> Iterator[str]:
    """A network of many images at once gives what it gives them one by one; gradients add up."""
    for N, size, groups in product((2, 70), ((9, 8), (17, 6)), (1, 2)):
        net = network(size, groups)
        params = {key: np.sign(whole(*shape, seed=k)) for k, (key, shape) in enumerate(net.parameter_shapes.items())}
        X, dY = whole(N, 3, *size), whole(N, 3, seed=9)
        Y, cache = net.forward(params, X)
        inference, _ = network(size, groups, shipped("Dropout")(0.5)).forward(params, X)
        agree(f"outputs of {N}, where nothing is dropped", Y, "Network.forward", inference)
        dX, grads = net.backward(params, cache, dY)
        single = [net.forward(params, X[b : b + 1]) for b in range(N)]
        backward = [net.backward(params, each, dY[b : b + 1]) for b, (_, each) in enumerate(single)]
        agree(f"outputs of {N}", np.concatenate([each for each, _ in single]), "Network.forward", Y)
        agree(f"∂E/∂X of {N}", np.concatenate([each for each, _ in backward]), "Network.backward", dX)
        for key, found in grads.items():
            agree(f"∂E/∂{key} of {N}", sum(each[key] for _, each in backward), "Network.backward", found)
        yield f"{N} images of {size}, {groups} groups"
