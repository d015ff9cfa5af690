"""Rules of the house that can be counted: short functions, short files, reasons beside what is silenced."""

import ast
import io
import re
import tokenize

import pytest

from tests.support.places import ROOT

FUNCTION_LINES, MOST_FUNCTION_LINES = 40, 55  # of code: neither the docstring nor empty lines
FILE_LINES, MOST_FILE_LINES = 200, 305
FOLDERS = ("textbook_cnn", "docs/_extensions", "mutation", "benchmarks", "scripts")
# What is longer, though never longer than the second number, and why.  Whoever shortens one takes its line out.
LONG_FUNCTIONS: dict[tuple[str, str], str] = {}
DOCSTRINGS = "docstrings of public functions are most of it"
LONG_FILES = {
    "mutation/formula_rules.py": "a list of rules",
    "textbook_cnn/convolution.py": DOCSTRINGS,
    "textbook_cnn/formulas/formula.py": "the classes that all formulas are made of",
    "textbook_cnn/formulas/language/listed/decisions.py": "a list, one entry for each function that decides",
    "textbook_cnn/image_statistics.py": DOCSTRINGS,
    "textbook_cnn/images.py": DOCSTRINGS,
    "textbook_cnn/seeing/embedding.py": DOCSTRINGS,
}
FMT_SKIPS = 3
UNFORMATTED = re.compile(r"fmt: (skip|off)")
# A silenced rule is named: "noqa: E731", "type: ignore[arg-type]".
SILENCED = re.compile(
    r"#\s*(?:(?:ruff|flake8):\s*)?noqa(?!: [A-Z]+\d+)|#\s*type:\s*ignore(?!\[[a-z-]+)|#\s*mypy:\s*ignore", re.IGNORECASE
)
# Places of one machine, and hosts from which packages are installed: neither belongs in a file.
OUTSIDE = re.compile(r"/(?:tmp|root|work|home)/\w|\bpythonhosted\.|\bpypi\.(?:org|io)|\bnpmjs\.")


def texts(*suffixes):
    """The project's own files of text with these suffixes, of all without; no environment, nothing that was built."""
    folders = [ROOT / name for name in (*FOLDERS, "docs", "tests", ".ci", ".github")]
    found = {path for folder in folders for path in folder.rglob("*")} | set(ROOT.iterdir())
    kept = [path for path in sorted(found) if path.is_file() and path.suffix not in (".gz", ".png", ".pyc")]
    kept = [path for path in kept if path.name not in (".git", ".coverage")]
    return [path for path in kept if path.suffix in suffixes or not suffixes]


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def read(path):
    return path.read_text(encoding="utf-8")


def functions(text):
    """Names of the functions of a file, with their lines of code."""
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            docstring = set()
            if ast.get_docstring(node) is not None:
                docstring = set(range(first.lineno, first.end_lineno + 1))
            numbers = set(range(node.lineno, node.end_lineno + 1)) - docstring
            yield node.name, sum(bool(lines[number - 1].strip()) for number in numbers)


FILES = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
LENGTHS = {name_of(path): len(read(path).splitlines()) for path in FILES}
CODE = {(name_of(path), name): lines for path in FILES for name, lines in functions(read(path))}


def test_functions_are_short():
    long = {
        f"{file}: {name} has {lines} lines of code"
        for (file, name), lines in CODE.items()
        if lines > (MOST_FUNCTION_LINES if (file, name) in LONG_FUNCTIONS else FUNCTION_LINES)
    }
    assert not long, f"{sorted(long)}, more than {FUNCTION_LINES}: give a part of it a name, as a function beside it"


def test_files_are_short():
    long = {
        f"{file} has {lines} lines"
        for file, lines in LENGTHS.items()
        if lines > (MOST_FILE_LINES if file in LONG_FILES else FILE_LINES)
    }
    assert not long, f"{sorted(long)}, more than {FILE_LINES}: move what has a topic of its own into a file beside it"


def test_exceptions_are_needed():
    """What has become short, or has gone, has no line above."""
    needless = [place for place in LONG_FUNCTIONS if CODE.get(place, 0) <= FUNCTION_LINES]
    needless += [file for file in LONG_FILES if LENGTHS.get(file, 0) <= FILE_LINES]
    assert not needless, f"take these out of LONG_FUNCTIONS and LONG_FILES in tests/test_limits.py: {needless}"


def test_what_is_counted():
    text = 'def f(x):\n    """Two lines\n    of docstring."""\n\n    def g():\n        return x\n\n    return g\n'
    assert list(functions(text)) == [("f", 4), ("g", 2)]
    assert ("textbook_cnn/training/train.py", "train") in CODE


def comments(path):
    """The comments of a Python file, with the numbers of their lines."""
    tokens = tokenize.generate_tokens(io.StringIO(read(path)).readline)
    return [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]


COMMENTS = {path: comments(path) for path in texts(".py")}


def test_what_is_silenced_is_named():
    found = [f"{name_of(path)}:{n}" for path, said in COMMENTS.items() for n, text in said if SILENCED.search(text)]
    assert not found, f"{found}: name the rule: noqa: E731, type: ignore[arg-type]"


@pytest.mark.parametrize(
    ("comment", "nameless"),
    [
        ("noqa", True),
        ("noqa:", True),
        ("type: ignore", True),
        ("ruff: noqa", True),
        ("noqa: E731", False),
        ("noqa: N801, as docutils has them", False),
        ("type: ignore[arg-type]  # it asks for the id only", False),
        ("no qualms", False),
    ],
)
def test_what_counts_as_silenced(comment, nameless):
    assert bool(SILENCED.search(f"# {comment}")) == nameless


def test_layout_is_left_to_the_formatter():
    found = [
        f"{name_of(path)}:{n}"
        for path, said in COMMENTS.items()
        for n, text in said
        if "fmt: skip" in text or "fmt: off" in text
    ]
    assert len(found) <= FMT_SKIPS, "ruff format lays the code out; only where columns carry meaning may it be kept out"


def test_files_name_no_place_of_one_machine_and_no_registry():
    found = []
    for path in texts():
        if path.name != "test_limits.py":
            found += [f"{name_of(path)}: {match[0]}" for match in OUTSIDE.finditer(read(path))]
    assert not found
