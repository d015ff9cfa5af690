"""The budget of a training step: how many calls of each kind it may send to the device, and how a count compares."""

import json
from collections import Counter
from pathlib import Path

from .calls import KINDS, Call

FILE = Path(__file__).with_name("budget.json")


def name_of(call: Call) -> str:
    """A call's kind and name without sizes: "kernel cupy_add", "memory copy DtoH", "product GemmEx"."""
    words = call.name.split()
    kept = {"product": 1, "memory": 2, "kernel": 1, "wait": 1}.get(call.kind, 0)
    return " ".join([call.kind, *(word for word in words[:kept] if not word.isdigit())])


def count(calls: list[Call]) -> dict:
    """Totals of what a step sent: calls that the device carries out, by kind; what waits; and the calls by name.

    `nodes` is what the graphs that are launched consist of, and `scattered` counts the launches with an array whose
    elements lie far apart for threads side by side.
    """
    done = [call for call in calls if not call.captured]
    kinds = Counter(call.kind for call in done)
    totals = {"calls": sum(kinds[kind] for kind in KINDS), **{kind: kinds[kind] for kind in (*KINDS, "wait")}}
    totals["nodes"] = sum(int(call.name) for call in done if call.kind == "graph")
    totals["scattered"] = sum(call.scattered for call in done)
    names = Counter(name_of(call) for call in done if call.kind in (*KINDS, "wait"))
    return {**totals, "names": dict(sorted(names.items()))}


def differences(found: dict, allowed: dict) -> list[str]:
    """A line for each name that a count has more or less often than the budget."""
    more = Counter(found["names"])
    more.subtract(allowed["names"])
    return [f"  {change:+d} {name}" for name, change in sorted(more.items()) if change]


def compare(found: dict, allowed: dict) -> tuple[str, list[str]]:
    """("over", "under" or "as it is", lines that say so); over if any total is, or another kernel in place of one."""
    totals = [key for key in allowed if key != "names"]
    changed = [f"{key} {found[key]}, budget {allowed[key]}" for key in totals if found[key] != allowed[key]]
    others = differences(found, allowed)
    if not changed and not others:
        return "as it is", []
    under = changed and all(found[key] <= allowed[key] for key in totals)
    return "under" if under else "over", [*changed, *others]


def load(file: Path = FILE) -> dict:
    """The budget: for a step by itself, "eager", and for one as a CUDA graph, "graph", a count or null."""
    return json.loads(file.read_text(encoding="utf-8"))


def write(found: dict, file: Path = FILE) -> None:
    """Make what was counted the budget; a count that was not made stays as it was."""
    new = load(file) | found
    file.write_text(json.dumps(new, indent=2) + "\n", encoding="utf-8")
