"""Contenders in turn, so that a machine whose speed drifts treats them alike; ratios block by block."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from time import perf_counter
from typing import NamedTuple

from .contenders import CASES

# glibc keeps what is freed, for all contenders: else PyTorch's step takes thousands of page faults, as ours would.
ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": str(1 << 28), "MALLOC_TRIM_THRESHOLD_": str(1 << 30)}


class Row(NamedTuple):
    """One contender: medians over quiet blocks, and the ratio to the reference, block by block."""

    case: str
    size: int
    contender: str
    milliseconds: float
    ratio: float  # median over quiet blocks, reference = 1
    ratio_low: float  # first and
    ratio_high: float  # third quartile
    faults: float
    cpu_milliseconds: float
    peak_megabytes: float
    blocks: int


def duel(case: str, size: int, *, reference: str = "torch", seconds: float = 30, block: float = 0.4) -> list[Row]:
    """Run all contenders of a case in turn for `seconds`, in blocks of about `block` seconds."""
    workers = {name: _start(case, name, size) for name in CASES[case]}
    try:
        counts = {name: max(1, round(block / _ask(worker, 2)[0])) for name, worker in workers.items()}
        rounds, began = [], perf_counter()
        while perf_counter() - began < seconds:
            rounds.append({name: _ask(worker, counts[name]) for name, worker in workers.items()})
    finally:
        for worker in workers.values():
            worker.stdin.close()
            worker.wait()
    quiet = _quiet(rounds, reference)
    return [_row(case, size, name, quiet, reference) for name in workers]


def _quiet(rounds: list[dict], reference: str) -> list[dict]:
    """The half of the rounds in which all contenders together were fastest."""
    best = {name: min(r[name][0] for r in rounds) for name in rounds[0]}
    ranked = sorted(rounds, key=lambda r: sum(r[name][0] / best[name] for name in best))
    return ranked[: max(1, (len(ranked) + 1) // 2)]


def _row(case: str, size: int, name: str, rounds: list[dict], reference: str) -> Row:
    ratios = [r[name][0] / r[reference][0] for r in rounds]
    low, middle, high = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else ratios * 3
    seconds, faults, busy, peak = (statistics.median(r[name][k] for r in rounds) for k in range(4))
    return Row(case, size, name, seconds * 1e3, middle, low, high, faults, busy * 1e3, peak, len(rounds))


def _start(case: str, name: str, size: int) -> subprocess.Popen:
    command = [sys.executable, "-m", "benchmarks.worker", case, name, str(size)]
    worker = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | ALLOCATOR
    )
    if worker.stdout.readline().strip() != "ready":
        raise RuntimeError(f"{' '.join(command)} did not start (exit code {worker.wait()})")
    return worker


def _ask(worker: subprocess.Popen, count: int) -> list[float]:
    worker.stdin.write(f"{count}\n")
    worker.stdin.flush()
    return json.loads(worker.stdout.readline())
