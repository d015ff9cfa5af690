"""Compile the emulated device, and CuPy's module for the CUDA runtime against it."""

import os
import shutil

# What CuPy's own set-up has its module compiled for.
FOR_CUDA_13 = "CUPY_CUDA_VERSION=13000,CUPY_HIP_VERSION=0,CUPY_USE_CUDA_PYTHON=False,CUPY_CUFFT_STATIC=False"
DIRECTIVES = "embedsignature=True,c_api_binop_methods=True,binding=False,warn.deprecated.IF=False"
MODULE = "cupy_backends/cuda/api/runtime"
# The names by which CuPy, and whoever calls cuBLAS as it does, find CUDA's libraries: each leads to the device.
NAMES = ("libcuda.so.1", "libcublas.so.13", "libcublasLt.so.13")
QUERY = """
import sysconfig
print(*(sysconfig.get_path(each) for each in ("platlib", "include")), sysconfig.get_config_var("EXT_SUFFIX"), sep="\\n")
"""


def symbols(listing, kinds):
    """The names of some kinds in what nm prints."""
    rows = (line.split() for line in listing.splitlines())
    return {row[-1].partition("@")[0] for row in rows if len(row) > 1 and row[-2] in kinds}


def stubs(wanted, there):
    """C++ of what CuPy links and the device lacks: functions that say so and fail as CUDA or cuBLAS would."""
    lines = ['extern "C" int emulator_lacks(const char* name, int status);']
    for name in sorted(wanted - there):
        if name.startswith(("cuda", "cublas")):
            status = 15 if name.startswith("cublas") else 801  # not supported
            lines.append(f'extern "C" int {name}() {{ return emulator_lacks("{name}", {status}); }}')
    return "\n".join([*lines, ""])


def compile_module(home, python, cupy, device, cuda, include, run):
    """CuPy's module for the runtime as an object file."""
    text, made = home / "objects" / "runtime.cpp", home / "objects" / "runtime.o"
    options = ("--cplus", "-3", "-X", DIRECTIVES, "-E", FOR_CUDA_13, "-o", text)
    run(python, "-m", "cython", *options, f"{MODULE}.pyx", cwd=cupy)
    folders = (include, device, cuda, cupy / "cupy_backends" / "cuda" / "api", cupy / "cupy_backends")
    run("g++", "-O1", "-fPIC", "-w", *(f"-I{folder}" for folder in folders), "-c", text, "-o", made)
    return made


def build(home, python, cupy, device, run):
    """Compile and link all, and put it in its places; `run` runs a command."""
    packages, include, suffix = run(python, "-c", QUERY).split()
    cuda = f"{packages}/nvidia/cu13/include"
    objects, libraries = home / "objects", home / "lib"
    for folder in (objects, libraries):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    parts = []
    for source in sorted(device.glob("*.cpp")):
        parts.append(objects / f"{source.stem}.o")
        run("g++", "-std=c++17", "-O3", "-fPIC", "-Wall", f"-I{cuda}", "-c", source, "-o", parts[-1])
    module = compile_module(home, python, cupy, device, cuda, include, run)

    cublas = f"{packages}/cupy_backends/cuda/libs/cublas{suffix}"
    wanted = symbols(run("nm", "-u", module), "U") | symbols(run("nm", "-D", cublas), "U")
    rest = objects / "stubs.cpp"
    rest.write_text(stubs(wanted, symbols(run("nm", *parts), "T")))
    link = ("g++", "-shared", "-fPIC")
    run(*link, *parts, rest, "-o", libraries / "libgpu_emulator.so", "-Wl,-soname,libgpu_emulator.so", "-ldl")
    to_device = (f"-L{libraries}", "-Wl,--no-as-needed", "-lgpu_emulator", f"-Wl,-rpath,{libraries}")
    for name in NAMES:
        run(*link, "-o", libraries / name, f"-Wl,-soname,{name}", *to_device)
    new = objects / f"runtime{suffix}"
    run(*link, module, "-o", new, *to_device)
    os.replace(new, f"{packages}/{MODULE}{suffix}")
