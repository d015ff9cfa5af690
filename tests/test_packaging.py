"""The wheel and the source distribution: what is in them, and that the wheel works on its own."""

import json
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import numpy as np
import pytest
from packaging.requirements import Requirement

from tests.support.places import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
VERSION = PROJECT["version"]


def python(*arguments, executable=sys.executable, cwd=ROOT):
    done = subprocess.run([executable, *arguments], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build as users do: the source distribution from the tree, the wheel from the source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    python("-m", "build", "--no-isolation", "--outdir", str(folder))
    return folder


@pytest.fixture(scope="module")
def wheel(built):
    return built / f"textbook_cnn-{VERSION}-py3-none-any.whl"


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Install the wheel, and nothing else, into an empty environment; return its Python."""
    folder = tmp_path_factory.mktemp("empty")
    python("-m", "venv", "--without-pip", str(folder / "venv"))
    own = folder / "venv" / "bin" / "python"
    python("-m", "pip", "--python", str(own), "install", "--no-deps", "--no-index", str(wheel))
    site = next((folder / "venv" / "lib").glob("python*/site-packages"))
    # The dependencies come from the environment of the tests, the package itself only from the wheel: a folder
    # named in a .pth file comes last, and its own .pth files are not read.
    (site / "dependencies.pth").write_text(f"{Path(np.__file__).parents[1]}\n")
    return own


def run_outside(installed, code, tmp_path):
    return json.loads(python("-I", "-c", f"import json\n{code}", executable=installed, cwd=tmp_path))


def test_the_wheel_holds_the_package_its_data_and_the_licences_only(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    suffixes = {".py", ".gz", ".js", ".md", ".txt"}
    package = [path for path in (ROOT / "textbook_cnn").rglob("*") if path.suffix in suffixes]
    missing = {path.relative_to(ROOT).as_posix() for path in package} - set(names)
    assert missing == set()
    assert "textbook_cnn/py.typed" in names
    assert {name.split("/")[0] for name in names} == {"textbook_cnn", f"textbook_cnn-{VERSION}.dist-info"}
    for licence in PROJECT["license-files"]:
        assert f"textbook_cnn-{VERSION}.dist-info/licenses/{licence}" in names


def test_the_source_distribution_can_make_the_book_and_run_the_tests(built):
    with tarfile.open(built / f"textbook_cnn-{VERSION}.tar.gz") as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
    needed = {"Makefile", "constraints.txt", "hashes/base.txt", "conf.py", "docs/index.md", "scripts/set_up.py"}
    assert needed <= names


def test_the_installed_package_is_the_wheel_and_knows_its_version(installed, tmp_path):
    code = "import textbook_cnn as t; print(json.dumps([t.__version__, t.__file__]))"
    version, file = run_outside(installed, code, tmp_path)
    assert version == VERSION
    assert Path(file).is_relative_to(installed.parents[1])


def test_the_installed_sample_can_be_read(installed, tmp_path):
    code = (
        "from textbook_cnn import fashion_mnist\n"
        "data = [fashion_mnist(split, source='sample') for split in ('train', 'test')]\n"
        "print(json.dumps([list(images.shape) for images, labels in data]))"
    )
    assert run_outside(installed, code, tmp_path) == [[2000, 28, 28], [1000, 28, 28]]


def test_every_public_name_can_be_had(installed, tmp_path):
    code = "import textbook_cnn as t; print(json.dumps([n for n in t.__all__ if getattr(t, n) is None]))"
    assert run_outside(installed, code, tmp_path) == []


def test_import_brings_in_nothing_heavy(installed, tmp_path):
    code = "import sys, textbook_cnn; print(json.dumps(sorted(m.split('.')[0] for m in sys.modules)))"
    modules = set(run_outside(installed, code, tmp_path))
    assert "textbook_cnn" in modules
    assert modules.isdisjoint({"sympy", "matplotlib", "pooch", "requests", "tqdm", "scipy", "torch"})


def test_the_version_is_the_same_wherever_it_is_written():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^version: (.*)$", citation, re.MULTILINE) == [VERSION]
    assert re.findall(r"^## \[(\d.*?)\]", changelog, re.MULTILINE)[0] == VERSION


def test_every_requirement_is_pinned_and_the_pin_satisfies_it():
    extras = PROJECT["optional-dependencies"]
    texts = PROJECT["dependencies"] + [text for name in extras for text in extras[name]]
    wanted = [Requirement(text) for text in texts if not text.startswith(PROJECT["name"])]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if not line.startswith("#")]
    for requirement in wanted:
        versions = [str(pin.specifier)[2:] for pin in pins if pin.name == requirement.name]
        assert versions, f"{requirement.name} has no pin in constraints.txt"
        assert all(version in requirement.specifier for version in versions), requirement
