"""Write constraints.txt and hashes/ anew: `make lock`.

uv resolves all extras for every supported Python. constraints.txt has the versions; hashes/ has them again, with the
digests of their files, for pip to install with --require-hashes: base.txt is what most commands need, and the others
are what an extra of that name adds. A version in constraints.txt that still fits stays: remove its line to renew it.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).with_name("uv")
OPTIONS = ["--quiet", "--universal", "--python-version", "3.11", "--no-annotate", "--no-header", "--generate-hashes"]
BASE = ("test", "docs", "lint")
MORE = ("libraries", "mutants", "lock")
# PyTorch itself pins these where it needs them.
OF_PYTORCH = ("triton", "nvidia-", "cuda-")
# The same version of PyTorch comes in builds for processors alone and for GPUs, and a machine may have either.
WITHOUT_DIGESTS = ("torch==",)
# Written by hand, because no machine takes both.
CUPY = ("cupy-cuda12x==14.2.0", "cupy-cuda13x==14.2.0")
HEAD = "# Written by `make lock`: "


def resolve(extras: tuple[str, ...], versions: str) -> list[str]:
    """The requirements of some extras, pinned, each with its digests on the lines below it."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "constraints.txt"
        output.write_text(versions, encoding="utf-8")  # uv keeps what it finds there and still fits
        words = [word for extra in extras for word in ("--extra", extra)]
        command = [UV, "pip", "compile", *OPTIONS, *words, "pyproject.toml", "-o", output]
        subprocess.run(command, cwd=ROOT, check=True)
        found = re.findall(r"^\S.*\n(?: .*\n)*", output.read_text(encoding="utf-8"), re.MULTILINE)
    return [requirement for requirement in found if not requirement.startswith(OF_PYTORCH)]


def without_digests(requirement: str) -> str:
    return requirement.split(" \\\n")[0].rstrip()


def write(name: str, what: str, lines: list[str]) -> None:
    (ROOT / name).write_text("\n".join([HEAD + what, *lines]) + "\n", encoding="utf-8")
    print(name)


def main() -> None:
    constraints = ROOT / "constraints.txt"
    before = constraints.read_text(encoding="utf-8") if constraints.exists() else ""
    pins = sorted([*map(without_digests, resolve(BASE + MORE, before)), *CUPY], key=lambda pin: pin.split("==")[0])
    write("constraints.txt", "the versions that the commands install, for Python 3.11 and newer.", pins)
    (ROOT / "hashes").mkdir(exist_ok=True)
    base = resolve(BASE, "\n".join(pins))
    for name in ("base", *MORE):
        more = base if name == "base" else [pin for pin in resolve((*BASE, name), "\n".join(pins)) if pin not in base]
        digests = [pin.rstrip() for pin in more if not pin.startswith(WITHOUT_DIGESTS)]
        write(f"hashes/{name}.txt", "constraints.txt with the digests of the files.", digests)


if __name__ == "__main__":
    main()
