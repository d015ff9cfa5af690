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
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPY = ROOT / "build" / "mutants"
COPIED = ("textbook_cnn", "tests", "pyproject.toml")
LEFT_OUT = {"__pycache__", "book"}
CACHE = re.compile(r"^@lru_cache.*\n", re.MULTILINE)
WORDS = re.compile(r'f?"[^"]*"|\b[A-Z]{3,}\b')  # text, or the name of a text
TIMED_OUT = (-24, 24, 36, 152, 255)
SURVIVED = (0, 5, 33)  # exit status of pytest: passed, no test selected; of mutmut: no test calls the function
NOT_RUN = (None, 2)


@dataclass(frozen=True)
class CodeMutant:
    """One changed line of code, where it stands, and whether a test failed; `name` is what mutmut calls it."""

    name: str
    file: str
    line: int
    function: str
    removed: str
    added: str
    caught: bool
    timed_out: bool = False

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
    """Make the copy that mutmut works on; one of the same files is kept, and what mutmut found there."""
    digest = digest_of_tree()
    if (COPY / "digest").is_file() and (COPY / "digest").read_text(encoding="utf-8") == digest:
        return
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    for path in files():
        target = COPY / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
        if target.suffix == ".py":
            text = target.read_text(encoding="utf-8")
            target.write_text(CACHE.sub("", text), encoding="utf-8")
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


def run_mutmut(names: list[str], processes: int) -> None:
    """Mutate and test; mutmut shows how far it is."""
    command = [Path(sys.executable).parent / "mutmut", "run", "--max-children", str(processes), *names]
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    subprocess.run(command, cwd=COPY, check=True, env=os.environ | one_thread)


def mutate_code(names: list[str], processes: int) -> list[CodeMutant]:
    """Mutate the code in a copy and test it, or go on where an earlier run was stopped.

    Names may restrict it, such as "textbook_cnn.layers.relu.*".
    """
    copy_tree()
    run_mutmut(names, processes)
    endless = [mutant.name for mutant in read_results(COPY) if mutant.timed_out]
    if endless:  # or only slow, on a machine that was busy
        run_mutmut(endless, 1)
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
                function = original.rpartition("ǁ")[2].removeprefix("x_")
                offset, removed, added = difference(original, function, before, after)
                yield CodeMutant(name, str(source), starts[function] + offset, function, removed, added,
                                 caught=status not in SURVIVED, timed_out=status in TIMED_OUT)  # fmt: skip


def difference(mangled: str, function: str, before: list[str], after: list[str]) -> tuple[int, str, str]:
    """Compare a function with its mutant, of another name: number of the first changed line, what went, what came."""
    rename = re.compile(rf"\b{mangled}__mutmut_\w+")
    before, after = ([rename.sub(function, line) for line in part] for part in (before, after))
    lines = list(ndiff(before, after))
    removed, added = ([line[2:].strip() for line in lines if line.startswith(sign)] for sign in "-+")
    offset = next(place for place, line in enumerate(before) if line.strip() == removed[0])
    return offset, " ".join(removed), " ".join(added)


def first_lines(path: Path) -> dict[str, int]:
    """Lines of the functions of a file, by name."""
    functions = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.name: node.lineno for node in functions if isinstance(node, ast.FunctionDef)}
