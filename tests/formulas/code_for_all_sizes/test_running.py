"""What is changed in the package while its functions run on arrays of unknown size: named, complete, and put back."""

import ast
from types import ModuleType

import pytest

from tests.support.imports import GRAPH, MODULES
from textbook_cnn import _windows
from textbook_cnn._arrays import libraries
from textbook_cnn.formulas.code_for_all_sizes import running
from textbook_cnn.formulas.code_for_all_sizes.running import NUMERIC, replaced, shipped_functions
from textbook_cnn.formulas.code_for_all_sizes.unknowns import Unknowns

CHANGED = {module.__name__.removeprefix("textbook_cnn.") for module in NUMERIC}


def behind(names):
    """The modules themselves and all that they import."""
    found, new = set(), set(names)
    while new:
        found |= new
        new = set().union(*(GRAPH[name] for name in new)) - found
    return found


def test_range_is_changed_wherever_code_of_the_layers_runs():
    layers = {name for name in MODULES if name.startswith("layers.") and not name.endswith("__init__")}
    assert len(layers) > 5
    code = {name for name in behind(layers | {"convolution"}) if not name.endswith("__init__")}
    assert code == CHANGED


def test_no_module_that_is_run_keeps_a_name_of_its_own_for_what_is_changed():
    for name in CHANGED - {"_arrays.libraries"}:
        for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert "is_numpy_array" not in [alias.name for alias in node.names], name


def test_everything_is_as_before_afterwards():
    before = [dict(vars(module)) for module in NUMERIC]
    size = Unknowns().size("n")
    with shipped_functions():
        assert {module.__name__ for module in NUMERIC if "range" in vars(module)} == {each.__name__ for each in NUMERIC}
        with pytest.raises(TypeError, match=r"a loop over range\(n,\) has no known length"):
            _windows.range(size)
        assert list(_windows.range(1, 3)) == [1, 2]
        assert libraries.is_numpy_array is not before[NUMERIC.index(libraries)]["is_numpy_array"]
    assert [vars(module) for module in NUMERIC] == before


@pytest.mark.parametrize("known", [True, False])
def test_a_name_is_put_back_or_taken_away(known):
    module = ModuleType("module")
    if known:
        module.name = "before"

    def fails():
        with replaced(module, "name", "inside"):
            assert module.name == "inside"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert getattr(module, "name", None) == ("before" if known else None)


def test_contexts_may_stand_in_each_other():
    with shipped_functions():
        with shipped_functions():
            pass
        assert _windows.range is running.known_range
    assert "range" not in vars(_windows)
