"""The commands' set-up: what a second run skips, and what an interrupted one leaves behind."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.places import ROOT

SCRIPTS = ROOT / "scripts"


def load(name):
    spec = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---- set_up.py


PYPROJECT = """
[build-system]
requires = ["hatchling"]
[project]
name = "a-book"
dependencies = ["numpy>=2.0"]
[project.optional-dependencies]
test = ["pytest"]
[tool.ruff]
line-length = 100
"""
# What a fake environment lacks for each extra at first.
REQUIREMENTS = {"test": ["numpy>=2.0", "pytest"], "docs": ["numpy>=2.0", "sphinx"]}


@pytest.fixture
def set_up(tmp_path, monkeypatch):
    """The script on a project of its own, with commands that are only noted down in `set_up.commands`.

    What they would have installed lies in `set_up.installed`.
    """
    module = load("set_up")
    root = tmp_path / "a project"
    root.mkdir()
    (root / "pyproject.toml").write_text(PYPROJECT)
    venv = root / ".venv"
    for name, value in {
        "ROOT": root,
        "VENV": venv,
        "PYTHON": venv / "bin" / "python",
        "UNFINISHED": venv / "unfinished",
        "READY": venv / "ready.json",
        "PLACE": "here",
    }.items():
        monkeypatch.setattr(module, name, value)
    module.commands, module.installed = [], set()

    def note(*command):
        words = [str(word) for word in command[1:]]
        module.commands.append(" ".join(words))
        if "venv" in command:
            module.PYTHON.parent.mkdir()
            module.PYTHON.touch()
            module.installed.clear()
        else:
            module.installed |= set(words)

    def missing(extras):
        needed = {requirement for extra in extras for requirement in REQUIREMENTS[extra]}
        return sorted(needed - module.installed)

    monkeypatch.setattr(module, "run", note)
    monkeypatch.setattr(module, "missing", missing)
    return module


def commands_of(module, *extras):
    """What is run: venv, the requirements that pip is given, "." for the package itself."""
    module.commands.clear()
    assert module.main(list(extras)) == 0
    found = []
    for words in map(str.split, module.commands):
        asked = [word for word in words if word in {"pytest", "sphinx", "numpy>=2.0", "."}]
        found += asked if "pip" in words else ["venv"]
    return found


FROM_NOTHING = ["venv", "numpy>=2.0", "pytest", "."]


def test_a_second_run_does_nothing(set_up):
    assert commands_of(set_up, "test") == FROM_NOTHING
    assert commands_of(set_up, "test") == []
    assert set_up.PYTHON.exists()


def test_of_another_extra_only_what_is_missing_is_added(set_up):
    commands_of(set_up, "test")
    assert commands_of(set_up, "docs") == ["sphinx", "."]
    assert commands_of(set_up, "test", "docs") == []


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [("line-length = 100", "line-length = 120", []), ("numpy>=2.0", "numpy>=2.1", ["."]), ("a-book", "book", ["."])],
)
def test_the_package_is_installed_again_when_what_it_says_of_itself_changes(set_up, old, new, again):
    commands_of(set_up, "test")
    (set_up.ROOT / "pyproject.toml").write_text(PYPROJECT.replace(old, new))
    assert commands_of(set_up, "test") == again
    assert commands_of(set_up, "test") == []


def test_each_step_says_what_it_does_and_how_long_it_took(set_up, capsys):
    set_up.main(["test"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[1::2] == ["  done in 0 s"] * 3
    assert [line.split()[0] for line in lines[::2]] == ["Making", "Installing", "Installing"]
    assert lines[2] == "Installing numpy, pytest, with what they need ..."


def test_of_what_pip_says_a_log_has_the_long_phases(capfd, tmp_path, monkeypatch):
    module = load("set_up")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    said = [
        "Collecting numpy",
        "  Downloading numpy-2.whl (5.2 kB)",
        "  Downloading torch-2.whl (899.7 MB)",
        "Installing collected packages: numpy, torch, sympy",
    ]
    module.run("printf", "%s\n", *said, "pip")
    assert capfd.readouterr().out.splitlines() == [
        "  Downloading torch-2.whl (899.7 MB)",
        "  Installing collected packages: 3",
    ]
    with pytest.raises(subprocess.CalledProcessError):
        module.run("false", "pip")


def test_files_with_digests_come_first_and_are_checked(set_up):
    (set_up.ROOT / "hashes").mkdir()
    for name in ("base", "docs", "mutants"):
        (set_up.ROOT / "hashes" / f"{name}.txt").touch()
    set_up.main(["test", "docs"])
    digests, *_ = pips = [command for command in set_up.commands if command.startswith("-m pip")]
    assert digests.endswith("--no-deps --require-hashes -rhashes/base.txt -rhashes/docs.txt")
    assert ["--require-hashes" in command for command in pips] == [True, False, False]
    assert commands_of(set_up, "test") == []


@pytest.mark.parametrize("ready_before", [(), ("test",)])
def test_an_interrupted_installation_is_started_afresh(set_up, monkeypatch, ready_before):
    if ready_before:
        commands_of(set_up, *ready_before)
    note = set_up.run

    def interrupted(*command):
        if "pip" in command:
            raise KeyboardInterrupt
        note(*command)

    monkeypatch.setattr(set_up, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        set_up.main(["docs"])
    leftover = set_up.VENV / "half a package"
    leftover.touch()
    monkeypatch.setattr(set_up, "run", note)
    assert commands_of(set_up, "test") == FROM_NOTHING
    assert not leftover.exists()
    assert commands_of(set_up, "test") == []


def test_a_failed_installation_is_an_error_and_is_started_afresh(set_up, monkeypatch, capsys):
    note = set_up.run

    def failing(*command):
        note(*command)
        if "pip" in command:
            raise subprocess.CalledProcessError(1, "pip")

    monkeypatch.setattr(set_up, "run", failing)
    assert set_up.main(["test"]) == 1
    assert "Could not set up .venv" in capsys.readouterr().err
    monkeypatch.setattr(set_up, "run", note)
    assert commands_of(set_up, "test") == FROM_NOTHING


def test_an_environment_of_another_place_or_python_is_replaced(set_up, monkeypatch):
    commands_of(set_up, "test", "docs")
    monkeypatch.setattr(set_up, "PLACE", "there")
    assert commands_of(set_up, "test") == FROM_NOTHING
    assert commands_of(set_up, "docs") == ["sphinx", "."]


def test_an_environment_whose_removal_was_interrupted_is_started_afresh(set_up, monkeypatch):
    commands_of(set_up, "test")
    rmtree = set_up.shutil.rmtree

    def interrupted(folder):
        set_up.READY.unlink()
        raise KeyboardInterrupt

    monkeypatch.setattr(set_up, "PLACE", "there")
    monkeypatch.setattr(set_up.shutil, "rmtree", interrupted)
    with pytest.raises(KeyboardInterrupt):
        set_up.main(["test"])
    (set_up.VENV / "half a package").touch()
    monkeypatch.setattr(set_up.shutil, "rmtree", rmtree)
    assert commands_of(set_up, "test") == FROM_NOTHING
    assert not (set_up.VENV / "half a package").exists()


def test_an_environment_whose_python_has_gone_is_started_afresh(set_up):
    commands_of(set_up, "test")
    shutil.rmtree(set_up.PYTHON.parent)
    (set_up.VENV / "half a package").touch()
    assert commands_of(set_up, "test") == FROM_NOTHING
    assert not (set_up.VENV / "half a package").exists()


# ---- missing.py


@pytest.fixture
def missing(tmp_path, monkeypatch):
    """The script on an environment of six packages, as metadata says they are."""
    module = load("missing")
    for name, version, requires in (
        ("numpy", "2.1.0", ()),
        ("sphinx", "9.0", ("Docutils>=0.21", "colorama; sys_platform == 'nowhere'", "mypy; extra == 'lint'")),
        ("docutils", "0.20", ()),
        ("torch", "2.9.0+cpu", ("sympy>=1.13",)),
        ("h5py", "3.11", ("numpy>=2.0", "numpy>=9; extra == 'new'")),
        ("hatchling", "1.27", ()),
    ):
        folder = tmp_path / f"{name}-{version}.dist-info"
        folder.mkdir()
        lines = [f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {each}" for each in requires)]
        (folder / "METADATA").write_text("Metadata-Version: 2.1\n" + "\n".join(lines) + "\n")
    monkeypatch.setattr(module.sys, "path", [str(tmp_path)])
    return module


@pytest.mark.parametrize(
    ("asked", "constraints", "lacking"),
    [
        ("numpy>=2.0", "", []),
        ("NumPy>=2.2", "", ["NumPy>=2.2"]),
        ("numpy>=2.0", "numpy==2.1.0", []),
        ("numpy>=2.0", "numpy==2.2.0", ["numpy>=2.0"]),
        ("numpy>=2.0", "scipy==1.0", []),
        ("numpy>=2.0", "numpy==2.2.0 ; python_version < '3'\nnumpy==2.1.0 ; python_version >= '3'", []),
        ("scipy", "", ["scipy"]),
        ("sphinx", "", ["Docutils>=0.21"]),
        ("sphinx", "docutils==0.20  # enough", []),
        ("sphinx[lint]", "docutils==0.20", ["mypy"]),
        ("torch", "torch==2.9.0", ["sympy>=1.13"]),
        ("h5py", "", []),
        ("h5py[new]", "", ["numpy>=9"]),
    ],
)
def test_what_is_missing(missing, asked, constraints, lacking):
    assert missing.missing([missing.Requirement(asked)], missing.pins(constraints)) == lacking


def test_extras_are_looked_up_and_those_that_are_not_there_are_named(missing):
    settings = {
        "build-system": {"requires": ["hatchling"]},
        "project": {
            "name": "a-book",
            "dependencies": ["numpy"],
            "optional-dependencies": {"test": ["A_Book[vgg]", "pytest"], "vgg": ["h5py"]},
        },
    }
    assert {str(each) for each in missing.wanted(settings, ["test"])} == {"hatchling", "numpy", "h5py", "pytest"}
    with pytest.raises(SystemExit, match="expected extras among test, vgg, got tests"):
        list(missing.wanted(settings, ["tests"]))


# ---- find_python.sh


def find_python(path, **variables):
    environment = {"PATH": str(path)} | variables
    return subprocess.run(
        ["/bin/sh", SCRIPTS / "find_python.sh"], env=environment, capture_output=True, text=True, check=False
    )


def tool(folder, name, script="exit 0"):
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_a_fitting_python_is_found_by_its_versioned_name(tmp_path):
    tool(tmp_path, "python3", "exit 1")
    for name in ("python3.12", "git", "make"):
        tool(tmp_path, name)
    done = find_python(tmp_path)
    assert (done.returncode, done.stdout) == (0, "python3.12\n")


def test_python_can_be_chosen(tmp_path):
    for name in ("python3", "python3.13", "git", "make"):
        tool(tmp_path, name)
    assert find_python(tmp_path).stdout == "python3\n"
    assert find_python(tmp_path, PYTHON="python3.13").stdout == "python3.13\n"
    done = find_python(tmp_path, PYTHON="python3.12")
    assert (done.returncode, done.stdout) == (1, "")
    assert "PYTHON=python3.12: it must be there, 3.11 or newer" in done.stderr


@pytest.mark.parametrize(
    ("python3", "message"),
    [
        (None, "Python 3.11 or newer with its venv module"),
        ('[ "$1" = --version ] && echo Python 3.9.2', "3.11 or newer; python3 is Python 3.9.2"),
        ('case "$2" in *ensurepip*) exit 1;; esac; echo Python 3.12.1', "the venv module of Python 3.12.1"),
    ],
    ids=["none", "old", "without venv"],
)
def test_a_missing_python_is_named(tmp_path, python3, message):
    for name in ("git", "make"):
        tool(tmp_path, name)
    if python3:
        tool(tmp_path, "python3", python3)
    done = find_python(tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr
    assert "apt install python3" in done.stderr


@pytest.mark.parametrize("missing", ["git", "make"])
def test_a_missing_tool_is_named(tmp_path, missing):
    for name in {"python3", "git", "make"} - {missing}:
        tool(tmp_path, name)
    done = find_python(tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"- {missing}\n" in done.stderr
    assert f"apt install {missing}" in done.stderr


# ---- fetch_data.py


def failing_apt(*command, folder):
    raise subprocess.CalledProcessError(100, "apt-get")


@pytest.fixture
def fetch_data(tmp_path, monkeypatch):
    module = load("fetch_data")
    monkeypatch.setattr(module, "run", failing_apt)
    monkeypatch.setattr(module, "PACKAGE_FOLDER", Path("/nowhere/fashion-mnist"))
    monkeypatch.setattr(module, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(module.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.delenv("TEXTBOOK_CNN_DATA", raising=False)
    monkeypatch.delenv("BOOK_FULL_DATA", raising=False)
    return module


def without_data(split):
    raise FileNotFoundError("no source has it")


def fake_apt(module, commands, *, has_lists):
    """Stand in for apt-get and dpkg: download a .deb (if there are lists), unpack four files from it."""

    def run(*command, folder):
        commands.append(next(word for word in command if word in {"download", "update", "-x"}))
        if "download" in command:
            if not has_lists and "update" not in commands:
                raise subprocess.CalledProcessError(100, "apt-get")
            (folder / "data.deb").touch()
        if "-x" in command:
            unpacked = folder / "unpacked" / module.PACKAGE_FOLDER.relative_to("/")
            unpacked.mkdir(parents=True)
            for name in module.NAMES:
                (unpacked / f"{name}.gz").write_text(name)

    return run


@pytest.mark.parametrize(
    ("has_lists", "expected"), [(True, ["download", "-x"]), (False, ["download", "update", "download", "-x"])]
)
def test_the_package_is_unpacked_into_the_cache_once(fetch_data, monkeypatch, tmp_path, has_lists, expected):
    commands, read = [], []
    monkeypatch.setattr(fetch_data, "run", fake_apt(fetch_data, commands, has_lists=has_lists))
    monkeypatch.setattr(fetch_data, "fashion_mnist", read.append)
    assert fetch_data.main() == 0
    assert commands == expected
    assert read == ["train", "test"]
    assert sorted(os.listdir(tmp_path / "cache")) == sorted(f"{name}.gz" for name in fetch_data.NAMES)
    assert fetch_data.main() == 0
    assert commands == expected


def test_a_complete_named_folder_is_enough(fetch_data, monkeypatch, tmp_path):
    for name in fetch_data.NAMES:
        (tmp_path / name).touch()
    monkeypatch.setenv("TEXTBOOK_CNN_DATA", str(tmp_path))
    monkeypatch.setenv("BOOK_FULL_DATA", "1")
    monkeypatch.setattr(fetch_data, "fashion_mnist", without_data)
    assert fetch_data.main() == 0


@pytest.mark.parametrize(("forbidden", "status"), [("", 0), ("1", 1)])
def test_the_sample_does_unless_it_is_forbidden(fetch_data, monkeypatch, capsys, forbidden, status):
    monkeypatch.setattr(fetch_data, "fashion_mnist", without_data)
    monkeypatch.setenv("BOOK_FULL_DATA", forbidden)
    assert fetch_data.main() == status
    output = capsys.readouterr()
    assert "could not be had" in output.out
    assert "no source has it" in output.err
    assert ("sample" in output.err) == (status == 0)


# ---- find_gpu.sh


def find_gpu(folder):
    environment = {"PATH": f"{folder}:/usr/bin:/bin"}
    return subprocess.run(
        ["/bin/sh", SCRIPTS / "find_gpu.sh"], env=environment, capture_output=True, text=True, check=False
    )


def test_a_gpu_is_found(tmp_path):
    tool(tmp_path, "nvidia-smi", "echo 'GPU 0: NVIDIA A10'")
    found = find_gpu(tmp_path)
    assert (found.returncode, found.stdout, found.stderr) == (0, "GPU 0: NVIDIA A10\n", "")


@pytest.mark.parametrize("script", ["echo 'No devices were found'; exit 6", "echo 'No devices were found' >&2; exit 9"])
def test_a_driver_without_a_gpu_is_said(tmp_path, script):
    tool(tmp_path, "nvidia-smi", script)
    found = find_gpu(tmp_path)
    assert (found.returncode, found.stdout) == (1, "")
    assert "found none: nvidia-smi says: No devices were found." in found.stderr
    assert "CUDA=cuda12" in found.stderr


def test_no_driver_is_said(tmp_path):
    found = find_gpu(tmp_path)
    if shutil.which("nvidia-smi", path="/usr/bin:/bin") or Path("/dev/nvidiactl").exists() or Path("/dev/dxg").exists():
        assert found.returncode == 0
    else:
        assert found.returncode == 1
        assert "neither the command nvidia-smi nor the device /dev/nvidiactl" in found.stderr
