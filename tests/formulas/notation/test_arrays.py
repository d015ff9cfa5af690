"""Every array of the slides is defined once: what statements and mistakes write is taken from `notation/arrays.py`."""

import ast
from importlib import import_module

import pytest

from tests.support.places import PACKAGE
from textbook_cnn.formulas.notation import arrays
from textbook_cnn.formulas.notation.derivatives import Gradient
from textbook_cnn.formulas.notation.letters import i, j
from textbook_cnn.formulas.notation.nodes import Node
from textbook_cnn.formulas.notation.tensors import Tensor

ARRAYS = {node: name for name, node in vars(arrays).items() if isinstance(node, Node)}
FORMULAS = PACKAGE / "formulas"
FILES = [*FORMULAS.glob("statements/**/*.py"), *FORMULAS.glob("slides/**/*.py")]


def written_again(source, names):
    """Calls outside functions that make an array which has a name already: line, text, name."""
    found = []
    for statement in ast.parse(source).body:
        for call in ast.walk(statement) if isinstance(statement, ast.Assign) else ():
            if isinstance(call, ast.Call) and ast.unparse(call.func) in ("Tensor", "Gradient", "Element", "Entry"):
                name = ARRAYS.get(value(call, names))
                found += [f"line {call.lineno}: {ast.unparse(call)} is {name}"] if name else []
    return found


def value(call, names):
    """What a call makes; None where it uses names of its surroundings."""
    try:
        return eval(ast.unparse(call), dict(names))
    except NameError:
        return None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FORMULAS).as_posix())
def test_no_array_is_defined_again(path):
    dotted = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    names = vars(import_module(dotted.removesuffix(".__init__")))
    assert written_again(path.read_text(encoding="utf-8"), names) == []


def test_no_array_has_two_names():
    named = [node for node in vars(arrays).values() if isinstance(node, Node)]
    assert len(named) == len(set(named)) > 50


def test_what_is_written_again_would_show():
    names = {"Tensor": Tensor, "Gradient": Gradient, "i": i, "j": j}
    assert written_again("A = [Gradient(Tensor('K', i, j)), Tensor('K', j, i), Tensor('K', place)]", names) == [
        "line 1: Gradient(Tensor('K', i, j)) is dK_ij",
        "line 1: Tensor('K', i, j) is K_ij",
    ]
