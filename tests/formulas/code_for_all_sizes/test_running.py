"""What is changed in the package while its functions run on arrays of unknown size: named, complete, and put back."""

import ast
import functools
import sys
import threading
from types import FunctionType, ModuleType

import numpy
import pytest

from tests.support.imports import GRAPH, MODULES
from textbook_cnn import _checks, _windows
from textbook_cnn._arrays import libraries, promotion
from textbook_cnn.formulas.code_for_all_sizes import StridedArray, WritableArray
from textbook_cnn.formulas.code_for_all_sizes.catalogue import THEOREMS
from textbook_cnn.formulas.code_for_all_sizes.running import BRANCHES, NUMERIC, replaced, shipped_functions
from textbook_cnn.formulas.code_for_all_sizes.unknowns import Unknowns

CHANGED = {module.__name__.removeprefix("textbook_cnn.") for module in NUMERIC}
PROVER = "textbook_cnn.formulas."
REFUSES = {"_arrays.numbers", "_options"}  # whose answers decide what is refused, and nothing else


def behind(names):
    """The modules themselves and all that they import."""
    found, new = set(), set(names)
    while new:
        found |= new
        new = set().union(*(GRAPH[name] for name in new)) - found
    return found


def test_names_are_changed_wherever_code_of_the_layers_runs():
    layers = {name for name in MODULES if name.startswith("layers.") and not name.endswith("__init__")}
    assert len(layers) > 5
    code = {name for name in behind(layers | {"convolution"}) if not name.endswith("__init__")}
    assert code == CHANGED | REFUSES


def test_theorems_run_no_module_of_the_package_in_which_names_are_not_changed():
    ran = set()
    before = sys.gettrace()
    sys.settrace(lambda frame, event, argument: ran.add(frame.f_globals.get("__name__", "")))
    try:
        for theorems in THEOREMS.values():
            for branch in BRANCHES:
                next((theorem for theorem in theorems if theorem.branch == branch), theorems[0]).prove()
    finally:
        sys.settrace(before)
    package = {name for name in ran if name.startswith("textbook_cnn.") and not name.startswith(PROVER)}
    assert "textbook_cnn.layers.conv2d" in package
    assert package <= {module.__name__ for module in NUMERIC} | {f"textbook_cnn.{name}" for name in REFUSES}


def test_no_module_that_is_run_keeps_a_name_of_its_own_for_what_is_changed():
    for name in CHANGED - {"_arrays.libraries"}:
        for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert "is_numpy_array" not in [alias.name for alias in node.names], name


def test_no_function_has_a_cache_or_numpy_while_theorems_run():
    with shipped_functions():
        for module in NUMERIC:
            for name, value in vars(module).items():
                assert type(value) is not type(functools.cache(len)), f"{module.__name__}.{name}"
                assert value is not numpy, f"{module.__name__}.{name}"
        assert type(_windows._geometry) is type(promotion.integral) is type(libraries._numpy) is FunctionType
    assert type(_windows._geometry) is not FunctionType


def test_everything_is_as_before_afterwards():
    before = [dict(vars(module)) for module in NUMERIC]
    with shipped_functions():
        assert all({"type", "id"} <= vars(module).keys() for module in NUMERIC)
        assert [vars(module) for module in NUMERIC] != before
    assert [vars(module) for module in NUMERIC] == before


def test_an_array_is_taken_for_one_of_numpy_and_its_size_for_an_integer():
    n = Unknowns().size("n")
    with shipped_functions():
        assert _checks.type(n) is int
        assert libraries.all_numpy([StridedArray.unknown("X", n)])
        assert not libraries.all_numpy([WritableArray.unknown("X", n)])
        assert libraries.array_namespace(StridedArray.unknown("X", n)) is libraries._numpy()


@pytest.mark.parametrize("arrays", [[StridedArray, WritableArray], [], [StridedArray, numpy.zeros]])
def test_arrays_of_several_libraries_are_refused(arrays):
    with pytest.raises(TypeError, match="one library"), shipped_functions():
        libraries.array_namespace(*[getattr(kind, "unknown", lambda _, n: numpy.zeros(n))("X", 3) for kind in arrays])


def test_a_warning_is_an_error():
    with pytest.raises(TypeError, match="gave a warning: NotImplemented"), shipped_functions():
        bool((5).__gt__(Unknowns().size("n")))


def test_what_is_kept_for_the_next_call_is_an_error(monkeypatch):
    monkeypatch.setattr(_checks, "COUNTED", [], raising=False)
    with pytest.raises(TypeError, match=r"keeps textbook_cnn\._checks\.COUNTED"), shipped_functions():
        _checks.COUNTED.append(1)


def test_what_cannot_be_written_down_is_compared_as_text(monkeypatch):
    monkeypatch.setattr(_checks, "LOCKED", threading.Lock(), raising=False)
    with shipped_functions():
        assert not _checks.LOCKED.locked()
    with pytest.raises(TypeError, match=r"keeps textbook_cnn\._checks\.LOCKED"), shipped_functions():
        _checks.LOCKED.acquire()


@pytest.mark.parametrize("known", [True, False])
def test_a_name_is_put_back_or_taken_away(known):
    module = ModuleType("module")
    if known:
        module.name = "before"

    def fails():
        with replaced((module, "name", "inside"), (module, "other", 1)):
            assert (module.name, module.other) == ("inside", 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert getattr(module, "name", None) == ("before" if known else None)
    assert not hasattr(module, "other")


def test_contexts_may_stand_in_each_other():
    with shipped_functions():
        inside = _windows.type
        with shipped_functions():
            pass
        assert _windows.type is inside
    assert "type" not in vars(_windows)
