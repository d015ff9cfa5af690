"""What this machine is and how fast it is: rates measured for the chapter on fast convolution."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from time import perf_counter, thread_time
from typing import Any

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from .processor import processor

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def describe() -> str:
    """Say which processor, BLAS, threads and versions the seconds of a page belong to."""
    lines = [f"processor         {processor()}, {CORES} cores for this process"]
    for blas in threadpool_info():
        if blas["user_api"] == "blas":
            name = f"{blas['internal_api']} {blas['version']}, kernels for {blas.get('architecture', 'unknown')}"
            lines.append(f"BLAS              {name}, {blas['num_threads']} threads unless told")
    lines.append(f"OPENBLAS_CORETYPE {os.environ.get('OPENBLAS_CORETYPE', 'not set')}")
    lines.append(f"versions          Python {platform.python_version()}, NumPy {np.__version__}")
    return "\n".join(lines)


def keep_freed_memory() -> None:
    """Allocate and free one large block: glibc then keeps what is freed, instead of asking the system each time."""
    np.empty((1 << 25) - (1 << 16), np.uint8)


WARM_UP = 0.4  # seconds: so long the system takes to find memory for new threads, and a core of its own for each


def seconds(
    contenders: Mapping[str, Callable[[], Any]], rounds: int = 9, clock: Callable[[], float] = perf_counter
) -> dict[str, float]:
    """Run the contenders in turn, so that a machine whose speed drifts treats them alike; return medians."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    started, counted = perf_counter(), 0
    while counted < rounds:
        warm = perf_counter() - started > WARM_UP
        counted += warm
        for name, run in contenders.items():
            began = clock()
            run()
            if warm:
                taken[name].append(clock() - began)
    return {name: median(times) for name, times in taken.items()}


def large_product(size: int = 1536) -> tuple[Callable[[], Any], int]:
    """Return a large matrix product in float32, and how many operations it takes."""
    rng = np.random.default_rng(0)
    A, B = (rng.standard_normal((size, size), dtype=np.float32) for _ in range(2))
    return lambda: A @ B, 2 * size**3


def product_rate(threads: int) -> float:
    """Measure the rate of large matrix products, float32, in operations per second."""
    product, operations = large_product()
    with threadpool_limits(threads, "blas"):
        return operations / seconds({"product": product})["product"]


def bandwidth(threads: int, megabytes: int = 96) -> float:
    """Measure how many bytes per second are read and written while arrays larger than any cache are copied."""
    source = [np.ones(megabytes * 2**20 // threads, np.uint8) for _ in range(threads)]
    target = [np.zeros_like(A) for A in source]
    with ThreadPoolExecutor(threads) as pool:
        taken = seconds({"copy": lambda: list(pool.map(np.copyto, target, source))})["copy"]
    return 2 * sum(A.nbytes for A in source) / taken


def layer_seconds(
    network: Any, params: Mapping[str, Any], X: np.ndarray, dY: np.ndarray, rounds: int = 9
) -> tuple[list[str], list[float], list[float]]:
    """Time each layer of a network on one batch: names, seconds of this thread forward and backward (medians)."""
    forward: list[list[float]] = [[] for _ in network.layers]
    backward: list[list[float]] = [[] for _ in network.layers]
    own = [
        {letter: params[f"{name}.{letter}"] for letter in layer.parameters}
        for name, layer in zip(network.names, network.layers)
    ]
    rng = np.random.default_rng(0)
    for _ in range(rounds + 1):
        A, G, caches = X, dY, []
        for layer, parameters, times in zip(network.layers, own, forward):
            began = thread_time()  # other programs that run beside it do not count
            A, cache = layer.forward(parameters, A, rng)
            times.append(thread_time() - began)
            caches.append(cache)
        for i in reversed(range(len(network.layers))):
            began = thread_time()
            G, _ = network.layers[i].backward(own[i], caches[i], G, i > 0)
            backward[i].append(thread_time() - began)
    names = [f"{name} ({type(layer).__name__})" for name, layer in zip(network.names, network.layers)]
    return names, _medians(forward), _medians(backward)


def _medians(times: Sequence[Sequence[float]]) -> list[float]:
    return [median(row[1:]) for row in times]  # without the first turn, which warms up
