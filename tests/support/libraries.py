"""The array libraries on which every numeric function runs: how a test makes an array there, and reads it back.

CuPy is the real one where it finds a device, else `cupy_double`: conftest.py sees to it.
"""

import importlib
import importlib.util
import os
import warnings

import numpy as np
import pytest

NAMES = ("numpy", "numpy-read-only", "array_api_strict", "array_api_strict-device1", "torch", "jax", "cupy")

# JAX compiles each operation for each shape: for arrays of this size, quickly made machine code is the fastest.
QUICK_TO_COMPILE = "--xla_backend_optimization_level=0 --xla_cpu_use_fusion_emitters=false"


def package_of(name):
    """The package of a library named as in NAMES."""
    return name.split("-")[0]


def torch_or_skip():
    """PyTorch, where it serves as one more oracle."""
    return Library("torch").xp


def with_halves(xp):
    """The library, where it has half precision."""
    if "strict" in xp.name:
        pytest.skip(f"{xp.name} has no float16")
    return xp


class Library:
    """One array library, on one device: a GPU is stood in for by array_api_strict's second device."""

    def __init__(self, name):
        self.name = name
        package = package_of(name)
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
        if package == "jax":
            os.environ.setdefault("XLA_FLAGS", QUICK_TO_COMPILE)
        with warnings.catch_warnings():  # what a library says of itself while it loads is not ours
            warnings.simplefilter("ignore")
            self.xp = importlib.import_module("jax.numpy" if package == "jax" else package)
        if package == "torch":
            self.xp.set_num_threads(1)  # its threads cost more than they bring on arrays of this size
        if package == "jax":
            importlib.import_module("jax").config.update("jax_enable_x64", True)

    def __repr__(self):
        return f"Library({self.name!r})"

    def array(self, values, dtype=None, seed=None):
        """An array with these values, in NumPy's usual memory order or, given a seed, in a random one."""
        A = np.array(values, dtype=dtype)
        if seed is not None:
            A = scrambled(A, seed)
        if self.name == "numpy-read-only":
            A.flags.writeable = False
        if self.name.startswith("numpy"):
            return A
        if self.name == "torch":
            return self.xp.from_numpy(A)
        if self.name == "cupy":  # which moves an array as one piece, in C order
            order = np.argsort(A.strides, kind="stable")[::-1]
            return self.xp.asarray(A.transpose(order)).transpose(np.argsort(order).tolist())
        return self.xp.asarray(A, device=self.device) if "strict" in self.name else self.xp.asarray(A)

    @property
    def device(self):
        return self.xp.Device("device1" if self.name.endswith("device1") else "CPU_DEVICE")

    @property
    def tiny(self):
        """The smallest number above 0 that the library computes with: XLA takes subnormal numbers for 0."""
        limits = np.finfo(np.float64)
        return float(limits.smallest_normal if self.name == "jax" else limits.smallest_subnormal)

    def numpy(self, A):
        """The values of A, brought back; fails if A is of another library or on another device."""
        assert self.owns(A), f"{type(A)} is not an array of {self.name}"
        if self.name == "cupy":
            return A.get()
        if "strict" in self.name:
            return np.asarray(A.to_device(self.xp.Device("CPU_DEVICE")))
        return A.detach().numpy() if self.name == "torch" else np.array(A)

    def owns(self, A):
        if self.name.startswith("numpy"):
            return isinstance(A, np.ndarray | np.generic)
        if "strict" in self.name:
            return type(A) is type(self.xp.asarray(0)) and A.device == self.device
        return isinstance(A, self.xp.Tensor if self.name == "torch" else self.xp.ndarray)


def scrambled(A, seed):
    """A copy of A whose axes lie in memory in a random order."""
    order = np.random.default_rng(seed).permutation(A.ndim)
    return np.ascontiguousarray(A.transpose(order)).transpose(np.argsort(order))


def dtype_name(A):
    """The plain name of a dtype of any library, such as "float32"."""
    return str(A.dtype).split(".")[-1]


def assert_equals(xp, result, expected, dtype=None, *, tolerance=0.0):
    """The result has this library, device, shape and dtype, and these values: exactly, or up to a relative error."""
    values, expected = xp.numpy(result), np.asarray(expected)
    assert tuple(result.shape) == expected.shape
    assert dtype is None or dtype_name(result) == str(np.dtype(dtype))
    if tolerance:
        scale = max(1.0, float(np.abs(expected).max(initial=0)))
        np.testing.assert_allclose(values, expected, rtol=0, atol=tolerance * scale)
    else:
        np.testing.assert_array_equal(values, expected)


def assert_raises(error, name, what=r".*"):
    """Expect an error whose message names the argument, what was expected and what came."""
    return pytest.raises(error, match=rf"(?s)^{name}: expected .*{what}.*got ")
