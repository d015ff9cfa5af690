"""The badges beside a formula: what kinds of proof it has, and what each of them covers."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from textbook_cnn.formulas import Formula, ProofResult

KINDS = {
    "code": ("proved by code", "the functions of the package were run on letters, for these sizes"),
    "code, all sizes": ("code proved for all sizes", "the functions were run on arrays whose sizes are letters too"),
    "all sizes": ("proved for all sizes", "the formula was proved with letters for its sizes"),
    "regions": (
        "proved over regions",
        "the functions were run in each of the cases that are listed, on letters where a number may be any",
    ),
    "symbols": (
        "proved on letters",
        "both sides were evaluated on letters or an example's numbers; no function of the package takes part",
    ),
    "numbers": (
        "computed in numbers",
        "the functions were run on numbers that are listed or drawn; this says nothing about others",
    ),
}
STATUS = {
    "definition": (
        "definition",
        "says what a sign or a word means; where functions follow it, how they were run stands beside it",
    ),
    "data": ("data", "numbers of an example or a count, which were computed"),
    "editorial": ("editorial", "no mathematics"),
}


def badge(name: str) -> nodes.Node:
    """Return the badge of a kind of proof or of a status; what it means shows where a mouse rests on it."""
    words, meaning = (KINDS | STATUS)[name]
    classes = ["formula-badge", f"formula-{nodes.make_id(name)}"]
    return nodes.abbreviation("", words, explanation=meaning, classes=classes)


def kind_role(name: str, rawtext: str, text: str, *_: Any, **__: Any) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """The role `kind`: a badge in a sentence."""
    return [badge(text)], []


def covers(result: ProofResult) -> str:
    """What a proof covers, in words and in number."""
    failed = "" if result.passed else f"; FAILED: {result.counterexample}"
    return f"{result.covers}; {result.cases:,} case{'s' * (result.cases != 1)}{failed}"


def badges(formula: Formula, proved: tuple[ProofResult, ...]) -> list[nodes.Node]:
    """Return the status if it is not "proved", and a badge for each kind of proof with what it covers."""
    groups = [] if formula.status == "proved" else [[badge(formula.status)]]
    for kind in dict.fromkeys(result.kind for result in proved):
        words = "; ".join(covers(result) for result in proved if result.kind == kind)
        groups.append([badge(kind), nodes.Text(f" {words}")])
    return [part for place, group in enumerate(groups) for part in ([nodes.Text(" · ")] if place else []) + group]
