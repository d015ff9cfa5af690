"""The JSON file of a stage: whole at every moment, and filled while the stage goes on."""

from __future__ import annotations

import argparse
import json
import re
import traceback
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

RESULTS = Path(__file__).parents[1] / "results"
RUNNING, PASSED, FAILED, LATE = "running", "passed", "failed", "out of time"


def path_of(device: str, stage: str, folder: Path = RESULTS) -> Path:
    """The file of a stage's results in a folder of results."""
    card = re.sub("[^a-z0-9]+", "-", device.lower()).strip("-")
    return folder / f"gpu-{card}-{stage}.json"


def write(path: Path, content: dict[str, Any]) -> None:
    """Write all of it, or leave the file as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    try:
        partial.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


class Record:
    """What a stage has found so far, and the moment by which it should have ended."""

    def __init__(self, path: Path, seconds: float) -> None:
        self.path, self.deadline = path, monotonic() + seconds
        self.content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))

    def keep(self, **found: Any) -> None:
        """Add what was found, and write it down."""
        self.content |= found
        write(self.path, self.content)

    def left(self) -> float:
        """Seconds that are left."""
        return self.deadline - monotonic()


def stage(work: Callable[[Record], bool], words: list[str] | None = None) -> int:
    """Do a stage's work in this process, and note whether it went well; 1 if not."""
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    parser.add_argument("seconds", type=float)
    arguments = parser.parse_args(words)
    record = Record(arguments.record, arguments.seconds)
    try:
        well = work(record)
    except Exception as error:
        traceback.print_exc()
        record.keep(status=FAILED, why=f"{type(error).__name__}: {first_line(error)}")
        return 1
    record.keep(status=PASSED if well else FAILED)
    return int(not well)


def first_line(error: Exception) -> str:
    """The first line of an error's message: CUDA's go on for many."""
    return (str(error).splitlines() or [""])[0]
