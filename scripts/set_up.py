"""Make .venv ready for one or more extras of the package: `python3 scripts/set_up.py test docs`.

Standard library only, because it runs before anything is installed. Only what scripts/missing.py finds missing is
installed. A run that was interrupted leaves the file .venv/unfinished behind, and the next one starts the
environment afresh; so does a run with another Python: `PYTHON=python3.13 make test`.
"""

import fcntl
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / "unfinished"
READY = VENV / "ready.json"

# A venv can neither be moved nor outlive its interpreter.
PLACE = f"{VENV} {sys.version}"
PHASES = re.compile(r"Downloading .*\d\d(\.\d)? MB\)|Installing collected packages")  # of pip, that take long


def digest_of_package() -> str:
    """Digest of what the package's own installation depends on: not of the settings of tools, say."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = settings.get("build-system"), settings.get("project"), settings.get("tool", {}).get("hatch")
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def read_state() -> dict[str, str]:
    """Return {"place": where and with which Python the environment was made, "package": its digest}."""
    return json.loads(READY.read_text()) if READY.exists() and not UNFINISHED.exists() else {}


def run(*command: str | Path) -> None:
    """Run a command; of what pip says, show all on a terminal and only the long phases in a log."""
    if "pip" not in command or sys.stdout.isatty():
        subprocess.run(command, cwd=ROOT, check=True, stdin=subprocess.DEVNULL)
        return
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            if PHASES.match(line.strip()):
                words = line.split(":")[0].strip()
                print(f"  {words}" + (f": {line.count(',') + 1}" if ":" in line else ""), flush=True)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, [str(part) for part in command])


def missing(extras: list[str]) -> list[str]:
    """Return the requirements that the environment does not meet."""
    command = (PYTHON, ROOT / "scripts" / "missing.py", *extras)
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.splitlines()


def step(words: str, *command: str | Path) -> None:
    """Say what is done, do it, and say how long it took."""
    print(f"{words} ...", flush=True)
    began = monotonic()
    run(*command)
    print(f"  done in {monotonic() - began:.0f} s", flush=True)


def make_environment(place: str) -> None:
    half_there = UNFINISHED.exists() or (VENV.exists() and not PYTHON.exists())
    if half_there or place not in ("", PLACE):
        print("Removing a .venv that was left unfinished or made for another place or Python.", flush=True)
        PYTHON.unlink(missing_ok=True)  # first, so that a removal cut short is seen as half there
        shutil.rmtree(VENV)
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    if not PYTHON.exists():
        step(f"Making .venv with Python {sys.version.split()[0]}", sys.executable, "-m", "venv", VENV)


def install(extras: list[str]) -> None:
    pip = (PYTHON, "-m", "pip", "install", "--disable-pip-version-check")
    lists = [f"hashes/{name}.txt" for name in ("base", *extras) if (ROOT / "hashes" / f"{name}.txt").exists()]
    if lists and missing(extras):  # first what has digests, which pip checks; PyTorch and CuPy have none
        step(f"Installing {', '.join(lists)}", *pip, "--no-deps", "--require-hashes", *(f"-r{name}" for name in lists))
    requirements = missing(extras)
    if requirements:
        names = [re.split(r"[^\w.-]", requirement)[0] for requirement in requirements]
        more = f" and {len(names) - 8} more" if len(names) > 8 else ""
        words = f"Installing {', '.join(names[:8])}{more}, with what they need"
        step(words, *pip, "-c", "constraints.txt", *requirements)
    # The build backend is among the requirements: the package is built without fetching another.
    step("Installing this package", *pip, "--no-deps", "--no-build-isolation", "-e", ".")


def make_ready(extras: list[str]) -> int:
    package, state = digest_of_package(), read_state()
    here = state.get("place") == PLACE and PYTHON.exists()
    try:
        if here and not missing(extras) and state.get("package") == package:
            return 0
        make_environment(state.get("place", ""))
        install(extras)
    except subprocess.CalledProcessError as error:
        print(f"Could not set up .venv: {error}\nThe next run starts it afresh.", file=sys.stderr)
        return 1
    READY.write_text(json.dumps({"place": PLACE, "package": package}))
    UNFINISHED.unlink()
    return 0


def main(extras: list[str]) -> int:
    with (ROOT / "pyproject.toml").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two commands at once: the second waits for the first
        return make_ready(extras)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
