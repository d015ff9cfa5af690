"""What a check returns is what its caller goes on with: no converted argument is thrown away."""

import ast
import inspect

from tests.support.places import ROOT
from textbook_cnn import _checks, _options

# Those that only refuse, or hand back what they were given; all others convert: NumPy's integers to Python's, lists to
# tuples, text to paths.
REFUSE = {"arrays", "axes", "shape", "floating", "read", "shown", "not_boolean", "ordered"}
REFUSE |= {"instance", "mapping", "known", "function", "generator", "text"}
CONVERT = {
    name for module in (_checks, _options) for name, _ in inspect.getmembers(module, inspect.isfunction)
} - REFUSE

MODULES = {"check", "option", "options", "_checks", "_options"}  # as they are imported

# Calls whose result the caller may drop, by file and check, with the reason.
DROPPED: dict[tuple[str, str], str] = {}


def thrown_away(source):
    """Line and name of each converting check whose result is not used."""
    for node in ast.walk(ast.parse(source)):
        called = node.value.func if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else None
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id in MODULES:
            name = called.attr
        else:
            name = called.id if isinstance(called, ast.Name) else ""
        if name in CONVERT:
            yield node.lineno, name


def test_a_dropped_result_is_seen():
    wrong = 'check.integer("units", units, 1)\noption.flag("bias", bias)\nsize = check.pair("size", size, 1)\n'
    assert list(thrown_away(wrong)) == [(1, "integer"), (2, "flag")]


def test_no_converted_argument_is_thrown_away():
    found = []
    for path in sorted((ROOT / "textbook_cnn").rglob("*.py")):
        for line, name in thrown_away(path.read_text(encoding="utf-8")):
            found.append((path.relative_to(ROOT).as_posix(), name, line))
    wrong = [f"{file}:{line}: {name}" for file, name, line in found if (file, name) not in DROPPED]
    assert not wrong, "go on with what the check returns:\n" + "\n".join(wrong)
    assert set(DROPPED) <= {(file, name) for file, name, _ in found}, "no longer dropped: take it away from DROPPED"
