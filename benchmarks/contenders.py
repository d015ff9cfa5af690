"""What is measured: each function sets up one contender and returns `run(count)`, which does the work `count` times.

Data are random; all contenders of a case do the same arithmetic on arrays of the same shapes, float32.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from .layers import COSTS, LAYERS, Run


def lecture_network() -> Any:
    """The lecture's network of this package: the one that `python -m textbook_cnn train` trains."""
    from textbook_cnn.commands.train import LECTURE

    return LECTURE


def lecture_module() -> Any:
    """The lecture's network of PyTorch."""
    from torch import nn

    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(3136, 100),
        nn.ReLU(),
        nn.Dropout(0.4),
        nn.Linear(100, 10),
    )


def images(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Random images and labels of Fashion-MNIST's shapes."""
    rng = np.random.default_rng(0)
    return rng.standard_normal((count, 1, 28, 28), dtype=np.float32), rng.integers(0, 10, count)


def step_ours(batch: int) -> Run:
    """Whole training steps through the public `train`."""
    from textbook_cnn import train

    network, data = lecture_network(), cache(images)
    params = network.init(0)

    def run(count: int) -> None:
        train(
            network, params, data(count * batch), epochs=1, batch_size=batch, validation=None, progress=False, workers=2
        )

    return run


def step_torch(batch: int, *, best: bool = True) -> Run:
    """Whole training steps of PyTorch; `best`: channels_last memory and fused Adam."""
    import torch
    from torch.nn.functional import cross_entropy

    torch.set_num_threads(2)
    module = lecture_module().train()
    X, labels = map(torch.from_numpy, images(4096))
    if best:
        module, X = module.to(memory_format=torch.channels_last), X.to(memory_format=torch.channels_last)
    adam = torch.optim.Adam(module.parameters(), 1e-3, fused=best or None)

    def run(count: int) -> None:
        order = torch.randperm(len(X))
        for i in range(count):
            chosen = order[(i * batch) % (len(X) - batch) :][:batch]
            adam.zero_grad(set_to_none=True)
            cross_entropy(module(X[chosen]), labels[chosen]).backward()
            adam.step()

    return run


def step_torch_plain(batch: int) -> Run:
    """Whole training steps of PyTorch as it comes: NCHW memory, default Adam."""
    return step_torch(batch, best=False)


def infer_ours(batch: int) -> Run:
    """Class predictions through the public `predict`."""
    from textbook_cnn import predict

    network = lecture_network()
    params, (X, _) = network.init(0), images(batch)
    return lambda count: [predict(network, params, X) for _ in range(count)]


def infer_torch(batch: int, *, best: bool = True) -> Run:
    """Class predictions of PyTorch without gradients; `best`: channels_last memory."""
    import torch

    torch.set_num_threads(2)
    module, X = lecture_module().eval(), torch.from_numpy(images(batch)[0])
    if best:
        module, X = module.to(memory_format=torch.channels_last), X.to(memory_format=torch.channels_last)

    def run(count: int) -> None:
        with torch.inference_mode():
            for _ in range(count):
                module(X).argmax(1)

    return run


def infer_torch_plain(batch: int) -> Run:
    """Class predictions of PyTorch as it comes, NCHW."""
    return infer_torch(batch, best=False)


def vgg_ours(_: int) -> Run:
    """The thirteen convolution layers of VGG16 and their pools on one photograph, layer by layer."""
    from textbook_cnn import pool_first, vgg16_network

    network = vgg16_network()
    params, X = network.init(0), np.random.default_rng(0).standard_normal((1, 3, 224, 224), dtype=np.float32)
    fast = pool_first(network)  # the same function and parameters

    def run(count: int) -> None:
        for _ in range(count):
            deque(fast.steps(params, X), maxlen=1)  # no cache is kept

    return run


def vgg_torch(_: int, *, best: bool = False) -> Run:
    """The same layers of PyTorch, NCHW or, `best`, channels_last."""
    import torch
    from torch import nn

    torch.set_num_threads(2)
    layers, n = [], 3
    for filters, count in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(count):
            layers += [nn.Conv2d(n, filters, 3, padding=1), nn.ReLU()]
            n = filters
        layers.append(nn.MaxPool2d(2))
    module, X = nn.Sequential(*layers).eval(), torch.randn(1, 3, 224, 224)
    if best:
        module, X = module.to(memory_format=torch.channels_last), X.to(memory_format=torch.channels_last)

    def run(count: int) -> None:
        with torch.inference_mode():
            for _ in range(count):
                module(X)

    return run


def vgg_torch_best(_: int) -> Run:
    """The same layers of PyTorch, channels_last."""
    return vgg_torch(_, best=True)


CASES: dict[str, dict[str, Callable[[int], Run]]] = {
    "training step": {"ours": step_ours, "torch": step_torch, "torch plain": step_torch_plain},
    "inference": {"ours": infer_ours, "torch": infer_torch, "torch plain": infer_torch_plain},
    "VGG16": {"ours": vgg_ours, "torch": vgg_torch, "torch channels_last": vgg_torch_best},
    **LAYERS,
    **COSTS,
}
