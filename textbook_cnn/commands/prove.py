"""``python -m textbook_cnn prove``: proves formulas and prints what came of it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from difflib import get_close_matches
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

Record = dict[str, Any]  # what JSON tells of a formula, or of one of its proofs


class Row(NamedTuple):
    """A line of the table, by the heads of its columns."""

    formula: str = ""
    slide: str = ""
    code: str = ""
    status: str = ""
    proof: str = ""
    cases: str = ""
    seconds: str = ""
    covers: str = ""


NUMBERS = ("cases", "seconds")  # columns that are set to the right


def add_to(commands: Any) -> None:
    """Add the command and its options to a parser's commands."""
    what = "prove the formulas of the book"
    command = commands.add_parser("prove", help=what, description=f"{what.capitalize()} and print what came of it.")
    command.add_argument("ids", nargs="*", metavar="ID", help="such as conv2d.forward; all formulas if left out")
    command.add_argument("--json", action="store_true", help="print JSON instead of a table")
    cores = min(4, os.cpu_count() or 1)
    command.add_argument("--jobs", type=int, default=cores, help="processes (default: %(default)s)")
    command.add_argument("--keep", type=Path, metavar="FOLDER", help="keep results here until a source changes")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prove formulas, print a table or JSON; 1 if a proof fails."""
    from tqdm import tqdm

    from ..formulas import REGISTRY, Proofs
    from ..formulas.graph import rests_on

    unknown = [name for name in arguments.ids if name not in REGISTRY]
    if unknown:
        near = [name for each in unknown for name in REGISTRY if name.startswith(each)]
        near = near or [name for each in unknown for name in get_close_matches(each, REGISTRY)]
        said = f"did you mean {' '.join(near)}?" if near else "the ids are:\n" + " ".join(REGISTRY)
        print(f"no formula has the id {', '.join(unknown)}; {said}", file=sys.stderr)
        return 2
    formulas = [REGISTRY[name] for name in arguments.ids or REGISTRY]
    proofs = Proofs(arguments.keep)
    with tqdm(total=len(formulas), unit="formula", file=sys.stderr) as bar:
        bar.set_postfix_str("the longest proofs first")
        for formula in proofs.prove_all(formulas, arguments.jobs):
            bar.set_postfix_str(formula.id)
            bar.update()
    records: list[Record] = [
        {
            "id": formula.id,
            "title": formula.title,
            "slide": formula.slide,
            "status": formula.status,
            "functions": formula.functions,
            "rests_on": rests_on(formula, REGISTRY),
            "proofs": [asdict(result) for result in proofs.results(formula)],
        }
        for formula in formulas
    ]
    for record in records:
        record["passed"] = all(proof["passed"] for proof in record["proofs"])
    print(json.dumps(records, ensure_ascii=False, indent=2) if arguments.json else table(records))
    failures = [proof["counterexample"] for record in records for proof in record["proofs"] if not proof["passed"]]
    if failures:
        print(f"\nnot proved: {failures[0]}", file=sys.stderr)
    return int(bool(failures))


def table(records: list[Record]) -> str:
    """Lines of a table with a row for each proof and each function, and their sums."""
    rows = [Row(*Row._fields), *(row for record in records for row in rows_of(record)), totals(records)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(line(row, widths) for row in rows)


def rows_of(record: Record) -> Iterator[Row]:
    """A row for each proof and each function of a formula; what it is called stands in the first."""
    row = Row(record["id"], record["slide"], status=record["status"] if record["passed"] else "NOT PROVED")
    for proof, function in list(zip_longest(record["proofs"], record["functions"])) or [(None, None)]:
        yield row._replace(code=function or "", **(cells_of(proof) if proof else {}))
        row = Row()


def cells_of(proof: Record) -> dict[str, str]:
    """What a row tells of a proof."""
    kind = proof["kind"] if proof["passed"] else f"FAILED ({proof['kind']})"
    cases, seconds = f"{proof['cases']:,}", f"{proof['seconds']:.2f}"
    return {"proof": kind, "cases": cases, "seconds": seconds, "covers": proof["covers"]}


def totals(records: list[Record]) -> Row:
    """The last row: how many formulas and proofs, which are counted once each, and their cases and seconds."""
    proofs = [proof for record in records for proof in record["proofs"]]
    proofs = list({proof["about"] or place: proof for place, proof in enumerate(proofs)}.values())
    return Row(
        counted(len(records), "formula"),
        proof=counted(len(proofs), "proof"),
        cases=f"{sum(proof['cases'] for proof in proofs):,}",
        seconds=f"{sum(proof['seconds'] for proof in proofs):.1f}",
    )


def counted(number: int, what: str) -> str:
    """A number of things in words."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def line(row: Row, widths: list[int]) -> str:
    """The cells of a row in columns of these widths."""
    cells = zip(Row._fields, row, widths, strict=True)
    return "  ".join(cell.rjust(w) if name in NUMBERS else cell.ljust(w) for name, cell, w in cells).rstrip()
