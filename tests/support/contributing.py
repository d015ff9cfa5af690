"""The changes that CONTRIBUTING.md walks through, cut out of it, and a copy of the tree in which to replay them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.places import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
NEEDED = ("textbook_cnn", "tests", "benchmarks", "docs/chapters", "docs/_extensions", "pyproject.toml", "README.md")


def section(heading: str) -> str:
    """The text under a heading, up to the next one."""
    return TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def diffs(heading: str) -> dict[str, str]:
    """The changes under a heading by the file that they change, in the order of the text."""
    blocks = re.findall(r"```diff\n(.*?)^```$", section(heading), re.DOTALL | re.MULTILINE)
    return {re.search(r"^\+\+\+ b/(.*)$", block, re.MULTILINE)[1]: block for block in blocks}


def added(diff: str) -> str:
    """The lines that a change adds."""
    return "".join(line[1:] for line in diff.splitlines(keepends=True)[3:] if line.startswith("+"))


class Tree:
    """A copy of what the changes need of the tree."""

    def __init__(self, folder: Path):
        self.folder = folder
        for name in NEEDED:
            source, target = ROOT / name, folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(source, target) if source.is_dir() else shutil.copy2(source, target)

    def apply(self, diff: str) -> None:
        """Make a change as `git apply` does, which refuses what does not fit exactly."""
        environment = os.environ | {"GIT_CEILING_DIRECTORIES": str(self.folder.parent)}  # no repository is looked for
        command = ["git", "apply", "-p1", "-"]
        done = subprocess.run(command, cwd=self.folder, env=environment, input=diff, text=True, capture_output=True)
        assert done.returncode == 0, f"CONTRIBUTING.md: a change does not fit the tree any more: {done.stderr}"

    def python(self, *words: str) -> tuple[int, str]:
        """Exit status and output of a command of Python, run as a contributor would, with this tree's package."""
        environment = os.environ | {"PYTHONPATH": str(self.folder)}
        command = [sys.executable, *words]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def pytest(self, *words: str) -> tuple[int, str]:
        """Exit status and output of some tests of the copy."""
        return self.python("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *words)
