"""The READMEs beside folders that surprise: their examples run, and they stay short."""

import doctest
import tomllib
import warnings

import pytest

from tests.support.places import ROOT

READMES = sorted(path for path in ROOT.glob("[!.]*/README.md"))
FOLDERS = "textbook_cnn", "docs", "scripts"
READMES += sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*/**/README.md"))
PYTEST = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
COLLECTED = tuple(ROOT / name for name in PYTEST["testpaths"])  # where pytest itself runs the examples
LONGEST = 60  # lines


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", READMES, ids=name_of)
def test_it_is_short_and_has_an_example(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST, f"{name_of(path)}: at most {LONGEST} lines; the rest belongs in the book"
    assert "\n## In which order to read\n" in text
    assert doctest.DocTestParser().get_examples(text), f"{name_of(path)}: no line begins with >>>"


@pytest.mark.parametrize(
    "path", [path for path in READMES if not any(map(path.is_relative_to, COLLECTED))], ids=name_of
)
def test_its_examples_run(path, monkeypatch):
    if path.is_relative_to(ROOT / "docs"):
        pytest.importorskip("sphinx", reason="the tests alone do not install Sphinx")
        monkeypatch.syspath_prepend(ROOT / "docs")
    with warnings.catch_warnings(action="error"):
        failed, attempted = doctest.testfile(str(path), module_relative=False, encoding="utf-8")
    assert attempted
    assert not failed, f"{name_of(path)}: an example does not give what stands there; see above"


def test_pytest_collects_the_others():
    assert "--doctest-glob=README.md" in PYTEST["addopts"]
    assert {name_of(folder) for folder in COLLECTED} >= {"tests", "textbook_cnn"}
