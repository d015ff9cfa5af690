"""The stage `agreement`: every function on the processor against the GPU, first for its values, then for its time."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np

from textbook_cnn._devices import cupy

from .functions import FUNCTIONS, NOT_GATHERED, leaves
from .record import Record, first_line, stage

BATCHES = (17, 1, 128, 3, 257)  # in this order: when time runs out, every function has been compared at some
TIMED = (128,)
TOLERANCE = 1e-4  # of the largest value: both sides sum some thousand float32 products, in different orders
REPEATS = 5
SPARE = 2  # seconds: no case is begun later


class Device(NamedTuple):
    """How arrays get to a device and back, and how its end is waited for."""

    put: Callable[[np.ndarray], Any]
    get: Callable[[Any], np.ndarray]
    wait: Callable[[], None]


def compare(device: Device, batches: tuple[int, ...], left: Callable[[], float]) -> list[dict[str, Any]]:
    """For each batch size and function, the largest relative difference or the error, while time is left."""
    rows = []
    for batch in batches:
        for name in FUNCTIONS:
            if left() < SPARE:
                return rows
            rows.append({"function": name, "batch": batch} | _compared(device, name, batch))
    return rows


def _compared(device: Device, name: str, batch: int) -> dict[str, Any]:
    function, arrays = FUNCTIONS[name](batch, np.random.default_rng(batch))
    expected = leaves(function(*arrays))
    try:
        found = [device.get(A) for A in leaves(function(*_moved(arrays, device.put)))]
    except Exception as error:
        return {"error": f"{type(error).__name__}: {first_line(error)}"}
    difference = max(map(_difference, found, expected))
    if np.isinf(difference):
        return {"error": "another shape or dtype, or values that are no numbers"}
    return {"difference": difference}


def time_all(device: Device, rows: list[dict[str, Any]], left: Callable[[], float]) -> None:
    """Add the milliseconds of a call on either side to the rows that are timed, while time is left."""
    for row in rows:
        if left() < SPARE:
            return
        if row["batch"] in TIMED and "difference" in row:
            function, arrays = FUNCTIONS[row["function"]](row["batch"], np.random.default_rng(0))
            there = _moved(arrays, device.put)
            row["milliseconds"] = _time(function, there, device.wait)
            row["milliseconds_numpy"] = _time(function, arrays, lambda: None)


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


def _time(function: Callable[..., Any], arrays: tuple[Any, ...], wait: Callable[[], None]) -> float:
    """Median milliseconds of a call; the device has ended what went before, and the call itself."""
    seconds = []
    for _ in range(REPEATS):
        wait()
        began = perf_counter()
        function(*arrays)
        wait()
        seconds.append(perf_counter() - began)
    return statistics.median(seconds) * 1e3


def wrong(rows: list[dict[str, Any]]) -> list[str]:
    """A line for each case that differs or fails."""
    return [
        f"{row['function']} at batch {row['batch']}: " + (row.get("error") or f"differs by {row['difference']:.1e}")
        for row in rows
        if "error" in row or row["difference"] > TOLERANCE
    ]


def judge(record: Record, device: Device) -> bool:
    """Compare and time; whether every function was compared at some batch, and none differs."""
    record.keep(tolerance=TOLERANCE, batches=sorted(BATCHES), functions=[])
    if NOT_GATHERED:
        record.keep(not_gathered=NOT_GATHERED)
        print(f"functions without a line in functions.py are left out: {NOT_GATHERED}")
    rows = compare(device, BATCHES, record.left)
    lines, cases = wrong(rows), len(FUNCTIONS) * len(BATCHES)
    record.keep(functions=rows, not_compared=cases - len(rows))
    print(
        "\n".join([*lines, f"{len(rows) - len(lines)} of {len(rows)} comparisons agree, {cases - len(rows)} not made"])
    )
    time_all(device, rows, record.left)
    record.keep(functions=rows)
    return not lines and {row["function"] for row in rows} == set(FUNCTIONS)


def work(record: Record) -> bool:
    """The stage on a GPU."""
    module = cupy()
    return judge(record, Device(module.asarray, lambda A: A.get(), module.cuda.Device().synchronize))


if __name__ == "__main__":
    sys.exit(stage(work))
