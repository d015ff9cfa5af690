"""`make gpu`: tests, agreement with the processor, a profile of a step, and epochs against PyTorch's.

    python -m benchmarks.gpu [--folder FOLDER] [--only STAGE …] [--results FOLDER] [--seconds S]

Runs with the Python at hand and installs nothing. FOLDER has wheels/, from which comes what this Python lacks, and
data/, Fashion-MNIST: scripts/pack_gpu.sh makes it. Each stage has a time limit, and writes a JSON file as it goes.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Any

from . import stages
from .device import headline
from .record import PASSED, RESULTS
from .wheels import unpacked

SECONDS = 340  # for it all: with the look for a card before, six minutes
LOOK = 60  # at most, for finding the GPU


def main(words: list[str] | None = None) -> int:
    """Run the stages; 1 without a GPU, or if one of them has not passed."""
    arguments = parsed(words)
    began = monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended, and folders removed
    with unpacked(arguments.folder and arguments.folder / "wheels") as place:
        environment = surroundings(os.environ, place, arguments.folder)
        about = described(environment)
        if about is None:
            return 1
        print(headline(about), flush=True)
        chosen = tuple(each for each in stages.STAGES if not arguments.only or each.name in arguments.only)
        ended = stages.run_all(
            chosen, about, environment, lambda: arguments.seconds - (monotonic() - began), arguments.results
        )
    print("\n" + "\n".join(f"{each.name:10}{each.status}, {each.seconds:.0f} s, {each.path}" for each in ended))
    return int(any(each.status != PASSED for each in ended))


def parsed(words: list[str] | None) -> argparse.Namespace:
    """The arguments of the command, checked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gpu", description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, help="with wheels/ and data/, as scripts/pack_gpu.sh makes it")
    parser.add_argument("--only", nargs="+", choices=[each.name for each in stages.STAGES], help="these stages alone")
    parser.add_argument(
        "--results", type=Path, default=RESULTS, help="where the files go; benchmarks/results if left out"
    )
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"for it all; {SECONDS} if left out")
    arguments = parser.parse_args(words)
    if arguments.folder and not all((arguments.folder / name).is_dir() for name in ("wheels", "data")):
        parser.error(
            f"--folder: expected a folder with wheels/ and data/, as scripts/pack_gpu.sh makes it, "
            f"got {arguments.folder}"
        )
    return arguments


def surroundings(given: Mapping[str, str], place: Path | None, folder: Path | None) -> dict[str, str]:
    """The environment of the stages: this tree first, then what was unpacked, and where the data lie."""
    paths = [str(stages.ROOT), str(place or ""), given.get("PYTHONPATH", "")]
    found = {**given, "PYTHONPATH": os.pathsep.join(path for path in paths if path), "PYTHONUNBUFFERED": "1"}
    if folder:
        found["TEXTBOOK_CNN_DATA"] = str((folder / "data").resolve())
    return found


def described(environment: Mapping[str, str]) -> dict[str, Any] | None:
    """What is measured on; None, after saying why, without a GPU."""
    command = [sys.executable, "-m", "benchmarks.gpu.device"]
    try:
        done = subprocess.run(
            command, cwd=stages.ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False, timeout=LOOK
        )
    except subprocess.TimeoutExpired:
        print(f"error: CuPy has not found the GPU within {LOOK} s", file=sys.stderr)
        return None
    return None if done.returncode else json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.exit(main())
