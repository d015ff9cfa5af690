"""The stages of `make gpu`: each a process of its own that is ended at its limit, with all it has started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from .record import FAILED, LATE, PASSED, RESULTS, RUNNING, path_of, write

ROOT = Path(__file__).parents[2]
GRACE = 4  # seconds between the moment by which a stage should end by itself and that at which it is ended


class Stage(NamedTuple):
    """A stage: what its file is called, its module, and the most seconds it gets."""

    name: str
    module: str
    seconds: float


STAGES = (
    Stage("tests", "benchmarks.gpu.suite", 120),
    Stage("agreement", "benchmarks.gpu.agreement", 60),
    Stage("profile", "benchmarks.gpu.profile", 20),
    Stage("epochs", "benchmarks.gpu.epochs", 180),  # last: it fits itself into what is left
)


class Ended(NamedTuple):
    """How a stage ended, and after how many seconds."""

    name: str
    status: str
    seconds: float
    path: Path


def run_all(
    stages: tuple[Stage, ...],
    about: Mapping[str, Any],
    environment: Mapping[str, str],
    left: Callable[[], float],
    results: Path = RESULTS,
) -> list[Ended]:
    """Run the stages in turn, each within its limit and what is left of the whole; none stops the next."""
    return [run_stage(each, about, environment, min(each.seconds, left()), results) for each in stages]


def run_stage(
    each: Stage, about: Mapping[str, Any], environment: Mapping[str, str], seconds: float, results: Path = RESULTS
) -> Ended:
    """Run a stage, and see to it that its file says how it ended."""
    path = path_of(about["device"], each.name, results.resolve())
    write(path, {**about, "stage": each.name, "status": RUNNING})
    print(f"--- {each.name}, at most {seconds:.0f} s", flush=True)
    began, soft = monotonic(), max(seconds - GRACE, seconds / 2)
    code = run_within(seconds, [sys.executable, "-m", each.module, str(path), f"{soft:.1f}"], environment)
    content = json.loads(path.read_text(encoding="utf-8"))
    if code is None:
        content |= {"status": LATE, "why": f"it was ended after {seconds:.0f} s"}
    elif content["status"] == RUNNING or (code and content["status"] == PASSED):
        content |= {"status": FAILED, "why": f"its process ended with status {code}"}
    content["stage_seconds"] = round(monotonic() - began, 1)
    write(path, content)
    return Ended(each.name, content["status"], content["stage_seconds"], path)


def run_within(seconds: float, command: list[str], environment: Mapping[str, str]) -> int | None:
    """Exit status of a command; None if it ran longer. What is left of its group is ended in either case."""
    if seconds <= 0:
        return None
    with subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True) as process:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            end_group(process.pid)


def end_group(group: int) -> None:
    """End what is left of a group of processes."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return  # all have ended by themselves
