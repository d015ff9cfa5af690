"""The wheel and the source distribution: what is in them, and that the wheel works on its own."""

import ast
import json
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.support.places import ROOT
from textbook_cnn import layers

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


def needed(name, seen):
    """Add a distribution, and what it needs without extras, to `seen`."""
    if name not in seen:
        seen[name] = distribution(name)
        for requirement in map(Requirement, seen[name].requires or ()):
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                needed(requirement.name, seen)
    return seen


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Install the wheel into an empty environment with what it needs, and nothing else; return its Python."""
    folder = tmp_path_factory.mktemp("empty")
    python("-m", "venv", "--without-pip", str(folder / "venv"))
    own = folder / "venv" / "bin" / "python"
    python("-m", "pip", "--python", str(own), "install", "--no-deps", "--no-index", str(wheel))
    site = next((folder / "venv" / "lib").glob("python*/site-packages"))
    # What it needs comes from the environment of the tests, as links: no network, and neither pytest nor PyTorch.
    for found in needed(PROJECT["name"], {}).values():
        for top in {file.parts[0] for file in found.files} - {"..", "__pycache__"}:
            if found.name != PROJECT["name"] and not (site / top).exists():
                (site / top).symlink_to(found.locate_file(top))
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


def test_the_tree_makes_the_same_wheel(wheel, tmp_path):
    python("-m", "build", "--no-isolation", "--wheel", "--outdir", str(tmp_path))
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(tmp_path / wheel.name) as other:
        assert sorted(one.namelist()) == sorted(other.namelist())
        assert [name for name in one.namelist() if one.read(name) != other.read(name)] == []


def test_stubs_for_type_checkers_name_what_is_public(wheel):
    with zipfile.ZipFile(wheel) as archive:
        stub = archive.read("textbook_cnn/layers/__init__.pyi").decode()
        assert "__version__: str" in archive.read("textbook_cnn/__init__.pyi").decode()
    *imports, names = [line for line in stub.splitlines() if line]
    assert [line.split()[-1] for line in imports] == layers.__all__ == ast.literal_eval(names.partition(" = ")[2])
    assert not list((ROOT / "textbook_cnn").rglob("*.pyi")), "stubs are made for the wheel, not for the tree"


def test_a_type_checker_knows_the_layers_of_the_installed_package(installed, tmp_path):
    pytest.importorskip("mypy", reason="mypy is not installed")
    client = "from textbook_cnn import __version__, conv2d, no_such, relu\nreveal_type(relu)\n"
    client += "reveal_type(conv2d)\nreveal_type(__version__)\nrelu(stride=2)\n"
    (tmp_path / "client.py").write_text(client, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--python-executable", installed, "--cache-dir", "cache", "client.py"]
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stdout
    missing, relu, conv2d, version, argument, *_, total = found.splitlines()
    assert 'has no attribute "no_such"' in missing
    assert 'Revealed type is "def (X: ' in relu
    assert re.search(r'Revealed type is "def \(X: .*, K: .*, stride: .*', conv2d)
    assert re.search(r'Revealed type is "(builtins\.)?str"', version)
    assert 'Unexpected keyword argument "stride" for "relu"' in argument
    assert total.startswith("Found 2 errors in 1 file")


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


def test_the_wheel_carries_the_results_of_benchmarks_that_the_book_shows(installed, tmp_path):
    code = "from textbook_cnn.book import benchmark_results; print(json.dumps(benchmark_results()))"
    results = [json.loads(path.read_text("utf-8")) for path in sorted(ROOT.glob("benchmarks/results/cpu-*.json"))]
    assert results
    assert run_outside(installed, code, tmp_path) == results


def test_a_photograph_that_is_not_there_says_how_to_get_it(installed, tmp_path):
    code = (
        "from textbook_cnn.book import photograph\n"
        "said = []\n"
        "for name in ('cat', 'palace'):\n"
        "    try: photograph(name)\n"
        "    except ModuleNotFoundError as error: said.append(str(error))\n"
        "print(json.dumps([said, photograph('hopper').shape]))"
    )
    said, shape = run_outside(installed, code, tmp_path)
    assert said == [
        "the photograph 'cat' comes with scikit-image: pip install scikit-image",
        "the photograph 'palace' comes with scikit-learn: pip install scikit-learn",
    ]
    assert shape == [600, 512, 3]


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


def command(installed, tmp_path, *words):
    """What a command of the installed package prints, run in an empty folder, which it leaves empty."""
    printed = python("-I", "-m", "textbook_cnn", *words, executable=installed, cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []
    return printed


def test_the_wheel_brings_no_tools_of_the_tests(installed, tmp_path):
    code = (
        "from importlib.util import find_spec\n"
        "print(json.dumps([find_spec(name) is None for name in ('pytest', 'torch', 'scipy')]))"
    )
    assert run_outside(installed, code, tmp_path) == [True] * 3


def test_the_wheel_checks_itself(installed, tmp_path):
    record = json.loads(command(installed, tmp_path, "check", "--json"))
    assert record["passed"]
    found = [(row["library"], row["passed"]) for row in record["rows"]]
    absent = [(library, None) for library in ("array-api-strict", "PyTorch", "JAX", "CuPy")]
    assert found == [("NumPy", True)] * 2 + absent + [("NumPy", True), ("SymPy", True)]


def test_the_wheel_trains_on_its_sample(installed, tmp_path):
    printed = command(installed, tmp_path, "train", "--source", "sample", "--epochs", "1", "--quiet")
    accuracy = re.search(r"test accuracy (0\.\d+)", printed)
    assert float(accuracy[1]) > 0.3, printed  # by chance it would be 0.1


def test_the_wheel_proves_a_formula(installed, tmp_path):
    (record,) = json.loads(command(installed, tmp_path, "prove", "relu.forward", "--json", "--jobs", "1"))
    assert record["passed"]
    assert record["proofs"]


def test_the_version_is_the_same_wherever_it_is_written():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^version: (.*)$", citation, re.MULTILINE) == [VERSION]
    assert re.findall(r"^## \[(\d.*?)\]", changelog, re.MULTILINE)[0] == VERSION


def test_the_book_says_how_to_cite_it_as_the_file_for_programs_does():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    title, year = (re.search(rf'^{key}: "?([^"\n-]+)', citation, re.MULTILINE)[1] for key in ("title", "date-released"))
    credits = (ROOT / "docs" / "appendix" / "credits.md").read_text(encoding="utf-8")
    cited = re.sub(r"[>\s]+", " ", credits.partition("## How to cite")[2].partition("## ")[0]).replace("\\", "")
    assert cited.count(title) == 2
    assert cited.count(year) == 2
    assert re.findall(r"Version ([\d.]+\d)", cited) == [VERSION] * 2


def requirements():
    """What the package and its extras need of others."""
    extras = PROJECT["optional-dependencies"]
    texts = PROJECT["dependencies"] + [text for name in extras for text in extras[name]]
    return [text for text in texts if not text.startswith(PROJECT["name"])]


def pinned(name):
    """The requirements of a file, without digests."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(line.removesuffix(" \\")) for line in lines if not line.startswith(("#", " "))]


