"""The stage `epochs`: all contenders in turn, each in a process of its own, for as many rounds as there is time."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from time import monotonic
from typing import Any

from .contenders import CONTENDERS
from .record import Record, stage
from .stages import ROOT

EPOCHS, FEWER_EPOCHS = 6, 3  # the first of them is not counted
SHORT = 90  # seconds: with less, fewer epochs
MOST_ROUNDS = 5
LONGEST = 45  # seconds for a contender, that one which hangs leaves time for the others
SPARE = 1.3  # times what a contender took in the round before, or it is not begun again
TORCH, TORCH_GRAPH = "torch", "torch_graph"

Runs = dict[str, list[dict[str, Any]]]


def turns() -> Iterator[tuple[int, str]]:
    """Rounds and contenders: forward and back, so that a card that gets warmer favours nobody."""
    for number in range(MOST_ROUNDS):
        for name in list(CONTENDERS)[:: -1 if number % 2 else 1]:
            yield number, name


def measure(record: Record, words: list[str]) -> Runs:
    """Let the contenders run while there is time; what is finished is in the record."""
    found: Runs = {name: [] for name in CONTENDERS}
    took: dict[str, float] = {}
    for number, name in turns():
        if record.left() < SPARE * took.get(name, 1) or any("error" in run for run in found[name]):
            continue
        began = monotonic()
        found[name].append(_one(name, words, min(LONGEST, record.left())))
        took[name] = monotonic() - began
        record.keep(runs=found, contenders=summary(found))
        print(f"round {number + 1}: {line(name, record.content['contenders'][name])}", flush=True)
    return found


def _one(name: str, words: list[str], seconds: float) -> dict[str, Any]:
    """What one contender printed, or its error."""
    command = [sys.executable, "-m", "benchmarks.gpu.contenders", name, *words]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=seconds)
    except subprocess.TimeoutExpired:
        return {"error": f"it was ended after {seconds:.0f} s"}
    if done.returncode:
        return {"error": (done.stderr.strip().splitlines() or [f"it ended with status {done.returncode}"])[-1]}
    return json.loads(done.stdout.splitlines()[-1])


def summary(found: Runs) -> dict[str, dict[str, Any]]:
    """Medians by contender, and their ratios to PyTorch's with the same rounding; an error where no number is."""
    rows: dict[str, dict[str, Any]] = {}
    for name, runs in found.items():
        well = [run for run in runs if "error" not in run]
        errors = [run["error"] for run in runs if "error" in run]
        rows[name] = {"error": errors[0]} if errors else {}
        if well:
            rows[name] |= {
                "seconds": statistics.median(second for run in well for second in run["seconds"]),
                "accuracy": statistics.median(run["accuracy"] for run in well),
                "rounds": len(well),
            }
    for name, row in rows.items():
        suffix = "_tf32" if CONTENDERS[name].tf32 else ""
        for key, base in (("ratio", TORCH), ("ratio_graph", TORCH_GRAPH)):
            beside = rows.get(base + suffix, {}).get("seconds")
            if beside and "seconds" in row:
                row[key] = row["seconds"] / beside
    return rows


def line(name: str, row: dict[str, Any]) -> str:
    """What is known of a contender, in one line."""
    words = [f"{row['seconds']:.3f} s an epoch", f"accuracy {row['accuracy']:.4f}"] if "seconds" in row else []
    words += [
        f"{row[key]:.2f} of {what}" for key, what in (("ratio", TORCH), ("ratio_graph", TORCH_GRAPH)) if key in row
    ]
    words += [row["error"]] if "error" in row else []
    return f"{name:17}" + ", ".join(words or ["not run"])


def judge(record: Record, words: list[str]) -> bool:
    """Measure and print; whether every contender has a number."""
    epochs = EPOCHS if record.left() >= SHORT else FEWER_EPOCHS
    record.keep(epochs=epochs, batch=128, network="the lecture's", runs={}, contenders={})
    rows = summary(measure(record, ["--epochs", str(epochs), *words]))
    print("\n".join(line(name, row) for name, row in rows.items()))
    return all("seconds" in row and "error" not in row for row in rows.values())


if __name__ == "__main__":
    sys.exit(stage(lambda record: judge(record, [])))
