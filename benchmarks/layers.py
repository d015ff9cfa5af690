"""Contenders for single layers: forward, and forward with backward, of this package and of PyTorch.

The layers are the lecture's, or one convolution layer whose batch, image side or number of channels is the size.
PyTorch keeps its arrays channels_last, which is its faster way here; ours lie as `Network` leaves them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Run = Callable[[int], Any]
Case = dict[str, Callable[[int], Run]]


def _draw(*shape: int) -> np.ndarray:
    return np.random.default_rng(0).standard_normal(shape, dtype=np.float32)


def _ours(layer: Any, shape: tuple[int, ...], backward: bool, batch: int) -> Run:
    """Run a layer of this package on arrays whose batch lies last in memory."""
    from textbook_cnn import Network
    from textbook_cnn.training.threads import worker_pool

    network = Network([layer], shape)
    params, X = network.init(0), np.moveaxis(_draw(*shape, batch), -1, 0)
    dY = np.moveaxis(_draw(*network.output_shape, batch), -1, 0)

    def run(count: int) -> None:
        with worker_pool(1):
            for _ in range(count):
                _, cache = network.forward(params, X)
                if backward:
                    network.backward(params, cache, dY)

    return run


def _torch(module: Callable[[], Any], shape: tuple[int, ...], backward: bool, batch: int) -> Run:
    """Run a module of PyTorch, channels_last."""
    import torch

    torch.set_num_threads(2)
    layer = module()
    X = torch.from_numpy(_draw(batch, *shape))
    if len(shape) == 3:
        layer, X = layer.to(memory_format=torch.channels_last), X.contiguous(memory_format=torch.channels_last)
    X.requires_grad_(backward)
    dY = torch.ones_like(layer(X))

    def run(count: int) -> None:
        for _ in range(count):
            if backward:
                X.grad = None
                layer(X).backward(dY)
            else:
                with torch.inference_mode():
                    layer(X)

    return run


def _pair(ours: Callable[[], Any], theirs: Callable[[Any], Any], shape: tuple[int, ...], backward: bool) -> Case:
    """Make a case out of a layer of ours and a module of PyTorch's; the size is the batch."""

    def torch(batch: int) -> Run:
        from torch import nn

        return _torch(lambda: theirs(nn), shape, backward, batch)

    def this(batch: int) -> Run:
        import textbook_cnn

        return _ours(ours(textbook_cnn), shape, backward, batch)

    return {"ours": this, "torch": torch}


_LAYERS = {
    "convolution 1→32 on 28×28": (
        lambda cnn: cnn.Conv2D(32, 3, padding="same"),
        lambda nn: nn.Conv2d(1, 32, 3, padding=1),
        (1, 28, 28),
    ),
    "convolution 32→64 on 14×14": (
        lambda cnn: cnn.Conv2D(64, 3, padding="same"),
        lambda nn: nn.Conv2d(32, 64, 3, padding=1),
        (32, 14, 14),
    ),
    "max pool 32 on 28×28": (lambda cnn: cnn.MaxPool2D(2), lambda nn: nn.MaxPool2d(2), (32, 28, 28)),
    "ReLU 32 on 14×14": (lambda cnn: cnn.ReLU(), lambda nn: nn.ReLU(), (32, 14, 14)),
    "dense 3136→100": (lambda cnn: cnn.Dense(100), lambda nn: nn.Linear(3136, 100), (3136,)),
}

LAYERS: dict[str, Case] = {
    f"{name}, {way}": _pair(ours, theirs, shape, backward)
    for name, (ours, theirs, shape) in _LAYERS.items()
    for way, backward in (("forward", False), ("forward and backward", True))
}


def _scaled(of: Callable[[int], tuple[int, int, int]]) -> Case:
    """Make a case out of a convolution layer whose (batch, channels, side) depends on the size."""

    def ours(size: int) -> Run:
        from textbook_cnn import Conv2D

        batch, channels, side = of(size)
        return _ours(Conv2D(channels, 3, padding="same"), (channels, side, side), True, batch)

    def torch(size: int) -> Run:
        from torch import nn

        batch, channels, side = of(size)
        return _torch(lambda: nn.Conv2d(channels, channels, 3, padding=1), (channels, side, side), True, batch)

    return {"ours": ours, "torch": torch}


COSTS: dict[str, Case] = {
    "cost against batch": _scaled(lambda batch: (batch, 32, 14)),
    "cost against side": _scaled(lambda side: (8, 16, side)),
    "cost against channels": _scaled(lambda channels: (16, channels, 14)),
}
