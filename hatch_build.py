"""What the wheel holds besides the package's files: stubs for type checkers, and what a chapter shows of benchmarks.

The package finds its layers when it is imported, which no type checker can follow.  In the wheel it need not: there the
layers are known, and a stub names them one by one.
"""

from __future__ import annotations

import ast
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

RESULTS, RESULTS_IN_WHEEL = "benchmarks/results", "textbook_cnn/book/benchmarks"
PACKAGE, LAYERS = "textbook_cnn/__init__.py", "textbook_cnn/layers/__init__.py"


def public_names(file: Path) -> list[str]:
    """Names that a file lists in `__all__`, read without importing it."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return ast.literal_eval(node.value)
    raise ValueError(f"{file}: expected a list of the public names, __all__ = [...], got none")


def stub_of_layers(folder: Path) -> str:
    """Return the face of `layers` with an import for every public name."""
    names = {file.stem: public_names(file) for file in sorted(folder.glob("[!_]*.py"))}
    lines = [f"from .{file} import {name} as {name}" for file in names for name in names[file]]
    return "\n".join([*lines, "", f"__all__ = {[name for file in names for name in names[file]]}", ""])


def stub_of_package(file: Path) -> str:
    """Return the face of the package with `__version__` declared, in place of the function that looks it up."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if not isinstance(node, ast.FunctionDef)]
    return f"{ast.unparse(tree)}\n__version__: str\n"


class Additions(BuildHookInterface):
    """Puts the stubs and the results into the wheel; one that points to the tree gets neither."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the stubs to a folder outside the tree, and have them and the results included under their names."""
        self.folder = Path(tempfile.mkdtemp())
        if version == "editable":
            return
        root = Path(self.root)
        stubs = {PACKAGE: stub_of_package(root / PACKAGE), LAYERS: stub_of_layers((root / LAYERS).parent)}
        for number, (name, text) in enumerate(stubs.items()):
            made = self.folder / str(number)
            made.write_text(text, encoding="utf-8")
            build_data["force_include"][str(made)] = f"{name}i"
        for result in sorted((root / RESULTS).glob("cpu-*.json")):
            build_data["force_include"][str(result)] = f"{RESULTS_IN_WHEEL}/{result.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was written."""
        shutil.rmtree(self.folder)