def test_every_requirement_is_pinned_and_the_pin_satisfies_it():
    pins = pinned("constraints.txt")
    for requirement in map(Requirement, requirements()):
        versions = [str(pin.specifier)[2:] for pin in pins if pin.name == requirement.name]
        assert versions, f"{requirement.name} has no pin in constraints.txt"
        assert all(version in requirement.specifier for version in versions), requirement


def test_every_pin_has_digests():
    """PyTorch and CuPy have none: their builds of one version differ from machine to machine."""
    files = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "hashes").glob("*.txt"))
    hashed = [str(pin) for name in files for pin in pinned(name)]
    expected = [str(pin) for pin in pinned("constraints.txt") if not pin.name.startswith(("torch", "cupy-"))]
    assert sorted(hashed) == sorted(expected), "constraints.txt and hashes/ differ: make lock writes both"
    for name in files:
        blocks = re.split(r"^(?=\w)", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
        assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_every_dependency_has_its_reason_twice():
    """In pyproject.toml beside its range, and in the table of CONTRIBUTING.md."""
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Dependencies")[2]
    rows = " ".join(re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)).replace(",", " ").replace("`", " ").split()
    for text in requirements():
        name = Requirement(text).name
        assert any(f'"{text}"' in line and " # " in line for line in lines), f"pyproject.toml: why {text}?"
        known = "cupy" if name.startswith("cupy") else name
        assert known in rows, f"CONTRIBUTING.md: the table of dependencies has no row for {known}"
