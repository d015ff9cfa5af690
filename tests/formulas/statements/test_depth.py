"""A reader can follow the brackets of every statement: none is nested more than four deep."""

import ast
import io
import tokenize

import pytest

from tests.support.places import PACKAGE

FOLDER = PACKAGE / "formulas" / "statements"
DEEPEST = 4


def expressions(tree):
    """What is counted, each from 0: the value of every simple statement, and of a `Formula(…)` its parts.

    The parts are the two sides of each row (written as a pair or as `Equation(left, right, …)`), each proof, and the
    value of every other argument.  So the brackets of `FORMULAS = (Formula(rows=((left, right),)),)` do not count.
    """
    for statement in ast.walk(tree):
        if isinstance(statement, ast.stmt):
            for value in ast.iter_child_nodes(statement):
                if isinstance(value, ast.expr):
                    yield from parts(value)


def parts(value):
    """The expression itself, or what it holds if it is a formula, a row, or a tuple of formulas."""
    if isinstance(value, ast.Tuple) and any(called(each) == "Formula" for each in value.elts):
        for each in value.elts:
            yield from parts(each)
    elif called(value) == "Formula":
        for keyword in value.keywords:
            inside = keyword.value
            if keyword.arg in ("rows", "proofs") and isinstance(inside, ast.Tuple):
                for each in inside.elts:
                    yield from (sides(each) if keyword.arg == "rows" else [each])
            else:
                yield inside
    elif called(value) == "Equation":
        yield from sides(value)
    else:
        yield value


def sides(row):
    """Both sides of a row; the row itself where it is made elsewhere."""
    if called(row) == "Equation":
        return row.args
    return row.elts if isinstance(row, ast.Tuple) else [row]


def called(node):
    """Name of the function that is called, if one is."""
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def depth(text):
    """How deep round, square and curly brackets are nested, whatever they are for."""
    now = deepest = 0
    for token in tokenize.generate_tokens(io.StringIO(f"({text})").readline):
        if token.type == tokenize.OP and token.string in "([{":
            now += 1
            deepest = max(deepest, now)
        elif token.type == tokenize.OP and token.string in ")]}":
            now -= 1
    return deepest - 1  # without the pair around it all


@pytest.mark.parametrize("name", [path.relative_to(FOLDER).as_posix() for path in sorted(FOLDER.rglob("*.py"))])
def test_no_expression_is_nested_more_than_four_deep(name):
    source = (FOLDER / name).read_text(encoding="utf-8")
    counted = {ast.get_source_segment(source, each): each.lineno for each in expressions(ast.parse(source))}
    assert {f"line {line}": depth(text) for text, line in counted.items() if depth(text) > DEEPEST} == {}


def test_what_is_counted():
    source = (
        'A = f(g[0], "((((("\n)\n'
        "FORMULAS = (Formula(id=(1), rows=((a, f(g([b]))), Equation(c, (d), i, n)), proofs=(p(q(r())),)),)"
    )
    found = [ast.get_source_segment(source, each) for each in expressions(ast.parse(source))]
    assert found == ["A", 'f(g[0], "((((("\n)', "FORMULAS", "1", "a", "f(g([b]))", "c", "d", "i", "n", "p(q(r()))"]
    assert [depth(text) for text in found] == [0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 3]
