"""Where the modules of a package may lie: what Python loads in place of a file shows, and two files with one name."""

import importlib
import importlib.util
import py_compile
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from types import ModuleType

import pytest

from textbook_cnn.formulas.cache import Library, places

SMALL = {"__init__.py": "", "relu.py": "LIMIT = 1\n", "inner/__init__.py": "", "inner/deep.py": "LIMIT = 2\n"}


def write(folder):
    for name, text in SMALL.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A package that is not imported yet, and forgotten at the end."""
    monkeypatch.syspath_prepend(tmp_path)
    yield write(tmp_path / "small_places")
    for name in [each for each in sys.modules if each.partition(".")[0] == "small_places"]:
        del sys.modules[name]


def folder_of_the_same_name(folder):
    (folder / "relu").mkdir()
    (folder / "relu" / "__init__.py").write_text("LIMIT = 3\n")


def compiled_alone(folder):
    py_compile.compile(str(folder / "relu.py"), cfile=str(folder / "relu.pyc"))
    (folder / "relu.py").unlink()


def linked_folder(folder):
    (folder / "inner").rename(folder.parent / "elsewhere")
    (folder / "inner").symlink_to(folder.parent / "elsewhere")


def linked_file(folder):
    (folder / "relu.py").rename(folder.parent / "elsewhere.py")
    (folder / "relu.py").symlink_to(folder.parent / "elsewhere.py")


BEFORE_IMPORT = {
    "nothing": (True, lambda folder: None),
    "a file that is a link": (True, linked_file),
    "a folder without code beside the file": (True, lambda folder: (folder / "relu").mkdir()),
    "a compiled file beside the file": (
        True,
        lambda folder: py_compile.compile(str(folder / "relu.py"), cfile=str(folder / "relu.pyc")),
    ),
    "a folder of the same name": (False, folder_of_the_same_name),
    "a compiled file alone": (False, compiled_alone),
    "a folder without a face": (False, lambda folder: (folder / "inner" / "__init__.py").unlink()),
    "a folder that is a link": (False, linked_folder),
}


@pytest.mark.parametrize(("in_place", "plant"), BEFORE_IMPORT.values(), ids=BEFORE_IMPORT)
def test_what_python_loads_in_place_of_a_file_shows(small, in_place, plant):
    plant(small)
    for name in ("relu", "inner", "inner.deep"):
        importlib.import_module(f"small_places.{name}")
    assert places.all_in_place(small) == in_place


def from_another_path(folder):
    other = write(folder.parent / "other")
    sys.modules["small_places"].__path__.insert(0, str(other / "inner"))
    importlib.import_module("small_places.deep")


def from_another_file(folder):
    other = write(folder.parent / "other")
    spec = importlib.util.spec_from_file_location("small_places.relu", other / "relu.py")
    sys.modules["small_places.relu"] = importlib.util.module_from_spec(spec)


AFTER_IMPORT = {
    "another folder in __path__": from_another_path,
    "another file under the name": from_another_file,
    "a module of no file": lambda _: sys.modules.update({"small_places.more": ModuleType("small_places.more")}),
    "another module under the name": lambda _: sys.modules.update({"small_places.inner": sys.modules["small_places"]}),
    "a name that is barred": lambda _: sys.modules.update({"small_places.relu": None}),
    "another __file__": lambda _: setattr(sys.modules["small_places.relu"], "__file__", "elsewhere.py"),
    "another origin": lambda _: setattr(sys.modules["small_places.relu"].__spec__, "origin", "elsewhere.py"),
    "another __name__": lambda _: setattr(sys.modules["small_places.relu"], "__name__", "small_places.other"),
    "another __path__ from which nothing came": lambda folder: sys.modules["small_places"].__path__.append("elsewhere"),
    "a __path__ of a file": lambda folder: setattr(sys.modules["small_places.relu"], "__path__", [str(folder)]),
    "no file any more": lambda folder: (folder / "relu.py").unlink(),
    "a new folder of the same name": folder_of_the_same_name,
    "a new extension": lambda folder: (folder / "inner" / f"deep{EXTENSION_SUFFIXES[0]}").touch(),
}


@pytest.mark.parametrize("change", AFTER_IMPORT.values(), ids=AFTER_IMPORT)
def test_a_loaded_module_that_is_not_its_file_shows(small, change):
    for name in ("relu", "inner.deep"):
        importlib.import_module(f"small_places.{name}")
    assert places.all_in_place(small)
    change(small)
    assert not places.all_in_place(small)


@pytest.mark.parametrize("name", ["relu/__init__.py", *(f"relu{suffix}" for suffix in EXTENSION_SUFFIXES)])
def test_two_files_with_one_name_are_refused(small, name):
    (small / name).parent.mkdir(exist_ok=True)
    (small / name).touch()
    with pytest.raises(ValueError, match="are both small_places.relu: Python loads one of them without a word"):
        Library(small)


def test_two_files_with_one_name_beside_the_package_are_refused(small, tmp_path):
    for folder in ("pages", "more"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "helper.py").touch()
    assert "helper" in Library(small, tmp_path / "pages").files
    with pytest.raises(ValueError, match="are both helper"):
        Library(small, tmp_path / "pages", tmp_path / "more")
    (tmp_path / "more" / "helper.py").rename(tmp_path / "more" / "small_places.py")
    with pytest.raises(ValueError, match="are both small_places"):
        Library(small, tmp_path / "pages", tmp_path / "more")
