"""How the modules lean on each other: imports point one way, and numeric modules stay free of everything else."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import textbook_cnn

ROOT = Path(textbook_cnn.__file__).parent
# From the ground up: a module imports only from rows above its own, or from its own row.
FLOORS = [
    {"_arrays", "_checks"},
    {"_windows", "images"},
    {"convolution"},
    {"layers"},
    {"fast"},
    {"_layer", "modules", "summary"},
    {"network"},
    {"reordering"},
    {"adam", "parameters", "schedules", "_workers"},
    {"evaluation"},
    {"_gradients", "gradient_check"},
    {"training"},
]
NUMERIC = {name for floor in FLOORS for name in floor}
ON_ANY_LIBRARY = {
    "_arrays", "_checks", "_windows", "images", "convolution", "layers", "fast", "_layer", "modules", "reordering",
    "adam",
}  # fmt: skip
NOT_FOR_NUMBERS = {"sympy", "matplotlib", "pooch", "scipy", "PIL", "IPython", "pandas", "mpmath", "urllib", "requests"}
MODULES = sorted(ROOT.rglob("*.py"))


def dotted(path):
    """The module's name inside the package, such as "layers.conv2d"."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {dotted(path) for path in MODULES}


def imports(path):
    """What a module imports, anywhere in its file: names inside the package, and top-level names outside."""
    package = path.relative_to(ROOT).parent.parts
    inside, outside = set(), set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    only_types = {inner for node in ast.walk(tree) if _is_for_types(node) for inner in ast.walk(node)}
    for node in set(ast.walk(tree)) - only_types:
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level:
            base = ".".join([*package[: len(package) + 1 - node.level], *(node.module or "").split(".")]).strip(".")
            modules = {f"{base}.{alias.name}".strip(".") for alias in node.names}
            inside |= {name if name in NAMES else base for name in modules}
            continue
        elif isinstance(node, ast.ImportFrom):
            found = [node.module]
        else:
            continue
        inside |= {name.removeprefix("textbook_cnn").strip(".") for name in found if name.startswith("textbook_cnn")}
        outside |= {name.split(".")[0] for name in found if not name.startswith("textbook_cnn")}
    return inside, outside


def _is_for_types(node):
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def room(name):
    """The part of the package that a module belongs to."""
    return name.split(".")[0]


def floor(name):
    return next((i for i, names in enumerate(FLOORS) if room(name) in names), len(FLOORS))


every_numeric_module = pytest.mark.parametrize("path", [p for p in MODULES if room(dotted(p)) in NUMERIC], ids=dotted)


def test_every_floor_exists():
    assert {room(name) for name in NAMES} >= NUMERIC


@every_numeric_module
def test_imports_point_one_way(path):
    name = dotted(path)
    inside, _ = imports(path)
    assert all(floor(other) <= floor(name) for other in inside), (name, inside)


@every_numeric_module
def test_numeric_modules_import_no_symbols_no_pictures_and_no_data(path):
    inside, outside = imports(path)
    assert not outside & NOT_FOR_NUMBERS
    assert not {room(name) for name in inside} - NUMERIC


@pytest.mark.parametrize("path", [p for p in MODULES if room(dotted(p)) in ON_ANY_LIBRARY], ids=dotted)
def test_functions_for_any_library_import_none(path):
    _, outside = imports(path)
    assert not outside & {"cupy", "torch", "jax", "array_api_strict"}
    if dotted(path) != "_arrays":  # the one module that knows array libraries differ
        assert "numpy" not in outside
        assert "array_api_compat" not in outside or dotted(path) == "_checks"


def test_the_package_itself_leans_on_functions_alone():
    inside, outside = imports(ROOT / "__init__.py")
    assert {room(name) for name in inside} == {"convolution", "images", "layers"}
    assert outside == {"importlib", "typing"}


def test_no_circle():
    graph = {dotted(path): imports(path)[0] - {dotted(path)} for path in MODULES}
    for name, inside in graph.items():  # a package's own front door imports its rooms, not the other way round
        graph[name] = {other for other in inside if not name.startswith(f"{other}.")}
    order = list(TopologicalSorter(graph).static_order())  # raises CycleError where there is a circle
    assert set(order) >= NAMES


def test_reading_of_imports():
    """The reader above sees what is imported in functions, by relative and by full names."""
    inside, outside = imports(ROOT / "training.py")
    assert {"_checks", "_arrays", "network", "adam", "evaluation"} <= inside
    assert {"numpy", "tqdm"} <= outside
    inside, _ = imports(ROOT / "layers" / "conv2d.py")
    assert {"_checks", "_arrays", "_windows", "layers._sizes"} <= inside
