"""Whether the tests find small changes of the numeric code: the tool mutmut, run on a copy of the package.

What is mutated and by which tests it is to be found stands in pyproject.toml, [tool.mutmut].  mutmut leaves decorated
functions alone, and a result kept from an earlier call would hide a change; so the copy does without the caches.
Changes that only touch the words of a message are not counted.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import ndiff
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPY = ROOT / "build" / "mutants"
COPIED = ("textbook_cnn", "tests", "pyproject.toml")
CACHE = re.compile(r"^@lru_cache.*\n", re.MULTILINE)
WORDS = re.compile(r'f?"[^"]*"|\b[A-Z]{3,}\b')  # text, or the name of a text
SURVIVED = (0, 5, 33)  # exit status of pytest: passed, no test selected; of mutmut: no test calls the function
NOT_RUN = (None, 2)


@dataclass(frozen=True)
class CodeMutant:
    """One changed line of code, the function it stands in, and whether a test failed."""

    file: str
    line: int
    function: str
    removed: str
    added: str
    caught: bool

    @property
    def only_words(self) -> bool:
        """Whether nothing but the words of a message changed: the text in the call of a check."""
        if not self.removed.startswith("check.") and " check." not in self.removed:
            return False
        without = [WORDS.sub('""', line).replace("None", '""') for line in (self.removed, self.added)]
        return without[0] == without[1]

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.function}\n  - {self.removed}\n  + {self.added}"


def copy_tree() -> None:
    """Make the copy that mutmut works on."""
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, COPY / name, ignore=shutil.ignore_patterns("__pycache__", "book"))
        else:
            shutil.copy(ROOT / name, COPY / name)
    for path in (COPY / "textbook_cnn").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if CACHE.search(text):
            path.write_text(CACHE.sub("", text), encoding="utf-8")


def run_mutmut(names: list[str], processes: int) -> None:
    """Mutate and test; mutmut shows how far it is."""
    command = [Path(sys.executable).parent / "mutmut", "run", "--max-children", str(processes), *names]
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    subprocess.run(command, cwd=COPY, check=True, env=os.environ | one_thread)


def mutate_code(names: list[str], processes: int) -> list[CodeMutant]:
    """Mutate the code in a copy and test it; names may restrict it, such as "textbook_cnn.layers.relu.*"."""
    copy_tree()
    run_mutmut(names, processes)
    return list(read_results(COPY))


def read_results(folder: Path) -> Iterator[CodeMutant]:
    """Return the mutants that were run, from the records that mutmut keeps beside each mutated file."""
    for record in sorted((folder / "mutants").rglob("*.py.meta")):
        path = record.with_suffix("")
        lines = path.read_text(encoding="utf-8").splitlines()
        spans = json.loads(path.with_suffix(".py.spans").read_text(encoding="utf-8"))["spans"]
        source = path.relative_to(folder / "mutants")
        starts = first_lines(ROOT / source)
        for name, status in json.loads(record.read_text(encoding="utf-8"))["exit_code_by_key"].items():
            if status not in NOT_RUN:
                mangled = name.rpartition(".")[2]
                original = mangled.rpartition("__mutmut_")[0]
                places = spans[f"{original}__mutmut_orig"], spans[mangled]
                before, after = (lines[first - 1 : last] for first, last in places)
                yield changed(str(source), original, before, after, starts, caught=status not in SURVIVED)


def changed(file: str, mangled: str, before: list[str], after: list[str], starts: dict[str, int], *,
            caught: bool) -> CodeMutant:  # fmt: skip
    """Compare a function with its mutant, of another name; a mutant may change several lines at once."""
    function = mangled.rpartition("ǁ")[2].removeprefix("x_")
    rename = re.compile(rf"\b{mangled}__mutmut_\w+")
    before, after = ([rename.sub(function, line) for line in part] for part in (before, after))
    difference = list(ndiff(before, after))
    removed, added = ([line[2:].strip() for line in difference if line.startswith(sign)] for sign in "-+")
    offset = next(place for place, line in enumerate(before) if line.strip() == removed[0])
    return CodeMutant(file, starts[function] + offset, function, " ".join(removed), " ".join(added), caught)


def first_lines(path: Path) -> dict[str, int]:
    """Lines of the functions of a file, by name."""
    functions = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.name: node.lineno for node in functions if isinstance(node, ast.FunctionDef)}
