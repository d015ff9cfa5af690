"""Make .venv ready for one or more extras of the package: `python3 scripts/set_up.py test docs`.

Standard library only, because it runs before anything is installed. When nothing changed since the last
complete run it only compares digests. A run that was interrupted leaves the file .venv/unfinished behind,
and the next one starts the environment afresh.
"""

import fcntl
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / "unfinished"
READY = VENV / "ready.json"

# A venv can neither be moved nor outlive its interpreter.
PLACE = f"{VENV} {sys.version}"
INPUTS = ("pyproject.toml", "constraints.txt", "scripts/set_up.py")


def digest_of_inputs() -> str:
    return hashlib.sha256(b"\0".join((ROOT / name).read_bytes() for name in INPUTS)).hexdigest()


def read_state() -> dict[str, str]:
    """Return {extra: digest it was installed from}, with the key "place" for the environment itself."""
    return json.loads(READY.read_text()) if READY.exists() and not UNFINISHED.exists() else {}


def run(*command: str | Path) -> None:
    subprocess.run(command, cwd=ROOT, check=True, stdin=subprocess.DEVNULL)


def make_environment(place: str) -> None:
    half_there = UNFINISHED.exists() or (VENV.exists() and not PYTHON.exists())
    if half_there or place not in ("", PLACE):
        print("Removing a .venv that was left unfinished or made for another place or Python.", flush=True)
        PYTHON.unlink(missing_ok=True)  # first, so that a removal cut short is seen as half there
        shutil.rmtree(VENV)
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    if not PYTHON.exists():
        print(f"Making .venv with Python {sys.version.split()[0]}.", flush=True)
        run(sys.executable, "-m", "venv", VENV)


def install(extras: list[str]) -> None:
    print(f"Installing what {' and '.join(extras)} need.", flush=True)
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    # Every file that has a digest is checked against it; the build backend is among them.
    lists = [f"hashes/{name}.txt" for name in ("base", *extras) if (ROOT / "hashes" / f"{name}.txt").exists()]
    run(*pip, "--no-deps", "--require-hashes", *(word for name in lists for word in ("-r", name)))
    run(*pip, "-c", "constraints.txt", "--no-build-isolation", "-e", f".[{','.join(extras)}]")


def make_ready(extras: list[str]) -> int:
    digest, state = digest_of_inputs(), read_state()
    here = state.get("place") == PLACE and PYTHON.exists()
    if here and all(state.get(extra) == digest for extra in extras):
        return 0
    try:
        make_environment(state.get("place", ""))
        install(extras)
    except subprocess.CalledProcessError as error:
        print(f"Could not set up .venv: {error}\nThe next run starts it afresh.", file=sys.stderr)
        return 1
    READY.write_text(json.dumps((state if here else {}) | dict.fromkeys(extras, digest) | {"place": PLACE}))
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
