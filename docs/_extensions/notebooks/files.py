"""The files of a chapter: notebooks, and the same cells as a Python file that editors show as a notebook."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode

FOLDERS = {"with_outputs": "ipynb", "without_outputs": "ipynb", "python": "py"}  # and how the names of their files end


def write(folder: Path, name: str, notebook: NotebookNode) -> None:
    """Write a chapter's files, each into the folder of its kind."""
    empty = without_outputs(notebook)
    texts = as_json(notebook), as_json(empty), as_percent_script(empty)
    for (kind, suffix), text in zip(FOLDERS.items(), texts):
        path = folder / kind / f"{name}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def as_json(notebook: NotebookNode) -> str:
    """Return the notebook's file; one that is not valid raises an error."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def without_outputs(notebook: NotebookNode) -> NotebookNode:
    """Return a copy that has not been run."""
    empty = deepcopy(notebook)
    for cell in empty.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return empty


def as_percent_script(notebook: NotebookNode) -> str:
    """Return the cells as one program, each below a line that begins with `# %%`."""
    return "\n\n".join("\n".join(lines_of(cell)) for cell in notebook.cells) + "\n"


def lines_of(cell: NotebookNode) -> Iterator[str]:
    """Yield the lines of a cell; text becomes comments, whose links lead to Python files."""
    if cell.cell_type == "markdown":
        yield "# %% [markdown]"
        text = re.sub(r"\]\((\w+)\.ipynb\)", r"](\1.py)", cell.source)
        yield from (f"# {line}".rstrip() for line in text.split("\n"))
    else:
        tags = cell.metadata.get("tags")
        yield f"# %% tags={json.dumps(tags)}" if tags else "# %%"
        yield cell.source
