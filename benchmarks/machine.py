"""What a measurement has to be read with: the machine, the BLAS and its threads, versions."""

from __future__ import annotations

import os
import platform
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

from textbook_cnn.training.threads import processors

PACKAGES = ("numpy", "torch", "array-api-compat", "threadpoolctl", "sympy")


def machine() -> dict[str, Any]:
    """Describe this process's machine and libraries."""
    np.ones((2, 2)) @ np.ones((2, 2))
    (blas, *_) = ThreadpoolController().select(user_api="blas").info() or [{}]
    return {
        "date": date.today().isoformat(),
        "processor": processor(),
        "cores": processors(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "blas": f"{blas.get('internal_api', 'unknown')} {blas.get('version', '')}".strip(),
        "blas_kernels": blas.get("architecture"),
        "blas_threads": blas.get("num_threads"),
        "OPENBLAS_CORETYPE": os.environ.get("OPENBLAS_CORETYPE"),
        "versions": {name: metadata.version(name) for name in PACKAGES},
    }


def processor() -> str:
    """Name of the processor, as the system gives it, with the widest vector instructions it has."""
    path = Path("/proc/cpuinfo")
    if not path.exists():
        return platform.processor() or platform.machine()
    lines = dict(line.split(":", 1) for line in path.read_text(encoding="utf-8").splitlines() if ":" in line)
    fields = {key.strip(): value.strip() for key, value in lines.items()}
    widest = next((name for name in ("avx512f", "avx2") if name in fields.get("flags", "").split()), "no AVX2")
    return f"{fields.get('model name', platform.machine())}, {widest}"
