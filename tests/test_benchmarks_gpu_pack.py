"""The pack for a machine without a network, made with a pip and data that are stand-ins."""

import gzip
import hashlib
import importlib.util
import re
import subprocess
import tarfile
from types import SimpleNamespace

import pytest

from tests.support.places import ROOT
from textbook_cnn.datasets.files import FULL

NAMES = [f"{file.name}.gz" for files in FULL.values() for file in files]
TREE = ["Makefile", "textbook_cnn/a file.py"]


@pytest.fixture
def packer(tmp_path, monkeypatch):
    """The script on a project of its own; what pip is asked for is in `packer.asked`."""
    spec = importlib.util.spec_from_file_location("pack_gpu", ROOT / "scripts" / "pack_gpu.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    root, data, module.asked = tmp_path / "project", tmp_path / "data", []
    for name in (*TREE, "not tracked.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    (root / "hashes").mkdir()
    (root / "hashes" / "base.txt").write_bytes((ROOT / "hashes" / "base.txt").read_bytes())
    data.mkdir()
    for name in NAMES:
        (data / name).write_bytes(gzip.compress(name.encode()))

    def run(command, **_):
        if command[0] == "git":
            return SimpleNamespace(stdout="\0".join([*TREE, "gone.py", ""]))
        options = dict(word.split("=", 1) for word in command if word.startswith("--") and "=" in word)
        folder = module.Path(options["--dest"])
        folder.mkdir(exist_ok=True)
        wanted = re.findall(r"^([\w-]+)==", module.Path(options["--requirement"]).read_text(), re.MULTILINE)
        module.asked.append((wanted, command))
        for name in wanted:
            (folder / f"{name}-{options['--python-version']}.whl").write_text("a wheel")
        return None

    monkeypatch.setattr(module, "ROOT", root)
    monkeypatch.setattr(module, "subprocess", SimpleNamespace(run=run, DEVNULL=-3, PIPE=-1))
    monkeypatch.setattr(module, "fashion_mnist", lambda split, source: None)
    monkeypatch.setenv("TEXTBOOK_CNN_DATA", str(data))
    return module


def packed(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_the_folder_has_tree_wheels_data_and_their_digests(packer, tmp_path, capsys):
    target = tmp_path / "new" / "pack"
    packer.pack(target)
    wheels = [f"wheels/{name}-3.11.whl" for name in packer.PURE]
    wheels += [f"wheels/hypothesis-{version}.whl" for version in packer.PYTHONS]
    assert packed(target) == sorted(
        ["CONTENTS.txt", *wheels, *(f"data/{name}" for name in NAMES), *(f"tree/{name}" for name in TREE)]
    )
    lines = (target / "CONTENTS.txt").read_text().splitlines()
    digests = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    assert sorted([*digests, "CONTENTS.txt"]) == packed(target)
    assert all(hashlib.sha256((target / name).read_bytes()).hexdigest() == digest for name, digest in digests.items())
    assert [path.name for path in target.parent.iterdir()] == ["pack"]
    assert "make gpu PYTHON=python3 FOLDER=.." in capsys.readouterr().out


def test_wheels_are_pinned_with_their_digests_and_nothing_comes_along(packer, tmp_path):
    packer.pack(tmp_path / "pack")
    assert len(packer.asked) == 1 + len(packer.PYTHONS)
    for wanted, command in packer.asked:
        assert {"--no-deps", "--require-hashes", "--only-binary=:all:"} <= set(command)
        pins = packer.pinned(tuple(wanted))
        assert pins.count("==") == len(wanted) <= pins.count("--hash=sha256:")


def test_what_the_packed_distributions_need_is_packed_too(packer):
    """From the installed metadata: what a bare machine lacks must not lack something in turn."""
    from importlib import metadata

    from packaging.requirements import Requirement

    names = (*packer.PURE, *packer.COMPILED)
    packed_versions = dict(re.findall(r"^(\S+)==([^\s;]+)", packer.pinned(names), re.MULTILINE))
    here = {each.metadata["Name"].lower().replace("_", "-"): each.version for each in metadata.distributions()}
    if not packed_versions.items() <= here.items():
        pytest.skip("other versions are installed here than are packed")
    needed = {
        requirement.name.lower().replace("_", "-")
        for name in names
        for requirement in map(Requirement, metadata.requires(name) or [])
        if not requirement.marker or requirement.marker.evaluate({"extra": ""})
    }
    assert needed - {"numpy"} <= set(names)


def test_an_archive_has_the_same(packer, tmp_path):
    packer.pack(tmp_path / "pack")
    packer.pack(tmp_path / "to go" / "pack.tar.gz")
    assert [path.name for path in (tmp_path / "to go").iterdir()] == ["pack.tar.gz"]
    with tarfile.open(tmp_path / "to go" / "pack.tar.gz") as archive:
        assert sorted(member.name for member in archive if member.isfile()) == sorted(
            f"pack/{name}" for name in packed(tmp_path / "pack")
        )


def test_data_that_are_not_compressed_are_compressed(packer, tmp_path):
    plain = tmp_path / "data" / NAMES[0].removesuffix(".gz")
    (tmp_path / "data" / NAMES[0]).unlink()
    plain.write_bytes(b"pixels")
    packer.pack(tmp_path / "pack")
    assert gzip.decompress((tmp_path / "pack" / "data" / NAMES[0]).read_bytes()) == b"pixels"


def test_an_older_pack_is_replaced_whole_and_other_files_never(packer, tmp_path):
    target = tmp_path / "pack"
    target.mkdir()
    packer.pack(target)
    (target / "wheels" / "older.whl").write_text("")
    packer.pack(target)
    assert not (target / "wheels" / "older.whl").exists()
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="expected no folder, an empty one or a pack, got other files"):
        packer.pack(other)
    assert packed(other) == ["mine.txt"]


def test_too_much_is_refused_and_nothing_is_left(packer, tmp_path, monkeypatch):
    monkeypatch.setattr(packer, "MOST", 100)
    with pytest.raises(ValueError, match=r"the pack: expected at most 0 MiB, got 0\.\d MiB"):
        packer.pack(tmp_path / "new" / "pack")
    assert list((tmp_path / "new").iterdir()) == []


def test_without_data_there_is_no_pack(packer, tmp_path, monkeypatch):
    def missing(split, source):
        raise FileNotFoundError(f"nothing in {source}")

    monkeypatch.setattr(packer, "fashion_mnist", missing)
    with pytest.raises(FileNotFoundError, match="Fashion-MNIST is not at hand: nothing in"):
        packer.pack(tmp_path / "new" / "pack")
    assert list((tmp_path / "new").iterdir()) == []


def test_the_shell_script_sets_up_fetches_and_packs(tmp_path, monkeypatch):
    """On a project of its own, with commands that only say what they were asked."""
    monkeypatch.delenv("BOOK_FULL_DATA", raising=False)
    scripts = tmp_path / "a project" / "scripts"
    python = scripts.parent / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    scripts.mkdir()
    (scripts / "pack_gpu.sh").write_bytes((ROOT / "scripts" / "pack_gpu.sh").read_bytes())
    (scripts / "find_python.sh").write_text(f"echo '{python}'")
    python.write_text('#!/bin/sh\necho "$BOOK_FULL_DATA $*"\n')
    python.chmod(0o755)
    for words, target in (([], tmp_path / "build" / "gpu"), (["a/b"], tmp_path / "a" / "b"), (["/c/d"], "/c/d")):
        done = subprocess.run(
            ["/bin/sh", scripts / "pack_gpu.sh", *words], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert done.stdout.splitlines() == [
            " scripts/set_up.py test",
            "1 scripts/fetch_data.py",
            f" scripts/pack_gpu.py {target}",
        ]
