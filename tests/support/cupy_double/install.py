"""Putting the double where `import cupy` finds it, unless the real CuPy is there and has a device to compute with."""

import importlib
import sys
from functools import cache
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType

import numpy as np

from . import cuda, fusion, generator, reading
from .functions import array, as_strided, asarray, asnumpy, namespace, sliding_window_view, take, ufuncs
from .names import NAMES
from .operators import ndarray

REAL = ("cupy", "cupyx", "cupy_backends")


def cupy_or_double():
    """See that there is a CuPy to import, and say which."""
    found = find_spec("cupy") and importlib.import_module("cupy")
    if is_double():
        return f"a double over NumPy, with the names of CuPy {NAMES['version']}"
    if found and found.cuda.is_available():
        device = found.cuda.runtime.getDeviceProperties(0)["name"].decode()
        return f"CuPy {found.__version__} on {device}"
    install()
    return cupy_or_double()


def is_double():
    """Whether `import cupy` gives the double."""
    return sys.modules.get("cupy") is modules()[0]


def install():
    """Put the double's modules into sys.modules, instead of those of a CuPy without a device."""
    for name in [name for name in sys.modules if name.split(".")[0] in REAL]:
        del sys.modules[name]
    for module in modules():
        sys.modules[module.__name__] = module
    sys.modules["cupy_backends"] = None  # CuPy's way to CUDA's libraries: not to be imported


@cache
def modules():
    """The double's modules; made once, so that its arrays are of one class."""
    spaces = {name: _module(f"cupy.{name}", namespace(NAMES[name], getattr(np, name))) for name in ("linalg", "fft")}
    windows = _module("cupy.lib.stride_tricks", {"as_strided": as_strided, "sliding_window_view": sliding_window_view})
    device = _module("cupy.cuda.device", {"Device": cuda.Device})
    spaces |= {
        "lib": _module("cupy.lib", {"stride_tricks": windows}),
        "random": _module("cupy.random", {"Generator": generator.Generator, "default_rng": generator.default_rng}),
        "cuda": _module("cupy.cuda", {**cuda.names(), "device": device}),
    }
    own = {name: getattr(np, name) for name in NAMES["NumPy's own"] if hasattr(np, name)}
    made = {"array": array, "asarray": asarray, "asnumpy": asnumpy, "take": take}
    made["get_default_memory_pool"] = cuda.MemoryPool
    made |= {"ndarray": ndarray, "fuse": fusion.fuse, "__version__": NAMES["version"]}
    cupy = _module("cupy", {**own, **ufuncs(), **namespace(NAMES["functions"], np), **made, **spaces})
    sync = {name: getattr(reading, name) for name in ("allow_synchronize", "DeviceSynchronized")}
    return cupy, _module("cupyx", sync), windows, device, *spaces.values()


def _module(name, names):
    module = ModuleType(name)
    module.__path__, module.__spec__ = [], ModuleSpec(name, None)
    vars(module).update(names)
    return module
