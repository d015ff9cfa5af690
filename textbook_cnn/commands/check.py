"""``python -m textbook_cnn check``: whether the array libraries at hand compute correctly on this machine."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import import_module, metadata
from importlib.util import find_spec
from time import perf_counter
from typing import Any

import numpy as np
from array_api_compat import device
from threadpoolctl import ThreadpoolController

from .. import __version__
from .samples import samples
from .self_test import FORMULA, formula, functions, gradients, in_one_line, network
from .words import say, warn

LIBRARIES = {"numpy": "NumPy", "array_api_strict": "array-api-strict", "torch": "PyTorch", "jax": "JAX", "cupy": "CuPy"}
OUTCOME = {True: "passed", False: "FAILED", None: "left out"}
STATUSES = """exit status: 0 if all that was run is correct; 1 if something is wrong, or the result cannot be printed; 2
if the command line cannot be read."""


@dataclass(frozen=True)
class Row:
    """What was run with one library; `passed` is None where there was nothing to run."""

    library: str
    version: str
    device: str
    what: str
    passed: bool | None
    seconds: float
    message: str = ""


def add_to(commands: Any) -> None:
    """Add the command and its options to a parser's commands."""
    what = "check that the array libraries at hand compute correctly on this machine"
    description = f"{what.capitalize()}, in about ten seconds."
    command = commands.add_parser("check", help=what, description=description, epilog=STATUSES)
    command.add_argument("--json", action="store_true", help="print JSON instead of a table")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check every library, print a table or JSON; 1 if something is wrong."""
    rows = [row for name in LIBRARIES for row in library_rows(name)]
    rows.append(timed(Row("NumPy", np.__version__, "cpu", "gradients of a network", None, 0.0), gradients))
    rows.append(timed(Row("SymPy", metadata.version("sympy"), "", f"proof of {FORMULA}", None, 0.0), formula))
    failed = [row for row in rows if row.passed is False]
    if arguments.json:
        record = {"passed": not failed, "machine": machine(), "rows": [asdict(row) for row in rows]}
        said = say(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        said = say("\n".join([table(rows), "", *(f"{name}: {value}" for name, value in machine().items())]))
    for row in failed:
        warn(f"failed: {row.library}, {row.what}: {row.message}")
    return int(bool(failed) or not said)


def library_rows(name: str) -> Iterator[Row]:
    """What came of one array library: two rows, or one that says why nothing was run."""
    title, start = LIBRARIES[name], perf_counter()
    if find_spec(name) is None:
        yield Row(title, "", "", "not installed", None, 0.0)
        return
    try:
        xp = import_module("jax.numpy" if name == "jax" else name)
        version = metadata.version(name) if name == "jax" else xp.__version__
        if name == "cupy" and not xp.cuda.is_available():
            yield Row(title, version, "", "no GPU found", None, perf_counter() - start)
            return
        where = str(device(xp.asarray(np.zeros(1, "float32"))))
    except (Exception, SystemExit) as error:  # an installation may be broken in any way
        yield Row(title, "", "", "import", False, perf_counter() - start, in_one_line(error))
        return
    dtypes = ("float32", "float64") if name == "numpy" else ("float32",)
    what = f"{len(samples())} functions in {' and '.join(dtypes)}"
    yield timed(Row(title, version, where, what, None, 0.0), lambda: functions(xp.asarray, dtypes))
    yield timed(Row(title, version, where, "network, there and back", None, 0.0), lambda: network(xp.asarray))


def timed(row: Row, check: Callable[[], list[str]]) -> Row:
    """The row with what came of a check, which returns what is wrong or raises it."""
    start = perf_counter()
    try:
        wrong = check()
    except Exception as error:  # whatever a library raises is to be shown
        wrong = [in_one_line(error)]
    seconds = perf_counter() - start
    return Row(row.library, row.version, row.device, row.what, not wrong, seconds, "; ".join(wrong))


def machine() -> dict[str, str]:
    """Versions and settings that a report of an error needs."""
    np.ones((2, 2)) @ np.ones((2, 2))  # a BLAS shows once it has computed
    found = ThreadpoolController().select(user_api="blas").info()
    blas = [" ".join(str(one.get(key, "")) for key in ("internal_api", "version", "architecture")) for one in found]
    return {
        "textbook_cnn": __version__,
        "Python": f"{platform.python_version()}, {platform.system()} {platform.machine()}",
        "BLAS": ", ".join(blas) or "unknown",
        "OPENBLAS_CORETYPE": os.environ.get("OPENBLAS_CORETYPE", "not set"),
    }


def table(rows: list[Row]) -> str:
    """A line for each row."""
    lines = [("library", "version", "device", "what was run", "", "seconds")]
    lines += [(r.library, r.version, r.device, r.what, OUTCOME[r.passed], f"{r.seconds:7.2f}") for r in rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)
