"""What is kept holds for the files that Python loaded: every way in which it can load others is refused or harmless."""

import importlib
import importlib.util
import json
import os
import py_compile
import shutil
import subprocess
import sys
from types import ModuleType

import pytest

from tests.support.places import PACKAGE
from textbook_cnn.formulas import REGISTRY, ProofResult, Proofs
from textbook_cnn.formulas.cache import digest, loaded, sources
from textbook_cnn.formulas.cache import results as kept
from textbook_cnn.seeing import strongest

UNCHECKED = py_compile.PycInvalidationMode.UNCHECKED_HASH
TEXT = "import os as system\nfrom json import decoder\nTABLE = [k * k for k in range(3)]\n"


@pytest.fixture(autouse=True, scope="module", name="symbols")
def no_symbols():
    """None are taken here: a number in memory would say that they are, and the code would not be as written."""


@pytest.fixture
def module(tmp_path, monkeypatch):
    """A loaded file that belongs to no package."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "small_table.py").write_text(TEXT)
    yield tmp_path / "small_table.py"
    sys.modules.pop("small_table", None)


def test_a_compiled_file_that_python_no_longer_compares_shows(module):
    other = module.with_name("other.py")
    other.write_text(TEXT.replace("3", "4"))
    cached = importlib.util.cache_from_source(str(module))
    py_compile.compile(str(other), cfile=cached, invalidation_mode=UNCHECKED)
    assert importlib.import_module("small_table").TABLE == [0, 1, 4, 9]
    assert loaded.state([module]) == ""


def test_a_compiled_file_of_the_same_code_is_as_good(module):
    py_compile.compile(str(module), invalidation_mode=UNCHECKED)
    importlib.import_module("small_table")
    assert loaded.state([module])


def test_a_compiled_file_of_an_earlier_time_is_not_read(module):
    py_compile.compile(str(module))
    os.utime(module, (1, 1))
    importlib.import_module("small_table")
    assert loaded.state([module])


@pytest.mark.parametrize(
    ("name", "value"), [("system", sys), ("decoder", sys), ("decoder", ModuleType("json.decoder"))]
)
def test_an_exchanged_module_shows(module, name, value):
    found = importlib.import_module("small_table")
    assert loaded.state([module])
    setattr(found, name, value)
    assert loaded.state([module]) == ""


def test_a_module_that_was_exchanged_before_it_was_imported_shows(module, monkeypatch):
    monkeypatch.setattr(json, "decoder", ModuleType("json.decoder"))
    assert importlib.import_module("small_table").decoder is json.decoder
    assert loaded.state([module]) == ""


def test_what_another_loader_made_of_a_file_shows(module, monkeypatch):
    found = importlib.import_module("small_table")
    monkeypatch.setattr(found, "__loader__", object())
    assert loaded.state([module]) == ""


def test_code_elsewhere_counts_only_if_it_is_loaded(module):
    """A process that finds another copy of the package says nothing of the first."""
    assert loaded.state([module]) == ""
    importlib.import_module("small_table")
    assert loaded.state([module])


ENVIRONMENT = {
    "OPENBLAS_CORETYPE": True,
    "NPY_DISABLE_CPU_FEATURES": True,
    "SYMPY_USE_CACHE": True,
    "MPMATH_NOGMPY": True,
    "TEXTBOOK_CNN_CACHE": False,  # where they are kept once they are fetched
    "TEXTBOOK_CNN_DATA": False,  # where images come from: no proof reads files of images
    "SCIPY_ARRAY_API": False,  # no proof uses SciPy
}


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_what_the_environment_sets_for_the_libraries_is_in_the_digest(name, monkeypatch):
    monkeypatch.delenv(name, raising=False)
    before = digest(REGISTRY["adam.step"])
    monkeypatch.setenv(name, "1")
    assert (digest(REGISTRY["adam.step"]) != before) == ENVIRONMENT[name]


def test_the_lists_and_the_check_of_the_language_are_in_every_digest():
    language = set((PACKAGE / "formulas" / "language").rglob("*.py"))
    assert len(language) > 20
    proved = [formula for formula in REGISTRY.values() if formula.proofs]
    assert [formula.id for formula in proved if not language <= sources(formula)] == []


def test_nothing_is_kept_while_there_is_an_objection_in_memory(tmp_path, monkeypatch):
    """Neither that something is proved nor that it is not, for the files are not what is objected to."""
    monkeypatch.setattr(kept, "run", lambda formula, proof: ProofResult(False, proof.kind, "", 1, 0.0, "objected", ""))
    Proofs(tmp_path / "before").results(REGISTRY["adam.step"])
    assert len([*(tmp_path / "before").rglob("*.json")]) == 1
    monkeypatch.setattr(strongest, "_peak", lambda *peak: peak)
    Proofs(tmp_path / "after").results(REGISTRY["adam.step"])
    assert [*tmp_path.joinpath("after").rglob("*.json")] == []


# ---- the command, in a copy of the package

STEP = "textbook_cnn/training/adam.py"
TURNED = "return P - rate * M", "return P + rate * M"
TEXTS = {False: (PACKAGE.parent / STEP).read_text(encoding="utf-8")}
TEXTS[True] = TEXTS[False].replace(*TURNED)
# Before this line stands what the language objects to.
OBJECTED = '    Y = on_host(options.finite("maps", detached(maps[:, channel, :, :])))\n'
PROVE = """
import sys
from textbook_cnn.__main__ import main
sys.exit(main("prove adam.step --jobs 1 --keep kept".split()))
"""


def prove(folder, first="", **environment):
    """What the command says of Adam's step, and what it says beside."""
    environment = os.environ | {"PYTHONPATH": str(folder)} | environment
    command = [sys.executable, "-c", first + PROVE]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.stdout, done.stderr


