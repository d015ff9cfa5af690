"""On which files a formula, a page or a script rests: read from the imports, never too few, and by their code alone."""

import shutil
import sys
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import pytest

from tests.support.places import PACKAGE
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.cache import Library, Reading, digest, library, sources

RELU = '"""The rectifier."""\n\n\ndef relu(X):\n    """Rectify."""\n    return max(X, 0)\n'
SMALL = {
    "__init__.py": "from .layers import *\nfrom .layers import relu\n__all__ = []\n__all__ += layers.__all__\n",
    "_checks.py": "def size(n):\n    return n\n",
    "layers/__init__.py": "from pkgutil import iter_modules\nfor each in iter_modules(__path__):\n    pass\n",
    "layers/relu.py": RELU,
    "layers/dense.py": "from .. import _checks as check\n\n__all__ = ['dense']\n\ndef dense():\n    check.size(1)\n",
    "layers/_help.py": "def dense():\n    'Not public.'\n",
    "draw/__init__.py": "from .maps import plot as draw_map\nfrom . import lines\nSTYLE = 1\n",
    "draw/maps.py": "SCRIPT = 'film.js'\n\ndef plot():\n    pass\n",
    "draw/film.js": "1",
    "draw/lines.py": "def line():\n    from ..layers import dense\n",
    "proofs/__init__.py": "",
    "proofs/shipped.py": "from importlib import import_module\n\ndef shipped(name):\n    import_module('small')\n",
    "proofs/relu.py": "from .shipped import shipped\nshipped('relu')\n",
    "proofs/backward.py": "from .shipped import shipped\ndef run(name):\n    shipped(f'{name}nse')\n",
    "proofs/step.py": "from importlib import import_module\nPLACE = 'small'\nimport_module(f'{PLACE}.draw.maps')\n",
}


@pytest.fixture
def small(tmp_path):
    for name, text in SMALL.items():
        (tmp_path / "small" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "small" / name).write_text(text)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "helper.py").write_text("from small.layers import dense\n")
    return Library(tmp_path / "small", tmp_path / "pages")


def rests_on(files, start):
    """Names of the files, without the faces of packages that are not followed."""
    start = Reading(start) if isinstance(start, str) else start
    return {path.name for path in files.closure(start) if path.read_text() or path.name != "__init__.py"}


DENSE = {"dense.py", "_checks.py", "__init__.py"}
ALL = {Path(name).name for name, text in SMALL.items() if text and not name.endswith(".js")}
DRAW = {"maps.py", "lines.py", "film.js"} | DENSE


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("import numpy", set()),
        ("from small import dense", DENSE),
        ("from small import dense as d", DENSE),
        ("def f():\n    from small.layers import dense", DENSE),
        ("from small.layers.dense import dense", DENSE),
        ("import small.layers.dense", DENSE),
        ("import small\nsmall.dense()", DENSE),
        ("import small as s\ns.layers.dense()", DENSE),
        ("from small import layers\nlayers.dense()", DENSE),
        ("import small\nsmall.__version__", {"__init__.py"}),
        ("import small\ngetattr(small, input())", ALL | {"film.js"}),
        ("import small\nsmall.__all__", {"relu.py", "_help.py"} | DENSE),
        ("from small import *", ALL | {"film.js"}),
        ("from small import nothing_of_that_name", ALL | {"film.js"}),
        ("from small import relu", {"__init__.py", "relu.py"}),
        ("from small.draw import draw_map", DRAW),  # the face gives the name: what it imports counts
        ("from small.draw.maps import plot", {"maps.py", "film.js", "__init__.py"}),
        ("from small.draw import STYLE", DRAW),
        ("import helper", {"helper.py"} | DENSE),
    ],
)
def test_a_program_rests_on_what_it_imports(small, program, expected):
    assert rests_on(small, program) == expected


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("relu", {"relu.py", "shipped.py", "__init__.py"}),
        ("backward", {"backward.py", "shipped.py"} | DENSE),
        ("step", {"step.py", "maps.py", "film.js", "__init__.py"}),
    ],
)
def test_where_functions_are_looked_up_by_name_a_string_is_an_import(small, file, expected):
    assert rests_on(small, small.package / "proofs" / f"{file}.py") == expected


def test_a_file_that_lists_its_folder_rests_on_all_of_it(small):
    assert rests_on(small, small.package / "layers" / "__init__.py") == {"relu.py", "_help.py"} | DENSE


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("Rectify", "Keep what is positive", True),
        ('"""The rectifier."""\n', "", True),
        ("    return", "    # The larger one.\n    return", True),
        ("(X, 0)", "(\n        X,\n        0,\n    )", True),
        ("0)", "0.0)", False),
        ("max", "min", False),
        ("relu(X)", "relu(X, Y=1)", False),
    ],
)
def test_code_alone_makes_the_digest(small, old, new, same):
    path = small.package / "layers" / "relu.py"
    before = small.digest([path])
    path.write_text(RELU.replace(old, new))
    after = Library(small.package).digest([path])
    assert (after == before) == same


