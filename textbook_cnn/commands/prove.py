"""``python -m textbook_cnn prove``: proves formulas and prints what came of it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from itertools import zip_longest
from pathlib import Path
from typing import Any


def add_to(commands: Any) -> None:
    """Add the command and its options to a parser's commands."""
    command = commands.add_parser("prove", help="prove the formulas of the book", description="Prove formulas.")
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
        print(f"no formula has the id {', '.join(unknown)}; the ids are:\n{' '.join(REGISTRY)}", file=sys.stderr)
        return 2
    formulas = [REGISTRY[name] for name in arguments.ids or REGISTRY]
    proofs = Proofs(arguments.keep)
    with tqdm(total=len(formulas), unit="formula", file=sys.stderr) as bar:
        bar.set_postfix_str("the longest proofs first")
        for formula in proofs.prove_all(formulas, arguments.jobs):
            bar.set_postfix_str(formula.id)
            bar.update()
    records = [
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


def table(records: list[dict]) -> str:
    """Lines of a table with a row for each proof and each function, and their sums."""
    rows = [("formula", "slide", "code", "status", "proof", "cases", "seconds", "covers")]
    for record in records:
        first = record["id"], record["slide"], record["status"] if record["passed"] else "NOT PROVED"
        for proof, function in list(zip_longest(record["proofs"], record["functions"])) or [(None, None)]:
            rows.append((*first[:2], function or "", first[2], *(columns(proof) if proof else ("", "", "", ""))))
            first = ("", "", "")
    proofs = [proof for record in records for proof in record["proofs"]]
    proofs = list({proof["about"] or place: proof for place, proof in enumerate(proofs)}.values())  # each run once
    cases, seconds = (sum(proof[name] for proof in proofs) for name in ("cases", "seconds"))
    rows.append((f"{len(records)} formulas", "", "", "", f"{len(proofs)} proofs", f"{cases:,}", f"{seconds:.1f}", ""))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    return "\n".join(
        "  ".join(
            [
                *(
                    cell.rjust(width) if column in (5, 6) else cell.ljust(width)
                    for column, (cell, width) in enumerate(zip(row, widths, strict=False))
                ),
                row[-1],
            ]
        ).rstrip()
        for row in rows
    )


def columns(proof: dict) -> tuple[str, str, str, str]:
    """Kind, cases, seconds and coverage of a proof."""
    kind = proof["kind"] if proof["passed"] else f"FAILED ({proof['kind']})"
    return kind, f"{proof['cases']:,}", f"{proof['seconds']:.2f}", proof["covers"]
