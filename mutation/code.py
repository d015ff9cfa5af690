"""Whether the tests find small changes of the numeric code, which the tool mutmut makes in a copy of the package.

What is mutated and by which tests it is to be found stands in pyproject.toml, [tool.mutmut]; `runner` tries the
mutants.  mutmut leaves decorated functions alone, and a result kept from an earlier call would hide a change; so the
copy does without the caches.  Changes that only touch the words of a message are not tried.
"""

from __future__ import annotations

import ast
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from difflib import ndiff
from fnmatch import fnmatch
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

from .runner import JOB, KNOWN, RESULTS, read_results

ROOT = Path(__file__).parents[1]
COPY = ROOT / "build" / "mutants"
COPIED = ("textbook_cnn", "tests", "mutation", "pyproject.toml")
LEFT_OUT = {"__pycache__", "book"}
CACHE = re.compile(r"^@(lru_)?cache\b.*\n", re.MULTILINE)
WORDS = re.compile(r'f?"[^"]*"|\b[A-Z]{3,}\b')  # text, or the name of a text


class UnknownMutantError(Exception):
    """No change of the code has this name."""


@dataclass(frozen=True)
class CodeMutant:
    """One changed line of code, where it stands, and the test that failed, "" if none; mutmut gives the name."""

    name: str
    file: str
    line: int
    function: str
    removed: str
    added: str
    caught: str = ""

    @property
    def only_words(self) -> bool:
        """Whether nothing but the words of a message changed: the text in the call of a check."""
        if not self.removed.startswith("check.") and " check." not in self.removed:
            return False
        without = [WORDS.sub('""', line).replace("None", '""') for line in (self.removed, self.added)]
        return without[0] == without[1]

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.function}\n  - {self.removed}\n  + {self.added}"


def mutate_code(names: list[str], processes: int) -> list[CodeMutant]:
    """Mutate the code in a copy and try the mutants, or go on where a run on the same files was stopped.

    Names may restrict it, such as "textbook_cnn.layers.relu.*".  Changes of words come back as not caught.
    """
    copy_tree()
    mutants = [CodeMutant(**mutant) for mutant in json.loads((COPY / "mutants.json").read_text(encoding="utf-8"))]
    for name in names:
        if not any(fnmatch(mutant.name, name) for mutant in mutants):
            raise UnknownMutantError(f"expected a name that fits a change of the code, got {name!r}")
    chosen = [mutant for mutant in mutants if not names or any(fnmatch(mutant.name, name) for name in names)]
    tried = [mutant.name for mutant in chosen if not mutant.only_words]
    try_mutants(COPY, {"names": tried, "processes": processes, "seconds": 3})
    results = read_results(COPY / RESULTS)
    return [replace(mutant, caught=results.get(mutant.name, "")) for mutant in chosen]


def try_mutants(folder: Path, job: dict[str, Any]) -> None:
    """Run pytest in a copy of the tree, with the plugin that tries the mutants of the job."""
    (folder / JOB).write_text(json.dumps(job), encoding="utf-8")
    tool = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "mutation.runner",
        "-q",
        "-s",
        "--tb=native",
        *tool["pytest_add_cli_args"],
        *tool["pytest_add_cli_args_test_selection"],
    ]
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    environment = os.environ | one_thread | {"PYTHONPATH": str(folder), "MUTANT_UNDER_TEST": ""}
    subprocess.run(command, cwd=folder, env=environment, check=True)


def copy_tree() -> None:
    """Make the copy with the mutants in it; one of the same files is kept, with what was found there."""
    digest = digest_of_tree()
    if (COPY / "digest").is_file() and (COPY / "digest").read_text(encoding="utf-8") == digest:
        return
    known = read_results(COPY / KNOWN) | read_results(COPY / RESULTS)
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    for path in files():
        target = COPY / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    with contextlib.chdir(COPY):
        mutants = [asdict(mutant) for mutant in make_mutants()]
    (COPY / "mutants.json").write_text(json.dumps(mutants, ensure_ascii=False), encoding="utf-8")
    (COPY / KNOWN).write_text("".join(f"{json.dumps(result)}\n" for result in known.items()), encoding="utf-8")
    (COPY / "digest").write_text(digest, encoding="utf-8")


def files() -> list[Path]:
    """Files of the package and of its tests, and what configures them."""
    found = [path for name in COPIED for path in (ROOT / name, *(ROOT / name).rglob("*"))]
    return sorted(path for path in found if path.is_file() and not LEFT_OUT.intersection(path.relative_to(ROOT).parts))


def digest_of_tree() -> str:
    """Digest of these files."""
    digest = sha256()
    for path in files():
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def make_mutants() -> Iterator[CodeMutant]:
    """Write each file of the copy anew with all its mutants in it, of which a variable of the environment chooses."""
    config = import_module("mutmut.configuration").config()  # read from the present folder
    mutate = import_module("mutmut.mutation.file_mutation").mutate_file_contents
    for path in sorted(Path("textbook_cnn").rglob("*.py")):
        if config.should_mutate(path):
            source = CACHE.sub("", path.read_text(encoding="utf-8"))
            mutated = mutate(str(path), source)
            path.write_text(mutated.code, encoding="utf-8")
            spans = {name: (span.start, span.end) for name, span in mutated.line_span_by_function_name.items()}
            yield from described(path, (ROOT / path).read_text(encoding="utf-8"), mutated.code, spans)


def described(path: Path, source: str, mutated: str, spans: dict[str, tuple[int, int]]) -> Iterator[CodeMutant]:
    """Return the mutants of a file: `spans` holds the lines of each function and mutant in what mutmut made of it."""
    starts, lines = first_lines(source), mutated.splitlines()
    module = ".".join(path.with_suffix("").parts)
    for mangled in spans:
        original, _, number = mangled.rpartition("__mutmut_")
        if number.isdigit():
            places = spans[f"{original}__mutmut_orig"], spans[mangled]
            before, after = (lines[first - 1 : last] for first, last in places)
            _, owner, function = original.split("ǁ") if "ǁ" in original else ("", "", original.removeprefix("x_"))
            offset, removed, added = difference(original, function, before, after)
            start = starts[f"{owner}.{function}" if owner else function]
            yield CodeMutant(f"{module}.{mangled}", str(path), start + offset, function, removed, added)


def difference(mangled: str, function: str, before: list[str], after: list[str]) -> tuple[int, str, str]:
    """Compare a function with its mutant, of another name: number of the first changed line, what went, what came."""
    rename = re.compile(rf"\b{mangled}__mutmut_\w+")
    before, after = ([rename.sub(function, line) for line in part] for part in (before, after))
    lines = list(ndiff(before, after))
    removed, added = ([line[2:].strip() for line in lines if line.startswith(sign)] for sign in "-+")
    offset = next(place for place, line in enumerate(before) if line.strip() == removed[0])
    return offset, " ".join(removed), " ".join(added)


def first_lines(source: str) -> dict[str, int]:
    """Lines of the functions of a file, by name, and those of methods by "Class.name" too; of equal names the first."""
    lines: dict[str, int] = {}
    for owner in ast.walk(ast.parse(source)):
        for node in ast.iter_child_nodes(owner):
            if isinstance(node, ast.FunctionDef):
                lines.setdefault(node.name, node.lineno)
                if isinstance(owner, ast.ClassDef):
                    lines[f"{owner.name}.{node.name}"] = node.lineno
    return lines
