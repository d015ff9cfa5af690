"""For pytest, `-p scripts.gpu_emulator.plugin`: CuPy runs on the emulated device, in each of pytest's processes."""

from . import emulator

emulator.start()
