"""One archive holds all that is to be taken home, and with it the package."""

import re
import tomllib
import zipfile

import pytest
from _extensions.notebooks.archive import ARCHIVE, PYTHON, README, REQUIREMENTS, WHEEL, pack
from _extensions.notebooks.downloads import NOTE
from _extensions.notebooks.files import FOLDERS

from tests.support.places import ROOT

CHAPTERS = [path.stem for path in sorted((ROOT / "docs" / "chapters").glob("*.md"))]


@pytest.fixture(scope="module")
def folder(book):
    return book / "_downloads"


def test_the_archive_holds_all_of_it(folder):
    with zipfile.ZipFile(folder / ARCHIVE) as archive:
        top = ARCHIVE.removesuffix(".zip")
        names = {name.removeprefix(f"{top}/") for name in archive.namelist()}
        files = {f"{kind}/{name}.{suffix}" for kind, suffix in FOLDERS.items() for name in CHAPTERS} | {WHEEL}
        assert names == files | {"README.md", "requirements.txt", "constraints.txt"}
        assert [name for name in files if archive.read(f"{top}/{name}") != (folder / name).read_bytes()] == []
        assert archive.read(f"{top}/requirements.txt").decode() == REQUIREMENTS
        assert archive.read(f"{top}/constraints.txt") == (ROOT / "constraints.txt").read_bytes()
        assert set(CHAPTERS) <= set(
            re.findall(r"^- `(\w+)`: \S", archive.read(f"{top}/README.md").decode(), re.MULTILINE)
        )
        assert "`python3 --version`" in archive.read(f"{top}/README.md").decode()
    assert (README.count(WHEEL), REQUIREMENTS.count(WHEEL)) == (1, 2)


def test_the_python_that_it_names_is_the_oldest_that_the_package_takes():
    """A reader with an older one learns of it before anything is downloaded."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">={PYTHON}"
    assert f"Python {PYTHON} or newer. `python3 --version`" in README
    assert f"Python {PYTHON} or newer" in NOTE.format(
        **dict.fromkeys(("book", "chapter", "version", "wheel", "archive"), ""), python=PYTHON
    )
    assert f"Python {PYTHON} or newer; `python3 --version`" in (ROOT / "docs" / "install.md").read_text(
        encoding="utf-8"
    )


def test_the_same_files_give_the_same_archive(folder, tmp_path):
    archives = []
    for name in ("one", "other"):
        for kind, suffix in FOLDERS.items():
            path = tmp_path / name / kind / f"{CHAPTERS[0]}.{suffix}"
            path.parent.mkdir(parents=True)
            path.write_bytes((folder / kind / path.name).read_bytes())
        assert pack(ROOT, tmp_path / name, {CHAPTERS[0]: "Images"}) == ""
        archives.append((tmp_path / name / ARCHIVE).read_bytes())
    assert archives[0] == archives[1]


def test_without_a_package_there_is_no_wheel_and_a_reason(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    assert "project.version" in pack(tmp_path, tmp_path, {})
