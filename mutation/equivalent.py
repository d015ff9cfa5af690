"""The list of changes that nothing can notice, each with the reason: tests/mutants_equivalent.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

from .code import CodeMutant
from .formulas import Outcome

LIST = Path(__file__).parents[1] / "tests" / "mutants_equivalent.toml"
Key = tuple[str, ...]


def key(mutant: CodeMutant | Outcome) -> Key:
    """What identifies a change; the line does not, since it moves."""
    if isinstance(mutant, Outcome):
        return mutant.formula, mutant.change
    return mutant.file, mutant.function, mutant.removed, mutant.added


def reasons() -> dict[Key, str]:
    """Reasons by change."""
    entries = tomllib.loads(LIST.read_text(encoding="utf-8"))
    found = {(entry["formula"], entry["change"]): entry["reason"] for entry in entries.get("formula", [])}
    for entry in entries.get("code", []):
        added = entry["added"] if isinstance(entry["added"], list) else [entry["added"]]
        found |= {(entry["file"], entry["function"], entry["removed"], line): entry["reason"] for line in added}
    return found
