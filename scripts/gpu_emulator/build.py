"""Make the emulated device ready in build/gpu-emulator: `python3 -m scripts.gpu_emulator.build`, from the root.

An environment with CuPy's wheel, in which CuPy's module for the CUDA runtime is built anew on the device, and the
device itself. What is there and up to date is not built again. Standard library only.
"""

import fcntl
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from time import monotonic

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
HOME = ROOT / "build" / "gpu-emulator"
VENV = HOME / "venv"
PYTHON = VENV / "bin" / "python"
SOURCE = HOME / "source"
VERSIONS = HERE / "versions.txt"
TOOLS = ("g++", "nm")


def lacking(system=sys.platform, machine=None, which=shutil.which):
    """What this machine lacks, in one sentence; empty if nothing."""
    machine = machine or platform.machine()
    if (system, machine) != ("linux", "x86_64"):
        return f"The emulated GPU needs Linux on x86-64; this is {system} on {machine}."
    missing = [tool for tool in TOOLS if which(tool) is None]
    if missing:
        return f"The emulated GPU needs {' and '.join(missing)}: apt install g++, or dnf install gcc-c++."
    return ""


def requirements(settings):
    """What the tests need, by pyproject.toml: the package's dependencies and those of its extra `test`."""
    project = settings["project"]
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *extras["test"], *extras["vgg"]]
    return [each for each in needed if not each.startswith(f"{project['name']}[")]


def digest(*parts):
    """Digest of strings, and of files with their names."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part.name.encode() + part.read_bytes() if isinstance(part, Path) else part.encode())
    return found.hexdigest()


def digests():
    """For each stage what it depends on: a stage whose digest is on record is not done again."""
    needed = " ".join(requirements(settings()))
    environment = digest(str(HOME), sys.version, needed, VERSIONS, ROOT / "constraints.txt", HERE / "build.py")
    device = digest(environment, HERE / "build_device.py", *sorted((HERE / "device").iterdir()))
    return {"environment": environment, "device": device}


def settings():
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def run(*command, **options):
    """Run a command and return its output, which is shown if it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words[:4])} … failed:\n{done.stdout[-3000:]}")
    return done.stdout


def version_of_cupy(text):
    """The version that versions.txt pins."""
    return re.search(r"^cupy-cuda13x==(\S+)", text, re.MULTILINE)[1]


def make_environment():
    """The environment, and beside it the source of its CuPy."""
    for folder in (VENV, SOURCE):
        shutil.rmtree(folder, ignore_errors=True)
    run(sys.executable, "-m", "venv", VENV)
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "install", "-c", ROOT / "constraints.txt", "-r", VERSIONS, *requirements(settings()))
    version = version_of_cupy(VERSIONS.read_text(encoding="utf-8"))
    # pip keeps only an archive whose metadata it can read; this lets CuPy's set-up give it without CUDA.
    variables = {**os.environ, "CUPY_INSTALL_USE_STUB": "1"}
    wanted = ("--no-deps", "--no-binary", "cupy", "-d", SOURCE, f"cupy=={version}")
    try:
        run(*pip, "download", *wanted, env=variables)
    except RuntimeError as error:
        last = str(error).strip().splitlines()[-1]
        raise RuntimeError(f"The emulated GPU needs the source archive of CuPy {version}; pip says: {last}") from None
    shutil.unpack_archive(SOURCE / f"cupy-{version}.tar.gz", SOURCE)
    (SOURCE / f"cupy-{version}").rename(SOURCE / "cupy")


def make_device():
    """The device, and CuPy's module that calls it, in the environment."""
    from . import build_device

    build_device.build(HOME, PYTHON, SOURCE / "cupy", HERE / "device", run)


STAGES = {"environment": make_environment, "device": make_device}


def build():
    """Do the stages that are not up to date, and say how long each took."""
    for stage, wanted in digests().items():
        record = HOME / f"{stage}.digest"
        if record.exists() and record.read_text() == wanted:
            continue
        print(f"Emulated GPU: making the {stage} ...", flush=True)
        began = monotonic()
        record.unlink(missing_ok=True)  # one that is cut short is done again
        STAGES[stage]()
        record.write_text(wanted)
        print(f"  done in {monotonic() - began:.0f} s", flush=True)


def main():
    """Build what is missing; 1 with a message where that cannot be."""
    if sentence := lacking():
        print(sentence, file=sys.stderr)
        return 1
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two commands at once: the second waits for the first
        try:
            build()
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