KEPT = "98765.0"  # seconds, which no proof took


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """A copy of the package with a kept result that names itself."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(PACKAGE, folder / "textbook_cnn", ignore=shutil.ignore_patterns("data"))
    assert "NOT PROVED" not in prove(folder)[0]
    (path,) = (folder / "kept").rglob("*.json")
    results = json.loads(path.read_text(encoding="utf-8")).items()
    path.write_text(
        json.dumps({place: result | {"seconds": float(KEPT)} for place, result in results}), encoding="utf-8"
    )
    return folder


@pytest.fixture
def copy(original, tmp_path):
    shutil.copytree(original, tmp_path / "copy")
    return tmp_path / "copy"


def other_folder(copy):
    """A folder of the step's name, which Python prefers, with the step turned round."""
    folder = (copy / STEP).with_suffix("")
    folder.mkdir()
    (folder / "__init__.py").write_text(TEXTS[True].replace("from .", "from .."), encoding="utf-8")


def other_compiled(copy, **how):
    """A compiled file with the step turned round, that Python takes for one of the file."""
    other = copy / "other.py"
    other.write_text(TEXTS[True], encoding="utf-8")
    shutil.copystat(copy / STEP, other)
    py_compile.compile(str(other), cfile=importlib.util.cache_from_source(str(copy / STEP)), dfile=STEP, **how)


def other_link(copy):
    """The folder of the step, linked to one in which the step is turned round."""
    folder = (copy / STEP).parent
    folder.rename(copy / "elsewhere")
    folder.symlink_to(copy / "elsewhere")
    (folder / "adam.py").write_text(TEXTS[True], encoding="utf-8")


def other_file(copy):
    """A file with the step turned round, which only what runs first makes use of."""
    (copy / "elsewhere").mkdir()
    (copy / "elsewhere" / "adam.py").write_text(TEXTS[True], encoding="utf-8")


def customized(copy):
    """The same, which Python runs first by itself."""
    other_file(copy)
    (copy / "sitecustomize.py").write_text(FINDER, encoding="utf-8")


FINDER = """
import sys
from importlib.util import spec_from_file_location
class Finder:
    def find_spec(self, name, path=None, target=None):
        return spec_from_file_location(name, "elsewhere/adam.py") if name == "textbook_cnn.training.adam" else None
sys.meta_path.insert(0, Finder())
"""
EXCHANGED = """
import textbook_cnn.training.adam as own
exec(compile(open("elsewhere/adam.py").read(), own.__file__, "exec"), vars(own))
"""
ROUND = {
    "folder": (other_folder, ""),
    "unchecked": (lambda copy: other_compiled(copy, invalidation_mode=UNCHECKED), ""),
    "same time and size": (other_compiled, ""),
    "link": (other_link, ""),
    "finder": (other_file, FINDER),
    "sitecustomize": (customized, ""),
    "in memory": (other_file, EXCHANGED),
}


def test_a_kept_result_is_found_where_nothing_changed(copy):
    assert KEPT in prove(copy)[0]
    shown = prove(copy, PYTHONOPTIMIZE="1")[0]
    assert KEPT not in shown
    assert "NOT PROVED" not in shown


@pytest.mark.parametrize("what", ROUND)
def test_a_kept_result_does_not_stand_for_code_that_python_loads_elsewhere(copy, what):
    plant, first = ROUND[what]
    plant(copy)
    shown, beside = prove(copy, first)
    refused = "NOT PROVED" in shown if what != "folder" else "are both textbook_cnn.training.adam" in beside
    assert refused, beside
    assert KEPT not in shown


def test_the_copy_that_comes_first_on_the_path_is_the_one_that_counts(copy, original):
    (copy / STEP).write_text(TEXTS[True], encoding="utf-8")
    path = os.pathsep.join(map(str, [copy, original]))
    shown, _ = prove(copy, PYTHONPATH=path)
    assert "NOT PROVED" in shown


def test_a_kept_result_ends_with_an_objection_and_comes_back_without_it(copy):
    """Of a function that Adam's step does not use; that nothing is proved now is not kept either."""
    path = copy / "textbook_cnn" / "seeing" / "strongest.py"
    text = path.read_text(encoding="utf-8")
    assert path.relative_to(copy) not in {each.relative_to(PACKAGE.parent) for each in sources(REGISTRY["adam.step"])}
    path.write_text(text.replace(OBJECTED, "    if maps.dtype == 'float32':\n        maps = -maps\n" + OBJECTED, 1))
    assert OBJECTED in text
    shown, beside = prove(copy)
    assert "NOT PROVED" in shown
    assert "seeing/strongest.py, strongest_windows" in beside
    path.write_text(text, encoding="utf-8")
    assert KEPT in prove(copy)[0]
