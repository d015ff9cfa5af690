"""Where arrays are computed with: the threads of the processor's matrix products, and a GPU through CuPy."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from array_api_compat import is_cupy_array
from threadpoolctl import ThreadpoolController

from . import _checks as check
from ._arrays import Array, is_numpy_array


@cache
def blas() -> ThreadpoolController:
    """The BLAS libraries that are loaded; finding them takes a millisecond."""
    return ThreadpoolController().select(user_api="blas")


def on_device(A: Array, where: str | None) -> Array:
    """An array where it is to be computed with: on "cuda" as a CuPy array, else (None, "cpu") itself."""
    if where is None or check.choice("device", where, ("cpu", "cuda")) == "cpu":
        return A
    if not (is_numpy_array(A) or is_cupy_array(A)):
        library = type(A).__module__.split(".")[0]
        raise TypeError(
            f"device: expected NumPy or CuPy arrays for 'cuda', got arrays of {library}; leave device out, "
            "and they are computed with where they lie"
        )
    return cupy().asarray(A)


def own_generator(seed: int, like: Array) -> Any:
    """CuPy's generator, which lives on the GPU and costs much to make, or None: then NumPy's serve, one a batch."""
    return import_module("cupy").random.default_rng(seed) if is_cupy_array(like) else None


def cupy() -> Any:
    """The CuPy module, or an error that says what was looked for and how to install it."""
    advice = "pip install 'cupy-cuda13x[ctk]', or 'cupy-cuda12x[ctk]' for CUDA 12"
    try:
        module = import_module("cupy")
    except ImportError as error:
        raise RuntimeError(f"device: 'cuda' needs CuPy, which cannot be imported ({error}); {advice}") from None
    missing = _missing(module)
    if missing:
        raise RuntimeError(
            f"device: 'cuda' needs an NVIDIA GPU, its driver and CUDA's libraries; CuPy "
            f"{module.__version__} is installed and {missing}; see what nvidia-smi says, and install "
            f"the CuPy for its version of CUDA: {advice}"
        )
    return module


@cache
def _missing(module: Any) -> str:
    """What CuPy lacks to compute, without CUDA's traceback; empty if nothing: a first small product is right."""
    runtime = module.cuda.runtime
    try:
        if not module.cuda.is_available():  # does not raise without a driver
            version = runtime.driverGetVersion()
            found = f"a driver for CUDA {version // 1000}.{version % 1000 // 10} but no GPU" if version else "no driver"
            return f"finds {found}"
        ones = module.ones((2, 2), dtype="float32")
        return "" if float((ones @ ones)[0, 0]) == 2 else "computes 1 + 1 wrongly"
    except Exception as error:
        return f"cannot compute: {type(error).__name__}: {(str(error).splitlines() or [''])[0]}"