@pytest.mark.parametrize(
    "listing",
    ["__all__: list[str] = ['relu']", "__all__ = ('relu',)", "__all__ = []\n__all__ += ['relu']", "__all__ = [*dir()]"],
)
def test_a_name_that_is_listed_twice_rests_on_both_files(small, listing):
    (small.package / "layers" / "twice.py").write_text(f"def relu(X):\n    return X\n{listing}\n")
    (small.package / "layers" / "relu.py").write_text(RELU + "__all__ = ['relu']\n")
    assert {"relu.py", "twice.py"} <= rests_on(Library(small.package), "from small.layers import relu")


def test_names_bytes_and_words_make_the_digest_too(small):
    one, other = small.package / "layers" / "relu.py", small.package / "layers" / "other.py"
    other.write_text(RELU)
    script = small.package / "draw" / "film.js"
    digests = {small.digest(files) for files in ([one], [other], [one, other], [script], [])} | {small.digest([], "a")}
    script.write_text("2")
    assert len(digests | {small.digest([script])}) == 7
    assert small.digest([one, other]) == small.digest([other, one])


# ---- the formulas of the book


def ran(formula):
    """The files of the package in which functions run while the first cases of each proof are proved."""
    files = set()
    usual = sys.getprofile()
    sys.setprofile(lambda frame, event, _: files.add(frame.f_code.co_filename) if event == "call" else None)
    try:
        for proof in formula.proofs:
            list(islice(proof.cases(formula), 3))
    finally:
        sys.setprofile(usual)
    return {Path(file) for file in files if Path(file).is_relative_to(PACKAGE)}


@pytest.mark.parametrize("formula", REGISTRY.values(), ids=REGISTRY)
def test_all_code_that_runs_in_a_proof_is_among_its_sources(formula):
    found = ran(formula)
    assert bool(found) == bool(formula.proofs)
    assert found <= sources(formula)
    if formula.proofs:
        assert any(path.parts[-2:-1] == ("statements",) for path in sources(formula))


def test_a_formula_that_no_file_states_rests_on_everything():
    own = replace(REGISTRY["relu.forward"], id="own")
    assert sources(own) >= set(PACKAGE.rglob("*.py"))
    assert digest(own) != digest(REGISTRY["relu.forward"])


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy") / "textbook_cnn"
    shutil.copytree(PACKAGE, folder, ignore=shutil.ignore_patterns("__pycache__", "data"))
    return folder


def by_statement(package):
    """Digests of what the formulas of each file rest on."""
    files = Library(package)
    names = [path for path in sorted((package / "formulas" / "statements").glob("*.py")) if path.stem != "__init__"]
    return {path.stem: files.digest(files.closure(path)) for path in names}


@pytest.fixture(scope="module")
def before(copy):
    return by_statement(copy)


@pytest.fixture
def proved_again(copy, before):
    """What says which files of statements an edit proves again."""
    return partial(changed_by_edit, copy, before)


def changed_by_edit(package, before, file, old, new):
    path = package / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    after = by_statement(package)
    path.write_text(text, encoding="utf-8")
    return {name for name in before if before[name] != after[name]}


def test_an_edit_of_a_statement_proves_its_own_formulas_again(proved_again):
    assert proved_again("formulas/statements/relu.py", 'title="Rectifier"', 'title="The rectifier"') == {"relu"}
    assert proved_again("formulas/statements/relu.py", '"""The rectifier."""', "# The rectifier.") == set()


def test_an_edit_of_a_layer_proves_again_what_runs_it(proved_again):
    again = proved_again("layers/relu.py", "def relu_backward(", "def relu_backward_(")
    assert {"relu", "network", "attribution", "class_activation", "pool_first"} <= again
    assert not {"adam", "images", "image_statistics"} & again


def test_an_edit_of_a_drawing_or_of_the_data_proves_nothing_again(proved_again):
    assert proved_again("visualize/maps.py", "def plot_kernels(", "def plot_kernel(") == set()
    assert proved_again("datasets/sources.py", "def ", "def _") == set()


def test_the_copy_rests_on_what_the_package_does(copy):
    formula = REGISTRY["relu.forward"]
    files = Library(copy).closure(copy / "formulas" / "statements" / "relu.py")
    assert {path.relative_to(copy) for path in files} == {path.relative_to(PACKAGE) for path in sources(formula)}
    assert library().package == PACKAGE
