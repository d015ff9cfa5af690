"""The directive `gpu-results`: seconds an epoch on graphics cards, from the files that `make gpu` wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ..tables import make_table, row_of_words

RESULTS = Path(__file__).parents[3] / "benchmarks" / "results"
CONTENDERS = {
    "ours_graph": "this package, a step as one graph",
    "ours": "this package",
    "torch_graph": "PyTorch, CUDA graphs",
    "torch": "PyTorch",
}
HEAD = ("card", "training", "TF32", "seconds an epoch", "of PyTorch's", "of PyTorch's with graphs", "accuracy")
WIDTHS = (20, 26, 8, 12, 12, 14, 12)
TARGETS = {"ratio": 1.0, "ratio_graph": 1.3}
NO_NUMBER = "–"


def records(stage: str, folder: Path = RESULTS) -> list[dict[str, Any]]:
    """What a stage of `make gpu` has written, card by card."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob(f"gpu-*-{stage}.json")]
    return sorted(found, key=lambda record: record["device"])


class GpuResults(SphinxDirective):
    """Show the table and what it was measured with; without any measurement, say so."""

    def run(self) -> list[nodes.Node]:
        """Return the table and the sentences under it."""
        for path in RESULTS.glob("gpu-*.json"):
            self.env.note_dependency(str(path))
        return shown(records("epochs"))


def shown(found: list[dict[str, Any]]) -> list[nodes.Node]:
    """What the page shows of these files."""
    measured = [record for record in found if record.get("contenders")]
    if not measured:
        return [nodes.paragraph("", f"How long an epoch takes on a card is not yet measured. {_targets()}")]
    rows = [row_of_words(cells) for record in measured for cells in cells_of(record)]
    table = make_table(HEAD, WIDTHS, rows)
    lines = [_targets(), *map(conditions, measured)]
    return [nodes.container("", table, classes=["table-wrapper"]), *(nodes.paragraph("", line) for line in lines)]


def cells_of(record: dict[str, Any]) -> list[tuple[str, ...]]:
    """A row for each contender, TF32 off and on."""
    found = []
    for tf32, suffix in (("off", ""), ("on", "_tf32")):
        for name, words in CONTENDERS.items():
            row = record["contenders"].get(name + suffix, {})
            numbers = [_number(row, key, digits) for key, digits in (("seconds", 3), ("ratio", 2), ("ratio_graph", 2))]
            found.append((record["device"], words, tf32, *numbers, _number(row, "accuracy", 4)))
    return found


def conditions(record: dict[str, Any]) -> str:
    """What a card was measured with, and whether it meets the targets."""
    row, versions = record["contenders"].get("ours_graph", {}), record["versions"]
    measured, met = TARGETS.keys() <= row.keys(), all(row.get(key, 0) <= most for key, most in TARGETS.items())
    return (
        f"{record['device']}, {record['date']}: driver {record['driver'] or 'unknown'}, CuPy {versions['cupy']}, "
        f"PyTorch {versions['torch']}, NumPy {versions['numpy']}; medians, {record['epochs']} epochs a run, the first "
        f"not counted. The targets are {('met' if met else 'not met') if measured else 'not measured'} there."
    )


def _targets() -> str:
    plain, graph = TARGETS.values()
    return (
        f"The targets, with a step as one graph and without TF32: at most {plain} times PyTorch's own time, and at "
        f"most {graph} times its time with CUDA graphs."
    )


def _number(row: dict[str, Any], key: str, digits: int) -> str:
    return f"{row[key]:.{digits}f}" if key in row else NO_NUMBER


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive."""
    app.add_directive("gpu-results", GpuResults)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
