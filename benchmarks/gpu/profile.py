"""The stage `profile`: milliseconds of a training step on the GPU, and what the processor asks of it for one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from textbook_cnn import train
from textbook_cnn._devices import cupy
from textbook_cnn.commands.train import LECTURE

from .contenders import as_asked
from .record import Record, first_line, stage

BATCH, STEPS = 128, 40
EPOCHS = 3  # in the first, kernels are compiled and a graph is captured; the last is measured


def step(device: str | None, graph: bool, begin: Callable[[], None], end: Callable[[], None]) -> None:
    """Train on random images; `begin` and `end` are called around the steps of the last epoch."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((BATCH * STEPS, 1, 28, 28), dtype=np.float32)

    def tell(epoch: int, _: Any) -> None:
        if epoch == EPOCHS - 1:
            begin()
        elif epoch == EPOCHS:
            end()

    with as_asked():
        train(
            LECTURE,
            LECTURE.init(0),
            (X, rng.integers(0, 10, len(X))),
            epochs=EPOCHS,
            batch_size=BATCH,
            validation=None,
            progress=False,
            device=device,
            graph=graph,
            on_epoch=tell,
        )


def milliseconds(module: Any, graph: bool) -> float:
    """Of a step, between two events of the GPU."""
    began, ended = module.cuda.Event(), module.cuda.Event()
    step("cuda", graph, began.record, ended.record)
    ended.synchronize()
    return module.cuda.get_elapsed_time(began, ended) / STEPS


def launches(graph: bool) -> dict[str, float]:
    """Of a step: kernels and copies that ran, and launches of either and of graphs, as PyTorch's profiler sees them."""
    from torch.profiler import ProfilerActivity, profile

    profiler = profile(activities=[ProfilerActivity.CPU, ProfilerActivity.CUDA])
    step("cuda", graph, profiler.start, profiler.stop)
    return counted((event.name, event.device_type.name == "CUDA") for event in profiler.events())


def counted(events: Any) -> dict[str, float]:
    """Counts a step, from the name of each event and whether it happened on the GPU."""
    found = dict.fromkeys(("kernels", "copies", "kernel_launches", "graph_launches"), 0.0)
    for name, on_gpu in events:
        if on_gpu:
            found["copies" if name.startswith(("Memcpy", "Memset")) else "kernels"] += 1 / STEPS
        elif "GraphLaunch" in name:
            found["graph_launches"] += 1 / STEPS
        elif "LaunchKernel" in name:
            found["kernel_launches"] += 1 / STEPS
    return {key: round(value, 2) for key, value in found.items()}


def work(record: Record) -> bool:
    """Times of eager steps and of graphs, then what is launched; whether both could be timed."""
    module = cupy()
    steps: dict[str, dict[str, Any]] = {"ours": {}, "ours_graph": {}}
    for key, measure in (("milliseconds", partial(milliseconds, module)), ("launches", launches)):
        for name, row in steps.items():
            try:
                row[key] = measure(name == "ours_graph")
            except Exception as error:
                row[key], row[f"{key}_error"] = None, f"{type(error).__name__}: {first_line(error)}"
            record.keep(batch=BATCH, steps=steps)
            print(f"{name:11}{key} {row[key] if row[key] is not None else row[f'{key}_error']}", flush=True)
    return all(row["milliseconds"] is not None for row in steps.values())


if __name__ == "__main__":
    sys.exit(stage(work))
