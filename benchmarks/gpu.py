"""`make gpu`: every function on the processor against the GPU, and epochs against PyTorch's; a JSON file of it all.

`python -m benchmarks.gpu --check` only says whether there is a GPU to measure.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import statistics
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

import textbook_cnn
from textbook_cnn._devices import cupy

from .gpu_epochs import CONTENDERS
from .gpu_functions import FUNCTIONS, leaves

RESULTS = Path(__file__).parent / "results"
BATCHES = (1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 127, 128, 129, 255, 256, 257)
TOLERANCE = 1e-4  # of the largest value: both sides sum some thousand float32 products, in different orders
TORCH = "torch"  # whose seconds an epoch are 1 in the ratios

Device = tuple[Callable[[np.ndarray], Any], Callable[[Any], np.ndarray], Callable[[], None]]


def agreement(device: Device, batches: tuple[int, ...] = BATCHES, repeats: int = 5) -> list[dict]:
    """For each function and batch size: the largest relative difference, and milliseconds on either side."""
    rows = []
    for name, sample in FUNCTIONS.items():
        for batch in batches:
            function, arrays = sample(batch, np.random.default_rng(batch))
            there = _moved(arrays, device[0])
            expected, found = leaves(function(*arrays)), [device[1](A) for A in leaves(function(*there))]
            rows.append(
                {
                    "function": name,
                    "batch": batch,
                    "difference": max(map(_difference, found, expected)),
                    "milliseconds": _time(function, there, device[2], repeats),
                    "milliseconds_numpy": _time(function, arrays, lambda: None, repeats),
                }
            )
    return rows


def _moved(arrays: Any, to_device: Callable[[np.ndarray], Any]) -> Any:
    if isinstance(arrays, np.ndarray):
        return to_device(arrays)
    if isinstance(arrays, dict):
        return {key: _moved(A, to_device) for key, A in arrays.items()}
    if isinstance(arrays, tuple):
        parts = [_moved(A, to_device) for A in arrays]
        return type(arrays)(*parts) if hasattr(arrays, "_fields") else tuple(parts)
    return arrays


def _difference(found: np.ndarray, expected: np.ndarray) -> float:
    """Largest difference, relative to the largest value; infinite if shape or dtype differ or a value is no number."""
    if found.shape != expected.shape or found.dtype != expected.dtype or not np.isfinite(found).all():
        return float("inf")
    scale = float(np.abs(expected).max(initial=0)) or 1.0
    return float(np.abs(found.astype(float) - expected).max(initial=0)) / scale


def _time(function: Callable[..., Any], arrays: tuple[Any, ...], wait: Callable[[], None], repeats: int) -> float:
    """Median milliseconds of a call; the device has ended what went before, and the call itself."""
    seconds = []
    for _ in range(repeats):
        wait()
        began = perf_counter()
        function(*arrays)
        wait()
        seconds.append(perf_counter() - began)
    return statistics.median(seconds) * 1e3


def epochs(rounds: int = 3, **options: Any) -> dict[str, dict]:
    """All contenders in turn, `rounds` times: median seconds an epoch, their ratio to plain PyTorch's, accuracies."""
    found: dict[str, list[dict]] = {name: [] for name in CONTENDERS}
    words = [word for key, value in options.items() for word in (f"--{key}", str(value))]
    for _ in range(rounds):
        for name in CONTENDERS:
            command = [sys.executable, "-m", "benchmarks.gpu_epochs", name, *words]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                found[name].append({"error": (done.stderr.strip().splitlines() or ["no message"])[-1]})
            else:
                found[name].append(json.loads(done.stdout.splitlines()[-1]))
    return summary(found)


def summary(found: dict[str, list[dict]]) -> dict[str, dict]:
    """Medians and ratios of what the contenders printed; an error in place of numbers that are not there."""
    rows = {}
    for name, runs in found.items():
        errors = [run["error"] for run in runs if "error" in run]
        if errors:
            rows[name] = {"error": errors[0]}
            continue
        seconds = statistics.median(second for run in runs for second in run["seconds"])
        rows[name] = {"seconds": seconds, "accuracy": [run["accuracy"] for run in runs]}
    base = rows.get(TORCH, {}).get("seconds")
    for row in rows.values():
        if base and "seconds" in row:
            row["ratio"] = row["seconds"] / base
    return rows


def machine(module: Any) -> dict[str, Any]:
    """What was measured on: card, driver, versions."""
    runtime = module.cuda.runtime
    versions = {}
    for name in ("torch", "array-api-compat"):
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = None
    return {
        "device": runtime.getDeviceProperties(module.cuda.Device().id)["name"].decode(),
        "cuda_driver": runtime.driverGetVersion(),
        "cuda_runtime": runtime.runtimeGetVersion(),
        "versions": versions
        | {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "cupy": module.__version__,
            "textbook_cnn": textbook_cnn.__version__,
        },
    }


def main(words: list[str] | None = None) -> int:
    """Measure and write; 1 without a GPU, or if a function differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only look whether there is a GPU")
    arguments = parser.parse_args(words)
    try:
        module = cupy()
    except RuntimeError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    record = machine(module)
    print(f"{record['device']}, CuPy {module.__version__}")
    if arguments.check:
        return 0
    device = module.asarray, lambda A: A.get(), module.cuda.Device().synchronize
    record |= {"tolerance": TOLERANCE, "functions": agreement(device), "epochs": epochs()}
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"gpu-{re.sub('[^a-z0-9]+', '-', record['device'].lower()).strip('-')}.json"
    path.write_text(json.dumps(record, indent=1))
    print(report(record))
    print(f"written to {path}")
    return int(any(row["difference"] > TOLERANCE for row in record["functions"]))


def report(record: dict[str, Any]) -> str:
    """What differs, if anything, and a line a contender."""
    wrong = [row for row in record["functions"] if row["difference"] > record["tolerance"]]
    lines = [f"{row['function']} at batch {row['batch']} differs by {row['difference']:.1e}" for row in wrong]
    lines.append(f"{len(record['functions']) - len(wrong)} of {len(record['functions'])} comparisons agree")
    for name, row in record["epochs"].items():
        ratio = f"{row['ratio']:.2f} of PyTorch's" if "ratio" in row else "PyTorch has no number"
        lines.append(
            f"{name:17}"
            + (
                row.get("error")
                or f"{row['seconds']:.3f} s an epoch, {ratio}, accuracy {statistics.median(row['accuracy']):.4f}"
            )
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
