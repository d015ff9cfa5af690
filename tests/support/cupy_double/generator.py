"""Random numbers as CuPy's generator gives them: drawn on the device, and others than NumPy's of the same seed."""

import numpy as np

from .arrays import on_device


class Generator:
    """A generator on the device."""

    def __init__(self, seed):
        self.bit_generator = np.random.SFC64(seed)  # NumPy's own default is PCG64
        self._draws = np.random.Generator(self.bit_generator)

    def random(self, size=None, dtype=float):
        return on_device(self._draws.random(size, dtype))


def default_rng(seed=None):
    """A generator for this seed."""
    return Generator(seed)
