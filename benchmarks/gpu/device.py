"""What is measured on: `python -m benchmarks.gpu.device` prints it as a line of JSON, or says why there is no GPU."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import date
from importlib import metadata
from typing import Any


def machine(module: Any) -> dict[str, Any]:
    """Card, driver and versions, through the CuPy module."""
    import textbook_cnn

    runtime = module.cuda.runtime
    return {
        "date": date.today().isoformat(),
        "device": runtime.getDeviceProperties(module.cuda.Device().id)["name"].decode(),
        "driver": driver(),
        "cuda_driver": runtime.driverGetVersion(),
        "cuda_runtime": runtime.runtimeGetVersion(),
        "OPENBLAS_CORETYPE": os.environ.get("OPENBLAS_CORETYPE"),
        "versions": {
            "python": platform.python_version(),
            "cupy": module.__version__,
            "textbook_cnn": textbook_cnn.__version__,
        }
        | {name: version(name) for name in ("numpy", "torch", "array-api-compat")},
    }


def version(name: str) -> str | None:
    """The version of a distribution, or None without it."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def driver() -> str | None:
    """The driver's own version, if nvidia-smi tells."""
    command = ["nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return None
    return (done.stdout.split() or [None])[0]


def headline(about: dict[str, Any]) -> str:
    """One line of it all."""
    versions, cuda = about["versions"], about["cuda_driver"]
    names = {"cupy": "CuPy", "numpy": "NumPy", "torch": "PyTorch", "python": "Python"}
    return ", ".join(
        [
            about["device"],
            f"driver {about['driver'] or 'unknown'} for CUDA {cuda // 1000}.{cuda % 1000 // 10}",
            *(f"{shown} {versions[name] or 'missing'}" for name, shown in names.items()),
            f"OPENBLAS_CORETYPE {about['OPENBLAS_CORETYPE'] or 'not set'}",
        ]
    )


def main() -> int:
    """Print it; 1 and one sentence without a GPU."""
    try:
        from textbook_cnn._devices import cupy

        print(json.dumps(machine(cupy())))
    except ImportError as error:
        print(
            f"error: {error}, and this Python is taken as it is: make gpu PYTHON=… FOLDER=… takes what is missing "
            "from a folder that scripts/pack_gpu.sh makes",
            file=sys.stderr,
        )
        return 1
    except RuntimeError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
