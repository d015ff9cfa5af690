"""Epochs of the lecture's network by one contender, in a process of its own; its name is the argument.

Prints one line of JSON: seconds of each epoch but the first, in which kernels are compiled, and the test accuracy.
All contenders train on the same images with the same sizes, schedule and constants of Adam.
"""

from __future__ import annotations

import argparse
import json
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np

from textbook_cnn import evaluate, fashion_mnist, one_cycle, to_float, train
from textbook_cnn._devices import on_device
from textbook_cnn.commands.train import LECTURE

PEAK = 4e-3


class Contender(NamedTuple):
    """Which code trains, whether factors may be rounded to TF32, and whether a step is replayed as a CUDA graph."""

    code: str
    tf32: bool = False
    graph: bool = False


CONTENDERS = {
    "ours_graph": Contender("ours", graph=True),
    "torch": Contender("torch"),
    "torch_graph": Contender("torch", graph=True),
    "ours": Contender("ours"),
    "ours_graph_tf32": Contender("ours", tf32=True, graph=True),
    "torch_tf32": Contender("torch", tf32=True),
    "torch_graph_tf32": Contender("torch", tf32=True, graph=True),
    "ours_tf32": Contender("ours", tf32=True),
}


class Run(NamedTuple):
    """What a contender did: seconds of each epoch, and the share of test images whose class is right."""

    seconds: list[float]
    accuracy: float


def images(split: str, source: str | None) -> tuple[np.ndarray, np.ndarray]:
    """Pixels from −1 to 1, and classes."""
    pixels, labels = fashion_mnist(split, source=source)
    return 2 * to_float(pixels)[:, np.newaxis] - 1, labels


@contextmanager
def as_asked() -> Iterator[None]:
    """Within it, a training that would go on without its CUDA graph fails: eager steps are never taken for a graph."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", "training goes on without a CUDA graph", RuntimeWarning)
        yield


def run_ours(contender: Contender, epochs: int, batch: int, source: str | None, device: str) -> Run:
    """Train with the public `train`."""
    with as_asked():
        params, history = train(
            LECTURE,
            LECTURE.init(0),
            images("train", source),
            epochs=epochs,
            batch_size=batch,
            learning_rate=one_cycle(PEAK),
            validation=None,
            progress=False,
            device=device,
            tf32=contender.tf32,
            graph=contender.graph,
        )
    test = tuple(on_device(A, device) for A in images("test", source))
    return Run(history.seconds, evaluate(LECTURE, params, test).accuracy)


def run_torch(contender: Contender, epochs: int, batch: int, source: str | None, device: str) -> Run:
    """Train with PyTorch: channels_last memory, fused Adam, data on the device once, no reading back in an epoch."""
    import torch

    from ..contenders import lecture_module

    torch.manual_seed(0)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = contender.tf32
    torch.backends.cudnn.benchmark = True
    (X, labels), (T, test_labels) = (map(torch.from_numpy, images(split, source)) for split in ("train", "test"))
    X, T = (A.to(device, memory_format=torch.channels_last) for A in (X, T))
    labels, test_labels = labels.to(device), test_labels.to(device)
    module = lecture_module().to(device, memory_format=torch.channels_last).train()
    step = _torch_step(module, batch, X, labels, device, contender.graph)
    schedule, seconds, N = one_cycle(PEAK), [], len(X)
    batches = -(-N // batch)
    for epoch in range(epochs):
        began, total, order = perf_counter(), torch.zeros((), device=device), torch.randperm(N, device=device)
        for i in range(batches):
            done = (epoch * batches + i) / (epochs * batches - 1)
            total += step(order[i * batch : (i + 1) * batch], schedule(done))
        total.item()  # waits for the device
        seconds.append(perf_counter() - began)
    module.eval()
    with torch.inference_mode():
        right = sum(
            int((module(T[i : i + 512]).argmax(1) == test_labels[i : i + 512]).sum()) for i in range(0, len(T), 512)
        )
    return Run(seconds, right / len(T))


def _torch_step(module: Any, batch: int, X: Any, labels: Any, device: str, graph: bool) -> Any:
    """A function of the chosen images and the learning rate that takes a step and returns the loss."""
    import torch
    from torch.nn.functional import cross_entropy

    rate = torch.tensor(PEAK, device=device)
    adam = torch.optim.Adam(module.parameters(), lr=rate, eps=1e-7, fused=True, capturable=graph)

    def learn(x: Any, t: Any) -> Any:
        adam.zero_grad(set_to_none=True)
        loss = cross_entropy(module(x), t)
        loss.backward()
        adam.step()
        return loss.detach()

    def plain(chosen: Any, value: float) -> Any:
        rate.fill_(value)
        return learn(X[chosen], labels[chosen])

    if not graph:
        return plain
    x, t = X[:batch].clone(memory_format=torch.channels_last), labels[:batch].clone()
    kept = {name: A.clone() for name, A in module.state_dict().items()}
    rate.fill_(0.0)
    captured, loss = _captured(learn, x, t)
    module.load_state_dict(kept)
    for state in adam.state.values():  # as before the first step
        for A in state.values():
            A.zero_()

    def replay(chosen: Any, value: float) -> Any:
        if len(chosen) < batch:
            return plain(chosen, value)
        rate.fill_(value)
        x.copy_(X[chosen])
        t.copy_(labels[chosen])
        captured.replay()
        return loss

    return replay


def _captured(learn: Callable[[Any, Any], Any], x: Any, t: Any) -> tuple[Any, Any]:
    """A CUDA graph of one call of `learn`, which reads x and t anew whenever it is replayed, and the loss it writes."""
    import torch

    aside = torch.cuda.Stream()
    aside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(aside):  # warm up where the capture will happen, as PyTorch asks for
        for _ in range(3):
            learn(x, t)
    torch.cuda.current_stream().wait_stream(aside)
    captured = torch.cuda.CUDAGraph()
    with torch.cuda.graph(captured):
        loss = learn(x, t)
    return captured, loss


def run(name: str, epochs: int, batch: int, source: str | None, device: str) -> Run:
    """Let a contender train; the first epoch, with which kernels are compiled, is not counted."""
    contender = CONTENDERS[name]
    code = {"ours": run_ours, "torch": run_torch}[contender.code]
    seconds, accuracy = code(contender, epochs, batch, source, device)
    return Run(seconds[1:], accuracy)


def main(words: list[str] | None = None) -> None:
    """Print what a contender did as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", choices=CONTENDERS)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--source")
    parser.add_argument("--device", default="cuda")
    arguments = vars(parser.parse_args(words))
    print(json.dumps(run(**arguments)._asdict()))


if __name__ == "__main__":
    main()
