"""Random numbers as CuPy's generator gives them: drawn on the device, and others than NumPy's of the same seed."""

import numpy as np

from .arrays import on_device
from .graphs import change


class Generator:
    """A generator on the device."""

    def __init__(self, seed):
        self.bit_generator = np.random.SFC64(seed)  # NumPy's own default is PCG64
        self._draws = np.random.Generator(self.bit_generator)

    def random(self, size=None, dtype=float):
        found = np.empty(() if size is None else size, dtype)

        def draw():
            found[...] = self._draws.random(size, dtype)

        change(draw)
        return on_device(found)


def default_rng(seed=None):
    """A generator for this seed."""
    return Generator(seed)
