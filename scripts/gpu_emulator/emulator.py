"""CuPy on the emulated device: what is loaded before it, and the places where it is given something else."""

import ctypes
import os
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from . import kernels, stand_ins
from .calls import Call, read

HOME = Path(__file__).resolve().parents[2] / "build" / "gpu-emulator"
# The device, then the names by which CuPy looks for CUDA's own libraries: loaded first, they are found.
LIBRARIES = ("libgpu_emulator.so", "libcuda.so.1", "libcublas.so.13", "libcublasLt.so.13")


@cache
def device():
    """The emulated device."""
    missing = [name for name in LIBRARIES if not (HOME / "lib" / name).exists()]
    if missing:
        raise RuntimeError(f"build/gpu-emulator: expected {', '.join(missing)}; make test-gpu-emulated builds them")
    first, *_ = [ctypes.CDLL(str(HOME / "lib" / name), mode=ctypes.RTLD_GLOBAL) for name in LIBRARIES]
    first.emulator_take_log.restype = ctypes.c_char_p
    return first


@cache
def start():
    """Import CuPy on the emulated device and return it."""
    device()
    os.environ["CUPY_ACCELERATORS"] = ""  # CUB's sums over whole arrays are machine code of real GPUs
    import cupy
    from cupy.cuda import compiler

    folder = HOME / "kernels"
    folder.mkdir(exist_ok=True)
    compiler._compile_using_nvrtc_no_warning = kernels.HostCompiler(compiler._compile_using_nvrtc_no_warning, folder)
    compiler._set_kernel_cache_backend(no_cache(compiler))
    stand_ins.put_in(cupy, device().emulator_send)
    return cupy


def no_cache(compiler):
    """CuPy's cache of machine code, keeping nothing: the compiled objects have a folder of their own."""

    class NoCache(compiler._KernelCacheBackend):
        def load(self, name):
            return None

        def save(self, name, payload, source):
            pass

    return NoCache()


def take() -> list[Call]:
    """What has reached the device since the last time, while it is logged."""
    return read(device().emulator_take_log().decode())


@contextmanager
def logged():
    """What reaches the device within it, as a list that is filled when it ends."""
    found: list[Call] = []
    take()
    device().emulator_log(1)
    try:
        yield found
    finally:
        device().emulator_log(0)
        found += take()
