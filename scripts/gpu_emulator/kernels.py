"""Kernels of CuPy as functions of the host: the GPU's compiler has to accept each, then g++ compiles it.

What CuPy takes for machine code is the path of a shared object, and the emulated driver loads that. Objects are kept,
under a digest of all that they depend on.
"""

import hashlib
import os
import re
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
HEADERS = HERE / "device"
BENEATH = (HEADERS / "kernel.h", HEADERS / "host_kernel.h", HERE / "versions.txt")
KERNEL = re.compile(r'extern "C" __global__ void (?:__launch_bounds__\(.*?\) )?(\w+)\s*\(')
FLAGS = ["-std=c++17", "-O2", "-w", "-fpermissive", "-ffp-contract=off", "-shared", "-fPIC"]


def threads_of(source):
    """How the threads of a launch are run; see Threads in device/kernel.h."""
    if "__syncthreads" in source or "_REDUCE" in source:
        return "FIBRES"
    return "ONE_LOOPS" if "CUPY_FOR" in source else "IN_TURN"


def host_source(source, expressions=()):
    """The text that g++ compiles, and the names under which CuPy will ask for the kernels of a template."""
    kernels = {name: name for name in KERNEL.findall(source)}
    mapping = {expression: f"instance_{i}" for i, expression in enumerate(expressions)}
    kernels = {**kernels, **{name: expression for expression, name in mapping.items()}}
    threads = threads_of(source)
    entries = [f"EMULATED_KERNEL({name}, ({kernel}), {threads})" for name, kernel in kernels.items()]
    return "\n".join(['#include "host_kernel.h"', source, *entries, ""]), mapping


def compile_for_host(text, options, target):
    """Make a shared object; a process that makes the same one at the same time does no harm."""
    own = target.with_suffix(f".{os.getpid()}")
    source = own.with_suffix(f".{os.getpid()}.cpp")
    source.write_text(text, encoding="utf-8")
    try:
        command = ["g++", *FLAGS, f"-I{HEADERS}", *options, "-o", str(own), str(source)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"g++ refuses a kernel that NVRTC accepts:\n{done.stderr[:2000]}")
        own.rename(target)
    finally:
        source.unlink()
        own.unlink(missing_ok=True)


class HostCompiler:
    """Stands in for CuPy's call of NVRTC, which it makes first."""

    def __init__(self, nvrtc, folder):
        self.nvrtc = nvrtc
        self.folder = folder
        self.base = "\0".join([*(path.read_text(encoding="utf-8") for path in BENEATH), *FLAGS])

    def __call__(self, source, options=(), arch=None, filename="kern.cu", name_expressions=None, *rest):
        """Path of the object, as bytes that end with a zero, and the names of a template's kernels in it."""
        text, mapping = host_source(source, name_expressions or ())
        kept = [option for option in options if option.startswith(("-I", "-D"))]
        key = hashlib.sha256("\0".join([self.base, text, *options]).encode()).hexdigest()[:32]
        target = self.folder / f"{key}.so"
        if not target.exists():
            self.nvrtc(source, options, arch, filename, name_expressions, *rest)
            compile_for_host(text, kept, target)
        return f"{target}\0".encode(), mapping or None
