"""The house: which room may import which, no circle of modules, and numeric code that knows nothing but arrays."""

import ast
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.support.imports import GRAPH, MODULES, imports, room
from tests.support.places import PACKAGE

# What each room may import, besides itself.  A room is a file of the root or of `formulas`, or a folder of either.
ARRAYS = {"_arrays", "_checks", "_options"}
LAYERS = ARRAYS | {"_windows", "convolution", "layers"}
NOTATION = {"formulas.example", "formulas.shipped", "formulas.symbols", "formulas.notation"}
PROVERS = NOTATION | {"formulas.formula", "formulas.proofs"}
BOTH_PROVERS = PROVERS | {"formulas.code_for_all_sizes", "formulas.formulas_for_all_sizes"}
STATEMENTS = BOTH_PROVERS | {"formulas.examples", "formulas.statements"}
PUBLIC = {
    "images",
    "convolution",
    "layers",
    "network",
    "training",
    "fast",
    "image_statistics",
    "seeing",
    "vgg16",
    "datasets",
}
MAY_IMPORT = {
    "_arrays": set(),
    "_checks": {"_arrays"},
    "_devices": {"_arrays", "_checks"},
    "_interrupted": set(),
    "_options": {"_arrays", "_checks"},
    "_windows": ARRAYS,
    "images": ARRAYS,
    "convolution": ARRAYS | {"_windows"},
    "layers": ARRAYS | {"_windows"},
    "fast": LAYERS,
    "network": ARRAYS | {"_devices", "_windows", "layers"},
    "training": ARRAYS | {"_devices", "layers", "network"},
    "seeing": ARRAYS | {"_windows", "layers", "network", "training"},
    "image_statistics": ARRAYS | {"images"},
    "datasets": {"_checks", "_options"},
    "vgg16": {"_arrays", "_checks", "_options", "datasets", "network"},
    "visualize": ARRAYS | PUBLIC,
    "book": ARRAYS | {"datasets", "images", "network", "training"},
    "__init__": {"_interrupted"} | PUBLIC,
    "formulas.example": set(),
    "formulas.symbols": {"formulas.example"},
    "formulas.shipped": {"formulas.example", "formulas.symbols"},
    "formulas.notation": NOTATION,
    "formulas.formula": NOTATION,
    "formulas.language": {"formulas.shipped"},
    "formulas.visits": NOTATION | {"formulas.formula"},
    "formulas.proofs": NOTATION | {"_arrays"} | {"formulas.formula", "formulas.language", "formulas.visits"},
    "formulas.graph": NOTATION | {"formulas.formula"},
    "formulas.code_for_all_sizes": PROVERS | LAYERS,
    "formulas.formulas_for_all_sizes": PROVERS | {"formulas.code_for_all_sizes"},
    "formulas.examples": BOTH_PROVERS | {"image_statistics", "seeing", "training"},
    "formulas.statements": STATEMENTS,
    "formulas.slides": STATEMENTS,
    "formulas.registry": {"formulas.notation", "formulas.formula", "formulas.statements", "formulas.slides"},
    "formulas.cache": {
        "formulas.formula",
        "formulas.language",
        "formulas.proofs",
        "formulas.registry",
        "formulas.statements",
    },
    "formulas.__init__": {
        "formulas.formula",
        "formulas.proofs",
        "formulas.registry",
        "formulas.cache",
        "formulas.slides",
    },
    "commands": ARRAYS | {"_devices", "__init__", "book"} | PUBLIC | {"formulas.__init__", "formulas.graph"},
    "__main__": {"commands"},
}
NUMERIC = ARRAYS | {
    "_devices",
    "_windows",
    "images",
    "convolution",
    "layers",
    "fast",
    "network",
    "training",
}
NOT_FOR_NUMBERS = {"sympy", "matplotlib", "pooch", "scipy", "PIL", "IPython", "pandas", "mpmath", "urllib", "requests"}
ON_ANY_LIBRARY = {"_arrays", "_checks", "_windows", "images", "convolution", "layers", "fast"}
ON_ANY_LIBRARY_IN = {"network.layer", "network.layers", "network.pool_first", "training.adam", "training.descent"}


def circle(graph):
    """The modules of a circle, empty if there is none."""
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        return error.args[1]
    return []


def test_every_room_has_its_rule():
    assert {room(name) for name in MODULES} == set(MAY_IMPORT)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_what_its_room_may(name):
    found = {room(other) for other in GRAPH[name]} - {room(name)}
    too_many = found - MAY_IMPORT[room(name)]
    assert not too_many, f"{name} imports {sorted(too_many)}; its room may import {sorted(MAY_IMPORT[room(name)])}"


def test_rooms_stand_one_above_the_other():
    assert circle({name: allowed - {name} for name, allowed in MAY_IMPORT.items()}) == []


def test_no_circle_of_modules():
    assert circle(GRAPH) == []


def test_a_circle_would_show():
    assert circle(GRAPH | {"_arrays.libraries": {"training.train"}}) != []


@pytest.mark.parametrize("name", [name for name in MODULES if room(name) in NUMERIC])
def test_numeric_modules_import_no_symbols_no_pictures_and_no_data(name):
    assert not imports(MODULES[name])[1] & NOT_FOR_NUMBERS


@pytest.mark.parametrize(
    "name", [name for name in MODULES if room(name) in ON_ANY_LIBRARY or name in ON_ANY_LIBRARY_IN]
)
def test_functions_for_any_library_import_none(name):
    outside = imports(MODULES[name])[1]
    if name == "_arrays.cublas":  # asks CuPy for what is loaded already
        outside -= {"cupy", "cupy_backends"}
    assert not outside & {"cupy", "torch", "jax", "array_api_strict"}
    if room(name) != "_arrays":  # the one room that knows array libraries differ
        assert "numpy" not in outside
        assert "array_api_compat" not in outside or name == "_checks"


def test_reading_of_imports():
    """The reader sees what is imported in functions, in blocks for type checkers, and through a package's face."""
    inside, _ = imports(MODULES["training.train"])
    assert {"_checks", "_arrays.__init__", "network.network", "training.run"} <= inside
    assert "tqdm" in imports(MODULES["training.progress"])[1]
    assert "layers.__init__" in imports(MODULES["network.layers"])[0]
    for name, path in MODULES.items():
        relative = [
            node
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom) and node.level
        ]
        assert bool(relative) == bool(imports(path)[0]), name
        assert imports(path)[0] <= set(MODULES), name


def test_the_root_holds_few_files():
    assert len(list(PACKAGE.glob("*.py"))) <= 10
    assert len(list((PACKAGE / "formulas").glob("*.py"))) <= 8
